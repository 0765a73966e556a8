using System.Globalization;

namespace Likeness.App.Reports;

/// <summary>Numbers as a reader wants them: four significant digits, a true minus sign, grouped thousands, the same on every machine.</summary>
internal static class Numbers
{
    private const int Digits = 4;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A measured value: 4 significant digits; 1.234·10⁻⁵ when it is tiny or huge; NaN and ∞ by name.</summary>
    public static string Measured(double value)
    {
        var size = Math.Abs(value);
        if (!double.IsFinite(value))
            return Named(value);
        if (size != 0 && (size < 1e-4 || size >= 1e7))
            return Scientific(value, Digits - 1);
        return Fixed(value, DecimalsFor(size, Digits));
    }

    /// <summary>Value and standard error, both cut where the error's second digit stands: -87.43 ± 0.31.</summary>
    public static string Measured(double value, double? error)
    {
        if (error is not { } width || !double.IsFinite(value) || !double.IsFinite(width) || width <= 0 || width < 1e-6 * Math.Abs(value))
            return Measured(value);
        if (Math.Max(Math.Abs(value), width) is < 1e-3 or >= 1e7)
            return $"{Scientific(value, Digits - 1)} ± {Scientific(width, 1)}";
        var decimals = DecimalsFor(width, 2);
        return $"{Fixed(value, decimals)} ± {Fixed(width, decimals)}";
    }

    /// <summary>A whole number as one, any other as measured.</summary>
    public static string Amount(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e7 ? Count((long)value) : Measured(value);

    public static string Count(long count) => count.ToString("#,0", Invariant).Replace('-', '−');

    public static string Percent(double fraction, int decimals = 1) =>
        double.IsFinite(fraction) ? $"{Fixed(100 * fraction, decimals)} %" : Named(fraction);

    /// <summary>A time span in the two largest units that matter: 0.42 s, 3 min 12 s, 2 h 5 min.</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds < 0)
            return Named(seconds);
        if (seconds < 60)
            return $"{Measured(Math.Round(seconds, 2))} s";
        var whole = (long)Math.Round(seconds);
        return whole < 3600 ? $"{whole / 60} min {whole % 60} s" : $"{Count(whole / 3600)} h {whole % 3600 / 60} min";
    }

    public static string Fixed(double value, int decimals)
    {
        var text = value.ToString(decimals == 0 ? "#,0" : "#,0." + new string('0', decimals), Invariant);
        return Signed(text.Trim('-', '0', '.', ',').Length == 0 ? text.TrimStart('-') : text);
    }

    /// <summary>Mantissa and power of ten: 2.5·10⁻⁶, 10³.</summary>
    public static string Scientific(double value, int decimals)
    {
        if (value == 0 || !double.IsFinite(value))
            return value == 0 ? "0" : Named(value);
        var parts = value.ToString("0." + new string('#', decimals) + "E+0", Invariant).Split('E');
        var power = "10" + string.Concat(int.Parse(parts[1], Invariant).ToString(Invariant).Select(Superscript));
        return Signed(parts[0] switch { "1" => power, "-1" => "-" + power, _ => parts[0] + "·" + power });
    }

    /// <summary>A coordinate of a drawing, with two decimals; what is not finite is drawn at 0.</summary>
    public static string Coordinate(double value)
    {
        var text = (double.IsFinite(value) ? value : 0).ToString("0.##", Invariant);
        return text == "-0" ? "0" : text;
    }

    /// <summary>The number as the table sorter reads it.</summary>
    public static string Exact(double value) => value.ToString("R", Invariant);

    private static int DecimalsFor(double size, int digits) =>
        size == 0 ? 0 : Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(size)), 0, 9);

    private static string Named(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? (value > 0 ? "∞" : "−∞") : Signed(value.ToString("R", Invariant));

    private static string Signed(string text) => text.Replace('-', '−');

    private static char Superscript(char digit) => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0'];
}
