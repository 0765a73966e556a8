using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Backends.Reference;

/// <summary>Products: every one a nest of loops around one multiply-add.</summary>
internal static class Contractions
{
    public static double[] Apply(Node node, double[][] x)
    {
        var y = new double[node.Shape.Size];
        Shape first = node.Inputs[0].Shape, second = node.Inputs[1].Shape;
        switch (node.Op)
        {
            case MatMulOp:
                MatMul(x[0], x[1], y, first[-2], first[-1], second[-1]);
                break;
            case TriangularSolveOp solve:
                x[1].CopyTo(y, 0);
                Solve(x[0], y, first[-1], second[-1], solve.Lower);
                break;
            case Conv2DOp conv:
                Convolve(conv.Window, first, second, node.Shape, (image, filter, result) => y[result] += x[0][image] * x[1][filter]);
                break;
            case Conv2DInputOp conv:
                Convolve(conv.Window, node.Shape, second, first, (image, filter, result) => y[image] += x[0][result] * x[1][filter]);
                break;
            case Conv2DFilterOp conv:
                Convolve(conv.Window, first, node.Shape, second, (image, filter, result) => y[filter] += x[0][image] * x[1][result]);
                break;
            default:
                throw new InvalidOperationException($"the reference backend does not know {node.Op}");
        }
        return y;
    }

    private static void MatMul(double[] a, double[] b, double[] y, int m, int k, int n)
    {
        for (int row = 0; row < (n == 0 ? 0 : y.Length / n); row++)
            for (int column = 0; column < n; column++)
                for (int inner = 0; inner < k; inner++)
                    y[(row * n) + column] += a[(row * k) + inner] * b[(row / m * k * n) + (inner * n) + column];
    }

    private static void Solve(double[] a, double[] y, int n, int m, bool lower)
    {
        for (int batch = 0; batch < (n * m == 0 ? 0 : y.Length / (n * m)); batch++)
            for (int step = 0; step < n; step++)
            {
                int row = lower ? step : n - 1 - step;
                for (int column = 0; column < m; column++)
                {
                    double sum = y[(((batch * n) + row) * m) + column];
                    for (int other = lower ? 0 : row + 1; other < (lower ? row : n); other++)
                        sum -= a[(((batch * n) + row) * n) + other] * y[(((batch * n) + other) * m) + column];
                    y[(((batch * n) + row) * m) + column] = sum / a[(((batch * n) + row) * n) + row];
                }
            }
    }

    // Visits every (image element, filter element, result element) that a convolution multiplies and sums.
    private static void Convolve(ConvWindow window, Shape images, Shape filters, Shape results, Action<int, int, int> visit)
    {
        for (int n = 0; n < images[0]; n++)
            for (int oy = 0; oy < results[1]; oy++)
                for (int ox = 0; ox < results[2]; ox++)
                    for (int ky = 0; ky < filters[0]; ky++)
                        for (int kx = 0; kx < filters[1]; kx++)
                        {
                            int y = (oy * window.StrideY) + ky - window.Top, x = (ox * window.StrideX) + kx - window.Left;
                            if (y < 0 || y >= images[1] || x < 0 || x >= images[2])
                                continue;
                            for (int c = 0; c < filters[2]; c++)
                                for (int o = 0; o < filters[3]; o++)
                                    visit(
                                        (((((n * images[1]) + y) * images[2]) + x) * images[3]) + c,
                                        (((((ky * filters[1]) + kx) * filters[2]) + c) * filters[3]) + o,
                                        (((((n * results[1]) + oy) * results[2]) + ox) * results[3]) + o);
                        }
    }
}
