namespace Likeness.App.Reports.Charts;

/// <summary>The rectangle of a chart in which data is drawn, with the two scales that map data into it.</summary>
internal sealed record Frame(double Left, double Top, double Width, double Height, Scale X, Scale Y)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public double MapX(double value) => X.Map(value, 0, Width);

    public double MapY(double value) => Y.Map(value, Height, 0);

    public Point Map(Point point) => new(MapX(point.X), MapY(point.Y));

    private int XCount => (int)Math.Clamp(Width / 80, 3, 9);

    private int YCount => (int)Math.Clamp(Height / 42, 3, 8);

    /// <summary>Grid lines, tick labels and axis captions; the caption of the y axis lies flat above it, where it can be read.</summary>
    public Html Axes(Axis x, Axis y) => Html.Of($"""
        <g class="grid">{Y.Marks(YCount).Select(HorizontalLine)}</g>
        <g class="ticks">{Y.Marks(YCount).Select(YLabel)}{X.Marks(XCount).Select(XLabel)}</g>
        <line class="axis" x1="{Left}" y1="{Bottom}" x2="{Right}" y2="{Bottom}"/>
        {Svg.Text(2, Top - 10, y.Caption, kind: "caption")}
        {Svg.Text(Right, Bottom + 34, x.Caption, "end", "caption")}
        """);

    /// <summary>Data drawn in the frame's own coordinates; an inner svg element clips what leaves it.</summary>
    public Html Clip(Html data) =>
        Html.Of($"""<svg x="{Left}" y="{Top}" width="{Width}" height="{Height}" viewBox="0 0 {Width} {Height}">{data}</svg>""");

    /// <summary>The room that the labels of the y axis take.</summary>
    public static double YLabelRoom(Scale y, double height) =>
        10 + y.Marks((int)Math.Clamp(height / 42, 3, 8)).Select(tick => Svg.TextWidth(tick.Text)).DefaultIfEmpty(0).Max();

    private Html HorizontalLine(Tick tick) =>
        Svg.Line(Left, Top + MapY(tick.Value), Right, Top + MapY(tick.Value));

    private Html YLabel(Tick tick) =>
        Svg.Text(Left - 7, Top + MapY(tick.Value) + 4, tick.Text, "end");

    private Html XLabel(Tick tick) =>
        Svg.Text(Left + MapX(tick.Value), Bottom + 18, tick.Text, "middle");
}
