using System.Runtime.CompilerServices;
using System.Text;

namespace Likeness.App.Reports;

/// <summary>Markup that may be sent as it is. Text gets in only through <see cref="Of"/> and <see cref="Text"/>, which escape it.</summary>
internal readonly struct Html
{
    private readonly string? markup;

    private Html(string markup) => this.markup = markup;

    public static Html Empty => default;

    public bool IsEmpty => string.IsNullOrEmpty(markup);

    /// <summary>Markup with holes: strings are escaped, numbers are written invariantly, other markup is kept.</summary>
    public static Html Of(HtmlInterpolation markup) => new(markup.ToString());

    public static Html Text(string? text)
    {
        var builder = new StringBuilder();
        Escape(builder, text);
        return new Html(builder.ToString());
    }

    /// <summary>Markup of our own making: the embedded style sheet and script.</summary>
    public static Html Trusted(string markup) => new(markup);

    public static Html Join(string separator, IEnumerable<Html> parts) => new(string.Join(separator, parts));

    public static Html Lines(params IEnumerable<Html> parts) => Join("\n", parts.Where(part => !part.IsEmpty));

    public override string ToString() => markup ?? "";

    // Control characters and halves of surrogate pairs are no HTML at all, escaped or not.
    internal static void Escape(StringBuilder builder, string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
            _ = rune.Value switch
            {
                '&' => builder.Append("&amp;"),
                '<' => builder.Append("&lt;"),
                '>' => builder.Append("&gt;"),
                '"' => builder.Append("&quot;"),
                '\'' => builder.Append("&#39;"),
                '\t' or '\n' or '\r' => builder.Append((char)rune.Value),
                < 0x20 or (>= 0x7f and < 0xa0) or 0xfffe or 0xffff => builder.Append('\ufffd'),
                _ => builder.Append(rune.ToString()),
            };
    }
}

/// <summary>Collects the pieces of an interpolated string for <see cref="Html.Of"/>, escaping each hole by its type.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlInterpolation
{
    private readonly StringBuilder builder;

    public HtmlInterpolation(int literalLength, int formattedCount) => builder = new StringBuilder(literalLength + 16 * formattedCount);

    public void AppendLiteral(string markup) => builder.Append(markup);

    public void AppendFormatted(Html markup) => builder.Append(markup.ToString());

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts)
            builder.Append(part.ToString());
    }

    public void AppendFormatted(string? text) => Html.Escape(builder, text);

    public void AppendFormatted(long number) => builder.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number}");

    /// <summary>A coordinate: two decimals are finer than any screen.</summary>
    public void AppendFormatted(double number) => builder.Append(Numbers.Coordinate(number));

    public override string ToString() => builder.ToString();
}
