using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// A planned matrix product, run any number of times without allocating; one run at a time. Same bits for any number of threads.
/// Phases: pack B (if tasks share it), multiply, and, where tasks hold parts of rows, add the parts in order and run the epilogue.
/// </summary>
internal sealed unsafe class GemmWork : ParallelWork
{
    private const int SharePackFloats = 1 << 14;
    private const int FinishFloats = 1 << 14;

    private readonly GemmPlan plan;
    private readonly GemmShape shape;
    private readonly bool keepsProduct;

    // Offsets of a task's rows from its first row, in A and in C: the same for every task.
    private readonly NativeBuffer tables;
    private readonly nint* rowA;
    private readonly nint* rowC;
    private readonly nint* zero;

    private readonly long panelBytes;
    private readonly long productBytes;
    private readonly long workerBytes;
    private readonly long workerPanelBytes;

    private Phase phase;
    private float* a;
    private float* b;
    private float* c;
    private byte* scratch;
    private RowEpilogue? epilogue;

    /// <param name="shape">Sizes and strides.</param>
    /// <param name="keepsProduct">False if C goes to the epilogue alone: pass null for it.</param>
    internal GemmWork(GemmShape shape, bool keepsProduct = true)
    {
        plan = new GemmPlan(shape);
        this.shape = plan.Shape;
        this.keepsProduct = keepsProduct;
        var rows = Math.Max(1, plan.RowsPerTask);
        tables = new NativeBuffer(sizeof(nint) * (2L * rows + 1));
        rowA = (nint*)tables.Pointer;
        rowC = rowA + rows;
        zero = rowC + rows;
        for (var row = 0; row < rows; row++)
        {
            rowA[row] = (nint)(row * this.shape.A.Row);
            rowC[row] = row * (nint)this.shape.N;
        }
        panelBytes = plan.Source == BSource.PackedForAll ? Bytes(plan.DistinctB * plan.PackedFloats(shape.K, shape.N)) : 0;
        productBytes = ProductBytes();
        workerPanelBytes = WorkerPanelBytes();
        workerBytes = workerPanelBytes + (keepsProduct || !plan.FinishesRows ? 0 : Bytes((long)plan.RowsPerTask * shape.N));
    }

    private enum Phase
    {
        Pack,
        Multiply,
        Finish,
    }

    /// <summary>Scratch memory a run needs, 64-byte aligned; its content does not matter before and after.</summary>
    internal long ScratchBytes(int threads) => panelBytes + productBytes + threads * workerBytes;

    /// <summary>Multiplies. <paramref name="c"/> is null if the product was declared as not kept.</summary>
    internal void Run(WorkerPool pool, float* a, float* b, float* c, byte* scratch, RowEpilogue? epilogue = null)
    {
        if ((long)shape.Batch * shape.M * shape.N == 0)
            return;
        this.a = a;
        this.b = b;
        this.c = keepsProduct ? c : null;
        this.scratch = scratch;
        this.epilogue = epilogue;
        if (plan.Source == BSource.PackedForAll)
            RunPhase(pool, Phase.Pack, plan.DistinctB * PackTasksPerMatrix);
        RunPhase(pool, Phase.Multiply, plan.Tasks);
        if (!plan.FinishesRows && (plan.Splits > 1 || epilogue != null))
            RunPhase(pool, Phase.Finish, GemmPlan.DivideUp(TotalRows, FinishRows));
        this.epilogue = null;
    }

    internal override void Run(int task, int worker)
    {
        switch (phase)
        {
            case Phase.Pack:
                PackShared(task);
                break;
            case Phase.Multiply:
                MultiplyTask(task, worker);
                break;
            default:
                FinishTask(task, worker);
                break;
        }
    }

    private long TotalRows => (long)shape.Batch * shape.M;

    private int FinishRows => Math.Clamp(FinishFloats / shape.N, 1, 1 << 12);

    private int PanelsPerPack => Math.Clamp(SharePackFloats / Math.Max(1, shape.K * GemmTiles.PanelColumns), 1, 64);

    private int PackTasksPerMatrix => GemmPlan.DivideUp(shape.N, (long)PanelsPerPack * GemmTiles.PanelColumns);

    private float* Product => (float*)(scratch + panelBytes);

    private byte* WorkerScratch(int worker) => scratch + panelBytes + productBytes + worker * workerBytes;

    private static long Bytes(long floats) => NativeBuffer.RoundUp(sizeof(float) * floats);

    private long ProductBytes()
    {
        if (plan.FinishesRows || (plan.Splits == 1 && keepsProduct))
            return 0;
        return Bytes(plan.Splits * TotalRows * shape.N);
    }

    private long WorkerPanelBytes() => plan.Source switch
    {
        BSource.PackedByTask => Bytes(plan.PackedFloats(plan.Stretch, plan.ColumnsPerTask)),
        BSource.InPlace when GemmBlock.HasRaggedPanel(shape.N) => Bytes(plan.PackedFloats(plan.Stretch, GemmTiles.PanelColumns)),
        BSource.Dots when shape.B.Row != 1 => Bytes((long)shape.K * plan.ColumnsPerTask),
        _ => 0,
    };

    private void RunPhase(WorkerPool pool, Phase next, int tasks)
    {
        phase = next;
        pool.Run(this, tasks);
    }

    private void PackShared(int task)
    {
        var matrix = task / PackTasksPerMatrix;
        var first = task % PackTasksPerMatrix * PanelsPerPack * GemmTiles.PanelColumns;
        var end = Math.Min(shape.N, first + PanelsPerPack * GemmTiles.PanelColumns);
        var panels = (float*)scratch + matrix * plan.PackedFloats(shape.K, shape.N);
        PackColumns(b + (nint)(matrix * shape.B.Batch), first, end, shape.K, panels);
    }

    // Columns first..end of b (of which `depth` rows) into panels whose column 0 is at `panels`.
    private void PackColumns(float* b, int first, int end, int depth, float* panels)
    {
        for (var column = first; column < end; column += GemmTiles.PanelColumns)
        {
            var existing = Math.Min(GemmTiles.PanelColumns, end - column);
            var width = GemmBlock.PanelVectors(existing) * GemmTiles.Lanes;
            var from = b + (nint)(column * shape.B.Column);
            GemmPack.Panel(from, (nint)shape.B.Row, (nint)shape.B.Column, depth, existing, width, panels + (nint)column * depth);
        }
    }

    private void MultiplyTask(int task, int worker)
    {
        var split = task % plan.Splits;
        task /= plan.Splits;
        var columnBlock = task % plan.ColumnBlocks;
        task /= plan.ColumnBlocks;
        var rowBlock = task % plan.RowBlocks;
        var firstMatrix = task / plan.RowBlocks * plan.BatchPerTask;
        var endMatrix = Math.Min(shape.Batch, firstMatrix + plan.BatchPerTask);
        for (var matrix = firstMatrix; matrix < endMatrix; matrix++)
            MultiplyBlock(matrix, rowBlock, columnBlock, split, worker);
    }

    private void MultiplyBlock(int matrix, int rowBlock, int columnBlock, int split, int worker)
    {
        var firstRow = rowBlock * plan.RowsPerTask;
        var firstColumn = columnBlock * plan.ColumnsPerTask;
        var row = (long)matrix * shape.M + firstRow;
        var rows = Math.Min(plan.RowsPerTask, shape.M - firstRow);
        var block = new GemmBlock
        {
            Rows = rows,
            Columns = Math.Min(plan.ColumnsPerTask, shape.N - firstColumn),
        };
        var target = Target(row, split, worker);
        block.Tile.A = a + (nint)(matrix * shape.A.Batch + firstRow * shape.A.Row);
        block.Tile.RowA = rowA;
        block.Tile.RowC = rowC;
        block.Tile.Step = (nint)shape.A.Column;
        block.Tile.Segments = zero;
        block.Tile.SegmentCount = 1;
        block.Tile.C = target + firstColumn;
        if (plan.Source == BSource.Dots)
            MultiplyDots(ref block, matrix, firstColumn, worker);
        else
            MultiplyStretches(ref block, matrix, firstColumn, split, worker);
        if (plan.FinishesRows)
            epilogue?.Run(worker, target, row, rows);
    }

    private float* Target(long row, int split, int worker)
    {
        if (plan.Splits > 1)
            return Product + (nint)((split * TotalRows + row) * shape.N);
        if (c != null)
            return c + (nint)(row * shape.N);
        return plan.FinishesRows ? (float*)(WorkerScratch(worker) + workerPanelBytes) : Product + (nint)(row * shape.N);
    }

    private void MultiplyStretches(ref GemmBlock block, int matrix, int firstColumn, int split, int worker)
    {
        var first = split * plan.DepthPerSplit;
        var end = Math.Min(shape.K, first + plan.DepthPerSplit);
        var origin = block.Tile.A;
        // Once even for K = 0, which writes zeros.
        var k = first;
        do
        {
            var depth = Math.Min(plan.Stretch, end - k);
            block.Tile.A = origin + (nint)(k * shape.A.Column);
            block.Tile.SegmentLength = depth;
            block.Tile.Accumulate = k > first;
            PlaceB(ref block, matrix, firstColumn, k, depth, worker);
            block.Multiply();
            k += plan.Stretch;
        }
        while (k < end);
    }

    private void PlaceB(ref GemmBlock block, int matrix, int firstColumn, int k, int depth, int worker)
    {
        var from = b + (nint)(matrix * shape.B.Batch + k * shape.B.Row + firstColumn * shape.B.Column);
        var own = (float*)WorkerScratch(worker);
        switch (plan.Source)
        {
            case BSource.PackedForAll:
                var panels = (float*)scratch + (shape.B.Batch == 0 ? 0 : matrix * plan.PackedFloats(shape.K, shape.N));
                block.Packed = panels + (nint)firstColumn * shape.K;
                block.PackedDepth = shape.K;
                block.FirstDepth = k;
                break;
            case BSource.PackedByTask:
                PackColumns(from, 0, block.Columns, depth, own);
                block.Packed = own;
                block.PackedDepth = depth;
                break;
            default:
                block.Direct = from;
                block.DirectStride = (nint)shape.B.Row;
                var whole = GemmBlock.WholeColumns(block.Columns);
                block.Packed = own - (nint)whole * depth;
                block.PackedDepth = depth;
                PackColumns(from, whole, block.Columns, depth, block.Packed);
                break;
        }
    }

    private void MultiplyDots(ref GemmBlock block, int matrix, int firstColumn, int worker)
    {
        var from = b + (nint)(matrix * shape.B.Batch + firstColumn * shape.B.Column);
        block.Tile.SegmentLength = shape.K;
        block.Tile.B = from;
        block.Tile.StrideB = (nint)shape.B.Column;
        if (shape.B.Row != 1)
        {
            var own = (float*)WorkerScratch(worker);
            for (var column = 0; column < block.Columns; column++)
            {
                for (var k = 0; k < shape.K; k++)
                    own[(nint)column * shape.K + k] = from[(nint)(k * shape.B.Row + column * shape.B.Column)];
            }
            block.Tile.B = own;
            block.Tile.StrideB = shape.K;
        }
        GemmDots.Multiply(block.Tile, block.Rows, block.Columns);
    }

    private void FinishTask(int task, int worker)
    {
        var first = (long)task * FinishRows;
        var rows = (int)Math.Min(FinishRows, TotalRows - first);
        var at = (nint)(first * shape.N);
        var target = c != null ? c + at : Product + at;
        if (plan.Splits > 1)
            GemmPartialSums.Add(Product + at, (nint)(TotalRows * shape.N), plan.Splits, (nint)rows * shape.N, target);
        epilogue?.Run(worker, target, first, rows);
    }
}
