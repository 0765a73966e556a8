using System.IO.Compression;
using Likeness.Data;
using Likeness.Formats;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.Data;

public sealed class PathSourceTests
{
    [Theory]
    [InlineData("train-images-idx3-ubyte", "t10k-images-idx3-ubyte.gz")]
    [InlineData("train-images.idx3-ubyte", "test-images-idx3-ubyte")]
    public void Idx_folders_of_any_size_are_read(string train, string test)
    {
        using var folder = new TemporaryFolder();
        Write(folder[train], Images(40, 3, 2));
        Write(folder[train.Replace("images", "labels")], Labels(40, 4));
        Write(folder[test], Images(5, 3, 2));
        Write(folder[test.Replace("images", "labels")], Labels(5, 4));
        var set = DataCatalog.Load(folder.Path);
        Assert.Equal((3, 2, 1, 4), (set.Height, set.Width, set.Channels, set.ClassCount));
        Assert.Equal((36, 4, 5), (set.Train!.Count, set.Validation!.Count, set.Test!.Count));
        Assert.Equal([0, 1, 2, 3, 0], set.Test.Labels.ToArray());
        Assert.Equal($"{folder.Path}:binary", DataCatalog.Load(folder.Path + ":binary").Name);
    }

    [Fact]
    public void A_test_part_alone_without_labels_is_a_set()
    {
        using var folder = new TemporaryFolder();
        Write(folder["t10k-images-idx3-ubyte.gz"], Images(5, 3, 2));
        var set = DataCatalog.Load(folder.Path);
        Assert.Null(set.TrainAll);
        Assert.False(set.Test!.HasLabels);
    }

    [Fact]
    public void Idx_files_that_do_not_fit_together_are_named()
    {
        using var folder = new TemporaryFolder();
        string images = folder["train-images-idx3-ubyte"], labels = folder["train-labels-idx1-ubyte"],
            test = folder["t10k-images-idx3-ubyte"];
        Write(images, Images(10, 3, 2));
        Write(labels, Labels(9, 4));
        Fails(folder.Path, labels, "holds 9 labels for the 10 images of train-images-idx3-ubyte");
        Write(labels, NumericArray.Of((byte[])[1, 2], 2, 1, 1));
        Fails(folder.Path, labels, "holds 2 labels");
        Write(labels, Images(5, 2, 1));
        Fails(folder.Path, labels, "labels have shape [5, 2, 1]");
        Write(labels, Labels(10, 4));
        Write(images, Labels(10, 4));
        Fails(folder.Path, images, "holds an array of shape [10]");
        Write(images, new NumericArray(ElementType.I16, [10, 1, 1], new byte[20].Select((_, i) => (byte)i).ToArray()));
        Fails(folder.Path, images, "pixel 0 is 256, outside 0..255");
        Write(images, Images(10, 3, 2));
        Write(test, Images(2, 3, 3));
        Fails(folder.Path, folder.Path, "has labels for one part only");
        Write(folder["t10k-labels-idx1-ubyte"], Labels(2, 4));
        Fails(folder.Path, test, "has images of 3x3x1, the training part 3x2x1");
    }

    [Fact]
    public void Npy_files_of_bytes_and_floats_are_read()
    {
        using var folder = new TemporaryFolder();
        Npy.Write(folder["a.npy"], NumericArray.Of([0f, 0.5f, 1f, 0.25f, 0f, 0f, 0f, 0f], 2, 4));
        var set = DataCatalog.Load(folder["a.npy"]);
        Assert.Equal((2, 2, 1), (set.Height, set.Width, set.Channels));
        Assert.Equal([0, 128, 255, 64], set.TrainAll!.Image(0).ToArray());
        Npy.Write(folder["b.npy"], NumericArray.Of([0f, 1.5f, 0f, 0f], 1, 4));
        Fails(folder["b.npy"], folder["b.npy"], "pixel 1 is 1.5, outside 0..1");
        Npy.Write(folder["c.npy"], NumericArray.Of(new byte[10], 2, 5));
        Fails(folder["c.npy"], folder["c.npy"], "shape [2, 5]");
        Npy.Write(folder["d.npy"], NumericArray.Of((byte[])[0, 1, 1, 0], 1, 2, 2));
        Assert.Equal([0, 255, 255, 0], DataCatalog.Load(folder["d.npy"]).TrainAll!.Image(0).ToArray());
    }

    [Fact]
    public void Npz_archives_with_parts_and_labels_are_read()
    {
        using var folder = new TemporaryFolder();
        WriteArchive(folder["a.npz"], ("x_train", Images(20, 4, 4)),
            ("y_train", NumericArray.Of(new long[20].Select((_, i) => i % 3L).ToArray())),
            ("x_test", Images(3, 4, 4)), ("y_test", NumericArray.Of((long[])[0, 1, 2])));
        var set = DataCatalog.Load(folder["a.npz"]);
        Assert.Equal((20, 3, 3), (set.TrainAll!.Count, set.Test!.Count, set.ClassCount));
        WriteArchive(folder["b.npz"], ("x", Images(12, 4, 4)), ("y", NumericArray.Of((float[])[0, 1, .5f])));
        Fails(folder["b.npz"], folder["b.npz"], "not whole numbers");
        WriteArchive(folder["c.npz"], ("p", Images(12, 4, 4)), ("q", Images(12, 4, 4)));
        Fails(folder["c.npz"], folder["c.npz"], "holds the arrays p, q; name them x_train");
        WriteArchive(folder["d.npz"], ("x", Images(3, 4, 4)), ("y", NumericArray.Of((int[])[0, -1, 2])));
        Fails(folder["d.npz"], folder["d.npz"], "label -1 of image 1 is negative");
    }

    [Fact]
    public void Picture_folders_take_their_classes_from_sub_folders()
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i < 12; i++)
            foreach (string name in (string[])["dog", "cat"])
                PngWriter.Write(folder[name, $"{i:00}.png"], new PixelImage(1, 2, 3, [(byte)i, 1, 2, 3, 4, (byte)name[0]]));
        var set = DataCatalog.Load(folder.Path);
        Assert.Equal(["cat", "dog"], set.ClassNames);
        Assert.Equal((18, 2, 4, 3), (set.Train!.Count, set.Validation!.Count, set.Test!.Count, set.Channels));
        Assert.Equal([5, 1, 2, 3, 4, (byte)'c'], set.Test.Image(0).ToArray());
        Assert.Contains("in colour", Assert.Throws<DataSourceException>(() => DataCatalog.Load(folder.Path + ":binary")).Message);
        PngWriter.Write(folder["dog", "99.png"], new PixelImage(2, 2, 3, new byte[12]));
        Fails(folder.Path, folder["dog", "99.png"], "is a 2x2x3 picture among 1x2x3 ones");
    }

    [Fact]
    public void Picture_folders_may_hold_parts_or_no_classes()
    {
        using var folder = new TemporaryFolder();
        PixelImage image = new(1, 1, 1, [9]);
        PngWriter.Write(folder["train", "a.png"], image);
        PngWriter.Write(folder["test", "a.png"], image);
        var set = DataCatalog.Load(folder.Path);
        Assert.Equal((1, 1, 0), (set.TrainAll!.Count, set.Test!.Count, set.ClassCount));
        PngWriter.Write(folder["test", "b", "a.png"], image);
        Fails(folder.Path, folder["test"], "holds PNG pictures beside its class folders");
        File.Delete(folder["test", "a.png"]);
        Fails(folder.Path, folder["test"], "has the classes b, the training part ");
    }

    [Fact]
    public void Other_paths_are_explained()
    {
        using var folder = new TemporaryFolder();
        Fails(folder.Path, folder.Path, "holds neither IDX files nor PNG pictures");
        Fails(folder["none"], folder["none"], "does not exist");
        File.WriteAllText(folder["a.txt"], "");
        Fails(folder["a.txt"], folder["a.txt"], "is no .npy or .npz file");
    }

    private static void Fails(string path, string file, string message)
    {
        var error = Assert.Throws<DataFileException>(() => DataCatalog.Load(path));
        Assert.StartsWith(file, error.Message);
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static void Write(string path, NumericArray array) => Idx.Write(path, array);

    private static NumericArray Images(int count, int height, int width) =>
        NumericArray.Of(Enumerable.Range(0, count * height * width).Select(i => (byte)(i * 7)).ToArray(), count, height, width);

    private static NumericArray Labels(int count, int classes) =>
        NumericArray.Of(Enumerable.Range(0, count).Select(i => (byte)(i % classes)).ToArray(), count);

    private static void WriteArchive(string path, params (string Name, NumericArray Array)[] arrays)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, array) in arrays)
            using (var entry = archive.CreateEntry(name + ".npy").Open())
                Npy.Write(entry, array);
    }
}
