using Likeness.Models;
using Likeness.Optim;
using Likeness.Tensors;
using Likeness.Tensors.Runtime;

namespace Likeness.Training;

/// <summary>One phase inside a compiled step: its objective, gradients, optimizers, averages, random stream and loss sums.</summary>
internal sealed class PhaseTrace
{
    private readonly string prefix;
    private readonly Phase phase;
    private readonly IOptimizer[] optimizers;
    private readonly Schedule schedule;
    private readonly RandomStream stream;
    private readonly double clip;
    private Variable? sums;

    public PhaseTrace(Stage stage, Phase phase, IReadOnlyList<ParameterBlock> blocks, TrainingOptions options)
    {
        (this.phase, Blocks, clip) = (phase, blocks, options.Clip);
        prefix = stage.Phases.Count == 1 ? "" : $"{phase.Name}/";
        Name = $"{stage.Name}/{phase.Name}";
        (OptimizerOptions optimizer, schedule) = options.Of(phase);
        optimizers = [.. blocks.Select(block => optimizer.Create(block.Flat))];
        stream = new RandomStream(options.Seed, Name);
    }

    public string Name { get; }

    public string PhaseName => phase.Name;

    public IReadOnlyList<ParameterBlock> Blocks { get; }

    /// <summary>The names of the sums: the loss, then its terms. Known once traced.</summary>
    public IReadOnlyList<string> LossNames { get; private set; } = [];

    /// <summary>Sums over the steps since the last log line: loss, terms, and the number of steps.</summary>
    public Span<float> Sums => sums!.Span<float>();

    public RandomStream Stream => stream;

    /// <summary>What a checkpoint keeps of the phase besides the parameters.</summary>
    public IReadOnlyList<Variable> State => [.. optimizers.SelectMany(optimizer => optimizer.State), stream.State, sums!];

    /// <summary>Adds the phase to the step that is being traced, and returns its learning rate.</summary>
    public Tensor Trace(StepBuilder step, Batch batch, StageClock clock, Tensor now)
    {
        Objective objective = phase.Objective(batch, step.Random(stream));
        Tensor rate = clock.Rate(schedule, now);
        Tensor[] gradients = Clipped(Flat(objective.Loss));
        for (int i = 0; i < gradients.Length; i++)
        {
            Tensor next = optimizers[i].Step(step, gradients[i], rate, Limited);
            Blocks[i].Average?.Update(step, next);
        }
        foreach (Assignment assignment in objective.Assignments)
            step.Update(assignment.Variable, assignment.Value);
        AddUp(step, objective);
        return rate;
    }

    // The gradient of each block, flat.
    private Tensor[] Flat(Tensor loss)
    {
        Tensor[] gradients = Gradients.Of(loss, [.. Blocks.SelectMany(block => block.Parameters).Select(parameter => parameter.Value)]);
        var parts = new Queue<Tensor>(gradients.Select(part => part.Reshape(-1)));
        return [.. Blocks.Select(block => Tensor.Concat(0, [.. block.Parameters.Select(_ => parts.Dequeue())]))];
    }

    private Tensor Limited(Tensor parameters) =>
        phase.Limit is { } limit ? parameters.Clamp(-(float)limit, (float)limit) : parameters;

    private Tensor[] Clipped(Tensor[] gradients)
    {
        if (clip == 0)
            return gradients;
        Tensor factor = Clipping.Factor(clip, gradients);
        return [.. gradients.Select(gradient => gradient * factor)];
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
