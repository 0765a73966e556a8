using Likeness.Tensors.Ops;

namespace Likeness.Tensors;

/// <summary>Matrix products, convolutions and triangular solves.</summary>
public sealed partial class Tensor
{
    /// <summary>
    /// Batched matrix product: [..., m, k] x [..., k, n] = [..., m, n]; leading dimensions broadcast.
    /// </summary>
    public Tensor MatMul(Tensor other)
    {
        if (Rank > 2 && other.Rank == 2 && Shape[-1] == other.Shape[0])
            return Reshape(-1, Shape[-1]).MatMul(other).Reshape(Shape.With(-1, other.Shape[1]));
        if (Rank == other.Rank || Rank < 2 || other.Rank < 2)
            return Rank <= 2 ? new Tensor(new MatMulOp(), this, other) : Batched(other);
        return Batched(other);
    }

    private Tensor Batched(Tensor other)
    {
        Shape batch = Broadcast(Shape.Slice(0, Rank - 2), other.Shape.Slice(0, other.Rank - 2));
        return new Tensor(
            new MatMulOp(),
            BroadcastTo(batch.Concat(Shape.Slice(Rank - 2, 2))),
            other.BroadcastTo(batch.Concat(other.Shape.Slice(other.Rank - 2, 2))));
    }

    /// <summary>
    /// Convolution (cross-correlation) of images [n, h, w, c] with filters [kh, kw, c, o]; zero padding on each side.
    /// </summary>
    public Tensor Conv2D(Tensor filters, int stride = 1, int padding = 0) =>
        Conv2D(this, filters, new ConvWindow(stride, stride, padding, padding, padding, padding));

    /// <summary>
    /// Convolution with its own padding on each side (top, bottom, left, right).
    /// </summary>
    public Tensor Conv2D(Tensor filters, int stride, (int Top, int Bottom, int Left, int Right) padding) =>
        Conv2D(this, filters, new ConvWindow(stride, stride, padding.Top, padding.Bottom, padding.Left, padding.Right));

    /// <summary>
    /// Transposed convolution: images [n, h, w, o] with filters [kh, kw, c, o] give [n, h', w', c], h' = (h - 1) stride - 2 padding + kh + extra.
    /// </summary>
    /// <param name="extra">Rows and columns added at the bottom and right, 0 to stride - 1.</param>
    public Tensor ConvTranspose2D(Tensor filters, int stride = 1, int padding = 0, int extra = 0)
    {
        int h = ((Shape[1] - 1) * stride) - (2 * padding) + filters.Shape[0] + extra;
        int w = ((Shape[2] - 1) * stride) - (2 * padding) + filters.Shape[1] + extra;
        var window = new ConvWindow(stride, stride, padding, padding, padding, padding);
        return Conv2DInput(this, filters, [Shape[0], h, w, filters.Shape[2]], window);
    }

    /// <summary>Solves A X = B where this is A, triangular [..., n, n], and B is [..., n, m]; the other triangle is not read.</summary>
    public Tensor TriangularSolve(Tensor right, bool lower = true) => new(new TriangularSolveOp(lower), this, right);

    internal static Tensor Conv2D(Tensor images, Tensor filters, ConvWindow window) => new(new Conv2DOp(window), images, filters);

    internal static Tensor Conv2DInput(Tensor result, Tensor filters, Shape images, ConvWindow window) =>
        new(new Conv2DInputOp(window, images), result, filters);

    internal static Tensor Conv2DFilter(Tensor images, Tensor result, Shape filters, ConvWindow window) =>
        new(new Conv2DFilterOp(window, filters), images, result);
}
