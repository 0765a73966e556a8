using Likeness.Data;
using Likeness.Evaluation.Quality;
using Likeness.Models;
using Likeness.Training;

namespace Likeness.Experiments.Features;

/// <summary>Features that come with the program.</summary>
/// <param name="Name">As it is printed beside numbers.</param>
/// <param name="Data">The set whose classes they were trained to name.</param>
public sealed record FeatureEntry(string Name, string Data)
{
    /// <summary>A set that they are the usual ruler of: theirs, and its variants of the same images.</summary>
    internal bool Fits(string data) => data == Data || data.StartsWith($"{Data}:", StringComparison.Ordinal);
}

/// <summary>Finds the feature network to measure samples with.</summary>
public static class FeatureCatalog
{
    /// <summary>Images as they are, in place of a network.</summary>
    public const string Pixels = "pixels";

    private const string Prefix = "features/", Suffix = ".safetensors";

    /// <summary>What comes with the program; of two that fit a set, the more special one comes first.</summary>
    public static IReadOnlyList<FeatureEntry> All { get; } =
        [new("glyphs-14-v1", "glyphs:14"), new("glyphs-v1", "glyphs"), new("digits-v1", "mnist"), new("fashion-v1", "fashion-mnist")];

    /// <summary>True when features for a set come with the program.</summary>
    public static bool Knows(string data) => All.Any(entry => entry.Fits(data));

    /// <summary>A network by name or file; by default the one of the set.</summary>
    /// <param name="wanted">A name in the catalogue, <c>pixels</c>, the path of a file, or null.</param>
    /// <param name="data">The set whose images are compared.</param>
    /// <exception cref="RunException">There is none, or it takes images of another size.</exception>
    public static FeatureNetwork Find(string? wanted, DataSet data)
    {
        var images = new ImageShape(data.Height, data.Width, data.Channels);
        if (wanted == Pixels)
            return FeatureNetwork.Pixels(images);
        FeatureNetwork found = wanted is null ? Usual(data.Name) : Named(wanted);
        return found.Images == images ? found : throw new RunException(
            $"features {found.Label} take images of {found.Images}, {data.Name} has {images}: choose others by --features");
    }

    private static FeatureNetwork Usual(string data) => All.FirstOrDefault(entry => entry.Fits(data)) is { } entry ? Shipped(entry)
        : throw new RunException($"no features for {data} come with the program: make some by likeness features train NAME --data {data}, or use --features {Pixels}");

    private static FeatureNetwork Named(string wanted)
    {
        if (All.FirstOrDefault(entry => entry.Name == wanted) is { } entry)
            return Shipped(entry);
        return File.Exists(wanted) ? FeatureFile.Read(File.ReadAllBytes(wanted), wanted) : throw new RunException(
            $"there are no features '{wanted}'{EditDistance.Suggest(wanted, All.Select(entry => entry.Name).Append(Pixels))}: "
            + $"give {string.Join(", ", All.Select(entry => entry.Name))}, {Pixels}, or the file of your own (likeness features train)");
    }

    private static FeatureNetwork Shipped(FeatureEntry entry)
    {
        using Stream stream = typeof(FeatureCatalog).Assembly.GetManifestResourceStream(Prefix + entry.Name + Suffix)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return FeatureFile.Read(bytes.ToArray(), entry.Name);
    }
}
