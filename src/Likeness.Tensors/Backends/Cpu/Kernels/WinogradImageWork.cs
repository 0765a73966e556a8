using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// Convolutions with 3x3 taps and stride 1, forward and towards the image, by minimal filtering (Winograd 1980; Lavin and Gray, CVPR 2016):
/// a tile of 4x4 pixels takes 36 multiply-adds for each channel and filter, where the plain sum takes 144. Phases: the filter into the
/// basis of products, then one task per part of the images: its tiles into that basis, 36 matrix products, back to pixels, the epilogue.
/// A gradient towards the image is the convolution of y's gradient with the taps in reverse.
/// Planned once, run without allocating, one run at a time, same bits for any number of threads and images.
/// </summary>
internal sealed unsafe class WinogradImageWork : Product
{
    // A part in the basis of products, in and out, and one of the filter's 36 matrices share the second-level cache.
    private const long PartFloats = 3 << 15;
    private const int MostTiles = 64;

    private readonly bool gradient;
    private readonly bool keepsProduct;
    private readonly int channels;
    private readonly int columns;
    private readonly int top;
    private readonly WinogradTiles tiles;
    private readonly ConvBand band;
    private readonly NativeBuffer tables;
    private readonly nint* rowA;
    private readonly nint* rowC;
    private readonly nint* zero;
    private readonly nint filterPitch;
    private readonly nint sourcePitch;
    private readonly nint resultPitch;
    private readonly long filterBytes;
    private readonly long tapBytes;
    private readonly long bandBytes;
    private readonly long betweenBytes;
    private readonly long sourceBytes;
    private readonly long resultBytes;
    private readonly long workerBytes;

    private bool turningFilter;
    private float* source;
    private float* filter;
    private float* product;
    private byte* scratch;
    private RowEpilogue? epilogue;

    private WinogradImageWork(ConvShape shape, bool gradient, bool keepsProduct)
    {
        (this.gradient, this.keepsProduct) = (gradient, keepsProduct);
        (channels, columns) = gradient ? (shape.Filters, shape.Channels) : (shape.Channels, shape.Filters);
        var (height, width) = gradient ? (shape.Height, shape.Width) : (shape.OutHeight, shape.OutWidth);
        var (sourceHeight, sourceWidth) = gradient ? (shape.OutHeight, shape.OutWidth) : (shape.Height, shape.Width);
        top = gradient ? 2 - shape.Padding.Top : shape.Padding.Top;
        var left = gradient ? 2 - shape.Padding.Left : shape.Padding.Left;
        tiles = new WinogradTiles(
            shape.Images, height, width,
            Math.Clamp(PartFloats / (WinogradSquares.Points * (channels + columns)), GemmTiles.MaxRows, MostTiles));
        band = tiles.Band(sourceHeight, sourceWidth, channels, -left, 2);
        tables = new NativeBuffer(sizeof(nint) * (2L * tiles.PerPart + 1));
        rowA = (nint*)tables.Pointer;
        rowC = rowA + tiles.PerPart;
        zero = rowC + tiles.PerPart;
        for (var tile = 0; tile < tiles.PerPart; tile++)
            (rowA[tile], rowC[tile]) = ((nint)tile * channels, (nint)tile * columns);
        var panels = (long)GemmPlan.DivideUp(columns, GemmTiles.Lanes) * GemmTiles.Lanes;
        filterPitch = WinogradTiles.PitchOf(channels * panels);
        (sourcePitch, resultPitch) = (tiles.Pitch(channels), tiles.Pitch(columns));
        filterBytes = Bytes(WinogradSquares.Points * filterPitch);
        tapBytes = Bytes(9L * channels * GemmTiles.LastPanelVectors * GemmTiles.Lanes);
        bandBytes = Bytes(band.Floats);
        betweenBytes = Bytes(WinogradSquares.FloatsBetween(tiles.PerLine));
        sourceBytes = Bytes(WinogradSquares.Points * sourcePitch);
        resultBytes = Bytes(WinogradSquares.Points * resultPitch);
        var rows = keepsProduct ? 0 : Bytes((long)tiles.Blocks.RowsPerPart * columns);
        workerBytes = Math.Max(tapBytes, bandBytes + betweenBytes + sourceBytes + resultBytes + rows);
    }

    /// <summary>y[images, OutHeight, OutWidth, filters] from x and the filter; null if the plain sum is the better way.</summary>
    internal static WinogradImageWork? Forward(ConvShape shape, bool keepsProduct = true) =>
        WinogradTiles.Suit(shape, false) ? new WinogradImageWork(shape, false, keepsProduct) : null;

    /// <summary>x's gradient [images, height, width, channels] from y's and the filter; null if the plain sum is the better way.</summary>
    internal static WinogradImageWork? InputGradient(ConvShape shape, bool keepsProduct = true) =>
        WinogradTiles.Suit(shape, true) ? new WinogradImageWork(shape, true, keepsProduct) : null;

    internal override long ScratchBytes(int threads) => filterBytes + threads * workerBytes;

    internal override void Run(WorkerPool pool, float* source, float* filter, float* product, byte* scratch, RowEpilogue? epilogue = null)
    {
        if (tiles.Blocks.Images == 0)
            return;
        this.source = source;
        this.filter = filter;
        this.product = keepsProduct ? product : null;
        this.scratch = scratch;
        this.epilogue = epilogue;
        turningFilter = true;
        pool.Run(this, GemmBlock.Panels(columns));
        turningFilter = false;
        pool.Run(this, tiles.Blocks.Parts);
        this.epilogue = null;
    }

    internal override void Run(int task, int worker)
    {
        var own = scratch + filterBytes + worker * workerBytes;
        if (turningFilter)
            TurnFilter(task * GemmTiles.PanelColumns, (float*)own);
        else
            MultiplyPart(tiles.Blocks.Part(task), worker, own);
    }

    private static long Bytes(long floats) => NativeBuffer.RoundUp(sizeof(float) * floats);

    // One panel of columns: its nine taps, [channel, column] each, become 36.
    private void TurnFilter(int first, float* taps)
    {
        var width = GemmBlock.PanelWidth(columns - first);
        var existing = Math.Min(width, columns - first);
        var (strideK, strideN) = gradient ? ((nint)1, (nint)channels) : (columns, 1);
        var matrix = channels * width;
        for (var tap = 0; tap < 9; tap++)
        {
            var from = filter + (nint)(gradient ? 8 - tap : tap) * channels * columns + first * strideN;
            GemmPack.Panel(from, strideK, strideN, channels, existing, width, taps + tap * matrix);
        }
        WinogradSquares.Turn<WinogradFilter>(
            new WinogradSquare(taps, 3 * matrix, matrix),
            new WinogradSquare((float*)scratch + (nint)first * channels, 6 * filterPitch, filterPitch), matrix, 6, 6);
    }

    private void MultiplyPart(ConvPart part, int worker, byte* own)
    {
        var copied = (float*)own;
        var between = (float*)(own + bandBytes);
        var turned = (float*)(own + bandBytes + betweenBytes);
        var products = (float*)(own + bandBytes + betweenBytes + sourceBytes);
        band.Fill(source, part.Image, part.Images, part.Line - top, copied);
        tiles.Turn<WinogradSource>(part, band, copied, turned, sourcePitch, between);
        MultiplyTiles(tiles.Of(part), turned, products);
        var target = product != null ? product + (nint)part.Row * columns : (float*)(own + bandBytes + betweenBytes + sourceBytes + resultBytes);
        TurnBack(part, products, target);
        epilogue?.Run(worker, target, part.Row, part.Rows);
    }

    private void MultiplyTiles(int rows, float* turned, float* products)
    {
        var block = new GemmBlock { Rows = rows, Columns = columns, Packed = (float*)scratch, PackedDepth = channels };
        block.Tile.A = turned;
        block.Tile.RowA = rowA;
        block.Tile.RowC = rowC;
        block.Tile.Segments = zero;
        block.Tile.SegmentCount = 1;
        block.Tile.SegmentLength = channels;
        block.Tile.Step = 1;
        block.Tile.C = products;
        WinogradTiles.MultiplyAll(block, sourcePitch, filterPitch, resultPitch);
    }

    private void TurnBack(ConvPart part, float* products, float* target)
    {
        var width = tiles.Blocks.Width;
        for (var image = 0; image < part.Images; image++)
        {
            for (var line = 0; line < part.Lines; line += WinogradSquares.Side)
            {
                for (var column = 0; column < width; column += WinogradSquares.Side, products += columns)
                {
                    WinogradSquares.Turn<WinogradResult>(
                        new WinogradSquare(products, 6 * resultPitch, resultPitch),
                        new WinogradSquare(target + (((nint)image * part.Lines + line) * width + column) * columns, (nint)width * columns, columns),
                        columns, Math.Min(WinogradSquares.Side, part.Lines - line), Math.Min(WinogradSquares.Side, width - column));
                }
            }
        }
    }
}
