using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

// What each task of a phase does; see GemmWork.cs for the phases and the scratch memory.
internal sealed unsafe partial class GemmWork
{
    private void PackShared(int task)
    {
        var matrix = task / PackTasksPerMatrix;
        var part = task % PackTasksPerMatrix;
        var first = part * PanelsPerPack * GemmTiles.PanelColumns;
        var end = part == PackTasksPerMatrix - 1 ? shape.N : first + PanelsPerPack * GemmTiles.PanelColumns;
        var panels = (float*)scratch + matrix * plan.PackedFloats(shape.K, shape.N);
        PackColumns(b + (nint)(matrix * shape.B.Batch), first, end, shape.K, panels);
    }

    // Columns first .. end of b, of which `depth` rows.
    private void PackColumns(float* b, int first, int end, int depth, float* panels) =>
        GemmPack.Panels(b, (nint)shape.B.Row, (nint)shape.B.Column, depth, first, end, panels);

    private void MultiplyTask(int task, int worker)
    {
        var split = task % plan.Splits;
        task /= plan.Splits;
        var blocks = plan.RowBlocks * plan.ColumnBlocks;
        var firstMatrix = task / blocks * plan.BatchPerTask;
        var block = task % blocks;
        var (rowBlock, columnBlock) = plan.KeepsPanels
            ? (block % plan.RowBlocks, block / plan.RowBlocks)
            : (block / plan.ColumnBlocks, block % plan.ColumnBlocks);
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
            Columns = columnBlock == plan.ColumnBlocks - 1 ? shape.N - firstColumn : plan.ColumnsPerTask,
            ReadsAhead = plan.ReadsAhead,
            NextRows = NextRows(rowBlock, worker),
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

    private nint NextRows(int rowBlock, int worker)
    {
        if (!plan.KeepsPanels || plan.PacksRows)
            return 0;
        var next = (rowBlock + WorkerPool.Direction(worker) + plan.RowBlocks) % plan.RowBlocks;
        return (nint)((next - rowBlock) * plan.RowsPerTask * shape.A.Row);
    }

    private float* Target(long row, int split, int worker)
    {
        if (plan.Splits > 1)
            return Product + (nint)((split * TotalRows + row) * shape.N);
        if (c != null)
            return c + (nint)(row * shape.N);
        return plan.FinishesRows ? (float*)(WorkerScratch(worker) + workerPanelBytes + workerRowPanelBytes) : Product + (nint)(row * shape.N);
    }

    private void MultiplyStretches(ref GemmBlock block, int matrix, int firstColumn, int split, int worker)
    {
        var first = split * plan.DepthPerSplit;
        var end = Math.Min(shape.K, first + plan.DepthPerSplit);
        var origin = block.Tile;
        // Once even for K = 0, which writes zeros.
        var k = first;
        do
        {
            var depth = Math.Min(plan.Stretch, end - k);
            block.Tile = origin;
            block.Tile.A += (nint)(k * shape.A.Column);
            block.Tile.SegmentLength = depth;
            if (plan.PacksRows)
                GemmRowPanels.Use(ref block, panelRows, plan.Stretch, (float*)(WorkerScratch(worker) + workerPanelBytes));
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
            case BSource.PackedByTask when plan.KeepsPanels:
                if (keptPanels[worker] != firstColumn)
                    PackColumns(from, 0, block.Columns, shape.K, own);
                keptPanels[worker] = firstColumn;
                block.Packed = own;
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
