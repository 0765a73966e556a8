using Likeness.Tensors;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Passes;

/// <summary>What one step of a plan computes together, and what is stored between steps for it.</summary>
public class GroupingTests
{
    private const int Rows = 256, Width = 128, Layers = 6;

    private static readonly PlanOptions Apart = new(Fuse: false);

    /// <summary>Readers of a comparison with a constant.</summary>
    public static TheoryData<string> MaskReaders => ["product", "sum", "its value too", "two products", "nothing else", "draws"];

    [Theory]
    [InlineData(0f)]
    [InlineData(0.2f)]
    public void ARectifiedLayerKeepsItsResultAlone(float slope)
    {
        IReadOnlyList<Tensor> Network(StepBuilder builder)
        {
            Tensor[] weights = [.. Enumerable.Range(0, Layers).Select(Weights)];
            Tensor result = weights.Aggregate(builder.Input("x", [Rows, Width]), (x, weight) => x.MatMul(weight).LeakyRelu(slope));
            return [.. Gradients.Of(result.Square().Sum() * 0.01f, weights)];
        }

        const int Layer = Rows * Width * sizeof(float), Outputs = Layers * Width * Width * sizeof(float);
        Assert.InRange(Twins.Plan(Network).ArenaBytes, 1, ((Layers + 3) * Layer) + Outputs);
        Twins.Agree(Network, Apart);
    }

    [Theory]
    [MemberData(nameof(MaskReaders))]
    public void AMaskIsTheSameWhereverItIsComputed(string way) => Twins.Agree(
        builder =>
        {
            Tensor x = builder.Input("x", [Rows, Width]).MatMul(Weights(0)), y = x.Tanh(), mask = y.IsGreater(0.1f);
            return way switch
            {
                "product" => [mask.MatMul(Weights(1))],
                "sum" => [mask.Sum([1]), y],
                "its value too" => [(mask * y).MatMul(Weights(1)), y.MatMul(Weights(2))],
                "two products" => [y.MatMul(Weights(1)) * mask, y.MatMul(Weights(2)) * mask],
                "nothing else" => [mask],
                _ => [RandomSource.Fixed(1, "mask").Uniform([Rows, Width]).IsLess(0.5f) * y, y.Sin()],
            };
        },
        Apart);

    // Tiles of what is read over and over: the same tile again, whole patterns of it, patterns that no tile is made of.
    [Theory]
    [InlineData(3, 700, 32)]
    [InlineData(3, 170, 96)]
    [InlineData(4, 40, 48)]
    [InlineData(2, 9, 784)]
    [InlineData(5, 3, 1568)]
    [InlineData(6, 1, 33)]
    public void ARepeatedOperandIsReadRightInEveryTile(int images, int positions, int channels)
    {
        IReadOnlyList<Tensor> Results(StepBuilder builder)
        {
            Tensor x = builder.Input("x", [images, positions, channels]), factor = builder.Input("factor", [images, 1, channels]);
            Tensor y = (x * factor) + builder.Input("shift", [channels]), z = y.Tanh() * builder.Input("by image", [images, 1, 1]);
            return [y, z, z.Sum([1]), y.Sum([0, 1]), y.Max([1]), z.Sum([2]), (x + factor).Sum([0])];
        }

        // One at a time: sums that are taken together share their chunks.
        for (int result = 0; result < 7; result++)
            Twins.Agree(builder => [Results(builder)[result]], Apart);
    }

    private static Tensor Weights(int seed) => Tensor.Of([.. Points.NormalFloats([Width, Width], seed).Select(x => 0.1f * x)], [Width, Width]);
}
