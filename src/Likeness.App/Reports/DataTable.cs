namespace Likeness.App.Reports;

/// <summary>A column of a table. Numbers are set flush right; <paramref name="Spare"/> columns are left out on a phone.</summary>
internal sealed record Column(string Title, bool IsNumber = false, bool Spare = false);

/// <summary>What a cell shows, and what it is sorted by.</summary>
internal readonly record struct Cell(Html Content, string SortKey)
{
    public static Cell Text(string text) => new(Html.Text(text), text);

    /// <summary>A number shown as <paramref name="words"/>, sorted by value; NaN goes to the end.</summary>
    public static Cell Number(double value, Html words) => new(words, Numbers.Exact(value));
}

/// <summary>A table with a caption; the first cell of each row is its header. Columns sort where the page's script runs.</summary>
internal sealed record DataTable(string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    private const int ManyColumns = 8;

    // The frame scrolls, not the page, and takes the focus so that keys can scroll it.
    public Html ToHtml() => Html.Of($"""
        <div class="table-frame" role="region" aria-label="{Caption}" tabindex="0">
        <table class="sortable{(Columns.Count > ManyColumns ? " dense" : "")}">
        <caption>{Caption}</caption>
        <thead><tr>{Columns.Select(Head)}</tr></thead>
        <tbody>
        {Html.Lines(Rows.Select(row => Html.Of($"<tr>{row.Select(Body)}</tr>")))}
        </tbody>
        </table>
        </div>
        """);

    private static Html Head(Column column) => Html.Of($"""<th scope="col" class="{Class(column)}">{column.Title}</th>""");

    private Html Body(Cell cell, int index) => index == 0
        ? Html.Of($"""<th scope="row" data-key="{cell.SortKey}">{cell.Content}</th>""")
        : Html.Of($"""<td class="{Class(Columns[index])}" data-key="{cell.SortKey}">{cell.Content}</td>""");

    private static string Class(Column column) => (column.IsNumber ? "number" : "words") + (column.Spare ? " spare" : "");
}
