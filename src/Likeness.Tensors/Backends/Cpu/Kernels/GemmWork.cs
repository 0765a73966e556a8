using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// A planned matrix product, run any number of times without allocating; one run at a time. Same bits for any number of threads.
/// Phases: pack B (if tasks share it), multiply, and, where tasks hold parts of rows, add the parts in order and run the epilogue.
/// </summary>
internal sealed unsafe partial class GemmWork : Product
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
    private readonly nint* panelRows;
    private readonly nint* zero;

    private readonly long panelBytes;
    private readonly long productBytes;
    private readonly long workerBytes;
    private readonly long workerPanelBytes;
    private readonly long workerRowPanelBytes;

    // The columns whose panels each worker has packed in this run, or -1.
    private int[] keptPanels = [];

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
        tables = new NativeBuffer(sizeof(nint) * (3L * rows + 1));
        rowA = (nint*)tables.Pointer;
        rowC = rowA + rows;
        panelRows = rowC + rows;
        zero = panelRows + rows;
        for (var row = 0; row < rows; row++)
        {
            rowA[row] = (nint)(row * this.shape.A.Row);
            rowC[row] = row * (nint)this.shape.N;
        }
        GemmRowPanels.FillTable(rows, plan.Stretch, panelRows);
        panelBytes = plan.Source == BSource.PackedForAll ? Bytes(plan.DistinctB * plan.PackedFloats(shape.K, shape.N)) : 0;
        productBytes = ProductBytes();
        workerPanelBytes = WorkerPanelBytes();
        workerRowPanelBytes = plan.PacksRows ? Bytes(GemmRowPanels.Floats(plan.RowsPerTask, plan.Stretch)) : 0;
        workerBytes = workerPanelBytes + workerRowPanelBytes
            + (keepsProduct || !plan.FinishesRows ? 0 : Bytes((long)plan.RowsPerTask * shape.N));
    }

    private enum Phase
    {
        Pack,
        Multiply,
        Finish,
    }

    internal override long ScratchBytes(int threads) => panelBytes + productBytes + threads * workerBytes;

    internal override void Run(WorkerPool pool, float* a, float* b, float* c, byte* scratch, RowEpilogue? epilogue = null)
    {
        if ((long)shape.Batch * shape.M * shape.N == 0)
            return;
        this.a = a;
        this.b = b;
        this.c = keepsProduct ? c : null;
        this.scratch = scratch;
        this.epilogue = epilogue;
        if (keptPanels.Length < pool.Threads)
            keptPanels = new int[pool.Threads];
        Array.Fill(keptPanels, -1);
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

    private int PackTasksPerMatrix => GemmPlan.DivideUp(GemmBlock.Panels(shape.N), PanelsPerPack);

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
        BSource.PackedByTask => Bytes(plan.PackedFloats(plan.KeepsPanels ? shape.K : plan.Stretch, plan.MostColumnsPerTask)),
        BSource.InPlace when GemmBlock.HasRaggedPanel(shape.N) => Bytes(plan.PackedFloats(plan.Stretch, GemmTiles.Lanes)),
        BSource.Dots when shape.B.Row != 1 => Bytes((long)shape.K * plan.MostColumnsPerTask),
        _ => 0,
    };

    private void RunPhase(WorkerPool pool, Phase next, int tasks)
    {
        phase = next;
        pool.Run(this, tasks);
    }
}
