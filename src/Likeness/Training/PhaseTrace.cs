using Likeness.Models;
using Likeness.Optim;
using Likeness.Tensors;
using Likeness.Tensors.Runtime;

namespace Likeness.Training;

/// <summary>One phase inside a compiled step: its objective, gradient, optimizer, average, random stream and loss sums.</summary>
internal sealed class PhaseTrace
{
    private readonly string prefix;
    private readonly Phase phase;
    private readonly IOptimizer optimizer;
    private readonly RandomStream stream;
    private readonly double clip;
    private Variable? sums;

    public PhaseTrace(Stage stage, Phase phase, ParameterBlock block, TrainingOptions options)
    {
        (this.phase, Block, clip) = (phase, block, options.Clip);
        prefix = stage.Phases.Count == 1 ? "" : $"{phase.Name}/";
        Name = $"{stage.Name}/{phase.Name}";
        optimizer = options.Optimizer.Create(block.Flat);
        stream = new RandomStream(options.Seed, Name);
    }

    public string Name { get; }

    public string PhaseName => phase.Name;

    public ParameterBlock Block { get; }

    /// <summary>The names of the sums: the loss, then its terms. Known once traced.</summary>
    public IReadOnlyList<string> LossNames { get; private set; } = [];

    /// <summary>Sums over the steps since the last log line: loss, terms, and the number of steps.</summary>
    public Span<float> Sums => sums!.Span<float>();

    public RandomStream Stream => stream;

    /// <summary>What a checkpoint keeps of the phase besides the parameters.</summary>
    public IReadOnlyList<Variable> State => [.. optimizer.State, stream.State, sums!];

    /// <summary>Adds the phase to the step that is being traced.</summary>
    public void Trace(StepBuilder step, Batch batch, Tensor rate)
    {
        Objective objective = phase.Objective(batch, step.Random(stream));
        Tensor[] gradients = Gradients.Of(objective.Loss, [.. Block.Parameters.Select(parameter => parameter.Value)]);
        Tensor gradient = Tensor.Concat(0, [.. gradients.Select(part => part.Reshape(-1))]);
        Tensor next = optimizer.Step(step, clip > 0 ? Clipping.ByNorm(gradient, clip) : gradient, rate);
        Block.Average?.Update(step, next);
        foreach (Assignment assignment in objective.Assignments)
            step.Update(assignment.Variable, assignment.Value);
        AddUp(step, objective);
    }

    // Reading the losses must not cost anything per step, so they add up on the device until the next log line.
    private void AddUp(StepBuilder step, Objective objective)
    {
        LossNames = [$"{prefix}loss", .. objective.Terms.Select(term => prefix + term.Name)];
        Tensor[] values = [objective.Loss, .. objective.Terms.Select(term => term.Value), Tensor.Scalar(1f)];
        sums = new Variable($"losses/{Name}", [values.Length]);
        step.Update(sums, sums.Value + Tensor.Concat(0, [.. values.Select(value => value.Reshape(1))]));
    }
}
