using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>How a part's pixels, its band and the result's rows lie, and which axes leave out taps that meet only the border.</summary>
internal readonly record struct ConvPlaces(ConvBlocks Blocks, ConvBand Band, int Columns, bool TrimsLines, bool TrimsColumns);

/// <summary>
/// Rows of one phase that meet the same taps: where their patches begin in the band, and which runs of the band, against which k of the
/// packed filter, make them up.
/// </summary>
internal sealed unsafe class ConvRows
{
    private readonly ConvAxisGroup vertical;
    private readonly ConvAxisGroup horizontal;
    private readonly int phaseTapsH;
    private readonly int channels;
    private readonly bool wholeLines;
    private readonly NativeBuffer tables;

    /// <param name="vertical">The rows' lines and taps.</param>
    /// <param name="horizontal">The rows' columns and taps.</param>
    /// <param name="phaseTapsH">Taps of a line in the packed filter, of which the rows may meet fewer.</param>
    /// <param name="places">How everything lies.</param>
    internal ConvRows(ConvAxisGroup vertical, ConvAxisGroup horizontal, int phaseTapsH, ConvPlaces places)
    {
        (this.vertical, this.horizontal, this.phaseTapsH) = (vertical, horizontal, phaseTapsH);
        channels = places.Band.Channels;
        // The taps of a line are neighbours in the band: one run; very long runs are left in single taps, to fit the cache.
        wholeLines = horizontal.Taps * channels <= GemmBlock.MaxDepth;
        SegmentLength = wholeLines ? horizontal.Taps * channels : channels;
        Segments = vertical.Taps * horizontal.Taps * channels == 0 ? 0 : wholeLines ? vertical.Taps : vertical.Taps * horizontal.Taps;
        SegmentsPerStretch = NeighboursInFilter();
        var rows = Rows(places.Blocks.ImagesPerPart, places.Blocks.LinesPerPart);
        tables = new NativeBuffer(sizeof(nint) * (2L * rows + Segments));
        RowA = (nint*)tables.Pointer;
        RowC = RowA + rows;
        SegmentOffsets = RowC + rows;
        FillRows(places);
        FillSegments(places.Band);
    }

    internal int Segments { get; }
    internal int SegmentLength { get; }

    /// <summary>Runs between two visits to C.</summary>
    internal int SegmentsPerStretch { get; }

    internal nint* RowA { get; }
    internal nint* RowC { get; }
    internal nint* SegmentOffsets { get; }

    /// <summary>Rows of a part with so many images and lines.</summary>
    internal int Rows(int images, int lines)
    {
        var there = 0;
        while (there < vertical.Positions.Length && vertical.Positions[there] < lines)
            there++;
        return images * there * horizontal.Positions.Length;
    }

    /// <summary>Where a run's k begins in the packed filter.</summary>
    internal int FirstDepth(int segment)
    {
        var (line, tap) = LineAndTap(segment);
        return ((vertical.FirstTap + line) * phaseTapsH + horizontal.FirstTap + tap) * channels;
    }

    // Runs that are neighbours in the filter too make one stretch, up to a length.
    private int NeighboursInFilter()
    {
        if (horizontal.Taps != phaseTapsH)
            return 1;
        var stretches = GemmPlan.DivideUp(Segments, Math.Max(1, GemmBlock.MaxDepth / Math.Max(1, SegmentLength)));
        return stretches == 0 ? 1 : GemmPlan.DivideUp(Segments, stretches);
    }

    private (int Line, int Tap) LineAndTap(int segment) =>
        wholeLines ? (segment, 0) : (segment / horizontal.Taps, segment % horizontal.Taps);

    private void FillRows(ConvPlaces places)
    {
        var row = 0;
        for (var image = 0; image < places.Blocks.ImagesPerPart; image++)
        {
            for (var i = 0; i < vertical.Positions.Length; i++)
            {
                for (var j = 0; j < horizontal.Positions.Length; j++, row++)
                {
                    RowA[row] = image * places.Band.ImagePitch
                        + vertical.BandStarts[i] * places.Band.LinePitch + (nint)horizontal.BandStarts[j] * channels;
                    RowC[row] = (((nint)image * places.Blocks.LinesPerPart + vertical.Positions[i]) * places.Blocks.Width
                        + horizontal.Positions[j]) * places.Columns;
                }
            }
        }
    }

    private void FillSegments(ConvBand band)
    {
        for (var segment = 0; segment < Segments; segment++)
        {
            var (line, tap) = LineAndTap(segment);
            SegmentOffsets[segment] = line * band.LinePitch + tap * channels;
        }
    }
}
