using System.Text.Json;
using Likeness.Experiments.Studies;
using Likeness.Recipes;
using Likeness.Tests.Formats;
using Likeness.Tests.Training;
using Likeness.Training;
using Xunit;

namespace Likeness.Tests.Experiments;

public sealed class StudyRunTests : IDisposable
{
    private readonly TemporaryFolder folders = new();

    public void Dispose() => folders.Dispose();

    [Fact]
    public void A_study_leaves_a_run_a_cell_and_a_row_a_cell()
    {
        StudyRun run = SmallStudy.Finish(folders["study"]);
        Assert.True(run.IsOver);
        Assert.All(SmallStudy.Cells, cell => Assert.True(File.Exists(folders["study", "cells", cell, "summary.json"])));
        using var json = JsonDocument.Parse(File.ReadAllBytes(folders["study", "results.json"]));
        JsonElement[] rows = [.. json.RootElement.GetProperty("rows").EnumerateArray()];
        Assert.Equal(SmallStudy.Cells, rows.Select(row => row.GetProperty("cell").GetString()));
        Assert.All(rows, row => Assert.Equal("finished", row.GetProperty("status").GetString()));
        Assert.Equal(run.Rows[3].Metric("test/mse")!.Value, rows[3].GetProperty("metrics").GetProperty("test/mse").GetProperty("value").GetDouble());
        Assert.Equal(("plain", "8"), (
            rows[3].GetProperty("places")[0].GetProperty("variant").GetString(), rows[3].GetProperty("places")[0].GetProperty("at").GetProperty("units").GetString()));
        Assert.Equal("cells/plain-units-8-s1", rows[3].GetProperty("run").GetString());
        Assert.True(rows[3].GetProperty("parameters").GetInt64() > rows[2].GetProperty("parameters").GetInt64());
        Assert.False(rows[3].GetProperty("metrics").TryGetProperty("test/elbo", out _));
        Assert.Equal(["test/elbo"], run.MetricsOf(run.Study.Sweeps[1]));
    }

    [Fact]
    public void The_table_has_a_column_for_each_setting_that_differs_and_each_metric()
    {
        SmallStudy.Finish(folders["study"]);
        string[] lines = File.ReadAllLines(folders["study", "results.csv"]);
        string[] head = lines[0].Split(',');
        Assert.StartsWith("cell,variant,model,objective.beta,architecture.hidden,status,parameters,steps,seconds,", lines[0]);
        Assert.DoesNotContain("training.steps", head);
        Assert.Contains("test/elbo", head);
        Assert.Equal(6, lines.Length);
        Assert.StartsWith("plain-units-8-s1,plain,ae,,[8],finished,", lines[4]);
        Assert.Equal("", lines[4].Split(',')[Array.IndexOf(head, "test/elbo")]);
    }

    [Fact]
    public void A_cell_stopped_in_its_middle_goes_on_to_the_same_bytes()
    {
        SmallStudy.Finish(folders["whole"]);
        using var stop = new CancellationTokenSource();
        var first = new StudyRun(SmallStudy.Request(folders["parts"]));
        first.Run(0);
        StudyRow stopped = first.Run(1, told => StopAt(told, 12, stop), stop.Token);
        Assert.Equal(CellStatus.Stopped, stopped.Status);
        Assert.False(first.IsOver);
        DateTime written = File.GetLastWriteTimeUtc(folders["parts", "cells", SmallStudy.Cells[0], "summary.json"]);
        var taken = new StudyRun(SmallStudy.Request(folders["parts"]));
        Assert.Equal(["finished", "stopped", "waiting", "waiting", "waiting"], taken.Rows.Select(row => row.StatusText));
        StudyRun second = SmallStudy.Finish(folders["parts"]);
        Assert.True(second.IsOver);
        Assert.Equal(written, File.GetLastWriteTimeUtc(folders["parts", "cells", SmallStudy.Cells[0], "summary.json"]));
        foreach (string cell in SmallStudy.Cells)
        {
            Assert.Equal(TrainingSetup.Checkpoint(folders["whole", "cells", cell]), TrainingSetup.Checkpoint(folders["parts", "cells", cell]));
            Assert.Equal(TrainingSetup.Metrics(folders["whole", "cells", cell]), TrainingSetup.Metrics(folders["parts", "cells", cell]));
        }
    }

    [Fact]
    public void A_cell_that_diverges_is_a_row_and_stays_one()
    {
        Study study = SmallStudy.Read(SmallStudy.Yaml.Replace("- {key: objective.beta, values: [1, 3]}", "- {key: learning_rate, values: [1e30, 0.002]}"));
        StudyRun run = SmallStudy.Finish(folders["study"], study);
        StudyRow diverged = Assert.Single(run.Rows, row => row.Status == CellStatus.Failed);
        Assert.Contains("training diverged at step", diverged.Problem);
        Assert.Equal(4, run.Rows.Count(row => row.Status == CellStatus.Finished));
        Assert.True(run.IsOver);
        using (var json = JsonDocument.Parse(File.ReadAllBytes(folders["study", "results.json"])))
            Assert.Contains("training diverged", json.RootElement.GetProperty("rows")[4].GetProperty("problem").GetString());
        Assert.Contains("failed", File.ReadAllLines(folders["study", "results.csv"])[5]);
        var again = new StudyRun(SmallStudy.Request(folders["study"], study));
        again.Run(4, _ => Assert.Fail("it would diverge again"));
        Assert.Equal(diverged.Problem, again.Rows[4].Problem);
    }

    [Fact]
    public void A_cell_whose_run_cannot_be_used_is_a_row_and_is_tried_again()
    {
        SmallStudy.Finish(folders["study"]);
        string cell = folders["study", "cells", SmallStudy.Cells[2]], checkpoint = TrainingJournal.CheckpointPath(cell);
        File.Delete(Path.Combine(cell, "summary.json"));
        File.WriteAllText(checkpoint, "torn");
        StudyRun run = SmallStudy.Finish(folders["study"]);
        Assert.Equal(CellStatus.Failed, run.Rows[2].Status);
        Assert.Contains(checkpoint, run.Rows[2].Problem);
        Directory.Delete(cell, recursive: true);
        Assert.Equal(CellStatus.Finished, SmallStudy.Finish(folders["study"]).Rows[2].Status);
    }

    [Fact]
    public void A_folder_of_another_study_or_with_other_settings_is_refused()
    {
        SmallStudy.Finish(folders["study"], SmallStudy.Read(quick: true));
        string Refused<T>(Study study, string folder, params string[] changes)
            where T : Exception => Assert.Throws<T>(() => new StudyRun(SmallStudy.Request(folders[folder], study) with { Changes = changes })).Message;
        Assert.Contains("holds study 'small', not 'other': choose another folder by --out", Refused<RunException>(SmallStudy.Read(SmallStudy.Yaml.Replace("study: small", "study: other")), "study"));
        Assert.Contains("began with training.steps '8', the study asks for '24'", Refused<RecipeException>(SmallStudy.Read(), "study"));
        Assert.Contains("began with optimizer.warmup '0', the study asks for '2'", Refused<RecipeException>(SmallStudy.Read(quick: true), "study", "warmup=2"));
        Assert.Contains("began with objective.beta '1', the study asks for '2'", Refused<RecipeException>(SmallStudy.Read(SmallStudy.Yaml.Replace("beta: 1}", "beta: 2}"), quick: true), "study"));
        Assert.Contains("is not empty and holds no study", Refused<RunException>(SmallStudy.Read(), Path.Combine("study", "cells")));
    }

    [Fact]
    public void A_study_may_grow()
    {
        SmallStudy.Finish(folders["study"]);
        Study larger = SmallStudy.Read(SmallStudy.Yaml.Replace("values: [1, 3]", "values: [1, 2, 3]"));
        var run = new StudyRun(SmallStudy.Request(folders["study"], larger));
        Assert.Equal("bayesian-beta-2-s1", Assert.Single(run.Rows, row => row.Status == CellStatus.Waiting).Cell.Name);
    }

    [Fact]
    public void A_batch_that_the_data_cut_is_the_batch_that_was_asked_for()
    {
        Study study = SmallStudy.Read(SmallStudy.Yaml.Replace("training.batch: 8", "training.batch: 500"), quick: true);
        SmallStudy.Finish(folders["study"], study);
        Assert.True(new StudyRun(SmallStudy.Request(folders["study"], study)).IsOver);
    }

    [Fact]
    public void A_sweep_shows_its_cells_in_its_own_order()
    {
        Study study = SmallStudy.Read(SmallStudy.Yaml.Replace("values: [1, 3]", "values: [3, 1]"));
        var run = new StudyRun(SmallStudy.Request(folders["study"], study));
        Assert.Equal(["bayesian-beta-3-s1", "bayesian-units-4-s1"], run.In(study.Sweeps[1]).Select(row => row.Cell.Name));
    }

    [Fact]
    public void Time_left_is_told_after_the_first_cell()
    {
        var run = new StudyRun(SmallStudy.Request(folders["study"]));
        Assert.Null(run.Remaining);
        run.Run(0);
        Assert.True(run.Remaining > TimeSpan.Zero);
        for (int i = 1; i < run.Rows.Count; i++)
            run.Run(i);
        Assert.Equal(TimeSpan.Zero, run.Remaining);
    }

    [Fact]
    public void An_error_is_what_an_accuracy_lacks()
    {
        Study study = SmallStudy.Read(SmallStudy.Yaml.Replace("model: ae", "model: dbn-classifier").Replace(", sampling.count: 4", ""), quick: true);
        StudyRow row = SmallStudy.Finish(folders["study"], study).Rows[1];
        Assert.Equal(1, row.Metric("test/accuracy")!.Value + row.Metric("test/error")!.Value, 12);
        Assert.Contains("test/error", File.ReadAllLines(folders["study", "results.csv"])[0]);
    }

    private static void StopAt(TrainingEvent told, long step, CancellationTokenSource stop)
    {
        if (told is CheckpointWritten written && written.Step >= step)
            stop.Cancel();
    }
}
