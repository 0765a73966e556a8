namespace Likeness.Training;

/// <summary>Takes the loss sums of a stage's phases off the device, and adds them up over an epoch.</summary>
internal sealed class LossSums(StageProgram program)
{
    private Dictionary<string, (double Sum, double Steps)> epoch = [];

    /// <summary>The sums of the epoch so far, for checkpoints.</summary>
    public IReadOnlyDictionary<string, (double Sum, double Steps)> Epoch
    {
        get => new Dictionary<string, (double, double)>(epoch);
        set => epoch = new Dictionary<string, (double, double)>(value);
    }

    /// <summary>Means since the last line; phases that did not run since are left out.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Peek()
    {
        var means = new List<KeyValuePair<string, double>>();
        foreach (PhaseTrace phase in program.Phases)
            for (int i = 0; i < phase.LossNames.Count && phase.Sums[^1] > 0; i++)
                means.Add(new(phase.LossNames[i], (double)phase.Sums[i] / phase.Sums[^1]));
        return means;
    }

    /// <summary>Moves the sums since the last line into the epoch's.</summary>
    public void Take()
    {
        foreach (PhaseTrace phase in program.Phases)
        {
            for (int i = 0; i < phase.LossNames.Count; i++)
            {
                (double sum, double steps) = epoch.GetValueOrDefault(phase.LossNames[i]);
                epoch[phase.LossNames[i]] = (sum + phase.Sums[i], steps + phase.Sums[^1]);
            }
            phase.Sums.Clear();
        }
    }

    /// <summary>Means over the epoch, named <c>train/loss</c> and the like; the next epoch begins.</summary>
    public List<KeyValuePair<string, double>> EndEpoch()
    {
        List<KeyValuePair<string, double>> means =
            [.. epoch.Where(item => item.Value.Steps > 0).Select(item => new KeyValuePair<string, double>($"train/{item.Key}", item.Value.Sum / item.Value.Steps))];
        epoch.Clear();
        return means;
    }
}
