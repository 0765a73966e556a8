namespace Likeness.App.Reports.Charts;

/// <summary>A drawing of data: an immutable value that becomes the same SVG text every time.</summary>
internal interface IChart
{
    /// <summary>What the chart shows, read out by screen readers.</summary>
    string Title { get; }

    /// <summary>What a reader without eyes should take from it, in a sentence.</summary>
    string Description { get; }

    /// <summary>The SVG element, <paramref name="width"/> units wide; text is 12 units high, so one unit is meant to be about one pixel.</summary>
    Html Draw(int width);
}

/// <summary>A place in the data's own units; a coordinate that is not finite leaves a gap.</summary>
internal readonly record struct Point(double X, double Y)
{
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);
}

/// <summary>Name, unit and, where the data should not decide, the ends of an axis.</summary>
internal sealed record Axis(string Label, string Unit = "")
{
    public bool Log { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    public string Caption => Unit.Length == 0 ? Label : $"{Label} ({Unit})";
}
