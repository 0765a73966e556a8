using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// The two convolution products whose rows are pixels: forward (y from x) and input gradient (x's gradient from y's, also the transposed
/// convolution). Phases: pack the filter, then one task per part of the images: copy its band, multiply each phase, run the epilogue.
/// Planned once, run without allocating, one run at a time, same bits for any number of threads.
/// </summary>
internal sealed unsafe class ConvImageWork : Product
{
    private const long SmallestTask = 1 << 19;
    private const int GoalTasks = 16;
    private const int MinPixels = 64;
    private const int MaxPixels = 1024;

    // With fewer, the runs of a trimmed line are too short.
    private const int LeastChannelsTrimmed = 16;

    // Source and result of a part share the second-level cache with the filter.
    private const int MaxPartFloats = 1 << 18;

    private readonly bool gradient;
    private readonly bool keepsProduct;
    private readonly int channels;
    private readonly int columns;
    private readonly ConvAxis vertical;
    private readonly ConvBlocks blocks;
    private readonly ConvBand band;
    private readonly ConvPass[] passes;
    private readonly long[] packedAt;
    private readonly bool dots;
    private readonly bool filterInPlace;
    private readonly long filterBytes;
    private readonly long bandBytes;
    private readonly long workerBytes;

    private bool packing;
    private float* source;
    private float* filter;
    private float* product;
    private byte* scratch;
    private RowEpilogue? epilogue;

    private ConvImageWork(ConvShape shape, bool gradient, bool keepsProduct)
    {
        shape.Check();
        (this.gradient, this.keepsProduct) = (gradient, keepsProduct);
        (channels, columns) = gradient ? (shape.Filters, shape.Channels) : (shape.Channels, shape.Filters);
        var (height, width) = gradient ? (shape.Height, shape.Width) : (shape.OutHeight, shape.OutWidth);
        var (sourceHeight, sourceWidth) = gradient ? (shape.OutHeight, shape.OutWidth) : (shape.Height, shape.Width);
        vertical = new ConvAxis(height, sourceHeight, shape.KernelHeight, shape.StrideH, shape.Padding.Top, gradient);
        var horizontal = new ConvAxis(width, sourceWidth, shape.KernelWidth, shape.StrideW, shape.Padding.Left, gradient);
        blocks = ConvBlocks.Cut(shape.Images, height, width, PixelsPerTask(shape, height, width), vertical.Phases);
        band = new ConvBand(
            sourceHeight, sourceWidth, channels, horizontal.Source(0), horizontal.Span(width), vertical.Span(blocks.LinesPerPart),
            blocks.ImagesPerPart);
        var trims = columns > GemmDots.MaxNarrow && channels >= LeastChannelsTrimmed;
        var places = new ConvPlaces(
            blocks, band, columns, trims && blocks.PartsPerImage == 1 && vertical.GainsByTrimming(), trims && horizontal.GainsByTrimming());
        passes = [.. from v in Enumerable.Range(0, vertical.Phases)
                     from h in Enumerable.Range(0, horizontal.Phases)
                     select new ConvPass(vertical, horizontal, v, h, places)];
        dots = columns <= GemmDots.MaxNarrow && passes.All(pass => pass.Depth == 0 || pass.Groups.All(group => GemmDots.Suits(group.SegmentLength)));
        filterInPlace = !gradient && !dots && columns <= GemmTiles.PanelColumns && !GemmBlock.HasRaggedPanel(columns);
        packedAt = new long[passes.Length];
        filterBytes = LayOutFilters();
        bandBytes = NativeBuffer.RoundUp(sizeof(float) * band.Floats);
        workerBytes = bandBytes + (keepsProduct ? 0 : NativeBuffer.RoundUp(sizeof(float) * (long)blocks.RowsPerPart * columns));
    }

    /// <summary>y[images, OutHeight, OutWidth, filters] from x and the filter.</summary>
    internal static ConvImageWork Forward(ConvShape shape, bool keepsProduct = true) => new(shape, false, keepsProduct);

    /// <summary>x's gradient [images, height, width, channels] from y's and the filter; equally the convolution transposed.</summary>
    internal static ConvImageWork InputGradient(ConvShape shape, bool keepsProduct = true) => new(shape, true, keepsProduct);

    internal override long ScratchBytes(int threads) => filterBytes + threads * workerBytes;

    internal override void Run(WorkerPool pool, float* source, float* filter, float* product, byte* scratch, RowEpilogue? epilogue = null)
    {
        if ((long)blocks.Images * blocks.Height * blocks.Width * columns == 0)
            return;
        this.source = source;
        this.filter = filter;
        this.scratch = scratch;
        this.epilogue = epilogue;
        this.product = keepsProduct ? product : null;
        if (!filterInPlace)
        {
            packing = true;
            pool.Run(this, passes.Length * PackTasksPerPass);
        }
        packing = false;
        pool.Run(this, blocks.Parts);
        this.epilogue = null;
    }

    internal override void Run(int task, int worker)
    {
        if (packing)
            Pack(passes[task / PackTasksPerPass], packedAt[task / PackTasksPerPass], task % PackTasksPerPass);
        else
            MultiplyPart(blocks.Part(task), worker);
    }

    private int PackTasksPerPass => GemmBlock.Panels(columns);

    private static long PixelsPerTask(ConvShape shape, int height, int width)
    {
        var pixels = Math.Max(1, (long)shape.Images * height * width);
        var work = Math.Max(1, shape.MultiplyAdds / pixels);
        var most = Math.Clamp(MaxPartFloats / Math.Max(1, shape.Channels + shape.Filters), MinPixels, MaxPixels);
        return Math.Max(Math.Clamp(pixels / GoalTasks, MinPixels, most), SmallestTask / work);
    }

    private long LayOutFilters()
    {
        var floats = 0L;
        for (var i = 0; i < passes.Length; i++)
        {
            packedAt[i] = floats;
            var width = dots ? columns : GemmPlan.DivideUp(columns, GemmTiles.Lanes) * GemmTiles.Lanes;
            floats = NativeBuffer.RoundUp(sizeof(float) * (floats + (long)passes[i].Depth * width)) / sizeof(float);
        }
        return filterInPlace ? 0 : sizeof(float) * floats;
    }

    // Tap by tap: forward, k runs over the block's rows (channels in); backward, over its columns (channels out).
    private void Pack(ConvPass pass, long at, int panel)
    {
        var (strideK, strideN) = gradient ? ((nint)1, (nint)channels) : (columns, 1);
        var first = panel * GemmTiles.PanelColumns;
        var width = GemmBlock.PanelWidth(columns - first);
        var existing = Math.Min(width, columns - first);
        var to = (float*)scratch + at + (nint)first * pass.Depth;
        for (var tap = 0; tap < pass.FilterTaps.Length; tap++)
        {
            var block = filter + (nint)pass.FilterTaps[tap] * channels * columns + first * strideN;
            if (dots)
                CopyDots(block, strideK, strideN, existing, to + (nint)tap * channels, pass.Depth);
            else
                GemmPack.Panel(block, strideK, strideN, channels, existing, width, to + (nint)tap * channels * width);
        }
    }

    private void CopyDots(float* block, nint strideK, nint strideN, int existing, float* to, nint depth)
    {
        for (var column = 0; column < existing; column++)
        {
            for (var k = 0; k < channels; k++)
                to[column * depth + k] = block[k * strideK + column * strideN];
        }
    }

    private void MultiplyPart(ConvPart part, int worker)
    {
        var own = scratch + filterBytes + worker * workerBytes;
        band.Fill(source, part.Image, part.Images, vertical.Source(part.Line), (float*)own);
        var target = product != null ? product + (nint)part.Row * columns : (float*)(own + bandBytes);
        for (var i = 0; i < passes.Length; i++)
        {
            foreach (var rows in passes[i].Groups)
                MultiplyRows(rows, part, (float*)own, i, target);
        }
        epilogue?.Run(worker, target, part.Row, part.Rows);
    }

    private void MultiplyRows(ConvRows rows, ConvPart part, float* copied, int pass, float* target)
    {
        var block = new GemmBlock { Rows = rows.Rows(part.Images, part.Lines), Columns = columns };
        block.Tile.A = copied;
        block.Tile.RowA = rows.RowA;
        block.Tile.RowC = rows.RowC;
        block.Tile.Segments = rows.SegmentOffsets;
        block.Tile.SegmentCount = rows.Segments;
        block.Tile.SegmentLength = rows.SegmentLength;
        block.Tile.Step = 1;
        block.Tile.C = target;
        block.Packed = (float*)scratch + packedAt[pass];
        block.PackedDepth = passes[pass].Depth;
        if (dots)
        {
            block.Tile.B = block.Packed;
            block.Tile.StrideB = block.PackedDepth;
            GemmDots.Multiply(block.Tile, block.Rows, columns);
            return;
        }
        MultiplyStretches(ref block, rows);
    }

    private void MultiplyStretches(ref GemmBlock block, ConvRows rows)
    {
        // Once even without taps (rows that no tap reaches), which writes zeros.
        var segment = 0;
        do
        {
            block.FirstDepth = rows.FirstDepth(segment);
            block.Tile.Segments = rows.SegmentOffsets + segment;
            block.Tile.SegmentCount = Math.Min(rows.SegmentsPerStretch, rows.Segments - segment);
            block.Tile.Accumulate = segment > 0;
            if (filterInPlace)
            {
                block.Direct = filter + (nint)block.FirstDepth * columns;
                block.DirectStride = columns;
            }
            block.Multiply();
            segment += rows.SegmentsPerStretch;
        }
        while (segment < rows.Segments);
    }
}
