using Likeness.App.Reports.Runs;
using Likeness.App.Reports.Sections;
using Likeness.Experiments.Studies;

namespace Likeness.App.Reports.Studies;

/// <summary>The course of training of every cell of a variant, one over the other.</summary>
internal static class CurveChart
{
    public static Html Of(StudyRun run, StudySweep sweep, StudyVariant variant, string name, CellLogs logs)
    {
        Series[] courses = [.. run.In(sweep).Where(row => row.Cell.Seed == run.Study.Seeds[0] && row.Cell.In(sweep)!.Variant == variant)
            .Select(row => (Row: row, Course: logs.Course(row.Folder, name))).Where(pair => pair.Course is not null)
            .Select(pair => pair.Course! with { Name = PlaceText.ValuesFrom(sweep, pair.Row.Cell.In(sweep)!, 0) })];
        if (courses.Length == 0)
            return Html.Empty;
        var (chart, caption) = LossChart.Of(variant.Name, courses, null, "");
        var label = MeasureNames.Of(name).Label;
        return Figure.Small(chart with { Title = $"{variant.Name}: {label}", Y = chart.Y with { Label = label } }, caption);
    }
}
