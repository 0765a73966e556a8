using Likeness.Optim;
using Likeness.Tensors;

namespace Likeness.Training;

/// <summary>A stage's counters on the device: the step, how many there are, and the factor that divergence puts on the rate.</summary>
internal sealed class StageClock
{
    private readonly Variable total = new("steps", [], DType.I32);
    public StageClock() => RateFactor.Write<float>([1]);

    /// <summary>Steps done in this stage (I32 scalar).</summary>
    public Variable Step { get; } = new("step", [], DType.I32);

    /// <summary>What the scheduled learning rate is multiplied by (scalar).</summary>
    public Variable RateFactor { get; } = new("rate factor", []);

    /// <summary>The number of steps of the stage; a variable, so that it can be set after compiling.</summary>
    public long Total
    {
        set => total.Write<int>([checked((int)value)]);
    }

    /// <summary>The learning rate of a step.</summary>
    public Tensor Rate(Schedule schedule, Tensor step) => schedule.RateAt(step, total.Value) * RateFactor.Value;
}
