using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Tensors;

/// <summary>Alone in the process while it runs: the allocation counter is the process's.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public class AllocationTests
{
    [Fact]
    public void ARunAllocatesNothing()
    {
        var stream = new RandomStream(1, "a");
        Variable w = Variable.Of("w", [64, 32], Points.NormalFloats([64, 32], 1));
        Compiled step = Compiler.Compile(builder =>
        {
            Tensor x = builder.Random(stream).Normal([128, 64]);
            Tensor loss = x.MatMul(w.Value).Tanh().Square().Sum();
            builder.Update(w, w.Value - (0.01f * Gradients.Of(loss, w.Value)[0]));
            return [loss, Tensor.Loop(Tensor.Scalar(3), x, (_, s) => s * 0.5f).Sum()];
        }, Backend.Cpu(2));
        for (int i = 0; i < 50; i++)
            step.Run();
        // The counter is the whole process's and the test runner allocates now and then: the quietest of several measurements counts.
        Assert.Equal(0, Enumerable.Range(0, 10).Min(_ => Allocated(step)));
    }

    private static long Allocated(Compiled step)
    {
        long before = GC.GetTotalAllocatedBytes(true);
        for (int i = 0; i < 50; i++)
            step.Run();
        return GC.GetTotalAllocatedBytes(true) - before;
    }
}
