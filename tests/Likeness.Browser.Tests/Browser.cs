using Microsoft.Playwright;
using Xunit;

namespace Likeness.Browser.Tests;

/// <summary>Debian's Chromium, or the one that LIKENESS_CHROMIUM names; tests are skipped where there is none.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    private static string? Program => Environment.GetEnvironmentVariable("LIKENESS_CHROMIUM") ?? Usual.FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Program is not { } program)
            return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"] });
    }

    /// <summary>A fresh page of a size and colour scheme.</summary>
    public async Task<IPage> Page(int width, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipWhen(browser is null, "no Chromium here: install it (apt-get install chromium), or name one in LIKENESS_CHROMIUM");
        IBrowserContext context = await browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
