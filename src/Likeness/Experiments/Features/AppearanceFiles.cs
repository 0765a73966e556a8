using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;
using Likeness.Evaluation.Quality;
using Likeness.Formats;

namespace Likeness.Experiments.Features;

/// <summary>Keeps features of real images in files of the program's cache: they are the same at every evaluation.</summary>
internal sealed class AppearanceFiles(string cache) : IAppearanceStore
{
    private const string FeaturesKey = "features", ProbabilitiesKey = "probabilities", HashKey = "sha256";

    /// <inheritdoc/>
    public Appearance? Read(string name)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
            return null;
        try
        {
            SafeTensorsContent content = SafeTensors.Read(path);
            if (content.Metadata[HashKey] != Hash(content.Arrays))
                return null;
            NumericArray features = content[FeaturesKey], probabilities = content[ProbabilitiesKey];
            return new Appearance(
                new FeatureSet(features.ToSingles(), features.Shape[1]),
                probabilities.Shape[1] == 0 ? [] : [.. probabilities.ToSingles().Chunk(probabilities.Shape[1])]);
        }
        catch (Exception damage) when (damage is DataFileException or KeyNotFoundException or ArgumentException or IOException
            or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            // It is computed again, and the file replaced.
            return null;
        }
    }

    /// <inheritdoc/>
    public void Write(string name, Appearance appearance)
    {
        int count = appearance.Features.Count, classes = appearance.Probabilities.Count == 0 ? 0 : appearance.Probabilities[0].Length;
        float[] features = new float[count * appearance.Features.Width];
        for (int i = 0; i < count; i++)
            appearance.Features[i].CopyTo(features.AsSpan(i * appearance.Features.Width));
        NamedArray[] arrays =
        [
            new(FeaturesKey, NumericArray.Of(features, count, appearance.Features.Width)),
            new(ProbabilitiesKey, NumericArray.Of([.. appearance.Probabilities.SelectMany(row => row)], count, classes)),
        ];
        try
        {
            SafeTensors.Write(PathOf(name), arrays, new Dictionary<string, string> { [HashKey] = Hash(arrays) });
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be written saves no time and does no harm.
        }
    }

    // The width of vectors decides the order of sums, and so the last bits.
    private string PathOf(string name)
    {
        int width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{name} {width}")));
        return Path.Combine(cache, "features", $"{Convert.ToHexStringLower(hash)[..32]}.safetensors");
    }

    private static string Hash(IReadOnlyList<NamedArray> arrays)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (NamedArray array in arrays)
            hash.AppendData(array.Array.Bytes.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
