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

    private static Tensor Weights(int seed) => Tensor.Of([.. Points.NormalFloats([Width, Width], seed).Select(x => 0.1f * x)], [Width, Width]);
}
