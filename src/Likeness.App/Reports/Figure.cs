using Likeness.App.Reports.Charts;
using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports;

/// <summary>Charts and pictures with their captions, as they stand on a page.</summary>
internal static class Figure
{
    private const int PageWidth = 1070;
    private const int SquareWidth = 640;
    private const int ColumnWidth = 390;
    private const int NarrowWidth = 360;
    private const int SmallWidth = 500;

    /// <summary>A chart across the page, drawn twice: text in a drawing shrinks with it, so a phone gets a drawing of its own.</summary>
    public static Html Wide(IChart chart, string caption, int width = PageWidth) => Html.Of($"""
        <figure>{Caption(chart.Title, caption)}
        <div class="only-wide">{chart.Draw(width)}</div>
        <div class="only-narrow">{chart.Draw(NarrowWidth)}</div>
        </figure>
        """);

    /// <summary>A chart that shares its row with another.</summary>
    public static Html Small(IChart chart, string caption) => Wide(chart, caption, SmallWidth);

    /// <summary>A large square chart, and what belongs to it in a column beside it.</summary>
    public static Html Beside(IChart chart, string caption, params IEnumerable<Html> column) =>
        Html.Of($"""<div class="beside">{Wide(chart, caption, SquareWidth)}<div>{Html.Lines(column)}</div></div>""");

    /// <summary>A chart in the column beside another.</summary>
    public static Html InColumn(IChart chart, string caption) => Wide(chart, caption, ColumnWidth);

    /// <summary>Charts two to a row.</summary>
    public static Html Row(params IEnumerable<Html> figures) => Html.Of($"""<div class="figures">{Html.Lines(figures)}</div>""");

    /// <summary>A picture in whole multiples of its pixels where the page has room, so that every pixel stays a square.</summary>
    public static Html Of(Picture picture, int room)
    {
        var width = picture.Width * Math.Max(1, room / picture.Width);
        var alternative = picture.Caption.Length > 0 ? $"{picture.Title}: {picture.Caption}" : picture.Title;
        var height = (long)width * picture.Height / picture.Width;
        return Html.Of($"""
            <figure class="picture">
            <div class="mat"><img src="{picture.DataUri}" alt="{alternative}" width="{width}" height="{height}"/></div>
            {Caption(picture.Title, picture.Caption)}</figure>
            """);
    }

    private static Html Caption(string title, string caption)
    {
        var more = caption.Length > 0 ? Html.Of($""" <span>{caption}</span>""") : Html.Empty;
        return Html.Of($"""<figcaption><strong>{title}</strong>{more}</figcaption>""");
    }
}
