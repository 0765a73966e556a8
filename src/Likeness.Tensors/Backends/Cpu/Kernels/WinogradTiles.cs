namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// How 3x3 convolutions of stride 1 are cut into tiles of 4x4 pixels of the result, and these into parts for tasks. A part's tiles, in the
/// basis of products, are 36 matrices [tile, channel].
/// </summary>
internal readonly unsafe struct WinogradTiles
{
    // Tiles beyond the border are computed and thrown away: up to half as many pixels again as there are.
    private const double MostPixels = 1.5;
    private const int LeastChannels = 16;

    // Between two of the 36 matrices, so that they do not all meet in the same set of a cache.
    private const int Gap = 16;

    internal WinogradTiles(int images, int height, int width, long tilesPerPart)
    {
        PerLine = GemmPlan.DivideUp(width, WinogradSquares.Side);
        Blocks = ConvBlocks.Cut(
            images, height, width, tilesPerPart * WinogradSquares.Side * WinogradSquares.Side, WinogradSquares.Side);
    }

    /// <summary>The parts, in pixels of the result.</summary>
    internal ConvBlocks Blocks { get; }

    /// <summary>Tiles side by side.</summary>
    internal int PerLine { get; }

    /// <summary>Tiles one above the other in a part.</summary>
    internal int LinesPerPart => Lines(Blocks.LinesPerPart);

    /// <summary>Tiles of a whole part.</summary>
    internal int PerPart => Blocks.ImagesPerPart * LinesPerPart * PerLine;

    /// <summary>Whether the shape is one of these, and they cost less than the plain sum: says nothing of how many images there are.</summary>
    internal static bool Suit(ConvShape shape, bool towardsImage) =>
        shape is { KernelHeight: 3, KernelWidth: 3, StrideH: 1, StrideW: 1, Images: >= 0, Channels: >= LeastChannels, Filters: >= LeastChannels }
        && shape.Channels % SimdWidth.Current == 0 && shape.Filters % SimdWidth.Current == 0
        && (towardsImage ? FewBeyond(shape.Height, shape.Width) : FewBeyond(shape.OutHeight, shape.OutWidth));

    /// <summary>Tiles of a part.</summary>
    internal int Of(ConvPart part) => part.Images * Lines(part.Lines) * PerLine;

    /// <summary>Floats from one of the 36 matrices of a part to the next.</summary>
    internal nint Pitch(int channels) => PitchOf((long)PerPart * channels);

    /// <summary>Floats from one of 36 matrices of so many numbers to the next.</summary>
    internal static nint PitchOf(long numbers) => (nint)numbers + Gap;

    /// <summary>The piece of an image that a part's tiles read, with border: so many pixels more than its own.</summary>
    internal ConvBand Band(int sourceHeight, int sourceWidth, int channels, int firstColumn, int more) => new(
        sourceHeight, sourceWidth, channels, firstColumn, WinogradSquares.Side * PerLine + more,
        WinogradSquares.Side * LinesPerPart + more, Blocks.ImagesPerPart);

    /// <summary>A part's tiles in the basis of products, from a filled band.</summary>
    internal void Turn<TStep>(ConvPart part, ConvBand band, float* from, float* to, nint pitch, float* between)
        where TStep : struct, IWinogradStep
    {
        for (var image = 0; image < part.Images; image++)
        {
            for (var line = 0; line < Lines(part.Lines); line++, to += PerLine * band.Channels)
            {
                var source = from + image * band.ImagePitch + line * WinogradSquares.Side * band.LinePitch;
                WinogradSquares.TurnLine<TStep>(
                    new WinogradSquare(source, band.LinePitch, band.Channels), new WinogradSquare(to, 6 * pitch, pitch), band.Channels, PerLine,
                    between);
            }
        }
    }

    /// <summary>The 36 products, of which the given one is the first; operands and result of the next lie so many floats further on.</summary>
    internal static void MultiplyAll(GemmBlock first, nint stepA, nint stepB, nint stepC)
    {
        for (var point = 0; point < WinogradSquares.Points; point++)
        {
            var block = first;
            block.Tile.A += point * stepA;
            block.Tile.C += point * stepC;
            if (block.Direct != null)
                block.Direct += point * stepB;
            else
                block.Packed += point * stepB;
            block.Multiply();
        }
    }

    private static int Lines(int pixels) => GemmPlan.DivideUp(pixels, WinogradSquares.Side);

    private static bool FewBeyond(int height, int width) =>
        height > 0 && width > 0 && Padded(height) * Padded(width) <= MostPixels * height * width;

    private static long Padded(int pixels) => (long)Lines(pixels) * WinogradSquares.Side;
}
