using System.Globalization;

namespace Likeness.Bench;

/// <summary>A table that can be read in a terminal and pasted into a document: each row is printed as soon as it is known.</summary>
internal sealed class MarkdownTable
{
    private readonly int[] widths;

    /// <param name="heads">The columns; a cell that is wider than its head and <paramref name="width"/> sticks out.</param>
    /// <param name="width">The least width of every column but the first.</param>
    public MarkdownTable(int width, params string[] heads)
    {
        widths = [.. heads.Select((head, i) => Math.Max(head.Length, i == 0 ? 16 : width))];
        Row(heads);
        Print((_, i) => i == 0 ? new string('-', widths[i] + 2) : new string('-', widths[i] + 1) + ":");
    }

    public void Row(params string[] cells) => Print((width, i) => $" {(i == 0 ? cells[i].PadRight(width) : cells[i].PadLeft(width))} ");

    private void Print(Func<int, int, string> cell) => Console.WriteLine($"|{string.Join('|', widths.Select(cell))}|");

    /// <summary>A number with thousands apart and so many decimals; n/a for none.</summary>
    public static string Number(double value, int decimals = 0) =>
        double.IsFinite(value) ? value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "n/a";

    /// <summary>Two numbers, ours and the peer's; ours alone where there is no peer.</summary>
    public static string Pair(double ours, double theirs, int decimals = 0) =>
        double.IsNaN(theirs) ? Number(ours, decimals) : $"{Number(ours, decimals)} / {Number(theirs, decimals)}";

    /// <summary>Three significant digits, for what spans many sizes.</summary>
    public static string Short(double value) =>
        Number(value, value == 0 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 4));

    /// <summary>The median, and in brackets where the middle half of the values lies.</summary>
    public static string WithQuarters(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return $"{Number(sorted[sorted.Length / 2], 2)} [{Number(sorted[sorted.Length / 4], 2)} .. {Number(sorted[sorted.Length * 3 / 4], 2)}]";
    }

    public static string Percent(double part, int decimals = 0) => $"{Number(100 * part, decimals)}%";
}
