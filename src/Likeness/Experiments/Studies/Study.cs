using System.Globalization;

namespace Likeness.Experiments.Studies;

/// <summary>
/// A declared grid of trainings: variants (a model with settings) against axes (a setting with values), sweep by sweep. What it may say is in
/// docs/studies.md.
/// </summary>
public sealed record Study
{
    /// <summary>What it is called on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>The name in words.</summary>
    public required string Title { get; init; }

    /// <summary>What it asks and how long it takes.</summary>
    public required string About { get; init; }

    /// <summary>The data set, where no variant, sweep or axis says another.</summary>
    public required string Data { get; init; }

    /// <summary>The file it was read from, for errors.</summary>
    public required string File { get; init; }

    /// <summary>The text it was read from.</summary>
    public required string Text { get; init; }

    /// <summary>True for the short form.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Settings of all cells.</summary>
    public StudySettings Settings { get; init; } = StudySettings.None;

    /// <summary>Each cell is trained once a seed.</summary>
    public IReadOnlyList<string> Seeds { get; init; } = ["1"];

    /// <summary>How long each cell trains; null for as long as its recipe says.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Logged numbers to draw against steps; the loss unless said.</summary>
    public IReadOnlyList<string> Curves { get; init; } = ["train/loss"];

    /// <summary>Picture files of the runs to lay side by side.</summary>
    public IReadOnlyList<string> Pictures { get; init; } = ["samples.png", "filters.png"];

    /// <summary>What is compared: a line each in the charts.</summary>
    public required IReadOnlyList<StudyVariant> Variants { get; init; }

    /// <summary>The questions.</summary>
    public required IReadOnlyList<StudySweep> Sweeps { get; init; }
}

/// <summary>Changes of a recipe as key and value, in order.</summary>
/// <param name="Usual">In both forms of the study.</param>
/// <param name="Quick">In the short form besides; empty in the long one.</param>
public sealed record StudySettings(IReadOnlyList<KeyValuePair<string, string>> Usual, IReadOnlyList<KeyValuePair<string, string>> Quick)
{
    /// <summary>No changes.</summary>
    public static StudySettings None { get; } = new([], []);
}

/// <summary>A model with some settings.</summary>
public sealed record StudyVariant(string Name, string Model, StudySettings Settings);

/// <summary>One question: every variant at every combination of the values of some axes.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="About">A sentence for its heading, or empty.</param>
/// <param name="Variants">The variants in it.</param>
/// <param name="Axes">The axes, the one that charts are drawn against first; none to compare variants only.</param>
/// <param name="Settings">Settings of its cells.</param>
/// <param name="Metrics">What to show; empty for all of <c>test/</c> and <c>samples/</c>.</param>
public sealed record StudySweep(
    string Name, string About, IReadOnlyList<StudyVariant> Variants, IReadOnlyList<StudyAxis> Axes, StudySettings Settings,
    IReadOnlyList<string> Metrics);

/// <summary>A setting and the values it takes.</summary>
/// <param name="Key">The setting.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Values">The values in order.</param>
public sealed record StudyAxis(string Key, string Label, IReadOnlyList<AxisValue> Values)
{
    /// <summary>True when every value has a place on a line of numbers.</summary>
    public bool IsNumeric => Values.All(value => value.Number is not null);

    /// <summary>True when the places are far enough apart for a logarithmic scale.</summary>
    public bool IsLogarithmic => IsNumeric && Values.Min(value => value.Number) > 0 && Values.Max(value => value.Number) >= 10 * Values.Min(value => value.Number);
}

/// <summary>A value of an axis: what it is called, and what the setting is then.</summary>
public sealed record AxisValue(string Label, string Setting)
{
    /// <summary>The place on a line of numbers; null for a name.</summary>
    public double? Number => double.TryParse(Label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
        ? number : null;
}
