using Likeness.Tensors.Graph;

namespace Likeness.Tensors.Ops;

/// <summary>A product that sums over a shared dimension: where nearly all arithmetic is. Takes a fused epilogue.</summary>
internal abstract record ContractionOp : Op
{
    /// <summary>Multiplications with their additions, counted from the shapes.</summary>
    public abstract long MultiplyAdds(IReadOnlyList<Node> inputs, Shape result);
}

/// <summary>Batched matrix product [..., m, k] x [..., k, n] with equal leading dimensions.</summary>
internal sealed record MatMulOp : ContractionOp
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        Shape a = inputs[0].Shape, b = inputs[1].Shape;
        if (a.Rank < 2 || a.Rank != b.Rank || a[-1] != b[-2] || a.Slice(0, a.Rank - 2) != b.Slice(0, b.Rank - 2)
            || !inputs[0].DType.IsFloat() || inputs[0].DType != inputs[1].DType)
            throw Misfit("matmul", $"{inputs[0].DType}{a} and {inputs[1].DType}{b}: wants float [..., m, k] and [..., k, n]");
        return (inputs[0].DType, a.With(-1, b[-1]));
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) =>
        [g.MatMul(x[1].TransposeLast()), x[0].TransposeLast().MatMul(g)];

    public override long MultiplyAdds(IReadOnlyList<Node> inputs, Shape result) => result.Size * inputs[0].Shape[-1];

    public override string ToString() => "matmul";
}

/// <summary>Solves A X = B for triangular A [..., n, n] and B [..., n, m]; the other triangle of A is not read.</summary>
internal sealed record TriangularSolveOp(bool Lower) : ContractionOp
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        Shape a = inputs[0].Shape, b = inputs[1].Shape;
        if (a.Rank < 2 || a.Rank != b.Rank || a[-1] != a[-2] || a[-1] != b[-2] || a.Slice(0, a.Rank - 2) != b.Slice(0, b.Rank - 2)
            || !inputs[0].DType.IsFloat() || inputs[0].DType != inputs[1].DType)
            throw Misfit("triangular_solve", $"{a} and {b}: wants float [..., n, n] and [..., n, m]");
        return (inputs[1].DType, b);
    }

    // X = A^-1 B: the gradient of B is A^-T g, that of A is -(A^-T g) X^T inside the triangle.
    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g)
    {
        Tensor gb = x[0].TransposeLast().TriangularSolve(g, lower: !Lower);
        Tensor ga = -gb.MatMul(y.TransposeLast());
        int rank = x[0].Rank;
        Tensor row = Tensor.Iota(x[0].Shape, rank - 2), column = Tensor.Iota(x[0].Shape, rank - 1);
        Tensor inside = Lower ? column.IsLessOrEqual(row) : row.IsLessOrEqual(column);
        return [Tensor.Select(inside, ga, 0f), gb];
    }

    // Each of the m columns: n (n - 1) / 2 for what is known already, n for the divisions.
    public override long MultiplyAdds(IReadOnlyList<Node> inputs, Shape result) => result.Size * (result[-2] + 1) / 2;

    public override string ToString() => Lower ? "solve_lower" : "solve_upper";
}

/// <summary>Stride and zero padding of a two-dimensional convolution.</summary>
internal readonly record struct ConvWindow(int StrideY, int StrideX, int Top, int Bottom, int Left, int Right)
{
    public override string ToString() => $"stride {StrideY}x{StrideX} pad {Top},{Bottom},{Left},{Right}";
}

/// <summary>Two-dimensional convolution (cross-correlation): images [n, h, w, c] with filters [kh, kw, c, o] give [n, h', w', o].</summary>
internal sealed record Conv2DOp(ConvWindow Window) : ContractionOp
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        Shape x = inputs[0].Shape, f = inputs[1].Shape;
        if (x.Rank != 4 || f.Rank != 4 || x[3] != f[2] || inputs[0].DType != inputs[1].DType || !inputs[0].DType.IsFloat())
            throw Misfit("conv2d", $"images {x} and filters {f}: wants float [n, h, w, c] and [kh, kw, c, o]");
        int h = Extent(x[1] + Window.Top + Window.Bottom, f[0], Window.StrideY);
        int w = Extent(x[2] + Window.Left + Window.Right, f[1], Window.StrideX);
        if (h < 1 || w < 1)
            throw Misfit("conv2d", $"filters {f} are larger than the padded images {x} ({Window})");
        return (inputs[0].DType, [x[0], h, w, f[3]]);
    }

    private static int Extent(int padded, int kernel, int stride) => padded < kernel ? 0 : ((padded - kernel) / stride) + 1;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) =>
        [Tensor.Conv2DInput(g, x[1], x[0].Shape, Window), Tensor.Conv2DFilter(x[0], g, x[1].Shape, Window)];

    public override long MultiplyAdds(IReadOnlyList<Node> inputs, Shape result) => result.Size * inputs[1].Shape.Slice(0, 3).Size;

    public override string ToString() => $"conv2d {Window}";
}

/// <summary>The transpose of <see cref="Conv2DOp"/> in its images: [n, h', w', o] with filters gives [n, h, w, c].</summary>
internal sealed record Conv2DInputOp(ConvWindow Window, Shape Images) : ContractionOp
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        var images = new Node(new ParameterOp(this, "images", inputs[0].DType, Images));
        (DType type, Shape forward) = new Conv2DOp(Window).Infer([images, inputs[1]]);
        return forward == inputs[0].Shape ? (type, Images)
            : throw Misfit("conv2d_input", $"a convolution of {Images} gives {forward}, not {inputs[0].Shape}");
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) =>
        [Tensor.Conv2D(g, x[1], Window), Tensor.Conv2DFilter(g, x[0], x[1].Shape, Window)];

    public override long MultiplyAdds(IReadOnlyList<Node> inputs, Shape result) => inputs[0].Shape.Size * inputs[1].Shape.Slice(0, 3).Size;

    public override string ToString() => $"conv2d_input {Window}";
}

/// <summary>The transpose of <see cref="Conv2DOp"/> in its filters: images and result gradients give filters.</summary>
internal sealed record Conv2DFilterOp(ConvWindow Window, Shape Filters) : ContractionOp
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        var filters = new Node(new ParameterOp(this, "filters", inputs[0].DType, Filters));
        (DType type, Shape forward) = new Conv2DOp(Window).Infer([inputs[0], filters]);
        return forward == inputs[1].Shape ? (type, Filters)
            : throw Misfit("conv2d_filter", $"a convolution with {Filters} gives {forward}, not {inputs[1].Shape}");
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) =>
        [Tensor.Conv2DInput(x[1], g, x[0].Shape, Window), Tensor.Conv2D(x[0], g, Window)];

    public override long MultiplyAdds(IReadOnlyList<Node> inputs, Shape result) => inputs[1].Shape.Size * result.Slice(0, 3).Size;

    public override string ToString() => $"conv2d_filter {Window}";
}
