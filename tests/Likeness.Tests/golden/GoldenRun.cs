using System.Text.Json;
using Likeness.Models;
using Likeness.Optim;
using Likeness.Tensors;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Golden;

/// <summary>Numbers from the scripts beside this file, and the formulas (formula.py) that both sides start from.</summary>
internal static class GoldenRun
{
    /// <summary>The values that a script saved under a name.</summary>
    public static double[] Read(string script, string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "golden", script + ".json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. Flatten(document.RootElement.GetProperty(name))];
    }

    public static Tensor Images(Shape shape, double phase) => Numbers(shape, i => 0.5 + (0.5 * Math.Sin((0.37 * i) + phase)));

    public static float[] Noise(Shape shape, int step) => Values(shape, i => 2 * Math.Cos((1.3 * i) + step));

    /// <summary>Ten steps of Adam from the formula's weights: the loss before each of them.</summary>
    public static double[] TenLosses(IModel model, double rate, Func<Tensor, Objective> objective, Shape noise)
    {
        foreach (Variable parameter in model.Parameters)
            parameter.Write<float>(Weights(parameter));
        Variable block = Variable.Pack("block", model.Parameters);
        var adam = new Adam(block);
        Compiled step = Compiler.Compile(builder =>
        {
            Tensor loss = objective(builder.Input("noise", noise)).Loss;
            adam.Step(builder, Flat(Gradients.Of(loss, [.. model.Parameters.Select(p => p.Value)])), (float)rate);
            return [loss];
        });
        return [.. Enumerable.Range(0, 10).Select(t =>
        {
            step.Inputs["noise"].Write<float>(Noise(noise, t));
            step.Run();
            return (double)step.Outputs[0].ToFloat();
        })];
    }

    /// <summary>
    /// Ten steps of two players in turn, each with an Adam without a first moment of its own: the losses before each of them.
    /// An input u is in [0, 1], any other is noise; each turn has other numbers.
    /// </summary>
    public static double[] TenRounds(IModel model, double rate, params Func<StepBuilder, Objective>[] objectives)
    {
        foreach (Variable parameter in model.Parameters)
            parameter.Write<float>(Weights(parameter));
        Variable[] blocks = [.. model.Stages[0].Phases.Select(phase => Variable.Pack(phase.Name, phase.Parameters))];
        Compiled[] turns = [.. objectives.Select((objective, i) => Compiler.Compile(builder =>
        {
            Tensor loss = objective(builder).Loss;
            Tensor gradient = Flat(Gradients.Of(loss, [.. model.Stages[0].Phases[i].Parameters.Select(p => p.Value)]));
            new Adam(blocks[i], 0, 0.9).Step(builder, gradient, (float)rate);
            return [loss];
        }))];
        return [.. Enumerable.Range(0, 10 * turns.Length).Select(t => Turn(turns[t % turns.Length], t))];
    }

    private static double Turn(Compiled step, int number)
    {
        foreach ((string name, StepValue input) in step.Inputs)
            input.Write<float>(name == "u" ? [.. Noise(input.Shape, number).Select(x => (x + 2) / 4)] : Noise(input.Shape, number));
        step.Run();
        return step.Outputs[0].ToFloat();
    }

    public static Tensor Flat(Tensor[] gradients) => Tensor.Concat(0, [.. gradients.Select(g => g.Reshape(-1))]);

    public static void AssertClose(double[] expected, double[] actual, double tolerance = 1e-4)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= tolerance * Math.Abs(expected[i]), $"number {i}: {actual[i]}, golden {expected[i]}");
    }

    private static float[] Weights(Variable variable)
    {
        int outputs = variable.Shape[-1];
        double fanIn = variable.Shape.Rank > 1 ? variable.Shape.Size / outputs : 4;
        return Values(variable.Shape, i => Math.Sin((0.7 * i) + variable.Name.Length) / Math.Sqrt(fanIn));
    }

    private static Tensor Numbers(Shape shape, Func<int, double> value) => Tensor.Of(Values(shape, value), shape);

    private static float[] Values(Shape shape, Func<int, double> value) => [.. Enumerable.Range(0, (int)shape.Size).Select(i => (float)value(i))];

    private static IEnumerable<double> Flatten(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flatten) : [element.GetDouble()];
}
