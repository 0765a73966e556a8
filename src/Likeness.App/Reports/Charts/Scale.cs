namespace Likeness.App.Reports.Charts;

/// <summary>The interval of data that an axis shows, linear or logarithmic.</summary>
internal sealed record Scale(double Min, double Max, bool Log)
{
    /// <summary>
    /// The interval that holds every finite value (every positive one on a logarithmic axis), widened by the fraction
    /// <paramref name="padding"/>; null when there is nothing to show. Ends set on the axis win.
    /// </summary>
    public static Scale? Fit(IEnumerable<double> values, Axis axis, double padding = 0)
    {
        var shown = values.Where(v => double.IsFinite(v) && (!axis.Log || v > 0)).ToArray();
        if (shown.Length == 0)
            return null;
        var (min, max) = (axis.Min ?? shown.Min(), axis.Max ?? shown.Max());
        var fitted = axis.Log && min > 0 ? Logarithmic(min, max, padding) : Linear(min, max, padding);
        return fitted with { Min = axis.Min is null || min >= max ? fitted.Min : min, Max = axis.Max is null || min >= max ? fitted.Max : max };
    }

    /// <summary>Where <paramref name="value"/> lies between <paramref name="from"/> (at Min) and <paramref name="to"/> (at Max).</summary>
    public double Map(double value, double from, double to)
    {
        var part = Log ? Math.Log(value / Min) / Math.Log(Max / Min) : (value - Min) / (Max - Min);
        return from + part * (to - from);
    }

    public IReadOnlyList<Tick> Marks(int count) => Log ? Ticks.Logarithmic(Min, Max, count) : Ticks.Linear(Min, Max, count);

    private static Scale Linear(double min, double max, double padding)
    {
        var magnitude = Math.Max(Math.Abs(min), Math.Abs(max));
        // Halved before subtracting: the span of two huge values of opposite sign is not a number a double can hold.
        if (max / 2 - min / 2 <= 1e-9 * magnitude || magnitude == 0)
            return magnitude == 0 ? new Scale(-1, 1, false) : new Scale(min - 0.1 * magnitude, max + 0.1 * magnitude, false);
        if (magnitude > 1e300)
            return new Scale(Math.Max(min, -1e300), Math.Min(max, 1e300), false);
        var pad = padding * (max - min);
        // A quantity that cannot be negative should not get an axis that is.
        return new Scale(min >= 0 && min - pad < 0 ? 0 : min - pad, max <= 0 && max + pad > 0 ? 0 : max + pad, false);
    }

    private static Scale Logarithmic(double min, double max, double padding)
    {
        var factor = max / min < 1.000001 ? 2 : Math.Pow(max / min, padding);
        return new Scale(min / factor, max * factor, true);
    }
}
