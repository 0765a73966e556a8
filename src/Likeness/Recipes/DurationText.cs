using System.Globalization;

namespace Likeness.Recipes;

/// <summary>Lengths of time as people write them: 90s, 1.5m, 1h30m.</summary>
public static class DurationText
{
    /// <summary>The time, or null when the text is none; zero and negative times are none.</summary>
    public static TimeSpan? Parse(string text)
    {
        double seconds = 0;
        var rest = text.AsSpan().Trim();
        double above = double.PositiveInfinity;
        while (rest.Length > 0)
        {
            int digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || SecondsOf(rest[digits]) is not { } unit || unit >= above
                || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count))
                return null;
            (seconds, above) = (seconds + count * unit, unit);
            rest = rest[(digits + 1)..];
        }
        return seconds is > 0 and < 1e8 ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>A time so that <see cref="Parse"/> reads it back: 90s, 0.5s.</summary>
    public static string Write(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s");

    private static double? SecondsOf(char unit) => unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => null };
}
