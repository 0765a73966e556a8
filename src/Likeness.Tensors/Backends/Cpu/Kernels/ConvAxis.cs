namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// One axis of a product whose rows are pixels, seen from the result: position o reads source positions Base(o) + First + 0 .. Taps - 1.
/// Forward: Base(o) = o * stride, one phase. Input gradient: pixel h of x meets filter tap i only if h + before - i is a multiple of the
/// stride, so the positions fall into `stride` phases, each a stride-1 convolution with every stride-th tap: no zeros are multiplied.
/// </summary>
internal readonly record struct ConvAxis(int Size, int SourceSize, int Kernel, int Stride, int Before, bool Gradient)
{
    private const double WorthTrimming = 0.98;

    /// <summary>Phases, and the period with which positions belong to them.</summary>
    internal int Phases => Gradient ? Stride : 1;

    /// <summary>Taps of the phase with the most.</summary>
    internal int MostTaps => TapsOf(0);

    /// <summary>Source position of the band's first element, for a part that begins at position o (a multiple of Phases).</summary>
    internal int Source(int o) => Gradient ? o / Stride + FloorDivide(Before, Stride) - (MostTaps - 1) : o * Stride - Before;

    /// <summary>Source elements that a part of so many positions spans.</summary>
    internal int Span(int positions) => positions <= 0 ? 0 :
        Gradient ? (positions - 1 + Remainder(Before, Stride)) / Stride + MostTaps : (positions - 1) * Stride + Kernel;

    internal int PhaseOf(int o) => Gradient ? Remainder(o + Before, Stride) : 0;

    internal int TapsOf(int phase) => !Gradient ? Kernel : phase >= Kernel ? 0 : (Kernel - phase + Stride - 1) / Stride;

    /// <summary>Where position o (from the part's start) begins reading, from the band's start.</summary>
    internal int BandStart(int o) => !Gradient ? o * Stride :
        (o + Remainder(Before, Stride)) / Stride + MostTaps - TapsOf(PhaseOf(o));

    /// <summary>The filter's tap that meets the s-th source element read: a gradient meets them last to first.</summary>
    internal int Tap(int phase, int s) => !Gradient ? s : phase + Stride * (TapsOf(phase) - 1 - s);

    /// <summary>
    /// The first so many positions of a part that belong to a phase; trimmed (whole images only), they come apart by the taps they meet
    /// inside the source, so that none is multiplied with the border.
    /// </summary>
    internal IEnumerable<ConvAxisGroup> Groups(int phase, int positions, bool trims)
    {
        var axis = this;
        return from o in Enumerable.Range(0, positions)
               where axis.PhaseOf(o) == phase
               group o by trims ? axis.TapsMet(o) : (First: 0, Count: axis.TapsOf(phase)) into met
               let starts = met.Select(o => axis.BandStart(o) + met.Key.First)
               select new ConvAxisGroup([.. met], [.. starts], met.Key.First, met.Key.Count);
    }

    /// <summary>Whether enough taps fall outside the source to pay for more and smaller groups.</summary>
    internal bool GainsByTrimming()
    {
        var (taps, met) = (0, 0);
        for (var o = 0; o < Size; o++)
        {
            taps += TapsOf(PhaseOf(o));
            met += TapsMet(o).Count;
        }
        return met <= WorthTrimming * taps;
    }

    private (int First, int Count) TapsMet(int o)
    {
        var (start, taps) = (Source(0) + BandStart(o), TapsOf(PhaseOf(o)));
        var first = Math.Clamp(-start, 0, taps);
        return (first, Math.Clamp(SourceSize - start, first, taps) - first);
    }

    private static int FloorDivide(int value, int by) => (value - Remainder(value, by)) / by;

    private static int Remainder(int value, int by) => ((value % by) + by) % by;
}

/// <summary>Positions that meet the same taps (so many, from the phase's first-th on), and where each begins reading in the band.</summary>
internal sealed record ConvAxisGroup(int[] Positions, int[] BandStarts, int FirstTap, int Taps);
