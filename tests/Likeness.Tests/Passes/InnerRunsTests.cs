using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Passes;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Passes;

/// <summary>Reductions and repetitions over a few innermost elements, against the same graph as it was written.</summary>
public class InnerRunsTests
{
    public static TheoryData<Shape, Shape> Cases => new()
    {
        { [3, 5, 4, 6], [1, 3] }, // a group norm
        { [2, 3, 2, 40], [1, 3] }, // many channels a group
        { [2, 5, 4, 1], [1, 3] }, // one channel a group
        { [3, 4, 5], [0, 1, 2] }, // all axes
        { [3, 4, 5], [1, 2] }, // neighbouring axes
        { [3, 4, 2, 5, 3], [0, 2, 4] }, // two outer axes
        { [1, 4, 5], [0, 2] }, // an outer axis of one
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValuesAreThoseOfThePlainGraph(Shape shape, Shape axes)
    {
        Tensor x = Points.Constant(shape, 1);
        Tensor centered = x - x.Mean(axes.Span, keepDims: true);
        var plain = new StepGraph([.. new[] { centered, x.Max(axes.Span), (centered * x.Max(axes.Span, keepDims: true)).Sum(axes.Span) }.Select(y => y.Node)], []);
        float[][] expected = Run(Backend.Reference, plain);
        foreach (Backend backend in new[] { Backend.Reference, Backend.Cpu(2) })
        {
            float[][] actual = Run(backend, InnerRuns.Run(plain));
            for (int i = 0; i < expected.Length; i++)
                Assert.All(expected[i].Zip(actual[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * (1 + Math.Abs(pair.First))));
        }
    }

    [Fact]
    public void AReductionOverPositionsAndChannelsOfAGroupIsTakenInTwoTurns()
    {
        Node sum = InnerRuns.Run(new StepGraph([Points.Constant([3, 5, 4, 6], 1).Sum([1, 3], keepDims: true).Node], [])).Outputs[0];
        Assert.Equal([3], Assert.IsType<ReduceOp>(sum.Op).Axes);
        Assert.Equal([1], Assert.IsType<ReduceOp>(sum.Inputs[0].Op).Axes);
    }

    private static float[][] Run(Backend backend, StepGraph graph)
    {
        Compiled step = backend.Compile(Lowering.Run(Materialize.Run(graph)));
        step.Run();
        return [.. step.Outputs.Select(output => output.ToFloats())];
    }
}
