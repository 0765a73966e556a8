using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.App;

/// <summary>Whatever happens to the process, a resumed training ends with the bits of one that ran through.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public InterruptionTests() => SmallData.Write(folder["data"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Killed_at_ten_random_moments_a_training_resumes_to_the_same_bits()
    {
        Ran.Well(Command("whole", 2000));
        long log = new FileInfo(folder["whole", "metrics.jsonl"]).Length;
        var moments = new Random(1);
        int unfinished = 0;
        for (int i = 0; i < 10; i++)
        {
            string run = $"killed-{i}";
            KillAt(run, log * moments.Next(100) / 100, TimeSpan.FromMilliseconds(moments.Next(20)));
            unfinished += File.Exists(folder[run, "summary.json"]) ? 0 : 1;
            Ran.Well([.. Command(run, 2000), "--resume"]);
            Assert.Equal(Checkpoint("whole"), Checkpoint(run));
            Assert.Equal(File.ReadAllBytes(folder["whole", "metrics.jsonl"]), File.ReadAllBytes(folder[run, "metrics.jsonl"]));
            Assert.Equal(File.ReadAllBytes(folder["whole", "samples.png"]), File.ReadAllBytes(folder[run, "samples.png"]));
        }
        Assert.True(unfinished >= 5, $"only {unfinished} of 10 trainings were killed before their end");
    }

    // The log's length tells how far a training is, on a machine of any speed; the delay then hits any instruction.
    private void KillAt(string run, long logged, TimeSpan delay)
    {
        using var child = ChildProgram.Start(Command(run, 2000));
        var log = new FileInfo(folder[run, "metrics.jsonl"]);
        while (!child.HasExited && (!log.Exists || log.Length < logged))
        {
            Thread.Sleep(1);
            log.Refresh();
        }
        Thread.Sleep(delay);
        child.Kill();
    }

    [Fact]
    public void Ctrl_C_writes_a_checkpoint_and_says_how_to_go_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent through libc");
        Ran.Well(Command("whole", 20_000));
        using var child = ChildProgram.Start(Command("stopped", 20_000));
        // The first checkpoint is written before the first step; a logged line is a step done.
        while (!child.HasExited && new FileInfo(folder["stopped", "metrics.jsonl"]) is not { Exists: true, Length: > 0 })
            Thread.Sleep(2);
        child.SendInterrupt();
        var stopped = child.Wait();
        Assert.Equal((1, ""), (stopped.Code, stopped.Error));
        Assert.Contains($"of 20,000, checkpoint written; go on with: likeness train vae --out {folder["stopped"]} --resume", stopped.Out);
        Assert.False(File.Exists(folder["stopped", "summary.json"]));
        Ran.Well("train", "vae", "--out", folder["stopped"], "--resume");
        Assert.Equal(Checkpoint("whole"), Checkpoint("stopped"));
    }

    [Fact]
    public void Ctrl_C_ends_an_evaluation_at_once_and_says_how_to_repeat_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent through libc");
        Ran.Well(Command("run", 20));
        string summary = File.ReadAllText(folder["run", "summary.json"]);
        // So many draws would take hours.
        using var child = ChildProgram.Start("evaluate", folder["run"], "--importance", "1000000", "--images", "0");
        child.WaitFor(line => line.StartsWith("evaluating vae", StringComparison.Ordinal));
        child.SendInterrupt();
        var stopped = child.Wait();
        Assert.Equal((1, ""), (stopped.Code, stopped.Error));
        Assert.EndsWith($"evaluate again with: likeness evaluate {folder["run"]} --importance 1000000 --images 0", stopped.Out.TrimEnd());
        Assert.Equal(summary, File.ReadAllText(folder["run", "summary.json"]));
    }

    [Fact]
    public void One_thread_and_two_train_the_same_bits()
    {
        Ran.Well([.. Command("one", 200), "--threads", "1"]);
        Ran.Well([.. Command("two", 200), "--threads", "2"]);
        Assert.Equal(Checkpoint("one"), Checkpoint("two"));
    }

    private string[] Command(string run, int steps) =>
    [
        "train", "vae", "--data", folder["data"], "--out", folder[run], "--set", "hidden=[32]", "--set", "latent=4", "--set", "batch=20",
        "--set", $"training.steps={steps}", "--set", "checkpoint_every=20", "--set", "ema=0.9",
    ];

    private string CheckpointFile(string run) => folder[run, "checkpoint", "model.safetensors"];

    private byte[] Checkpoint(string run) => File.ReadAllBytes(CheckpointFile(run));
}
