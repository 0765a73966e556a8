using Spectre.Console;

namespace Likeness.App.Commands.Terminal;

/// <summary>A table: drawn and wrapped on a terminal, plain aligned columns in a file or a pipe.</summary>
internal sealed class Listing(params string[] headers)
{
    private static readonly Style Name = new(Color.Teal), Head = new(decoration: Decoration.Bold);

    private readonly List<string[]> rows = [];

    /// <summary>Columns that are aligned to the right, counted from 0.</summary>
    public IReadOnlyCollection<int> Right { get; init; } = [];

    /// <summary>Columns of prose: a terminal shows each on a line of its own below the rest of the row.</summary>
    public IReadOnlyCollection<int> Below { get; init; } = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public void Write(IAnsiConsole console)
    {
        if (!console.IsLive())
            foreach (string[] row in Padded([.. Enumerable.Range(0, headers.Length)], [headers, .. rows]))
                console.Line(string.Join("  ", row).TrimEnd());
        else if (Below.Count > 0)
            WriteEntries(console);
        else
            console.Write(Drawn());
    }

    private Table Drawn()
    {
        var table = new Table { Border = TableBorder.Simple };
        for (int i = 0; i < headers.Length; i++)
            table.AddColumn(new TableColumn(new Text(headers[i], Head))
            {
                // Names and numbers stay whole; only the last column is wrapped.
                NoWrap = i < headers.Length - 1,
                Alignment = Right.Contains(i) ? Justify.Right : Justify.Left,
            });
        foreach (string[] row in rows)
            table.AddRow(row.Select((cell, i) => new Text(cell, i == 0 ? Name : Style.Plain)));
        return table;
    }

    private void WriteEntries(IAnsiConsole console)
    {
        int[] beside = [.. Enumerable.Range(0, headers.Length).Except(Below)];
        string[][] lines = [.. Padded(beside, [headers, .. rows])];
        for (int line = 0; line < lines.Length; line++)
        {
            console.Write(new Paragraph().Append(lines[line][0], line == 0 ? Head : Name)
                .Append("  " + string.Join("  ", lines[line][1..]).TrimEnd() + "\n", line == 0 ? Head : Style.Plain));
            foreach (int column in line == 0 ? [] : Below.Where(column => rows[line - 1][column].Length > 0))
                console.Write(new Padder(new Text(rows[line - 1][column]), new Padding(4, 0, 0, 0)));
        }
    }

    private IEnumerable<string[]> Padded(int[] columns, string[][] all)
    {
        int[] widths = [.. columns.Select(column => all.Max(row => row[column].Length))];
        return all.Select(row => columns.Select((column, i) =>
            Right.Contains(column) ? row[column].PadLeft(widths[i]) : row[column].PadRight(widths[i])).ToArray());
    }
}
