namespace Likeness.Models.Flows;

/// <summary>
/// A square matrix as P L U (Gaussian elimination with row pivots), all row by row: L without its diagonal of ones, U without its
/// diagonal, which is Sign exp(LogScale).
/// </summary>
internal sealed record LuFactors(float[] Permutation, float[] Lower, float[] Upper, float[] LogScale, float[] Sign)
{
    /// <summary>The factors of a matrix n x n.</summary>
    /// <exception cref="ArgumentException">The matrix is singular.</exception>
    public static LuFactors Of(float[] matrix, int n)
    {
        double[][] rows = [.. matrix.Select(x => (double)x).Chunk(n)];
        int[] from = [.. Enumerable.Range(0, n)];
        for (int pivot = 0; pivot < n; pivot++)
        {
            int largest = Enumerable.Range(pivot, n - pivot).MaxBy(row => Math.Abs(rows[row][pivot]));
            (rows[pivot], rows[largest], from[pivot], from[largest]) = (rows[largest], rows[pivot], from[largest], from[pivot]);
            if (rows[pivot][pivot] == 0)
                throw new ArgumentException($"the {n}x{n} matrix is singular: it has no factors with an inverse");
            Eliminate(rows, pivot);
        }
        // Row i of L U is row from[i] of the matrix, so that P has its one of column i in row from[i].
        return new LuFactors(
            Filled(n, (row, column) => from[column] == row ? 1 : 0),
            Filled(n, (row, column) => column < row ? rows[row][column] : 0),
            Filled(n, (row, column) => row < column ? rows[row][column] : 0),
            [.. rows.Select((row, i) => (float)Math.Log(Math.Abs(row[i])))],
            [.. rows.Select((row, i) => (float)Math.Sign(row[i]))]);
    }

    // The factor of each row is kept in the place of the zero it makes.
    private static void Eliminate(double[][] rows, int pivot)
    {
        foreach (double[] row in rows.Skip(pivot + 1))
        {
            double factor = row[pivot] /= rows[pivot][pivot];
            for (int column = pivot + 1; column < row.Length; column++)
                row[column] -= factor * rows[pivot][column];
        }
    }

    private static float[] Filled(int n, Func<int, int, double> value) =>
        [.. Enumerable.Range(0, n * n).Select(i => (float)value(i / n, i % n))];
}
