using Spectre.Console;

namespace Likeness.App.Commands.Terminal;

/// <summary>A table: drawn and wrapped on a terminal, plain aligned columns in a file or a pipe.</summary>
internal sealed class Listing(params string[] headers)
{
    private readonly List<string[]> rows = [];

    /// <summary>Columns that are aligned to the right, counted from 0.</summary>
    public IReadOnlyCollection<int> Right { get; init; } = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public void Write(IAnsiConsole console)
    {
        if (console.IsLive())
            console.Write(Drawn());
        else
            foreach (string line in Lines())
                console.Line(line);
    }

    private Table Drawn()
    {
        var table = new Table { Border = TableBorder.Simple };
        for (int i = 0; i < headers.Length; i++)
            table.AddColumn(new TableColumn(new Text(headers[i], new Style(decoration: Decoration.Bold)))
            {
                // Names and numbers stay whole; only the last columns, the prose, are wrapped.
                NoWrap = i < headers.Length - 2,
                Alignment = Right.Contains(i) ? Justify.Right : Justify.Left,
            });
        foreach (string[] row in rows)
            table.AddRow(row.Select((cell, i) => new Text(cell, i == 0 ? new Style(Color.Teal) : Style.Plain)));
        return table;
    }

    private IEnumerable<string> Lines()
    {
        string[][] all = [headers, .. rows];
        int[] widths = [.. headers.Select((_, i) => all.Max(row => row[i].Length))];
        return all.Select(row => string.Join("  ", row.Select((cell, i) =>
            Right.Contains(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }
}
