using System.Security.Cryptography;
using System.Text;

namespace Likeness.App.Reports;

/// <summary>One chapter of a page; its id is the target of the link in the page's list of chapters.</summary>
internal sealed record Section(string Id, string Title, Html Body)
{
    /// <summary>Body to show instead of a part that could not be read.</summary>
    public static Html NotAvailable(string what, string reason) => Html.Of($"""<p class="missing">{what} not available: {reason}.</p>""");
}

/// <summary>
/// The shell of every report: one HTML file that asks the network for nothing. A content policy says so to the browser, and
/// admits no script but the page's own, named by its hash, so that not even a fault in the escaping could run another.
/// </summary>
internal sealed record Page(string Title, Html Header, IReadOnlyList<Section> Sections, string Footer)
{
    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");
    private static readonly string Policy =
        $"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{Fingerprint(Script)}'";

    public Html ToHtml() => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy" content="{Policy}"/>
        <title>{Title}</title>
        <style>{Html.Trusted(Style)}</style>
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="page-head">{Header}</header>
        <nav aria-label="Chapters"><ul>{Sections.Select(Link)}</ul></nav>
        <main id="content">
        {Html.Lines(Sections.Select(Chapter))}
        </main>
        <footer>{Footer}</footer>
        <script>{Html.Trusted(Script)}</script>
        </body>
        </html>

        """);

    /// <summary>Writes the page into a folder as report.html and returns its path.</summary>
    public string Write(string folder)
    {
        var file = Path.Combine(folder, "report.html");
        // Written beside and moved, so that a reader never meets half a page.
        var draft = file + ".tmp";
        File.WriteAllText(draft, ToHtml().ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(draft, file, overwrite: true);
        return file;
    }

    private static Html Link(Section section) => Html.Of($"""<li><a href="#{section.Id}">{section.Title}</a></li>""");

    private static Html Chapter(Section section) => Html.Of($"""
        <section id="{section.Id}" aria-labelledby="{section.Id}-title">
        <h2 id="{section.Id}-title">{section.Title}</h2>
        {section.Body}
        </section>
        """);

    private static string Fingerprint(string script) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));

    private static string Resource(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the program was built without '{name}': check EmbeddedResource in its project file");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // The browser hashes the script with bare line feeds, whatever a checkout made of them.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
