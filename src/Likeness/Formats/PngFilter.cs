namespace Likeness.Formats;

/// <summary>The five row filters of PNG: a row is stored as differences from its neighbours, so that it deflates well.</summary>
internal static class PngFilter
{
    /// <summary>Writes the filter number and the filtered row that has the least sum of absolute differences.</summary>
    public static void Encode(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, Span<byte> output)
    {
        Span<byte> trial = new byte[row.Length];
        long best = long.MaxValue;
        for (byte filter = 0; filter < 5; filter++)
        {
            for (int i = 0; i < row.Length; i++)
                trial[i] = (byte)(row[i] - Predict(filter, row, above, i, step));
            long cost = Cost(trial);
            if (cost >= best)
                continue;
            best = cost;
            output[0] = filter;
            trial.CopyTo(output[1..]);
        }
    }

    /// <summary>Restores a filtered row in place; false when the filter number does not exist.</summary>
    public static bool Decode(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        if (filter > 4)
            return false;
        for (int i = 0; i < row.Length; i++)
            row[i] = (byte)(row[i] + Predict(filter, row, above, i, step));
        return true;
    }

    private static int Predict(byte filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int i, int step)
    {
        int left = i >= step ? row[i - step] : 0, up = above[i];
        return filter switch
        {
            0 => 0,
            1 => left,
            2 => up,
            3 => (left + up) / 2,
            _ => Paeth(left, up, i >= step ? above[i - step] : 0),
        };
    }

    private static int Paeth(int left, int up, int corner)
    {
        int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - 2 * corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static long Cost(ReadOnlySpan<byte> row)
    {
        long sum = 0;
        foreach (byte b in row)
            sum += Math.Abs((int)(sbyte)b);
        return sum;
    }
}
