namespace Likeness.Evaluation.Quality;

/// <summary>Goes through the rows of a set on all cores, a few at a time, so that it tells how far it is and can be stopped.</summary>
internal static class SetRows
{
    // So many rows meet a piece of the other set while it lies in the cache.
    private const int Rows = 16, Columns = 256;

    /// <summary>Calls the action for each row against pieces of the columns, first to last; different rows on different threads.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns each row meets.</param>
    /// <param name="watch">Looks on.</param>
    /// <param name="what">What it is told that this is.</param>
    /// <param name="meet">Row, first column, and the column after the last.</param>
    public static void Meet(int rows, int columns, Watch watch, string what, Action<int, int, int> meet)
    {
        int blocks = (rows + Rows - 1) / Rows, done = 0;
        watch.Over(what, blocks).Do(blocks, now =>
        {
            Parallel.For(done, done + now, block => Meet(block * Rows, Math.Min(rows, (block + 1) * Rows), columns, meet));
            done += now;
        });
    }

    private static void Meet(int first, int end, int columns, Action<int, int, int> meet)
    {
        for (int column = 0; column < columns; column += Columns)
            for (int row = first; row < end; row++)
                meet(row, column, Math.Min(columns, column + Columns));
    }
}
