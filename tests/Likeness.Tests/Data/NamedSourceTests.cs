using Likeness.Data;
using Likeness.Data.Sources;
using Likeness.Formats;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.Data;

/// <summary>The readers of the named sets, on small files made here.</summary>
public sealed class NamedSourceTests
{
    [Fact]
    public void Cifar_planes_become_pixels()
    {
        using var folder = new TemporaryFolder();
        WriteCifar(folder["cifar-10"], images: 4);
        var set = DataCatalog.Load("cifar-10", Only(folder));
        Assert.Equal((32, 32, 3, 10), (set.Height, set.Width, set.Channels, set.ClassCount));
        Assert.Equal((20, 4), (set.TrainAll!.Count, set.Test!.Count));
        Assert.Equal([0, 1, 2, 3], set.Test.Labels.ToArray());
        // The planes hold 1, 2 and 3; the first red value is the image number.
        Assert.Equal([2, 2, 3, 1, 2, 3], set.Test.Image(2)[..6].ToArray());
        var damaged = File.ReadAllBytes(folder["cifar-10", "test_batch.bin"]);
        damaged[3073] = 77;
        File.WriteAllBytes(folder["cifar-10", "test_batch.bin"], damaged);
        Fails("cifar-10", folder, "label 77 of image 1 is outside 0..9");
        File.WriteAllBytes(folder["cifar-10", "test_batch.bin"], new byte[3000]);
        Fails("cifar-10", folder, "3000 bytes, not a whole number of 3073-byte records");
    }

    [Fact]
    public void AlphaDigits_come_from_either_file()
    {
        using var folder = new TemporaryFolder();
        var pixels = Enumerable.Range(0, 36 * 39 * 320).Select(i => (byte)(CounterHash.At(5, (ulong)i) & 1)).ToArray();
        Idx.Write(folder["alpha-digits", "alphadigs-images-idx3-ubyte.gz"], NumericArray.Of(pixels, 36 * 39, 20, 16));
        Idx.Write(folder["alpha-digits", "alphadigs-labels-idx1-ubyte.gz"],
            NumericArray.Of(Enumerable.Range(0, 36 * 39).Select(i => (byte)(i / 39)).ToArray()));
        var idx = DataCatalog.Load("alpha-digits", Only(folder));
        Assert.Equal((1080, 108, 324), (idx.TrainAll!.Count, idx.Validation!.Count, idx.Test!.Count));
        Assert.Equal(pixels.AsSpan(30 * 320, 320).ToArray().Select(bit => (byte)(bit * 255)), idx.Test.Image(0).ToArray());
        using var other = new TemporaryFolder();
        AtomicFile.WriteAllBytes(other["binaryalphadigs.mat"], AlphaMat(pixels));
        Assert.Equal(idx.Checksum, DataCatalog.Load("alpha-digits", Only(other)).Checksum);
        Assert.Contains("binary already", Assert.Throws<DataSourceException>(() =>
            DataCatalog.Load("alpha-digits:binary", Only(folder))).Message);
    }

    [Fact]
    public void Frey_faces_come_from_either_file()
    {
        using var folder = new TemporaryFolder();
        var pixels = Enumerable.Range(0, 13 * 560).Select(i => (byte)(i * 11 % 251 + 2)).ToArray();
        Idx.Write(folder["freyfaces", "freyfaces-images-idx3-ubyte.gz"], NumericArray.Of(pixels, 13, 28, 20));
        var idx = DataCatalog.Load("freyfaces", Only(folder));
        Assert.Equal((11, 2, 0), (idx.TrainAll!.Count, idx.Test!.Count, idx.ClassCount));
        Assert.Equal(pixels.AsSpan(5 * 560, 560).ToArray(), idx.Test.Image(0).ToArray());
        using var other = new TemporaryFolder();
        var mat = new MatBytes();
        // One frame a column: column-major order is the frames one after another.
        AtomicFile.WriteAllBytes(other["freyfaces", "frey_rawface.mat"], mat.File(mat.Matrix(9, [560, 13], "ff", mat.Element(2, pixels))));
        Assert.Equal(idx.Checksum, DataCatalog.Load("freyfaces", Only(other)).Checksum);
    }

    [Fact]
    public void A_named_set_needs_its_labels_in_range()
    {
        using var folder = new TemporaryFolder();
        Idx.Write(folder["mnist", "t10k-images-idx3-ubyte"], NumericArray.Of(Enumerable.Range(0, 784).Select(i => (byte)i).ToArray(),
            1, 28, 28));
        Fails("mnist", folder, "has no labels beside it");
        Idx.Write(folder["mnist", "t10k-labels-idx1-ubyte"], NumericArray.Of((byte[])[10]));
        Fails("mnist", folder, "label 10 of image 0 is outside 0..9");
        Idx.Write(folder["mnist", "t10k-labels-idx1-ubyte"], NumericArray.Of((byte[])[9]));
        Assert.Equal(9, DataCatalog.Load("mnist", Only(folder)).Test!.Labels.Span[0]);
    }

    private static DataOptions Only(TemporaryFolder folder) => new() { DataDirectories = [folder.Path], AllowDownload = false };

    private static void Fails(string name, TemporaryFolder folder, string message)
    {
        var error = Assert.Throws<DataFileException>(() => DataCatalog.Load(name, Only(folder)));
        Assert.StartsWith(folder.Path, error.Message);
        Assert.Contains(message, error.Message);
    }

    internal static void WriteCifar(string folder, int images)
    {
        foreach (string file in CifarSource.Files)
        {
            var content = new byte[images * 3073];
            for (int i = 0; i < images; i++)
            {
                content[i * 3073] = (byte)i;
                for (int c = 0; c < 3; c++)
                    content.AsSpan(i * 3073 + 1 + c * 1024, 1024).Fill((byte)(c + 1));
                content[i * 3073 + 1] = (byte)i;
            }
            AtomicFile.WriteAllBytes(Path.Combine(folder, file), content);
        }
    }

    private static byte[] AlphaMat(byte[] pixels)
    {
        var mat = new MatBytes();
        byte[] Image(int label, int sample) => mat.Matrix(9, [20, 16], "", mat.Element(2,
            [.. from column in Enumerable.Range(0, 16) from row in Enumerable.Range(0, 20)
             select pixels[(label * 39 + sample) * 320 + row * 16 + column]]));
        byte[][] cells = [.. from sample in Enumerable.Range(0, 39) from label in Enumerable.Range(0, 36) select Image(label, sample)];
        return mat.File(mat.Matrix(1, [36, 39], "dat", cells));
    }
}
