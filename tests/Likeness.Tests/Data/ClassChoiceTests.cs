using Likeness.Data;
using Likeness.Formats;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.Data;

public sealed class ClassChoiceTests
{
    [Fact]
    public void The_first_classes_keep_order_numbers_and_names_in_every_part()
    {
        DataSet all = DataCatalog.Load("glyphs:digits:14"), three = DataCatalog.Load("glyphs:first3:14:digits");
        Assert.Equal(("glyphs:digits:14:first3", 3), (three.Name, three.ClassCount));
        Assert.Equal(["0", "1", "2"], three.ClassNames);
        Assert.Equal((4500, 750, 750), (three.Train!.Count, three.Validation!.Count, three.Test!.Count));
        foreach ((ImageSet whole, ImageSet part) in new[] { (all.Train!, three.Train), (all.Validation!, three.Validation), (all.Test!, three.Test) })
        {
            ImageSet expected = whole.OfClasses(0, 1, 2);
            Assert.Equal(expected.Labels.ToArray(), part.Labels.ToArray());
            Assert.Equal(expected.Pixels.ToArray(), part.Pixels.ToArray());
        }
        Assert.NotEqual(all.Checksum, three.Checksum);
    }

    [Fact]
    public void A_static_draw_is_the_one_of_the_whole_set() =>
        Assert.Equal(DataCatalog.Load("glyphs:digits:14:static").Test!.OfClasses(0, 1).Pixels.ToArray(),
            DataCatalog.Load("glyphs:digits:14:static:first2").Test!.Pixels.ToArray());

    [Fact]
    public void Own_images_have_first_classes_where_they_have_labels()
    {
        using var folder = new TemporaryFolder();
        byte[] labels = [.. Enumerable.Range(0, 60).Select(i => (byte)(i % 3))];
        Idx.Write(folder["train-images-idx3-ubyte"], NumericArray.Of(new byte[60 * 16], 60, 4, 4));
        string wrong = Assert.Throws<DataSourceException>(() => DataCatalog.Load(folder.Path + ":first2")).Message;
        Assert.Contains("has no labels, so its first classes cannot be chosen: drop ':first2'", wrong);
        Idx.Write(folder["train-labels-idx1-ubyte"], NumericArray.Of(labels, 60));
        DataSet set = DataCatalog.Load(folder.Path + ":first2:dynamic");
        Assert.Equal(($"{folder.Path}:first2:dynamic", 2, Binarization.Dynamic), (set.Name, set.ClassCount, set.Binarization));
        Assert.Equal(40, set.TrainAll!.Count);
        Assert.Equal(set.Name, DataCatalog.Load(folder.Path + ":dynamic:first2").Name);
    }
}
