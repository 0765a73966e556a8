using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// The filter's gradient [3, 3, channels, filters] by minimal filtering: the adjoint of <see cref="WinogradImageWork"/> towards the filter.
/// x and y's gradient in the basis of products, 36 products of [tile, channel] and [tile, filter] over all tiles, back to nine taps.
/// Tasks take stretches of tiles; their partial sums are added in order afterwards. Rows of the epilogue are (tap, channel).
/// </summary>
internal sealed unsafe class WinogradFilterGradient : Product
{
    // A part's tiles share the second-level cache with the sums, which are visited once a part.
    private const long PartFloats = 1 << 17;
    private const int LeastTiles = 24;
    private const int MostTiles = 128;
    private const int MaxSplits = 16;
    private const long LargestPartials = 1 << 21;
    private const int FinishFloats = 1 << 10;

    private readonly bool keepsProduct;
    private readonly int channels;
    private readonly int filters;
    private readonly int top;
    private readonly WinogradTiles tiles;
    private readonly ConvBand band;
    private readonly ConvBand gradientBand;
    private readonly int splits;
    private readonly int partsPerSplit;
    private readonly NativeBuffer tables;
    private readonly nint* rowA;
    private readonly nint* rowC;
    private readonly nint* zero;
    private readonly nint sourcePitch;
    private readonly nint gradientPitch;
    private readonly nint sumPitch;
    private readonly long sumBytes;
    private readonly long tapBytes;
    private readonly long bandBytes;
    private readonly long betweenBytes;
    private readonly long sourceBytes;
    private readonly long workerBytes;

    private bool finishing;
    private float* x;
    private float* gradient;
    private float* product;
    private byte* scratch;
    private RowEpilogue? epilogue;

    private WinogradFilterGradient(ConvShape shape, bool keepsProduct)
    {
        this.keepsProduct = keepsProduct;
        (channels, filters, top) = (shape.Channels, shape.Filters, shape.Padding.Top);
        tiles = new WinogradTiles(
            shape.Images, shape.OutHeight, shape.OutWidth,
            Math.Clamp(PartFloats / (WinogradSquares.Points * (channels + filters)), LeastTiles, MostTiles));
        band = tiles.Band(shape.Height, shape.Width, channels, -shape.Padding.Left, 2);
        gradientBand = tiles.Band(shape.OutHeight, shape.OutWidth, filters, 0, 0);
        sumPitch = WinogradTiles.PitchOf((long)channels * filters);
        sumBytes = Bytes(WinogradSquares.Points * sumPitch);
        var affordable = (int)Math.Clamp(LargestPartials / (WinogradSquares.Points * sumPitch), 1, MaxSplits);
        var parts = Math.Max(1, tiles.Blocks.Parts);
        partsPerSplit = GemmPlan.DivideUp(parts, Math.Min(parts, EvenSplits(affordable)));
        splits = GemmPlan.DivideUp(parts, partsPerSplit);
        tables = new NativeBuffer(sizeof(nint) * (2L * channels + 1));
        rowA = (nint*)tables.Pointer;
        rowC = rowA + channels;
        zero = rowC + channels;
        for (var channel = 0; channel < channels; channel++)
            (rowA[channel], rowC[channel]) = (channel, (nint)channel * filters);
        (sourcePitch, gradientPitch) = (tiles.Pitch(channels), tiles.Pitch(filters));
        tapBytes = keepsProduct ? 0 : Bytes(9L * channels * filters);
        bandBytes = Bytes(Math.Max(band.Floats, gradientBand.Floats));
        betweenBytes = Bytes(WinogradSquares.FloatsBetween(tiles.PerLine));
        sourceBytes = Bytes(WinogradSquares.Points * sourcePitch);
        workerBytes = bandBytes + betweenBytes + sourceBytes + Bytes(WinogradSquares.Points * gradientPitch);
    }

    /// <summary>The product; null if the plain sum is the better way.</summary>
    internal static WinogradFilterGradient? For(ConvShape shape, bool keepsProduct = true) =>
        WinogradTiles.Suit(shape, false) ? new WinogradFilterGradient(shape, keepsProduct) : null;

    internal override long ScratchBytes(int threads) => splits * sumBytes + tapBytes + threads * workerBytes;

    internal override void Run(WorkerPool pool, float* x, float* gradient, float* product, byte* scratch, RowEpilogue? epilogue = null)
    {
        this.x = x;
        this.gradient = gradient;
        this.product = keepsProduct ? product : null;
        this.scratch = scratch;
        this.epilogue = epilogue;
        finishing = false;
        pool.Run(this, splits);
        finishing = true;
        pool.Run(this, GemmPlan.DivideUp(channels, ChannelsPerFinish));
        this.epilogue = null;
    }

    internal override void Run(int task, int worker)
    {
        if (finishing)
            Finish(task * ChannelsPerFinish, worker);
        else
            MultiplySplit(task, scratch + splits * sumBytes + tapBytes + worker * workerBytes);
    }

    private int ChannelsPerFinish => Math.Clamp(FinishFloats / filters, 1, channels);

    private static long Bytes(long floats) => NativeBuffer.RoundUp(sizeof(float) * floats);

    // A power of two, so that two or four threads get the same number each.
    private static int EvenSplits(int most) => 1 << int.Log2(most);

    private void MultiplySplit(int split, byte* own)
    {
        var sums = (float*)(scratch + split * sumBytes);
        var turnedX = (float*)(own + bandBytes + betweenBytes);
        var turnedGradient = (float*)(own + bandBytes + betweenBytes + sourceBytes);
        var first = split * partsPerSplit;
        var end = Math.Min(tiles.Blocks.Parts, first + partsPerSplit);
        if (first >= end)
            new Span<float>(sums, (int)(WinogradSquares.Points * sumPitch)).Clear();
        for (var index = first; index < end; index++)
        {
            var part = tiles.Blocks.Part(index);
            band.Fill(x, part.Image, part.Images, part.Line - top, (float*)own);
            tiles.Turn<WinogradSource>(part, band, (float*)own, turnedX, sourcePitch, (float*)(own + bandBytes));
            gradientBand.Fill(gradient, part.Image, part.Images, part.Line, (float*)own);
            tiles.Turn<WinogradSpread>(part, gradientBand, (float*)own, turnedGradient, gradientPitch, (float*)(own + bandBytes));
            MultiplyTiles(tiles.Of(part), turnedX, turnedGradient, sums, index > first);
        }
    }

    private void MultiplyTiles(int depth, float* turnedX, float* turnedGradient, float* sums, bool accumulate)
    {
        var block = new GemmBlock { Rows = channels, Columns = filters, Direct = turnedGradient, DirectStride = filters };
        block.Tile.A = turnedX;
        block.Tile.RowA = rowA;
        block.Tile.RowC = rowC;
        block.Tile.Segments = zero;
        block.Tile.SegmentCount = 1;
        block.Tile.SegmentLength = depth;
        block.Tile.Step = channels;
        block.Tile.C = sums;
        block.Tile.Accumulate = accumulate;
        WinogradTiles.MultiplyAll(block, sourcePitch, gradientPitch, sumPitch);
    }

    private void Finish(int channel, int worker)
    {
        var rows = Math.Min(ChannelsPerFinish, channels - channel);
        var (at, count) = ((nint)channel * filters, rows * filters);
        var sums = (float*)scratch + at;
        for (var point = 0; point < WinogradSquares.Points; point++)
            GemmPartialSums.Add(sums + point * sumPitch, (nint)(sumBytes / sizeof(float)), splits, count, sums + point * sumPitch);
        var tap = (nint)channels * filters;
        var target = (product != null ? product : (float*)(scratch + splits * sumBytes)) + at;
        WinogradSquares.Turn<WinogradTaps>(
            new WinogradSquare(sums, 6 * sumPitch, sumPitch), new WinogradSquare(target, 3 * tap, tap), count, 3, 3);
        for (var i = 0; i < 9; i++)
            epilogue?.Run(worker, target + i * tap, (long)i * channels + channel, rows);
    }
}
