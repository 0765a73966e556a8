using System.Globalization;

namespace Likeness.App.Commands.Terminal;

/// <summary>Numbers, times and sizes as the terminal shows them: short, in ASCII, the same everywhere.</summary>
internal static class Figures
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Four significant digits: 103.2, 0.03456, 1.234e-05, nan, inf.</summary>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        if (size != 0 && (size < 1e-3 || size >= 1e7))
            return value.ToString("0.###e-00", Invariant);
        int decimals = size == 0 ? 0 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 6);
        return value.ToString("F" + decimals, Invariant);
    }

    /// <summary>At most four significant digits: 0.001, 2e-05.</summary>
    public static string Short(double value) => value.ToString("G4", Invariant).Replace("E", "e", StringComparison.Ordinal);

    /// <summary>A part of a whole with three decimals: 0.031.</summary>
    public static string Part(double value) => value.ToString("F3", Invariant);

    /// <summary>Two significant digits, of an error or a spread: 0.31, 12, 0.0042.</summary>
    public static string Rough(double value) => value == 0 || !double.IsFinite(value) ? Number(value)
        : value.ToString("F" + Math.Clamp(1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 9), Invariant);

    /// <summary>Whole numbers with their thousands apart: 21,600.</summary>
    public static string Count(double value) => Math.Round(value).ToString("#,0", Invariant);

    /// <summary>A part that is done as whole per cent, never more than it is: 99 % until the end.</summary>
    public static string Percent(double part) => string.Create(Invariant, $"{Math.Floor(100 * part):0} %");

    /// <summary>0:34, 12:05, 1:02:33.</summary>
    public static string Clock(TimeSpan time)
    {
        if (time < TimeSpan.Zero || time.TotalDays > 100)
            return "-:--";
        var whole = TimeSpan.FromSeconds(Math.Round(time.TotalSeconds));
        long hours = (long)whole.TotalHours;
        return hours > 0 ? string.Create(Invariant, $"{hours}:{whole:mm\\:ss}") : whole.ToString(@"m\:ss", Invariant);
    }

    /// <summary>Names and values in a row: "reconstruction 88.1 · kl 15.1".</summary>
    public static string Values(IEnumerable<KeyValuePair<string, double>> values, string between) =>
        string.Join(between, values.Select(pair => $"{pair.Key} {Number(pair.Value)}"));
}
