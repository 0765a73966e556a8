using System.Globalization;

namespace Likeness.App.Reports.Charts;

/// <summary>One labelled mark of an axis.</summary>
internal readonly record struct Tick(double Value, string Text);

/// <summary>Marks at round numbers (1, 2 or 5 times a power of ten) inside an interval.</summary>
internal static class Ticks
{
    /// <summary>The round step that cuts <paramref name="span"/> into about <paramref name="count"/> pieces.</summary>
    public static double Step(double span, int count)
    {
        var raw = span / Math.Max(1, count);
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var mantissa = raw / power;
        return power * (mantissa < 1.5 ? 1 : mantissa < 3.2 ? 2 : mantissa < 7.1 ? 5 : 10);
    }

    /// <summary>Marks of a linear axis. The interval must be finite and not empty.</summary>
    public static IReadOnlyList<Tick> Linear(double min, double max, int count)
    {
        var step = Step(max - min, count);
        var first = (long)Math.Ceiling(min / step - 1e-9);
        var last = (long)Math.Floor(max / step + 1e-9);
        var values = new List<double>();
        for (var i = first; i <= last && values.Count < 100; i++)
            values.Add(i * step);
        return Labelled(values, step);
    }

    /// <summary>Marks of a logarithmic axis: whole decades, with 2 and 5 between when there are few; min must be positive.</summary>
    public static IReadOnlyList<Tick> Logarithmic(double min, double max, int count)
    {
        var decades = Math.Log10(max / min);
        if (decades < 0.7)
            return Linear(min, max, count);
        var stride = Math.Max(1, (int)Math.Ceiling(decades / Math.Max(1, count)));
        double[] mantissas = decades <= 1.6 ? [1, 2, 5] : decades <= 2.6 ? [1, 3] : [1];
        var marks = new List<Tick>();
        for (var power = (int)Math.Floor(Math.Log10(min)); power <= Math.Ceiling(Math.Log10(max)); power++)
            if (power % stride == 0)
                marks.AddRange(mantissas.Select(m => m * Math.Pow(10, power)).Where(v => v >= min * (1 - 1e-9) && v <= max * (1 + 1e-9))
                    .Select(v => new Tick(v, Plain(v))));
        return marks;
    }

    private static IReadOnlyList<Tick> Labelled(List<double> values, double step)
    {
        var largest = values.Count == 0 ? 0 : values.Max(Math.Abs);
        if (largest >= 1e10 || (largest > 0 && largest < 1e-3))
            return values.ConvertAll(v => new Tick(v, Numbers.Scientific(v, DigitsBetween(largest, step))));
        var (unit, suffix) = largest >= 1e6 ? (1e6, "M") : largest >= 1e4 ? (1e3, "k") : (1, "");
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step / unit) - 1e-9), 0, 12);
        return values.ConvertAll(v => new Tick(v, v == 0 ? "0" : Numbers.Fixed(v / unit, decimals) + suffix));
    }

    private static int DigitsBetween(double largest, double step) =>
        Math.Clamp((int)(Math.Floor(Math.Log10(largest) + 1e-9) - Math.Floor(Math.Log10(step) + 1e-9)), 0, 14);

    private static string Plain(double value) =>
        value is >= 1e-3 and < 1e5 ? value.ToString("#,0.###", CultureInfo.InvariantCulture) : Numbers.Scientific(value, 1);
}
