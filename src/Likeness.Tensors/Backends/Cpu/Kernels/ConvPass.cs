using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// One phase of a product whose rows are pixels: which rows of a part it computes, where their patches begin in the band, which runs of
/// the band make up k, and how the filter is packed to match.
/// </summary>
internal sealed unsafe class ConvPass
{
    private readonly ConvAxis vertical;
    private readonly ConvAxis horizontal;
    private readonly int phaseV;
    private readonly int phaseH;
    private readonly int tapsV;
    private readonly int tapsH;
    private readonly int channels;
    private readonly NativeBuffer tables;


    internal ConvPass(ConvAxis vertical, ConvAxis horizontal, int phaseV, int phaseH, ConvBlocks blocks, ConvBand band, int columns)
    {
        (this.vertical, this.horizontal, this.phaseV, this.phaseH) = (vertical, horizontal, phaseV, phaseH);
        channels = band.Channels;
        tapsV = vertical.TapsOf(phaseV);
        tapsH = horizontal.TapsOf(phaseH);
        Depth = tapsV * tapsH * channels;
        // The taps of a line are neighbours in the band: one run; very long runs are left in single taps, to fit the cache.
        var wholeLines = tapsH * channels <= GemmBlock.MaxDepth;
        SegmentLength = wholeLines ? tapsH * channels : channels;
        Segments = Depth == 0 ? 0 : wholeLines ? tapsV : tapsV * tapsH;
        var stretches = GemmPlan.DivideUp(Segments, Math.Max(1, GemmBlock.MaxDepth / Math.Max(1, SegmentLength)));
        SegmentsPerStretch = stretches == 0 ? 1 : GemmPlan.DivideUp(Segments, stretches);
        FilterTaps = [.. Enumerable.Range(0, tapsV * tapsH).Select(FilterTap)];
        var rows = Rows(blocks.ImagesPerPart, blocks.LinesPerPart);
        tables = new NativeBuffer(sizeof(nint) * (2L * rows + Segments));
        RowA = (nint*)tables.Pointer;
        RowC = RowA + rows;
        SegmentOffsets = RowC + rows;
        FillRows(blocks, band, columns);
        FillSegments(band, wholeLines);
    }

    /// <summary>k of this phase.</summary>
    internal int Depth { get; }

    internal int Segments { get; }
    internal int SegmentLength { get; }

    /// <summary>Runs between two visits to C.</summary>
    internal int SegmentsPerStretch { get; }

    /// <summary>For each tap, in the order of k: its number in the filter.</summary>
    internal int[] FilterTaps { get; }

    internal nint* RowA { get; }
    internal nint* RowC { get; }
    internal nint* SegmentOffsets { get; }

    /// <summary>Rows of a part with so many images and lines.</summary>
    internal int Rows(int images, int lines) =>
        images * vertical.CountOf(phaseV, lines) * horizontal.CountOf(phaseH, horizontal.Size);

    private int FilterTap(int index) =>
        vertical.Tap(phaseV, index / tapsH) * horizontal.Kernel + horizontal.Tap(phaseH, index % tapsH);

    private void FillRows(ConvBlocks blocks, ConvBand band, int columns)
    {
        var row = 0;
        for (var image = 0; image < blocks.ImagesPerPart; image++)
        {
            for (var line = 0; line < blocks.LinesPerPart; line++)
            {
                for (var column = 0; column < blocks.Width; column++)
                {
                    if (vertical.PhaseOf(line) != phaseV || horizontal.PhaseOf(column) != phaseH)
                        continue;
                    RowA[row] = image * band.ImagePitch
                        + vertical.BandStart(line) * band.LinePitch + (nint)horizontal.BandStart(column) * channels;
                    RowC[row] = (((nint)image * blocks.LinesPerPart + line) * blocks.Width + column) * columns;
                    row++;
                }
            }
        }
    }

    private void FillSegments(ConvBand band, bool wholeLines)
    {
        for (var segment = 0; segment < Segments; segment++)
        {
            var (line, tap) = wholeLines ? (segment, 0) : (segment / tapsH, segment % tapsH);
            SegmentOffsets[segment] = line * band.LinePitch + tap * channels;
        }
    }
}
