using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Backends.Cpu;
using Likeness.Tensors.Passes;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Testing;

/// <summary>The same step planned in two ways: what saves memory must not change a bit, and both must mean what the reference says.</summary>
internal static class Twins
{
    // The last two make code of fused groups at once, where the others go through them operation by operation.
    private static readonly Backend[] Cpus =
        [Backend.Cpu(1), Backend.Cpu(2), Backend.Cpu(7), new CpuBackend(1, compiledFrom: 0), new CpuBackend(2, compiledFrom: 0)];

    /// <summary>Makes its own variables at each call, so that every twin starts from the same values.</summary>
    public delegate IReadOnlyList<Tensor> Trace(StepBuilder builder);

    public static Plan Plan(Trace trace, PlanOptions? options = null)
    {
        var builder = new StepBuilder();
        return Lowering.Run(Pipeline.Run(builder.Finish(trace(builder))), options);
    }

    /// <summary>Two runs of the saving plan on 1, 2 and 7 threads, fused groups compiled or not, give the bits of the plain plan, and nearly those of the reference.</summary>
    public static void Agree(Trace trace, PlanOptions plain, PlanOptions? saving = null)
    {
        float[][] expected = Run(Cpus[1].Compile(Plan(trace, plain)));
        foreach (Backend cpu in Cpus)
            Assert.Equal(expected, Run(cpu.Compile(Plan(trace, saving))));
        float[][] reference = Run(Backend.Reference.Compile(Plan(trace, saving)));
        for (int output = 0; output < expected.Length; output++)
            Assert.Equal(reference[output], expected[output], (a, b) => Math.Abs(a - b) <= 2e-4 * (1 + Math.Abs(a)));
    }

    private static float[][] Run(Compiled step)
    {
        foreach ((string name, StepValue input) in step.Inputs)
            input.Write<float>(Points.NormalFloats(input.Shape, name.Length));
        step.Run();
        step.Run();
        return [.. step.Outputs.Select(output => output.ToFloats())];
    }
}
