using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Testing;

/// <summary>Compares derivatives with central differences along random directions, in double precision, first and second order.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>Checks a function of several tensors whose values lie at the given points.</summary>
    public static void Run(Func<Tensor[], Tensor> function, params (Shape Shape, double[] Values)[] points)
    {
        Check(function, points);
        Check(inputs => Directional(function, inputs), points);
    }

    // The first derivative along fixed directions, itself a function to be checked.
    private static Tensor Directional(Func<Tensor[], Tensor> function, Tensor[] inputs)
    {
        Tensor[] gradients = Gradients.Of(Weighted(function(inputs), 1), inputs);
        return inputs.Select((x, i) => (gradients[i] * Points.Constant(x.Shape, 10 + i)).Sum()).Aggregate((a, b) => a + b);
    }

    private static Tensor Weighted(Tensor y, int seed) => (y * Points.Constant(y.Shape, seed)).Sum();

    private static void Check(Func<Tensor[], Tensor> function, (Shape Shape, double[] Values)[] points)
    {
        double[][] directions = [.. points.Select((point, i) => Points.Normal(point.Shape, 100 + i))];
        Compiled step = Compiler.Compile(builder =>
        {
            Tensor[] inputs = [.. points.Select((point, i) => builder.Input($"x{i}", point.Shape))];
            Tensor value = Weighted(function(inputs), 2);
            return [value, .. Gradients.Of(value, inputs)];
        }, Backend.Reference);

        double At(double distance)
        {
            for (int i = 0; i < points.Length; i++)
                step.Inputs[$"x{i}"].Write<double>([.. points[i].Values.Zip(directions[i], (x, d) => x + (distance * d))]);
            step.Run();
            var value = new double[1];
            step.Outputs[0].Read<double>(value);
            return value[0];
        }

        double numeric = (At(Step) - At(-Step)) / (2 * Step);
        At(0);
        double exact = 0;
        for (int i = 0; i < points.Length; i++)
        {
            var gradient = new double[points[i].Shape.Size];
            step.Outputs[1 + i].Read<double>(gradient);
            exact += gradient.Zip(directions[i], (g, d) => g * d).Sum();
        }
        Assert.True(Math.Abs(exact - numeric) <= 1e-5 * (1 + Math.Abs(numeric)), $"derivative {exact}, finite difference {numeric}");
    }
}

/// <summary>Reproducible numbers for tests.</summary>
internal static class Points
{
    /// <summary>Normal numbers from a counter-based generator.</summary>
    public static double[] Normal(Shape shape, int seed) =>
        [.. Enumerable.Range(0, (int)shape.Size).Select(i => PhiloxReference.Normal(i, (uint)seed, 7, 0, 0, 0))];

    /// <summary>Uniform numbers between two bounds.</summary>
    public static double[] Uniform(Shape shape, int seed, double low, double high) =>
        [.. Enumerable.Range(0, (int)shape.Size).Select(i => low + ((high - low) * PhiloxReference.Uniform(i, (uint)seed, 9, 0, 0, 0)))];

    public static float[] NormalFloats(Shape shape, int seed) => Array.ConvertAll(Normal(shape, seed), x => (float)x);

    public static Tensor Constant(Shape shape, int seed) => Tensor.Of(NormalFloats(shape, seed), shape);
}
