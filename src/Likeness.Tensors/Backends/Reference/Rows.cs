using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Backends.Reference;

/// <summary>Operations that address rows by index. Indices are clamped to the table.</summary>
internal static class Rows
{
    public static double[] Apply(Node node, double[][] x) => node.Op switch
    {
        GatherOp => Gather(x[0], node.Inputs[0].Shape[0], x[1]),
        ScatterAddOp op => Scatter(op.Rows, x[0], x[1]),
        _ => Update(x[0], node.Shape[0], x[1], x[2]),
    };

    private static int Clamp(double index, int rows) => (int)Math.Clamp(index, 0, rows - 1);

    private static double[] Gather(double[] table, int rows, double[] indices)
    {
        int width = rows == 0 ? 0 : table.Length / rows;
        var y = new double[indices.Length * width];
        for (int i = 0; i < indices.Length; i++)
            Array.Copy(table, Clamp(indices[i], rows) * width, y, i * width, width);
        return y;
    }

    private static double[] Scatter(int rows, double[] indices, double[] updates)
    {
        int width = indices.Length == 0 ? 0 : updates.Length / indices.Length;
        var y = new double[rows * width];
        for (int i = 0; i < indices.Length; i++)
            for (int j = 0; j < width; j++)
                y[(Clamp(indices[i], rows) * width) + j] += updates[(i * width) + j];
        return y;
    }

    private static double[] Update(double[] table, int rows, double[] indices, double[] updates)
    {
        double[] y = [.. table];
        int width = rows == 0 ? 0 : table.Length / rows;
        for (int i = 0; i < indices.Length; i++)
            Array.Copy(updates, i * width, y, Clamp(indices[i], rows) * width, width);
        return y;
    }
}
