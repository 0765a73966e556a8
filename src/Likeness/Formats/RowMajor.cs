namespace Likeness.Formats;

/// <summary>Turns column-major (Fortran, MATLAB) element order into row-major.</summary>
internal static class RowMajor
{
    /// <summary>Reorders elements of <paramref name="size"/> bytes each.</summary>
    public static byte[] FromColumnMajor(ReadOnlySpan<byte> columnMajor, IReadOnlyList<int> shape, int size)
    {
        var result = new byte[columnMajor.Length];
        var order = Order(shape, columnMajor.Length / size);
        for (int i = 0; i < order.Length; i++)
            columnMajor.Slice(order[i] * size, size).CopyTo(result.AsSpan(i * size));
        return result;
    }

    /// <summary>Reorders a list of items.</summary>
    public static T[] FromColumnMajor<T>(IReadOnlyList<T> columnMajor, IReadOnlyList<int> shape) =>
        Array.ConvertAll(Order(shape, columnMajor.Count), at => columnMajor[at]);

    // order[i] = column-major position of row-major element i, counted like an odometer.
    private static int[] Order(IReadOnlyList<int> shape, int count)
    {
        var order = new int[count];
        var index = new int[shape.Count];
        var stride = new int[shape.Count];
        for (int axis = 0, step = 1; axis < shape.Count; step *= shape[axis++])
            stride[axis] = step;
        for (int i = 0, at = 0; i < count; i++)
        {
            order[i] = at;
            for (int axis = shape.Count - 1; axis >= 0; axis--)
            {
                at += stride[axis];
                if (++index[axis] < shape[axis])
                    break;
                at -= stride[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return order;
    }
}
