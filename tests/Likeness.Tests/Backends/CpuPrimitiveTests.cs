using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Backends;

/// <summary>Primitives that random graphs do not reach, with their gradients, on the CPU against the reference.</summary>
public class CpuPrimitiveTests
{
    private static readonly Backend Cpu = Backend.Cpu(2);

    private static readonly Dictionary<string, (Shape[] Shapes, Func<Tensor[], Tensor> Function)> Cases = new()
    {
        ["conv 3x3"] = ([[3, 9, 8, 5], [3, 3, 5, 33]], x => x[0].Conv2D(x[1], 1, 1).Tanh()),
        ["conv 4x4 stride 2"] = ([[2, 14, 14, 16], [4, 4, 16, 17]], x => (x[0].Conv2D(x[1], 2, 1) + 1f).Swish()),
        ["conv 1 channel"] = ([[5, 7, 7, 1], [3, 3, 1, 8]], x => x[0].Conv2D(x[1], 1, 1).Square()),
        ["conv 1 filter"] = ([[5, 7, 6, 9], [3, 2, 9, 1]], x => x[0].Conv2D(x[1], 1, (1, 0, 0, 2))),
        ["transposed conv"] = ([[2, 7, 7, 6], [4, 4, 3, 6]], x => x[0].ConvTranspose2D(x[1], 2, 1).Tanh()),
        ["matmul views"] = ([[4, 5, 6], [4, 7, 6]], x => x[0].MatMul(x[1].TransposeLast()).Tanh().Permute(2, 0, 1)),
        ["matmul heads"] = ([[2, 9, 3, 8], [2, 9, 3, 8]], x => x[0].Permute(0, 2, 1, 3).MatMul(x[1].Permute(0, 2, 3, 1)).Softmax()),
        ["matmul broadcast"] = ([[3, 4, 5], [5, 2]], x => x[0].MatMul(x[1])),
        ["solve"] = ([[2, 5, 5], [2, 5, 3]], x => ((x[0] * 0.1f) + OneOnDiagonal(5)).TriangularSolve(x[1])),
        ["batch norm"] = ([[6, 5, 4, 7], [7]], x => (x[0] - x[0].Mean([0, 1, 2], true)) / (x[0].Variance([0, 1, 2], true) + 0.1f).Sqrt() * x[1]),
        ["group norm"] = ([[3, 20, 2, 4], [8]], x => Normalize(x[0], 1, 3).Reshape(3, 20, 8) * x[1]),
        ["gather"] = ([[9, 4], [5, 4]], x => x[0].Gather(Indices()) * x[1]),
        ["scatter"] = ([[5, 4], [9, 4]], x => Tensor.ScatterAdd(9, Indices(), x[0]) * x[1]),
        ["row update"] = ([[9, 4], [5, 4]], x => Tensor.RowUpdate(x[0], Indices(), x[1]).Square()),
        ["cross entropy"] = ([[5, 10]], x => x[0].CrossEntropy(Indices())),
        ["concat inner"] = ([[5, 4, 3], [5, 4, 2]], x => Tensor.Concat(2, x[0], x[1], x[0].Flip(0)).Square()),
        ["concat of many blocks"] = ([[170, 120], [170, 101]], x => Tensor.Concat(1, x[0], x[1]).Square()),
        ["large sum"] = ([[70_001, 3]], x => x[0].Square().Sum([0])),
        ["sum of outer and inner"] = ([[40, 5, 6]], x => x[0].Square().Sum([0, 2])),
        ["sum of every second"] = ([[4, 5, 6, 7]], x => x[0].Square().Sum([0, 2])),
        ["tall rows"] = ([[9000, 7]], x => x[0].LogSumExp([1])),
        ["arg max"] = ([[6, 9, 3]], x => x[0] * x[0].ArgMax(1).Cast(DType.F32).Reshape(6, 1, 3)),
        ["integers"] = ([[40]], x => x[0] * ((Tensor.Iota([40]) % 7f) / 2f).Cast(DType.F32)),
        ["empty"] = ([[0, 4], [4, 3]], x => Tensor.Concat(0, x[0].MatMul(x[1]), x[1].Slice(0, 0, 1))),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees(string name)
    {
        (Shape[] shapes, Func<Tensor[], Tensor> function) = Cases[name];
        IReadOnlyList<Tensor> Trace(StepBuilder builder)
        {
            Tensor[] inputs = [.. shapes.Select((shape, i) => builder.Input($"{i}", shape))];
            Tensor y = function(inputs);
            Tensor loss = (y * Points.Constant(y.Shape, 5)).Sum();
            Tensor[] gradients = Gradients.Of(loss, inputs);
            Tensor penalty = gradients.Select(g => g.Square().Sum()).Aggregate((a, b) => a + b);
            return [y, .. gradients, .. Gradients.Of(penalty, inputs)];
        }
        float[][] expected = Run(Compiler.Compile(Trace, Backend.Reference)), actual = Run(Compiler.Compile(Trace, Cpu));
        for (int output = 0; output < expected.Length; output++)
        {
            float scale = expected[output].Length == 0 ? 1 : 1 + expected[output].Max(Math.Abs);
            for (int i = 0; i < expected[output].Length; i++)
                Assert.True(Math.Abs(expected[output][i] - actual[output][i]) <= 2e-5 * scale,
                    $"output {output}[{i}]: expected {expected[output][i]}, got {actual[output][i]}");
        }
    }

    private static float[][] Run(Compiled step)
    {
        foreach ((string name, StepValue input) in step.Inputs)
            input.Write<float>(Points.NormalFloats(input.Shape, name[0]));
        step.Run();
        return [.. step.Outputs.Select(output => output.ToFloats())];
    }

    private static Tensor Indices() => Tensor.Of([3, 0, 3, 8, 1], [5]);

    private static Tensor OneOnDiagonal(int n) => Tensor.Iota([n, n], 0).IsEqual(Tensor.Iota([n, n], 1));

    private static Tensor Normalize(Tensor x, params int[] axes) => (x - x.Mean(axes, true)) / (x.Variance(axes, true) + 0.1f).Sqrt();
}
