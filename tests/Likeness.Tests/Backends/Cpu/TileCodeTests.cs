using Likeness.Tensors;
using Likeness.Tensors.Backends.Cpu;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Backends.Cpu;

/// <summary>When a fused group becomes machine code. That its bits stay the same, <see cref="Twins"/> tells for many groups.</summary>
public unsafe class TileCodeTests
{
    // No multiple of a register.
    private const int Count = 1001;

    [Fact]
    public void AGroupThatGoesOnBecomesOneLoop()
    {
        Plan plan = Twins.Plan(builder =>
        {
            Tensor x = builder.Input("x", [Count]);
            return [((x * x) + 0.5f).Sqrt() - x];
        });
        FusedStep step = Assert.Single(plan.Steps.OfType<FusedStep>());
        var memory = new CpuMemory(plan, leaf => throw new InvalidOperationException($"{leaf} is no variable"));
        var program = new TileProgram(step, memory, compiledFrom: 3L * Count * step.Ops.Count);
        var temporaries = new NativeBuffer(program.WorkerBytes);
        Points.NormalFloats([Count], 1).CopyTo(Floats(memory, plan.Leaves.Single(leaf => leaf.Key.Op is InputOp).Value));
        var seen = new List<float[]>();
        var instructions = new List<int>();
        for (int run = 0; run < 4; run++)
        {
            Span<float> result = Floats(memory, plan.Outputs[0]);
            result.Clear();
            program.Run(0, Count, temporaries.Pointer, null, 0);
            seen.Add(result.ToArray());
            instructions.Add(program.Instructions);
        }
        Assert.Equal([4, 4, 1, 1], instructions);
        Assert.All(seen, result => Assert.Equal(seen[0], result));
        Assert.DoesNotContain(0f, seen[0]);
    }

    private static Span<float> Floats(CpuMemory memory, PlanBuffer buffer) => new(memory.Pointer(buffer), Count);
}
