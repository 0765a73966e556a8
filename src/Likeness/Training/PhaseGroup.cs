using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Training;

/// <summary>
/// The phases of a stage that are compiled as one step: neighbours with the same rhythm and different parameters. They see the
/// same batch and the parameters as they were before the step.
/// </summary>
internal sealed class PhaseGroup
{
    private readonly List<PhaseTrace> phases = [];

    public PhaseGroup(int every) => Every = every;

    public int Every { get; }

    public IReadOnlyList<PhaseTrace> Phases => phases;

    /// <summary>The group's step, once it is compiled.</summary>
    public Compiled Step { get; private set; } = null!;

    /// <summary>Splits a stage's phases, in order, into as few steps as possible.</summary>
    public static IReadOnlyList<PhaseGroup> Split(Stage stage, ParameterBlocks blocks, TrainingOptions options)
    {
        var groups = new List<PhaseGroup>();
        foreach (Phase phase in stage.Phases)
        {
            IReadOnlyList<ParameterBlock> moved = blocks.Of(phase);
            if (groups.Count == 0 || groups[^1].Every != phase.Every || groups[^1].phases.Exists(trace => trace.Blocks.Intersect(moved).Any()))
                groups.Add(new PhaseGroup(phase.Every));
            groups[^1].phases.Add(new PhaseTrace(stage, phase, moved, options));
        }
        return groups;
    }

    /// <summary>Compiles the group's step.</summary>
    /// <param name="batch">Takes the batch inside the step.</param>
    /// <param name="clock">The stage's counters.</param>
    /// <param name="advances">Whether this group moves the step counter on; one group of a stage does.</param>
    /// <param name="lag">1 for the groups that run after it, else 0.</param>
    /// <param name="backend">Where it runs.</param>
    public void Compile(Func<StepBuilder, Tensor, Batch> batch, StageClock clock, bool advances, int lag, Backend backend) =>
        Step = Compiler.Compile(
            step =>
            {
                Tensor now = clock.Step.Value - lag;
                Batch seen = batch(step, now);
                Tensor[] rates = [.. phases.Select(phase => phase.Trace(step, seen, clock, now))];
                if (advances)
                    step.Update(clock.Step, clock.Step.Value + 1f);
                return [rates[0]];
            },
            backend);

    /// <summary>Runs the step once.</summary>
    public void Run() => Step.Run();

    /// <summary>Where the time of the step goes.</summary>
    public PhaseProfile Profile(string stage, int runs) =>
        new(stage, [.. phases.Select(phase => phase.PhaseName)], Every, Step.Profile(runs));

    /// <summary>The learning rate of the first phase in the last run.</summary>
    public double LearningRate => Step.Outputs[0].ToFloat();
}
