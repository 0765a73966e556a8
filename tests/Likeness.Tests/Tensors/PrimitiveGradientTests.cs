using Likeness.Tensors;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Tensors;

/// <summary>Every differentiable primitive, first and second order, against finite differences.</summary>
public class PrimitiveGradientTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Unary = new()
    {
        ["neg"] = x => -x,
        ["exp"] = x => x.Exp(),
        ["log"] = x => x.Log(),
        ["log1p"] = x => x.Log1p(),
        ["sqrt"] = x => x.Sqrt(),
        ["recip"] = x => x.Reciprocal(),
        ["tanh"] = x => x.Tanh(),
        ["sigmoid"] = x => x.Sigmoid(),
        ["sin"] = x => x.Sin(),
        ["cos"] = x => x.Cos(),
        ["abs"] = x => (x - 1f).Abs() * x,
        ["softplus"] = x => x.Softplus(),
        ["swish"] = x => x.Swish(),
        ["gelu"] = x => x.Gelu(),
        ["pow"] = x => x.Pow(2.5f),
        ["softmax"] = x => x.Softmax(),
        ["logsumexp"] = x => x.LogSumExp([-1]),
        ["sum"] = x => x.Sum([0]).Square(),
        ["max"] = x => x.Max([1]).Square(),
        ["variance"] = x => x.Variance([0, 1]),
        ["reshape"] = x => x.Reshape(2, 6).Square(),
        ["permute"] = x => x.Permute(1, 0).Square(),
        ["broadcast"] = x => x.Reshape(3, 4, 1).BroadcastTo([3, 4, 5]).Square(),
        ["slice"] = x => x.Slice([1, 1], [2, 2]).Square(),
        ["flip"] = x => x.Flip(1).Square(),
        ["pad"] = x => x.Pad([1, 0], [0, 2]).Square(),
        ["concat"] = x => Tensor.Concat(1, x.Square(), x.Exp()),
        ["gather"] = x => x.Gather(Tensor.Of([2, 0, 2], [3])).Square(),
        ["scatter_add"] = x => Tensor.ScatterAdd(5, Tensor.Of([1, 4, 1], [3]), x.Square()),
        ["select"] = x => Tensor.Select(Tensor.Of([1f, 0f, 0f, 1f], [4]), x.Exp(), x.Sin()),
        ["cast"] = x => x.Square().Cast(DType.F64).Cast(DType.F32).Square(),
        ["all_reduce"] = x => x.Square().AllReduce(),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Binary = new()
    {
        ["add"] = (a, b) => (a + b).Square(),
        ["sub"] = (a, b) => (a - b).Square(),
        ["mul"] = (a, b) => a * b * b,
        ["div"] = (a, b) => a / b,
        ["maximum"] = (a, b) => Tensor.Maximum(a.Square(), b.Exp()),
        ["minimum"] = (a, b) => Tensor.Minimum(a.Square(), b.Exp()),
        ["matmul"] = (a, b) => a.MatMul(b.TransposeLast()).Square(),
        ["row_update"] = (a, b) => Tensor.RowUpdate(a.Square(), Tensor.Of([1, 2, 1], [3]), b.Square()),
    };

    public static TheoryData<string> UnaryNames => [.. Unary.Keys];

    public static TheoryData<string> BinaryNames => [.. Binary.Keys];

    private static (Shape, double[]) Positive(Shape shape, int seed) => (shape, Points.Uniform(shape, seed, 0.4, 1.9));

    private static (Shape, double[]) Any(Shape shape, int seed) => (shape, Points.Normal(shape, seed));

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void UnaryPrimitive(string name) => GradientCheck.Run(x => Unary[name](x[0]), Positive([3, 4], 1));

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void BinaryPrimitive(string name) => GradientCheck.Run(x => Binary[name](x[0], x[1]), Positive([3, 4], 2), Positive([3, 4], 3));

    [Fact]
    public void BatchedMatMulBroadcasts() =>
        GradientCheck.Run(x => x[0].MatMul(x[1]).Square(), Any([2, 1, 3, 4], 4), Any([5, 4, 2], 5));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TriangularSolve(bool lower)
    {
        double[] matrix = [.. Points.Uniform([2, 3, 3], 6, 0.1, 0.5).Select((x, i) => i % 9 % 4 == 0 ? x + 1 : x)];
        GradientCheck.Run(x => x[0].TriangularSolve(x[1], lower).Square(), ([2, 3, 3], matrix), Any([2, 3, 2], 7));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void Convolution(int stride, int padding) =>
        GradientCheck.Run(x => x[0].Conv2D(x[1], stride, padding).Square(), Any([2, 5, 6, 2], 8), Any([3, 2, 2, 3], 9));

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(2, 1, 1)]
    public void TransposedConvolution(int stride, int padding, int extra) =>
        GradientCheck.Run(x => x[0].ConvTranspose2D(x[1], stride, padding, extra).Square(), Any([2, 3, 4, 3], 10), Any([4, 4, 2, 3], 11));

    [Fact]
    public void FilterGradientOfConvolution() => GradientCheck.Run(
        x => Gradients.Of(x[0].Conv2D(x[1], 2, 1).Square().Sum(), x[1])[0], Any([2, 4, 4, 2], 12), Any([3, 3, 2, 2], 13));
}
