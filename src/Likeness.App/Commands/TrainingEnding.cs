using Likeness.App.Commands.Terminal;
using Likeness.App.Reports;
using Likeness.Experiments;
using Likeness.Recipes;
using Spectre.Console;

namespace Likeness.App.Commands;

/// <summary>What <c>train</c> says when it is over: figures and report, or how to go on.</summary>
internal sealed class TrainingEnding(Surroundings surroundings, IAnsiConsole console, bool json)
{
    /// <summary>Writes the report, and tells where it is.</summary>
    public int Finished(TrainingOutcome outcome)
    {
        string report = RunReport.Write(outcome.Folder);
        var summary = SummaryText.Read(outcome.Folder);
        if (json)
            JsonText.Write(surroundings.Out, writer => summary.WriteJson(writer, outcome.Folder));
        else
            Tell(summary, outcome, Path.Combine(outcome.Folder, Path.GetFileName(report)));
        return 0;
    }

    /// <summary>Tells how to go on. A stopped training is not done, so scripts must not take it for one.</summary>
    public int Stopped(TrainingOutcome outcome, string command)
    {
        string where = outcome.Step == 0 ? "stopped before the first step"
            : outcome.Step == outcome.TotalSteps ? "trained to the end, stopped before its evaluation was over"
            : $"stopped at step {Figures.Count(outcome.Step)} of {Figures.Count(outcome.TotalSteps)}, checkpoint written";
        console.Line($"{where}; go on with: {command}");
        if (json)
            JsonText.Write(surroundings.Out, writer => writer.Object(("run", outcome.Folder), ("finished", false),
                ("step", outcome.Step), ("total_steps", outcome.TotalSteps), ("resume", command)));
        return Failure.Failed;
    }

    private void Tell(SummaryText summary, TrainingOutcome outcome, string report)
    {
        console.Line();
        summary.Table().Write(console);
        console.Line();
        foreach (string warning in summary.Warnings)
            console.Line($"warning  {warning}");
        console.Line($"run      {outcome.Folder}");
        console.Line($"report   {report}");
        IReadOnlyList<string> can = ModelCatalog.Find(summary.Model).Capabilities;
        string next = can.Contains("sample") ? "sample" : can.Contains("encode") ? "interpolate" : "evaluate";
        console.Line($"next     {CommandText.Of(next, outcome.Folder, [])}");
    }
}
