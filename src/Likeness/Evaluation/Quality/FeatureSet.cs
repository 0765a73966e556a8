namespace Likeness.Evaluation.Quality;

/// <summary>Feature vectors of a set of images, one row an image: what distances between sets of images are measured on.</summary>
public sealed class FeatureSet
{
    private readonly float[] values;

    /// <param name="values">Row after row.</param>
    /// <param name="width">Features of an image.</param>
    /// <exception cref="ArgumentException">The numbers do not fill whole rows, or one of them is not finite.</exception>
    public FeatureSet(float[] values, int width)
    {
        if (width < 1 || values.Length % width != 0)
            throw new ArgumentException($"{values.Length} numbers do not fill rows of {width} features");
        int wrong = Array.FindIndex(values, value => !float.IsFinite(value));
        if (wrong >= 0)
            throw new ArgumentException($"feature {wrong % width} of image {wrong / width} is {values[wrong]}: the images hold numbers that are not finite, or the features do not fit them");
        (this.values, Width, Count) = (values, width, values.Length / width);
    }

    /// <summary>Images.</summary>
    public int Count { get; }

    /// <summary>Features of an image.</summary>
    public int Width { get; }

    /// <summary>The features of one image.</summary>
    public ReadOnlySpan<float> this[int image] => values.AsSpan(image * Width, Width);

    /// <summary>Some of the images.</summary>
    public FeatureSet Of(IEnumerable<int> images) => new([.. images.SelectMany(image => values[(image * Width)..((image + 1) * Width)])], Width);

    /// <summary>Both sets are measured by the same features, and hold enough images.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    internal static void Require(FeatureSet a, FeatureSet b, int least, string what)
    {
        if (a.Width != b.Width)
            throw new ArgumentException($"{what}: sets with {a.Width} and {b.Width} features an image have no distance; use the same features for both");
        if (Math.Min(a.Count, b.Count) < least)
            throw new ArgumentException($"{what} needs at least {least} images on each side, got {a.Count} and {b.Count}");
    }
}
