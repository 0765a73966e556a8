using Likeness.Recipes;

namespace Likeness.Experiments.Studies;

/// <summary>One training of a study. Several sweeps may show the same one.</summary>
/// <param name="Name">The folder of its run below <c>cells/</c>.</param>
/// <param name="Recipe">What is trained.</param>
/// <param name="Places">Where it stands in the sweeps.</param>
public sealed record StudyCell(string Name, Recipe Recipe, IReadOnlyList<CellPlace> Places)
{
    /// <summary>The seed of data order and random draws.</summary>
    public string Seed => Recipe["training.seed"];

    /// <summary>Its first place in words: variant, values, seed.</summary>
    public string Title => string.Join(", ",
        [Places[0].Variant.Name, .. Places[0].Sweep.Axes.Zip(Places[0].Values, (axis, value) => $"{axis.Label} {value.Label}"), $"seed {Seed}"]);

    /// <summary>The place in a sweep, or null.</summary>
    public CellPlace? In(StudySweep sweep) => Places.FirstOrDefault(place => place.Sweep == sweep);
}

/// <summary>A variant at values of the axes of a sweep.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Values">One an axis, in the sweep's order.</param>
/// <param name="Order">Its number in the sweep: variant by variant, the last axis moving fastest.</param>
public sealed record CellPlace(StudySweep Sweep, StudyVariant Variant, IReadOnlyList<AxisValue> Values, int Order);
