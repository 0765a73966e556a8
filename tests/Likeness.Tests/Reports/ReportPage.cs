using System.Xml.Linq;
using Likeness.App.Reports;

namespace Likeness.Tests.Reports;

/// <summary>A written report read back as a tree: the pages are well-formed, so that tests can ask for elements instead of text.</summary>
internal sealed class ReportPage
{
    private const string Doctype = "<!DOCTYPE html>";

    private ReportPage(string text)
    {
        Text = text;
        Root = XElement.Parse(text[Doctype.Length..], LoadOptions.PreserveWhitespace);
    }

    public string Text { get; }

    public XElement Root { get; }

    public static ReportPage Of(FakeRun run) => At(RunReport.Write(run.Folder));

    public static ReportPage At(string file) => new(File.ReadAllText(file));

    public IEnumerable<XElement> All(string name) => Root.Descendants(name);

    public XElement? Section(string id) => All("section").SingleOrDefault(section => section.Attribute("id")?.Value == id);

    public IEnumerable<string> Missing => All("p").Where(p => p.Attribute("class")?.Value == "missing").Select(p => p.Value);
}
