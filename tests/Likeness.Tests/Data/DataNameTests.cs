using Likeness.Data;
using Xunit;

namespace Likeness.Tests.Data;

public sealed class DataNameTests
{
    [Theory]
    [InlineData("mnst", "unknown data set 'mnst' (did you mean 'mnist'?)")]
    [InlineData("Fashon-mnist", "(did you mean 'fashion-mnist'?)")]
    [InlineData("completely-different", "unknown data set 'completely-different'; known: glyphs, mnist")]
    [InlineData("mnist:binry", "unknown variant 'binry' (did you mean 'binary'?); 'mnist' has firstN, binary, static, dynamic")]
    [InlineData("mnist:14", "unknown variant '14'")]
    [InlineData("alpha-digits:letters", "'alpha-digits' has firstN")]
    [InlineData("freyfaces:letters", "'freyfaces' has binary, static, dynamic")]
    [InlineData("glyphs:first0", "'glyphs' has 36 classes; use first1 to first36")]
    [InlineData("glyphs:digits:first11:14", "'glyphs:digits:14' has 10 classes; use first1 to first10")]
    [InlineData("glyphs:first3:first4", "asks for first3 and first4: choose one of them")]
    [InlineData("glyphs:first", "unknown variant 'first' (did you mean 'firstN'?)")]
    [InlineData("mnist:binary:static", "asks for binary and static: choose one of them")]
    [InlineData("glyphs:digits:letters", "asks for both")]
    [InlineData("glyphs:20x16:static", "is binary already: drop ':static'")]
    [InlineData("toy:moon", "unknown data set 'toy:moon' (did you mean 'toy:moons'?)")]
    public void Wrong_names_are_explained(string name, string message)
    {
        var error = Assert.Throws<DataSourceException>(() => DataCatalog.Load(name, new DataOptions { AllowDownload = false }));
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_wrong_toy_gets_the_nearest() =>
        Assert.Contains("(did you mean 'toy:moons'?)", Assert.Throws<DataSourceException>(() => DataCatalog.Toy("toy:moon")).Message);

    [Fact]
    public void The_catalogue_lists_each_name_once_with_all_a_reader_needs()
    {
        Assert.Equal(DataCatalog.All.Count, DataCatalog.All.Select(entry => entry.Name).Distinct().Count());
        Assert.Equal("glyphs", DataCatalog.All[0].Name);
        Assert.All(DataCatalog.All, entry => Assert.DoesNotContain("",
            new[] { entry.Description, entry.Size, entry.Source, entry.Licence }));
        Assert.Contains(DataCatalog.All, entry => entry.Name == "cifar-10");
        Assert.Contains(DataCatalog.All, entry => entry.Name == "toy:gaussians");
    }

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("same", "same", 0)]
    public void Edit_distances_are_Levenshtein(string a, string b, int distance) => Assert.Equal(distance, EditDistance.Between(a, b));
}
