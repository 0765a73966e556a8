using Likeness.Experiments.Studies;

namespace Likeness.App.Reports.Studies;

/// <summary>Where a cell stands in a sweep, in words.</summary>
internal static class PlaceText
{
    /// <summary>Variant and values: "CD-1, hidden units 100".</summary>
    public static string Of(StudySweep sweep, CellPlace place) => string.Join(", ", [place.Variant.Name, .. Values(sweep, place, 0)]);

    /// <summary>The values of the axes from one on: "hidden units 100"; without any, the variant.</summary>
    public static string ValuesFrom(StudySweep sweep, CellPlace place, int first)
    {
        var text = string.Join(", ", Values(sweep, place, first));
        return text.Length > 0 ? text : place.Variant.Name;
    }

    private static IEnumerable<string> Values(StudySweep sweep, CellPlace place, int first) =>
        sweep.Axes.Zip(place.Values, (axis, value) => $"{axis.Label} {value.Label}").Skip(first);
}
