using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Likeness.Tests.Reports;

/// <summary>What holds of every page: it needs no network, and everyone can read it.</summary>
public sealed class PageTests : IDisposable
{
    private readonly FakeRun run = FakeRun.Whole();
    private readonly ReportPage page;

    public PageTests() => page = ReportPage.Of(run);

    public void Dispose() => run.Dispose();

    [Fact]
    public void The_page_asks_the_network_for_nothing()
    {
        Assert.Empty(page.All("link").Concat(page.All("iframe")).Concat(page.All("object")));
        Assert.All(page.Root.DescendantsAndSelf().Attributes("src"), source => Assert.StartsWith("data:image/png;base64,", source.Value, StringComparison.Ordinal));
        Assert.All(page.Root.DescendantsAndSelf().Attributes("href"), target => Assert.True(target.Parent!.Name == "a" && (target.Value[0] == '#' || target.Value.StartsWith("https://", StringComparison.Ordinal))));
        Assert.DoesNotMatch("@import|url\\(", page.All("style").Single().Value);
    }

    [Fact]
    public void The_policy_admits_the_page_s_own_script_and_no_other()
    {
        var policy = page.All("meta").Single(meta => meta.Attribute("http-equiv") is not null).Attribute("content")!.Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.All("script").Single().Value)));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.EndsWith($"script-src 'sha256-{hash}'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_descend_one_level_at_a_time_and_links_arrive()
    {
        var levels = page.Root.Descendants().Where(element => Regex.IsMatch(element.Name.LocalName, "^h[1-6]$")).Select(heading => heading.Name.LocalName[1] - '0').ToArray();
        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.InRange(pair.Second, 2, pair.First + 1));
        var ids = page.Root.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(page.All("a").Select(link => link.Attribute("href")!.Value).Where(target => target[0] == '#'), target => Assert.Contains(target[1..], ids));
    }

    [Fact]
    public void Pictures_charts_and_tables_speak()
    {
        Assert.Equal("en", page.Root.Attribute("lang")!.Value);
        Assert.All(page.All("img"), image => Assert.False(string.IsNullOrWhiteSpace(image.Attribute("alt")?.Value)));
        Assert.All(page.All("svg").Where(svg => svg.Attribute("role") is not null), svg => Assert.Equal(["title", "desc"], svg.Elements().Take(2).Select(element => element.Name.LocalName)));
        Assert.All(page.All("table"), table => Assert.NotNull(table.Element("caption")));
        Assert.All(page.All("thead").Descendants("th"), head => Assert.Equal("col", head.Attribute("scope")?.Value));
        Assert.All(page.All("tbody").Elements("tr"), row => Assert.Equal("row", row.Element("th")?.Attribute("scope")?.Value));
    }

    [Fact]
    public void Pictures_are_drawn_in_whole_pixels()
    {
        var image = page.Section("glance")!.Descendants("img").Single();
        Assert.Equal((604, 604), ((int)image.Attribute("width")!, (int)image.Attribute("height")!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Colours_stand_out_from_what_they_lie_on_in_light_and_in_dark(int mode)
    {
        var style = page.All("style").Single().Value;
        var blocks = Regex.Matches(style, @":root \{([^}]*)\}").Select(match => match.Groups[1].Value).ToArray();
        var colours = Regex.Matches(blocks[mode], @"--([\w]+): (#[0-9a-f]{6})").ToDictionary(match => match.Groups[1].Value, match => Luminance(match.Groups[2].Value));
        foreach (var ground in new[] { "paper", "card" })
        {
            Assert.All(new[] { "ink", "soft", "accent" }, ink => Assert.True(Contrast(colours[ink], colours[ground]) >= 4.5, $"{ink} on {ground}"));
            Assert.All(Enumerable.Range(0, 10).Select(i => "c" + i), ink => Assert.True(Contrast(colours[ink], colours[ground]) >= 3, $"{ink} on {ground}"));
        }
        Assert.True(Contrast(colours["accent"], colours["wash"]) >= 4.5, "accent on wash");
    }

    private static double Contrast(double a, double b) => (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

    // Relative luminance as WCAG 2 defines it.
    private static double Luminance(string colour)
    {
        var channels = Enumerable.Range(0, 3).Select(i => int.Parse(colour.AsSpan(1 + 2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
    }
}
