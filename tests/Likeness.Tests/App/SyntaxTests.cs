using Likeness.App.Commands;
using Likeness.App.Commands.Terminal;
using Likeness.Recipes;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.App;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("1.5h", 5400)]
    [InlineData("1h30m", 5400)]
    [InlineData("1d2h3m4s", 93784)]
    [InlineData("90", null)]
    [InlineData("0s", null)]
    [InlineData("-5s", null)]
    [InlineData("30m1h", null)]
    [InlineData("5x", null)]
    [InlineData("", null)]
    public void Times_have_units(string text, int? seconds) =>
        Assert.Equal(seconds is { } expected ? TimeSpan.FromSeconds(expected) : null, DurationText.Parse(text));

    [Theory]
    [InlineData("glyphs:14", "vae-glyphs-14-s7")]
    [InlineData("/home/me/My Digits/", "vae-my-digits-s7")]
    [InlineData("faces/all.npy", "vae-all-s7")]
    public void Runs_are_named_after_model_data_and_seed(string data, string name) => Assert.Equal(name, RunNames.Stem("vae", data, "7"));

    [Fact]
    public void A_name_that_is_taken_gets_a_number()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(folder["a"], RunNames.Latest(folder.Path, "a"));
        foreach (string name in new[] { "a", "a-2" })
        {
            Assert.Equal(folder[name], RunNames.Free(folder.Path, "a"));
            Directory.CreateDirectory(folder[name]);
            Assert.Equal(folder[name], RunNames.Latest(folder.Path, "a"));
        }
        Assert.Equal(folder["a-3"], RunNames.Free(folder.Path, "a"));
    }

    [Fact]
    public void Commands_are_quoted_for_a_shell()
    {
        Assert.Equal("likeness train vae --data 'my digits' --set 'hidden=[8]'",
            CommandText.Of("train", "vae", ["--data " + CommandText.Quote("my digits"), "--set " + CommandText.Quote("hidden=[8]")]));
        Assert.Equal(@"'it'\''s'", CommandText.Quote("it's"));
        Assert.Equal("glyphs:14", CommandText.Quote("glyphs:14"));
    }

    [Theory]
    [InlineData(103.24, "103.2")]
    [InlineData(-0.034561, "-0.03456")]
    [InlineData(0, "0")]
    [InlineData(1.2341e-5, "1.234e-05")]
    [InlineData(2.5e9, "2.5e09")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Numbers_have_four_digits(double value, string text) => Assert.Equal(text, Figures.Number(value));

    [Theory]
    [InlineData(34, "0:34")]
    [InlineData(725.4, "12:05")]
    [InlineData(3753, "1:02:33")]
    [InlineData(90061, "25:01:01")]
    [InlineData(-1, "-:--")]
    public void Clocks_show_what_is_left(double seconds, string text) => Assert.Equal(text, Figures.Clock(TimeSpan.FromSeconds(seconds)));
}
