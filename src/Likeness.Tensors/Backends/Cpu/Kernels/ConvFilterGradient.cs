using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// The filter's gradient [kernelHeight, kernelWidth, channels, filters] from x and y's gradient: few rows (taps times channels), and k runs
/// over every pixel of every image. Tasks take stretches of pixels and, for large filters, blocks of rows; where pixels are split, partial
/// sums are added in order afterwards. Rows of the epilogue are (tap, channel).
/// With few filters the product would leave lanes of its vectors empty, or have one vector to a row. At stride 1 the same sums, read from
/// the other side, are the filter gradient of a convolution from y's gradient to x, with taps mirrored: it runs in its place, and the small
/// result is turned.
/// </summary>
internal sealed unsafe class ConvFilterGradient : Product
{
    private const int GoalTasks = 16;
    private const int MaxSplits = 32;
    private const int MinRows = 64;

    // Pixels between two visits to C: their lines of x and of y's gradient share the second-level cache.
    private const int StretchPixels = 256;

    // A task with a small part of the filter copies its own taps' patches, if their runs are not too short.
    private const int LeastBlocksOfPatches = 8;
    private const int LeastChannelsOfPatch = 16;
    private const int FinishFloats = 1 << 14;
    private const long LargestPartials = 1 << 21;

    private readonly bool keepsProduct;
    private readonly bool mirrored;
    private readonly ConvShape shape;
    private readonly int rows;
    private readonly int columns;
    private readonly ConvAxis vertical;
    private readonly ConvBlocks stretches;
    private readonly ConvBand band;
    private readonly int splits;
    private readonly int stretchesPerSplit;
    private readonly int rowsPerTask;
    private readonly int rowBlocks;
    private readonly int segments;
    private readonly bool patches;
    private readonly bool inPlace;
    private readonly bool packsRows;
    private readonly NativeBuffer tables;
    private readonly nint* rowA;
    private readonly nint* rowC;
    private readonly nint* segmentOffsets;
    private readonly nint* panelRows;
    private readonly long partialBytes;
    private readonly long turnedBytes;
    private readonly long bandBytes;
    private readonly long panelBytes;
    private readonly long rowPanelBytes;
    private readonly long workerBytes;

    private bool finishing;
    private float* x;
    private float* gradient;
    private float* product;
    private byte* scratch;
    private RowEpilogue? epilogue;

    internal ConvFilterGradient(ConvShape shape, bool keepsProduct = true)
    {
        shape.Check();
        this.keepsProduct = keepsProduct;
        mirrored = GainsByMirror(shape);
        shape = mirrored ? Mirror(shape) : shape;
        this.shape = shape;
        rows = shape.KernelHeight * shape.KernelWidth * shape.Channels;
        columns = shape.Filters;
        vertical = new ConvAxis(shape.OutHeight, shape.Height, shape.KernelHeight, shape.StrideH, shape.Padding.Top, false);
        var horizontal = new ConvAxis(shape.OutWidth, shape.Width, shape.KernelWidth, shape.StrideW, shape.Padding.Left, false);
        stretches = ConvBlocks.Cut(shape.Images, shape.OutHeight, shape.OutWidth, StretchPixels, 1);
        band = new ConvBand(
            shape.Height, shape.Width, shape.Channels, horizontal.Source(0), horizontal.Span(shape.OutWidth),
            vertical.Span(stretches.LinesPerPart), stretches.ImagesPerPart);
        var affordable = LargestPartials / Math.Max(1, (long)rows * columns);
        splits = (int)Math.Clamp(Math.Min(stretches.Parts / 4, affordable), 1, MaxSplits);
        stretchesPerSplit = GemmPlan.DivideUp(stretches.Parts, splits);
        splits = stretchesPerSplit == 0 ? 1 : GemmPlan.DivideUp(stretches.Parts, stretchesPerSplit);
        rowBlocks = Math.Max(1, Math.Min(GemmPlan.DivideUp(GoalTasks, splits), rows / MinRows));
        patches = rowBlocks >= LeastBlocksOfPatches && shape.Channels >= LeastChannelsOfPatch;
        var whole = patches ? shape.Channels : GemmTiles.MaxRows;
        rowsPerTask = GemmPlan.DivideUp(GemmPlan.DivideUp(rows, rowBlocks), whole) * whole;
        rowBlocks = rows == 0 ? 1 : GemmPlan.DivideUp(rows, rowsPerTask);
        inPlace = rows <= GemmPlan.MostRowsInPlace || columns == GemmTiles.PanelColumns;
        packsRows = !inPlace && columns >= GemmRowPanels.FewestColumns;
        segments = patches ? 1 : stretches.ImagesPerPart * stretches.LinesPerPart;
        tables = new NativeBuffer(sizeof(nint) * (3L * rows + segments));
        rowA = (nint*)tables.Pointer;
        rowC = rowA + rows;
        panelRows = rowC + rows;
        segmentOffsets = panelRows + rows;
        FillTables();
        partialBytes = splits == 1 && keepsProduct && !mirrored ? 0 : Bytes((long)splits * rows * columns);
        turnedBytes = mirrored && !keepsProduct ? Bytes((long)rows * columns) : 0;
        bandBytes = Bytes(patches ? (long)stretches.RowsPerPart * rowsPerTask : band.Floats);
        panelBytes = Bytes((long)stretches.RowsPerPart * GemmPlan.DivideUp(columns, GemmTiles.Lanes) * GemmTiles.Lanes);
        rowPanelBytes = packsRows ? Bytes(GemmRowPanels.Floats(rowsPerTask, stretches.RowsPerPart)) : 0;
        workerBytes = bandBytes + panelBytes + rowPanelBytes;
    }

    internal override long ScratchBytes(int threads) => partialBytes + turnedBytes + threads * workerBytes;

    internal override void Run(WorkerPool pool, float* x, float* gradient, float* product, byte* scratch, RowEpilogue? epilogue = null)
    {
        if ((long)rows * columns == 0)
            return;
        this.x = mirrored ? gradient : x;
        this.gradient = mirrored ? x : gradient;
        this.scratch = scratch;
        this.epilogue = epilogue;
        this.product = keepsProduct ? product : null;
        finishing = false;
        pool.Run(this, splits * rowBlocks);
        if (mirrored || splits > 1 || epilogue != null)
        {
            finishing = true;
            pool.Run(this, mirrored ? 1 : GemmPlan.DivideUp(rows, FinishRows));
        }
        this.epilogue = null;
    }

    internal override void Run(int task, int worker)
    {
        if (finishing && mirrored)
            FinishMirrored(worker);
        else if (finishing)
            FinishTask(task, worker);
        else
            MultiplyTask(task / rowBlocks, task % rowBlocks * rowsPerTask, worker);
    }

    private int FinishRows => Math.Clamp(FinishFloats / columns, 1, 1 << 12);

    private float* Partials => (float*)scratch;

    private static long Bytes(long floats) => NativeBuffer.RoundUp(sizeof(float) * floats);

    internal static bool GainsByMirror(ConvShape shape) =>
        shape.StrideH == 1 && shape.StrideW == 1 && shape.OutHeight > 0 && shape.OutWidth > 0
        && shape.Filters <= GemmTiles.Lanes && shape.Channels >= 2 * shape.Filters;

    private static ConvShape Mirror(ConvShape s)
    {
        var (lastV, lastH) = (s.KernelHeight - 1, s.KernelWidth - 1);
        var padding = new ConvPadding(
            lastV - s.Padding.Top, lastV - s.Padding.Bottom, lastH - s.Padding.Left, lastH - s.Padding.Right);
        return new ConvShape(
            s.Images, s.OutHeight, s.OutWidth, s.Filters, s.KernelHeight, s.KernelWidth, s.Channels, 1, 1, padding);
    }

    private void FillTables()
    {
        for (var row = 0; row < rows; row++)
        {
            var (tap, channel) = (row / shape.Channels, row % shape.Channels);
            var (i, j) = (tap / shape.KernelWidth, tap % shape.KernelWidth);
            rowA[row] = patches ? row % rowsPerTask : i * band.LinePitch + j * shape.Channels + channel;
            rowC[row] = (nint)row * columns;
        }
        for (var segment = 0; segment < segments; segment++)
        {
            var (image, line) = (segment / stretches.LinesPerPart, segment % stretches.LinesPerPart);
            segmentOffsets[segment] = patches ? 0 : image * band.ImagePitch + line * shape.StrideH * band.LinePitch;
        }
        GemmRowPanels.FillTable(rows, stretches.RowsPerPart, panelRows);
    }

    private void MultiplyTask(int split, int firstRow, int worker)
    {
        var own = scratch + partialBytes + turnedBytes + worker * workerBytes;
        var block = new GemmBlock { Rows = Math.Min(rowsPerTask, rows - firstRow), Columns = columns };
        block.Tile.A = (float*)own;
        block.Tile.RowA = rowA + firstRow;
        block.Tile.RowC = rowC + firstRow;
        block.Tile.Segments = segmentOffsets;
        block.Tile.C = partialBytes > 0 ? Partials + (nint)split * rows * columns : product;
        var origin = block.Tile;
        var first = split * stretchesPerSplit;
        var end = Math.Min(stretches.Parts, first + stretchesPerSplit);
        if (first >= end)
            block.Multiply();
        for (var stretch = first; stretch < end; stretch++)
        {
            var part = stretches.Part(stretch);
            block.Tile = origin;
            PlaceA(ref block, part, firstRow);
            if (packsRows)
                GemmRowPanels.Use(ref block, panelRows, stretches.RowsPerPart, (float*)(own + bandBytes + panelBytes));
            block.Tile.Accumulate = stretch > first;
            PlaceB(ref block, part, (float*)(own + bandBytes));
            block.Multiply();
        }
    }

    private void PlaceA(ref GemmBlock block, ConvPart part, int firstRow)
    {
        if (patches)
        {
            var channels = shape.Channels;
            new ConvPatches(shape).Fill(x, part, firstRow / channels, block.Rows / channels, block.Tile.A);
            block.Tile.SegmentCount = 1;
            block.Tile.SegmentLength = part.Rows;
            block.Tile.Step = block.Rows;
            return;
        }
        band.Fill(x, part.Image, part.Images, vertical.Source(part.Line), block.Tile.A);
        block.Tile.SegmentCount = part.Images * part.Lines;
        block.Tile.SegmentLength = stretches.Width;
        block.Tile.Step = (nint)shape.StrideW * shape.Channels;
    }

    private void PlaceB(ref GemmBlock block, ConvPart part, float* panels)
    {
        var from = gradient + (nint)part.Row * columns;
        var first = inPlace ? GemmBlock.WholeColumns(columns) : 0;
        block.Direct = inPlace ? from : null;
        block.DirectStride = columns;
        block.Packed = panels - (nint)first * part.Rows;
        block.PackedDepth = part.Rows;
        GemmPack.Panels(from, columns, 1, part.Rows, first, columns, block.Packed);
    }

    private void FinishTask(int task, int worker)
    {
        var first = task * FinishRows;
        var count = Math.Min(FinishRows, rows - first);
        var at = (nint)first * columns;
        var target = product != null ? product + at : Partials + at;
        if (splits > 1)
            GemmPartialSums.Add(Partials + at, (nint)rows * columns, splits, (nint)count * columns, target);
        epilogue?.Run(worker, target, first, count);
    }

    // [mirrored tap, filter, channel] as summed becomes [tap, channel, filter] as asked.
    private void FinishMirrored(int worker)
    {
        var (taps, filters, channels) = (shape.KernelHeight * shape.KernelWidth, shape.Channels, shape.Filters);
        var target = product != null ? product : (float*)(scratch + partialBytes);
        GemmPartialSums.Add(Partials, (nint)rows * columns, splits, (nint)rows * columns, Partials);
        for (var tap = 0; tap < taps; tap++)
        {
            var from = Partials + (taps - 1 - tap) * filters * channels;
            var to = target + tap * channels * filters;
            for (var filter = 0; filter < filters; filter++)
            {
                for (var channel = 0; channel < channels; channel++)
                    to[channel * filters + filter] = from[filter * channels + channel];
            }
        }
        epilogue?.Run(worker, target, 0, taps * channels);
    }
}
