using Likeness.Models;

namespace Likeness.Training;

/// <summary>How many steps each stage gets: the total, divided by the stages' shares; and how many make an epoch in each.</summary>
internal sealed class StagePlan
{
    private readonly long[] ends;
    private readonly IReadOnlyList<int> stepsPerEpoch;

    public StagePlan(IReadOnlyList<Stage> stages, IReadOnlyList<int> stepsPerEpoch, long totalSteps)
    {
        (Stages, this.stepsPerEpoch, ends) = (stages, stepsPerEpoch, new long[stages.Count]);
        double shares = stages.Sum(stage => stage.Share), share = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            share += stages[i].Share;
            // Each stage gets a step at least; the last one ends at the total.
            ends[i] = Math.Max((i == 0 ? 0 : ends[i - 1]) + 1, (long)Math.Round(totalSteps * share / shares));
        }
    }

    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>Steps of all stages.</summary>
    public long Total => ends[^1];

    /// <summary>Steps in which a stage goes once through its images.</summary>
    public int StepsPerEpoch(int stage) => stepsPerEpoch[stage];

    /// <summary>Steps of the stages before this one.</summary>
    public long Start(int stage) => stage == 0 ? 0 : ends[stage - 1];

    /// <summary>Steps of one stage.</summary>
    public long Steps(int stage) => ends[stage] - Start(stage);

    /// <summary>Epochs of one stage; the last may be incomplete.</summary>
    public long Epochs(int stage) => (Steps(stage) + StepsPerEpoch(stage) - 1) / StepsPerEpoch(stage);

    /// <summary>The same stages with another number of steps.</summary>
    public StagePlan With(long totalSteps) => new(Stages, stepsPerEpoch, totalSteps);
}
