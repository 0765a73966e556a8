using System.Security.Cryptography;
using System.Text;

namespace Likeness.Data;

/// <summary>Whether and how grey images are made binary; likelihoods on different choices are not comparable.</summary>
public enum Binarization
{
    /// <summary>Grey (or colour) as stored.</summary>
    None,

    /// <summary>255 where the byte is 128 or more (x/255 > 0.5), else 0.</summary>
    Threshold,

    /// <summary>255 with probability x/255, drawn once with a named seed; held as 0/255.</summary>
    Static,

    /// <summary>Pixels stay grey here; training redraws 255 with probability x/255 at every use.</summary>
    Dynamic,

    /// <summary>Binary from the start (0/255).</summary>
    Native,
}

/// <summary>A named data set: a training and a test part (one may be missing), the training part split once and for all
/// into what models learn from and a validation part on which every choice is made.</summary>
public sealed class DataSet
{
    private readonly Lazy<string> _checksum;

    /// <summary>Makes a set. The last <paramref name="validationCount"/> images of <paramref name="trainAll"/> are its validation part.
    /// Throws <see cref="ArgumentException"/> when both parts are missing or their image sizes or classes differ.</summary>
    public DataSet(string name, ImageSet? trainAll, int validationCount, ImageSet? test, Binarization binarization = Binarization.None)
    {
        Any = trainAll ?? test ?? throw new ArgumentException($"{name}: a data set needs a training or a test part");
        if (trainAll is not null && test is not null && !SameKind(trainAll, test))
            throw new ArgumentException($"{name}: training images are {Kind(trainAll)}, test images {Kind(test)}");
        (Name, TrainAll, Test, Binarization) = (name, trainAll, test, binarization);
        Train = trainAll?.Slice(0, trainAll.Count - validationCount, $"{name} train");
        Validation = validationCount > 0 ? trainAll?.Slice(trainAll.Count - validationCount, validationCount, $"{name} validation") : null;
        _checksum = new Lazy<string>(MakeChecksum);
    }

    /// <summary>The full name with variants, in canonical order: "mnist:binary".</summary>
    public string Name { get; }

    /// <summary>Training images without the validation part.</summary>
    public ImageSet? Train { get; }

    /// <summary>The fixed validation part: early stopping, thresholds and other choices are made here.</summary>
    public ImageSet? Validation { get; }

    /// <summary>Train followed by validation, for recipes that make no choice; shares their memory.</summary>
    public ImageSet? TrainAll { get; }

    /// <summary>The test part; only final numbers are taken here.</summary>
    public ImageSet? Test { get; }

    /// <summary>How the images were, or are to be, made binary.</summary>
    public Binarization Binarization { get; }

    /// <summary>Rows of an image.</summary>
    public int Height => Any.Height;

    /// <summary>Columns of an image.</summary>
    public int Width => Any.Width;

    /// <summary>1 for grey, 3 for RGB.</summary>
    public int Channels => Any.Channels;

    /// <summary>The number of classes, 0 without labels.</summary>
    public int ClassCount => Any.ClassCount;

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> ClassNames => Any.ClassNames;

    /// <summary>The SHA-256 over the checksums of the parts, their split and the binarization.</summary>
    public string Checksum => _checksum.Value;

    private ImageSet Any { get; }

    /// <summary>The training part (without validation), or an error that says that the set has none.</summary>
    public ImageSet RequireTrain() => Train ?? throw new DataSourceException(
        $"data set '{Name}' has no training part here; add its train-images and train-labels files, or train on another set");

    /// <summary>The test part, or an error that says that the set has none.</summary>
    public ImageSet RequireTest() => Test ?? throw new DataSourceException(
        $"data set '{Name}' has no test part here; add its t10k-images and t10k-labels files, or evaluate on another set");

    private string MakeChecksum()
    {
        string text = $"{TrainAll?.Checksum()} {Validation?.Count ?? 0} {Test?.Checksum()} {Binarization}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }

    private static bool SameKind(ImageSet a, ImageSet b) =>
        a.Height == b.Height && a.Width == b.Width && a.Channels == b.Channels && a.ClassNames.SequenceEqual(b.ClassNames);

    private static string Kind(ImageSet set) => $"{set.Height}x{set.Width}x{set.Channels} of {set.ClassCount} classes";
}
