namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>One phase of a product whose rows are pixels: how its part of the filter is packed, and the groups of rows that read it.</summary>
internal sealed class ConvPass
{
    internal ConvPass(ConvAxis vertical, ConvAxis horizontal, int phaseV, int phaseH, ConvPlaces places)
    {
        var (tapsV, tapsH) = (vertical.TapsOf(phaseV), horizontal.TapsOf(phaseH));
        Depth = tapsV * tapsH * places.Band.Channels;
        FilterTaps = [.. from i in Enumerable.Range(0, tapsV)
                         from j in Enumerable.Range(0, tapsH)
                         select vertical.Tap(phaseV, i) * horizontal.Kernel + horizontal.Tap(phaseH, j)];
        Groups = [.. from v in vertical.Groups(phaseV, places.Blocks.LinesPerPart, places.TrimsLines)
                     from h in horizontal.Groups(phaseH, places.Blocks.Width, places.TrimsColumns)
                     select new ConvRows(v, h, tapsH, places)];
    }

    /// <summary>k of this phase.</summary>
    internal int Depth { get; }

    /// <summary>For each tap, in the order of k: its number in the filter.</summary>
    internal int[] FilterTaps { get; }

    /// <summary>The rows of this phase.</summary>
    internal ConvRows[] Groups { get; }
}
