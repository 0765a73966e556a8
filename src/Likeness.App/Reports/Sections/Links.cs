using System.Text.RegularExpressions;

namespace Likeness.App.Reports.Sections;

/// <summary>Makes addresses, arXiv numbers and DOIs in a text into links; the reader may follow them, the page does not.</summary>
internal static partial class Links
{
    public static Html In(string text)
    {
        var (parts, from) = (new List<Html>(), 0);
        foreach (Match match in Reference().Matches(text))
        {
            parts.Add(Html.Text(text[from..match.Index]));
            parts.Add(Html.Of($"""<a href="{Address(match)}" rel="noreferrer">{match.Value}</a>"""));
            from = match.Index + match.Length;
        }
        parts.Add(Html.Text(text[from..]));
        return Html.Join("", parts);
    }

    private static string Address(Match match) =>
        match.Groups["arxiv"] is { Success: true } number ? "https://arxiv.org/abs/" + number.Value
        : match.Groups["doi"] is { Success: true } doi ? "https://doi.org/" + doi.Value
        : match.Value;

    // An address ends before the punctuation of the sentence it stands in.
    private const string Rest = @"[^\s<>""']*[^\s<>""'.,;:)\]]";

    [GeneratedRegex($@"https?://{Rest}|arXiv:(?<arxiv>\d{{4}}\.\d{{4,5}})(v\d+)?|doi:(?<doi>10\.\d{{4,9}}/{Rest})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
