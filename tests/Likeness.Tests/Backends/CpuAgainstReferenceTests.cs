using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Passes;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Backends;

/// <summary>The CPU backend against the float64 reference: random graphs with their gradients, fused and unfused.</summary>
public class CpuAgainstReferenceTests
{
    private static readonly Backend Cpu = Backend.Cpu(2);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void RandomGraphsAgree(int seed)
    {
        Func<StepBuilder, IReadOnlyList<Tensor>> trace = builder =>
        {
            var graph = new RandomGraph(seed);
            Tensor[] inputs = [.. Enumerable.Range(0, 3).Select(i => builder.Input($"x{i}", graph.Size(1 + ((seed + i) % 3))))];
            IReadOnlyList<Tensor> values = graph.Grow(inputs, 12);
            return [.. values, .. Gradients.Of(values[^1], inputs)];
        };
        float[][] expected = Run(trace, plan => Backend.Reference.Compile(plan), PlanOptions.Default);
        Compare(expected, Run(trace, Cpu.Compile, PlanOptions.Default));
        Compare(expected, Run(trace, Cpu.Compile, new PlanOptions(Fuse: false)));
    }

    private static float[][] Run(Func<StepBuilder, IReadOnlyList<Tensor>> trace, Func<Plan, Compiled> compile, PlanOptions options)
    {
        var builder = new StepBuilder();
        IReadOnlyList<Tensor> outputs = trace(builder);
        Compiled step = compile(Lowering.Run(Pipeline.Run(builder.Finish(outputs)), options));
        foreach ((string name, StepValue input) in step.Inputs)
            input.Write<float>(Points.NormalFloats(input.Shape, name[1]));
        step.Run();
        step.Run();
        return [.. step.Outputs.Select(output => output.ToFloats())];
    }

    private static void Compare(float[][] expected, float[][] actual)
    {
        for (int output = 0; output < expected.Length; output++)
            for (int i = 0; i < expected[output].Length; i++)
                Assert.True(
                    Math.Abs(expected[output][i] - actual[output][i]) <= 2e-4 * (1 + Math.Abs(expected[output][i])),
                    $"output {output}[{i}]: expected {expected[output][i]}, got {actual[output][i]}");
    }
}
