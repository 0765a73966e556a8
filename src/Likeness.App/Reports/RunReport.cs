using Likeness.App.Reports.Runs;
using Likeness.App.Reports.Sections;

namespace Likeness.App.Reports;

/// <summary>The report of one run: everything its folder holds, as one page that opens anywhere.</summary>
internal static class RunReport
{
    /// <summary>
    /// Writes report.html into the run folder and returns its path. The page depends on the folder's files alone: the same
    /// files give the same bytes.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">summary.json is not a JSON object.</exception>
    public static string Write(string runFolder)
    {
        var run = RunFolder.Read(runFolder);
        return PageOf(run).Write(run.Path);
    }

    internal static Page PageOf(RunFolder run)
    {
        var pictures = Picture.ReadAll(run);
        Section?[] sections =
        [
            Glance.Of(run, pictures),
            Pictures.Of(pictures),
            Sections.Training.Of(run),
            Classes.Of(run.Summary),
            Latent.Of(run.Summary),
            Classification.Of(run.Summary),
            Results.Of(run.Summary),
            Provenance.Recipe(run),
            Provenance.Reproduce(run),
            Provenance.Reference(run.Summary),
        ];
        var maker = run.Summary.Version is { } version ? $"Likeness {version}" : "Likeness";
        return new Page($"{TitleOf(run)} · {run.Name}", Masthead.Of(run), [.. sections.OfType<Section>()],
            $"Made by {maker} from the run folder “{run.Name}”.");
    }

    /// <summary>The run's title, or what comes closest to one.</summary>
    internal static string TitleOf(RunFolder run) => run.Summary.Title ?? run.Summary.Model ?? run.Name;
}
