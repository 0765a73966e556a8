using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Likeness.Browser.Tests;

/// <summary>Reports in a real browser: quiet, offline, readable by everybody, on a phone as on a desk.</summary>
public sealed class ReportPageTests(Browser browser, Reports reports) : IClassFixture<Browser>, IClassFixture<Reports>
{
    private const int Desk = 1280, Phone = 375;

    [Theory]
    [MemberData(nameof(Reports.Names), MemberType = typeof(Reports))]
    public async Task It_opens_without_a_fault_and_asks_the_network_for_nothing(string name)
    {
        IPage page = await browser.Page(Desk);
        var (told, asked) = (new List<string>(), new List<string>());
        page.Console += (_, message) => told.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => told.Add(error);
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync(reports[name].AbsoluteUri);
        Assert.Empty(told);
        Assert.All(asked, address => Assert.True(address == reports[name].AbsoluteUri || address.StartsWith("data:", StringComparison.Ordinal), address));
    }

    [Theory]
    [MemberData(nameof(Reports.Names), MemberType = typeof(Reports))]
    public async Task Axe_finds_no_serious_violation_in_light_or_dark(string name)
    {
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            IPage page = await browser.Page(Desk, scheme);
            await page.GotoAsync(reports[name].AbsoluteUri);
            AxeResult found = await page.RunAxe();
            Assert.NotEmpty(found.Passes);
            string[] serious = [.. found.Violations.Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}")];
            Assert.Empty(serious);
        }
    }

    [Theory]
    [MemberData(nameof(Reports.Names), MemberType = typeof(Reports))]
    public async Task On_a_phone_only_tables_scroll_sideways(string name)
    {
        IPage page = await browser.Page(Phone);
        await page.GotoAsync(reports[name].AbsoluteUri);
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= Phone);
    }

    [Fact]
    public async Task A_click_on_a_heading_sorts_the_table()
    {
        IPage page = await browser.Page(Desk);
        await page.GotoAsync(reports["comparison"].AbsoluteUri);
        ILocator names = page.Locator("#table table >> nth=0 >> tbody th a");
        Assert.Equal(["vae", "gan", "jem", "ddpm"], await names.AllInnerTextsAsync());
        await page.Locator("#table table >> nth=0 >> thead button", new() { HasText = "Model" }).ClickAsync();
        Assert.Equal(["ddpm", "gan", "jem", "vae"], await names.AllInnerTextsAsync());
    }
}
