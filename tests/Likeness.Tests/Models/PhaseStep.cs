using Likeness.Models;
using Likeness.Optim;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Golden;
using Likeness.Tests.Testing;

namespace Likeness.Tests.Models;

/// <summary>A phase as a compiled step of Adam: what a law needs of a trainer.</summary>
internal sealed class PhaseStep
{
    private readonly Compiled step;
    private readonly IReadOnlyList<string> names;

    public PhaseStep(Phase phase, Batch batch, double rate = 1e-3, ulong seed = 1, Backend? backend = null)
    {
        Variable block = Variable.Pack("block", phase.Parameters);
        var adam = new Adam(block);
        var stream = new RandomStream(seed, "train");
        IReadOnlyList<Term> terms = [];
        step = Compiler.Compile(builder =>
        {
            Objective objective = phase.Objective(batch, builder.Random(stream));
            Tensor[] gradients = Gradients.Of(objective.Loss, [.. phase.Parameters.Select(p => p.Value)]);
            adam.Step(builder, GoldenRun.Flat(gradients), (float)rate);
            foreach (Assignment assignment in objective.Assignments)
                builder.Update(assignment.Variable, assignment.Value);
            terms = objective.Terms;
            return [objective.Loss, .. terms.Select(term => term.Value), .. gradients];
        }, backend);
        names = [.. terms.Select(term => term.Name)];
    }

    /// <summary>The first phase of a model's first stage.</summary>
    public PhaseStep(IModel model, Batch batch, double rate = 1e-3, ulong seed = 1)
        : this(model.Stages[0].Phases[0], batch, rate, seed)
    {
    }

    /// <summary>The loss before the step.</summary>
    public float Run()
    {
        step.Run();
        return step.Outputs[0].ToFloat();
    }

    public float Run(int times)
    {
        float loss = Run();
        for (int i = 1; i < times; i++)
            loss = Run();
        return loss;
    }

    public float Term(string name) => step.Outputs[1 + names.ToList().IndexOf(name)].ToFloat();

    /// <summary>The gradient of each parameter in the last step.</summary>
    public float[][] ParameterGradients => [.. step.Outputs.Skip(1 + names.Count).Select(output => output.ToFloats())];

    /// <summary>Images that differ from each other, in [0, 1], with labels 0, 1, 2, 0, ..</summary>
    public static Batch Batch(ImageShape images, int n) => new(
        Points.Constant(images.Batch(n), 5).Sigmoid(), Tensor.Of([.. Enumerable.Range(0, n).Select(i => i % 3)], [n]));
}
