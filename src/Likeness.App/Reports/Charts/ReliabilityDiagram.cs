namespace Likeness.App.Reports.Charts;

/// <summary>The predictions of one range of confidence: their mean confidence, the part of them that is right, how many.</summary>
internal sealed record ReliabilityBin(double Confidence, double Accuracy, long Count);

/// <summary>
/// Accuracy against confidence: bars on the diagonal mean that a model is right as often as it says. Bars below the diagonal
/// are overconfident. A bar is wider the more predictions it stands for.
/// </summary>
internal sealed record ReliabilityDiagram(string Title, string Description, IReadOnlyList<ReliabilityBin> Bins) : IChart
{
    private static readonly Axis Confidence = new("confidence") { Min = 0, Max = 1 };
    private static readonly Axis Accuracy = new("accuracy") { Min = 0, Max = 1 };

    public Html Draw(int width)
    {
        var shown = Bins.Where(bin => bin.Count > 0 && double.IsFinite(bin.Confidence + bin.Accuracy)).ToArray();
        if (shown.Length == 0)
            return Svg.Nothing(this, width);
        var unit = new Scale(0, 1, false);
        var frame = new Frame(36, 30, width - 50, 0.72 * width, unit, unit);
        var most = shown.Max(bin => bin.Count);
        var widest = 0.7 * frame.Width / Bins.Count;
        var bars = Html.Lines(shown.Select(bin => Bar(bin, frame, 4 + widest * Math.Sqrt((double)bin.Count / most))));
        var diagonal = Html.Of($"""<path class="diagonal" d="M0 {frame.Height}L{frame.Width} 0"/>""");
        var key = Html.Of($"""<path class="diagonal" d="M{frame.Left + 10} {frame.Top + 18}h18"/>""");
        var words = Svg.Text(frame.Left + 34, frame.Top + 22, "as right as it says", kind: "caption");
        return Svg.Drawing(this, width, frame.Bottom + 42,
            Html.Lines(frame.Axes(Confidence, Accuracy), frame.Clip(Html.Lines(bars, diagonal)), key, words));
    }

    private static Html Bar(ReliabilityBin bin, Frame frame, double width)
    {
        var y = frame.MapY(bin.Accuracy);
        var words = $"confidence {Numbers.Percent(bin.Confidence)}, accuracy {Numbers.Percent(bin.Accuracy)}, "
            + $"{Numbers.Count(bin.Count)} predictions";
        var bar = Svg.Rectangle("bar", frame.MapX(bin.Confidence) - width / 2, y, width, frame.Height - y);
        return Html.Of($"""<g class="c0"><title>{words}</title>{bar}</g>""");
    }
}
