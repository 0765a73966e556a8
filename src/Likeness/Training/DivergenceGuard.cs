namespace Likeness.Training;

/// <summary>
/// Watches the losses at each log line. A loss that is not a number, or that is many times larger than usual, is divergence;
/// the usual size is a moving average of the absolute loss over the lines that were good.
/// </summary>
internal sealed class DivergenceGuard(double factor)
{
    private const double Decay = 0.9;
    private Dictionary<string, double> typical = [];

    /// <summary>The usual sizes, for checkpoints.</summary>
    public IReadOnlyDictionary<string, double> Typical
    {
        get => new Dictionary<string, double>(typical);
        set => typical = new Dictionary<string, double>(value);
    }

    /// <summary>Looks at the means of a log line: what is wrong in words, or null when all is well (then it counts as usual).</summary>
    public string? Check(IReadOnlyList<KeyValuePair<string, double>> losses)
    {
        foreach ((string name, double value) in losses)
            if (Wrong(name, value) is { } reason)
                return reason;
        foreach ((string name, double value) in losses)
            typical[name] = typical.TryGetValue(name, out double usual) ? (Decay * usual) + ((1 - Decay) * Math.Abs(value)) : Math.Abs(value);
        return null;
    }

    private string? Wrong(string name, double value)
    {
        if (!double.IsFinite(value))
            return $"{name} is not finite";
        return typical.TryGetValue(name, out double usual) && Math.Abs(value) > factor * Math.Max(1, usual)
            ? FormattableString.Invariant($"{name} grew to {value:G4}, usually {usual:G4}") : null;
    }
}
