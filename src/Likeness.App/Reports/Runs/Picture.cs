using System.Buffers.Binary;

namespace Likeness.App.Reports.Runs;

/// <summary>A PNG of a run, ready to be carried inside the page.</summary>
internal sealed record Picture(string File, string Title, string Caption, int Width, int Height, string DataUri)
{
    private const long LargestFile = 16 << 20;
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>The pictures of a folder: samples.png first, then those the summary lists, then the others by name.</summary>
    public static IReadOnlyList<(PictureEntry Entry, Part<Picture> Picture)> ReadAll(RunFolder run)
    {
        var listed = run.Summary.Pictures.OrderBy(entry => entry.File == "samples.png" ? 0 : 1).ToList();
        var names = Directory.EnumerateFiles(run.Path, "*.png").Select(Path.GetFileName).OfType<string>();
        var others = names.Except(listed.Select(entry => entry.File)).Order(StringComparer.Ordinal).Select(name => new PictureEntry(name, null, null));
        var all = listed.Concat(others).OrderBy(entry => entry.File == "samples.png" ? 0 : 1);
        return [.. all.Select(entry => (entry, Read(run.Path, entry)))];
    }

    /// <summary>One picture of a folder, given by its full path.</summary>
    public static Part<Picture> Read(string folder, PictureEntry entry)
    {
        // A summary is data from elsewhere: it must not pull other files of this machine into a page that is passed on.
        var path = Path.GetFullPath(Path.Combine(folder, entry.File));
        if (!path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return Part<Picture>.Unusable($"{entry.File} lies outside the run folder");
        if (!System.IO.File.Exists(path))
            return Part<Picture>.Unusable($"the run folder has no {entry.File}");
        if (new FileInfo(path).Length > LargestFile)
            return Part<Picture>.Unusable($"{entry.File} is larger than 16 MB");
        return Embed(System.IO.File.ReadAllBytes(path), entry);
    }

    // The size stands in the header chunk that follows the signature; stating it keeps the page from jumping as it loads.
    private static Part<Picture> Embed(byte[] bytes, PictureEntry entry)
    {
        if (bytes.Length < 24 || !bytes.AsSpan(0, 8).SequenceEqual(Signature))
            return Part<Picture>.Unusable($"{entry.File} is not a PNG");
        var width = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16));
        var height = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20));
        if (width <= 0 || height <= 0)
            return Part<Picture>.Unusable($"{entry.File} says it is {width} x {height} pixels");
        var (title, caption) = Words(entry);
        return Part<Picture>.Of(new Picture(entry.File, title, caption, width, height, "data:image/png;base64," + Convert.ToBase64String(bytes)));
    }

    private static (string Title, string Caption) Words(PictureEntry entry)
    {
        var (title, caption) = Path.GetFileNameWithoutExtension(entry.File) switch
        {
            "samples" => ("Samples", "Drawn from the model; not picked by hand."),
            "reconstructions" => ("Reconstructions", "Test images beside what the model makes of them."),
            "trajectory" => ("From noise to image", "Each row is one sample, from left to right."),
            "interpolation" => ("Interpolation", "Images on the straight path between two points of the latent space."),
            "manifold" => ("Latent manifold", "What the decoder makes of a regular grid of the latent plane."),
            "filters" => ("Filters", "The weights of the hidden units."),
            var name => (name.Length == 0 ? entry.File : char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ').Replace('_', ' '), ""),
        };
        return (entry.Title ?? title, entry.Caption ?? caption);
    }
}
