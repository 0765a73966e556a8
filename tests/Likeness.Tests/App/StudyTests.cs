using System.Text.Json;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.App;

/// <summary><c>likeness study</c> from a file of the user's own.</summary>
public sealed class StudyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public StudyTests()
    {
        SmallData.Write(folder["data"]);
        File.WriteAllText(Plan, $"""
            study: own
            title: A study of my own
            about: Steps.
            data: {folder["data"]}
            settings: {"{training.batch: 20, training.checkpoint_every: 20, hidden: [16], latent: 2}"}
            variants:
              - {"{name: vae, model: vae}"}
            sweeps:
              - name: Steps
                axes:
                  - {"{key: training.steps, label: steps, values: [40, 8000], quick: [20, 40]}"}
            """);
    }

    private string Plan => folder["own.yaml"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_study_of_ones_own_ends_in_a_table_and_a_report_and_is_there_at_once_when_asked_again()
    {
        string[] command = ["study", Plan, "--quick", "--out", folder["study"]];
        string told = Ran.Well(command);
        Assert.Contains("study own, short form: 2 cells into", told);
        Assert.Contains("cell 2/2  vae, steps 40, seed 1, about", told);
        Assert.Matches(@"variant  steps  seed  parameters  time .*test/mse  test/elbo .*status\r?\nvae\s+20\s+1", told);
        Assert.Contains($"report   {folder["study", "report.html"]}", told);
        foreach (string file in new[] { "study.yaml", "results.csv", "results.json", "report.html" })
            Assert.True(File.Exists(folder["study", file]), file);
        Assert.True(File.Exists(folder["study", "cells", "vae-steps-40-s1", "report.html"]));
        Assert.DoesNotContain("cell 1/2", Ran.Well(command));
        using var json = JsonDocument.Parse(Ran.Well([.. command, "--json"]));
        Assert.Equal(2, json.RootElement.GetProperty("rows").GetArrayLength());
        Assert.Equal($"likeness study {Plan} --quick", json.RootElement.GetProperty("command").GetString());
        Ran.Badly(2, ["began with optimizer.warmup '0', the study asks for '3'", "--out"], [.. command, "--set", "warmup=3"]);
    }

    [Fact]
    public void The_command_of_a_cell_makes_it_again()
    {
        Ran.Well("study", Plan, "--quick", "--out", folder["study"]);
        string cell = folder["study", "cells", "vae-steps-20-s1"];
        using var summary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(cell, "summary.json")));
        string[] words = summary.RootElement.GetProperty("command").GetString()!.Split(' ');
        Ran.Well([.. words.Skip(1).Select(word => word.Trim('\'')), "--out", folder["again"]]);
        Assert.Equal(File.ReadAllBytes(Path.Combine(cell, "checkpoint", "model.safetensors")), File.ReadAllBytes(folder["again", "checkpoint", "model.safetensors"]));
    }

    [Fact]
    public void Ctrl_C_keeps_a_checkpoint_and_the_same_command_goes_on_to_the_same_bits()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent through libc");
        string cell = Path.Combine("cells", "vae-steps-8000-s1");
        Ran.Well("study", Plan, "--out", folder["whole"]);
        using var child = ChildProgram.Start("study", Plan, "--out", folder["stopped"]);
        while (!child.HasExited && new FileInfo(folder["stopped", cell, "metrics.jsonl"]) is not { Exists: true, Length: > 0 })
            Thread.Sleep(2);
        child.SendInterrupt();
        var stopped = child.Wait();
        Assert.Equal((1, ""), (stopped.Code, stopped.Error));
        Assert.Contains($"stopped with 1 of 2 cells to go; go on with: likeness study {Plan} --out {folder["stopped"]}", stopped.Out);
        Assert.True(File.Exists(folder["stopped", "report.html"]));
        Assert.False(File.Exists(folder["stopped", cell, "summary.json"]));
        Ran.Well("study", Plan, "--out", folder["stopped"]);
        Assert.Equal(File.ReadAllBytes(folder["whole", cell, "checkpoint", "model.safetensors"]), File.ReadAllBytes(folder["stopped", cell, "checkpoint", "model.safetensors"]));
    }

    [Fact]
    public void Studies_are_listed()
    {
        Assert.Contains("alpha-digits-rbm", Ran.Well("study"));
        using var json = JsonDocument.Parse(Ran.Well("list", "studies", "--json"));
        Assert.Equal(["alpha-digits-dbn", "alpha-digits-rbm", "binarized-mnist", "pretraining"], json.RootElement.EnumerateArray().Select(study => study.GetProperty("name").GetString()));
    }

    [Fact]
    public void What_cannot_be_run_is_a_line()
    {
        Ran.Badly(2, ["unknown study 'pretrain' (did you mean 'pretraining'?)"], "study", "pretrain");
        Ran.Badly(2, ["study 'gone.yaml' does not exist: check the path"], "study", "gone.yaml");
        Ran.Badly(2, ["training.batch is 'x'"], "study", Plan, "--set", "batch=x", "--out", folder["study"]);
        Ran.Badly(2, ["training.steps is an axis of sweep 'Steps'"], "study", Plan, "--set", "training.steps=5", "--out", folder["study"]);
        Ran.Badly(1, ["is not empty and holds no study"], "study", Plan, "--out", folder["data"]);
        Assert.False(Directory.Exists(folder["study"]));
    }
}
