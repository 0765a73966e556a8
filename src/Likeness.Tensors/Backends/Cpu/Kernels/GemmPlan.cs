namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Where a task finds B.</summary>
internal enum BSource
{
    /// <summary>In place; only columns that do not fill a vector are packed, by the task itself.</summary>
    InPlace,

    /// <summary>Packed by the task, stretch by stretch of k, since no other task reads it; or whole, and kept for the worker's next task.</summary>
    PackedByTask,

    /// <summary>Packed once for all tasks in a phase of its own.</summary>
    PackedForAll,

    /// <summary>Narrow product: columns contiguous along k, in place or copied so by the task.</summary>
    Dots,
}

/// <summary>
/// How a product is cut: tasks of rows, of columns or of k, and where B is packed. A function of the shape and the vector width only, never
/// of the thread count, so the order of every sum is fixed.
/// </summary>
internal sealed class GemmPlan
{
    private const int GoalTasks = 16;

    // Fewer row blocks than this and columns are cut too, although the epilogue then needs a pass of its own.
    private const int EnoughTasks = 4;

    // Some 2-4 us of work; a smaller task is not worth handing out.
    private const long SmallestTask = 1 << 18;

    private const int MinRows = 32;
    private const int MaxRows = 128;

    // Up to so many rows, and from so many vectors of columns on, columns are cut first: each worker then packs its own panels, which never leave
    // the second-level cache. Packing for all instead writes and reads B once more through the third (4 % of 1024^3, 18 % of 128 rows).
    // Not where C is much larger than B, as in a weight gradient: B is soon packed, and tasks of whole rows spare the epilogue its own pass.
    private const int MostRowsOfColumnTask = 1024;
    private const int FewestVectorsCut = 16;
    private const int MostRowsToDepth = 2;

    // Up to so many k panels are packed whole and kept for the next task: 64 columns are 512 KiB then.
    private const int MostDepthKept = 2048;

    /// <summary>Up to so many rows a panel of B is read too few times to be worth packing.</summary>
    internal const int MostRowsInPlace = 32;

    private const int MaxSplits = 32;
    private const int MinSplitDepth = 1600;

    // Partial sums of one split of k stay in the second-level cache.
    private const long LargestPartial = 1 << 18;

    internal GemmPlan(GemmShape shape)
    {
        shape.Check();
        Shape = shape.Folded();
        ChooseKernel();
        if (!SplitDepth() && !CutColumnsFirst())
            CutRowsAndColumns();
        Source = ChooseSource();
    }

    internal GemmShape Shape { get; }
    internal BSource Source { get; private set; }

    internal int RowsPerTask { get; private set; }
    internal int RowBlocks { get; private set; }
    internal int ColumnsPerTask { get; private set; }
    internal int ColumnBlocks { get; private set; }

    /// <summary>Of all tasks: the last may hold a wider panel.</summary>
    internal int MostColumnsPerTask => Math.Max(ColumnsPerTask, Shape.N - (ColumnBlocks - 1) * ColumnsPerTask);

    internal int Splits { get; private set; } = 1;
    internal int DepthPerSplit { get; private set; }

    /// <summary>k between two visits to C.</summary>
    internal int Stretch { get; private set; }

    /// <summary>A's neighbours in k lie far apart, and there are many: tiles ask for operands one stretch before they need them.</summary>
    internal bool ReadsAhead { get; private set; }

    /// <summary>A's neighbours in k lie far apart, and enough panels of B meet them: each task copies its rows of A to panels.</summary>
    internal bool PacksRows => !narrow && !ReadsAhead && Shape.A.Column > 1 && RowsPerTask >= GemmTiles.MaxRows
        && ColumnsPerTask >= GemmRowPanels.FewestColumns;

    /// <summary>
    /// Tasks that share columns follow one another, and a worker keeps the panels of the task before: there are more tasks to share among
    /// threads than panels, though each thread packs a panel once.
    /// </summary>
    internal bool KeepsPanels { get; private set; }

    /// <summary>Matrices of the batch that one task takes, when each is small.</summary>
    internal int BatchPerTask { get; private set; } = 1;

    internal int BatchBlocks => DivideUp(Shape.Batch, BatchPerTask);
    internal int Tasks => BatchBlocks * RowBlocks * ColumnBlocks * Splits;

    /// <summary>Each task finishes whole rows, so the epilogue can run inside it.</summary>
    internal bool FinishesRows => ColumnBlocks == 1 && Splits == 1;

    internal static int DivideUp(long value, long by) => (int)((value + by - 1) / by);

    private static int RoundUp(int value, int to) => DivideUp(value, to) * to;

    private bool narrow;

    private void ChooseKernel()
    {
        var (_, m, n, k, a, b) = Shape;
        var fewColumns = n <= GemmDots.MaxNarrow;
        var fewRows = m <= GemmDots.MaxNarrow && b.Row == 1;
        narrow = a.Column == 1 && GemmDots.Suits(k) && (fewColumns || fewRows);
        Stretch = Math.Max(1, narrow ? k : DivideUp(k, Math.Max(1, DivideUp(k, GemmBlock.MaxDepth))));
        DepthPerSplit = k;
    }

    // A weight gradient: small C, very deep k. Tasks take stretches of k; their partial sums are added in order afterwards.
    private bool SplitDepth()
    {
        var (batch, m, n, k, a, _) = Shape;
        var deep = k >= 4096 && k >= 4L * Math.Max(m, n) && (long)m * n <= LargestPartial && batch <= EnoughTasks;
        if (narrow || !deep)
            return false;
        ReadsAhead = a.Column != 1;
        if (ReadsAhead)
            Stretch = GemmTiles.DepthAhead;
        var stretches = DivideUp(k, Stretch);
        var perSplit = DivideUp(stretches, Math.Min(MaxSplits, k / MinSplitDepth));
        DepthPerSplit = perSplit * Stretch;
        Splits = DivideUp(k, DepthPerSplit);
        RowsPerTask = m;
        ColumnsPerTask = n;
        RowBlocks = ColumnBlocks = 1;
        return true;
    }

    private bool CutColumnsFirst()
    {
        var (batch, m, n, k, _, _) = Shape;
        var suits = m <= MostRowsOfColumnTask && m < (long)MostRowsToDepth * k && n >= FewestVectorsCut * GemmTiles.Lanes;
        if (narrow || batch != 1 || !suits || ReadsInPlace)
            return false;
        var blocks = Math.Clamp((long)m * n * k / SmallestTask, 1, GoalTasks);
        ColumnsPerTask = RoundUp(DivideUp(n, blocks), GemmTiles.PanelColumns);
        ColumnBlocks = DivideUp(GemmBlock.Panels(n), ColumnsPerTask / GemmTiles.PanelColumns);
        KeepsPanels = k <= MostDepthKept;
        var rowBlocks = KeepsPanels ? Math.Clamp(m / MinRows, 1, DivideUp(blocks, ColumnBlocks)) : 1;
        RowsPerTask = RoundUp(Math.Max(1, DivideUp(m, rowBlocks)), GemmTiles.Tallest(GemmTiles.PanelVectors));
        RowBlocks = Math.Max(1, DivideUp(m, RowsPerTask));
        return true;
    }

    private void CutRowsAndColumns()
    {
        var (batch, m, n, k, _, _) = Shape;
        var rowWork = Math.Max(1, (long)n * k);
        var wanted = Math.Clamp(RoundUp(DivideUp(m, GoalTasks), GemmTiles.MaxRows), MinRows, MaxRows);
        wanted = (int)Math.Clamp(DivideUp(SmallestTask, rowWork), wanted, 4 * MaxRows);
        RowBlocks = Math.Max(1, DivideUp(m, wanted));
        RowsPerTask = RowBlocks == 1 ? m : RoundUp(DivideUp(m, RowBlocks), GemmTiles.MaxRows);
        RowBlocks = m == 0 ? 1 : DivideUp(m, RowsPerTask);
        if (RowBlocks == 1 && m > 0)
            BatchPerTask = (int)Math.Clamp(SmallestTask / Math.Max(1, m * rowWork), 1, Math.Max(1, batch));
        CutColumns((long)BatchBlocks * RowBlocks);
    }

    private void CutColumns(long tasks)
    {
        var n = Shape.N;
        ColumnBlocks = 1;
        ColumnsPerTask = n;
        var work = (long)RowsPerTask * n * Shape.K;
        if (tasks >= EnoughTasks || work < 2 * SmallestTask)
            return;
        var blocks = Math.Min(GoalTasks / Math.Max(1, tasks), work / SmallestTask);
        ColumnsPerTask = RoundUp(DivideUp(n, blocks), GemmTiles.PanelColumns);
        ColumnBlocks = DivideUp(GemmBlock.Panels(n), ColumnsPerTask / GemmTiles.PanelColumns);
    }

    // B as it lies serves when each panel is read few times, or is a packed panel already. Else a walk down a panel, which visits a page
    // for every row or two and begins in cold caches within a step, costs more than packing row by row.
    private bool ReadsInPlace => Shape.B.Column == 1
        && (Shape.M <= MostRowsInPlace || (Shape.N <= GemmTiles.PanelColumns && Shape.B.Row == Shape.N));

    private BSource ChooseSource()
    {
        if (narrow)
            return BSource.Dots;
        if (ReadsInPlace)
            return BSource.InPlace;
        var shared = Splits == 1 && !KeepsPanels && (RowBlocks > 1 || (Shape.B.Batch == 0 && Shape.Batch > 1));
        return shared ? BSource.PackedForAll : BSource.PackedByTask;
    }

    /// <summary>Floats of one matrix's packed panels.</summary>
    internal long PackedFloats(int depth, int columns) => (long)RoundUp(columns, GemmTiles.Lanes) * depth;

    /// <summary>Matrices of B that exist: one if the batch shares it.</summary>
    internal int DistinctB => Shape.B.Batch == 0 ? Math.Min(1, Shape.Batch) : Shape.Batch;
}
