using System.IO.Compression;
using Likeness.App.Commands;
using Likeness.App.Commands.Terminal;
using Likeness.Formats;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.App;

/// <summary>Every bad input: one line that names the thing, the value and the fix, and an exit code that is not 0.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string TrainImages = "train-images-idx3-ubyte", TrainLabels = "train-labels-idx1-ubyte";

    private readonly TemporaryFolder folder = new();

    private string Data => folder["data"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--epochs -1: give a whole number of at least 1", "train", "vae", "--epochs", "-1")]
    [InlineData("--epochs needs a value", "train", "vae", "--epochs")]
    [InlineData("--epochs --json: give a whole number", "train", "vae", "--epochs", "--json")]
    [InlineData("--epochs is given 2 times", "train", "vae", "--epochs", "1", "--epochs", "2")]
    [InlineData("--threads 0: give a whole number from 1", "train", "vae", "--threads", "0")]
    [InlineData("--seed x: give a whole number of at least 0", "train", "vae", "--seed", "x")]
    [InlineData("--budget 5x: give a time with its unit", "train", "vae", "--budget", "5x")]
    [InlineData("--epochs 3 and --budget 90s exclude each other", "train", "vae", "--epochs", "3", "--budget", "90s")]
    [InlineData("'vea' (did you mean 'vae'?)", "train", "vea")]
    [InlineData("'vax' (did you mean 'vae'?)", "train", "vax")]
    [InlineData("MODEL is missing: give the model", "train")]
    [InlineData("'learnin_rate' (did you mean 'learning_rate'?)", "train", "vae", "--set", "learnin_rate=1")]
    [InlineData("'epochs' has no value: write key=value", "train", "vae", "--set", "epochs")]
    [InlineData("training.batch is 'many'; it must be a whole number", "train", "vae", "--set", "batch=many")]
    [InlineData("'trian' (did you mean 'train'?)", "trian", "vae")]
    [InlineData("'--epoch' (did you mean '--epochs'?)", "train", "vae", "--epoch", "3")]
    [InlineData("has no use for 'extra'", "train", "vae", "extra")]
    [InlineData("'vea' (did you mean 'vae'?)", "profile", "vea")]
    [InlineData("MODEL is missing: give the model", "profile")]
    [InlineData("--batch 0: give a whole number from 1", "profile", "vae", "--batch", "0")]
    [InlineData("--time 5: give a time with its unit", "profile", "vae", "--time", "5")]
    [InlineData("'latnet' (did you mean 'latent'?)", "profile", "vae", "--set", "latnet=2")]
    [InlineData("list 'modles': there is models, data, metrics, studies (did you mean 'models'?)", "list", "modles")]
    [InlineData("RUN is missing: give the folder of a run", "sample")]
    [InlineData("-n 0: give a whole number from 1", "sample", "somewhere", "-n", "0")]
    [InlineData("--data-dir nowhere/at/all: there is no such folder", "train", "vae", "--data-dir", "nowhere/at/all")]
    public void Arguments_that_make_no_sense_end_with_2(string line, params string[] arguments)
    {
        string[] command = arguments is ["train", var model, .. var rest] ? ["train", model, "--out", folder["run"], .. rest] : arguments;
        Ran.Badly(2, [line], command);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void Unknown_and_missing_data_sets_say_what_to_do()
    {
        FailsToTrain(["'glyhps' (did you mean 'glyphs'?)"], "--data", "glyhps");
        Directory.CreateDirectory(Data);
        string[] words = ["data set 'mnist' not found", Data, "--data-dir DIR or set LIKENESS_DATA=DIR"];
        FailsToTrain(words, "--data", "mnist", "--data-dir", Data);
    }

    [Fact]
    public void Damaged_data_files_are_named()
    {
        SmallData.Write(Data);
        using (var packed = new MemoryStream())
        {
            using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                gzip.Write(File.ReadAllBytes(Path.Combine(Data, TrainImages)));
            File.Delete(Path.Combine(Data, TrainImages));
            File.WriteAllBytes(Path.Combine(Data, TrainImages + ".gz"), packed.ToArray()[..(int)(packed.Length / 2)]);
        }
        FailsToTrain([TrainImages + ".gz"], "--data", Data);
        File.Delete(Path.Combine(Data, TrainImages + ".gz"));
        File.WriteAllBytes(Path.Combine(Data, TrainImages), [9, 9, 9, 9, 0, 0, 0, 1]);
        FailsToTrain([TrainImages, "magic"], "--data", Data);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_named()
    {
        SmallData.Write(Data);
        Idx.Write(Path.Combine(Data, TrainLabels), NumericArray.Of(SmallData.Labels(199), 199));
        FailsToTrain([TrainLabels, "199 labels for the 200 images"], "--data", Data);
        SmallData.Write(folder["sets", "mnist"], side: 28);
        byte[] labels = SmallData.Labels(200);
        labels[7] = 12;
        Idx.Write(folder["sets", "mnist", TrainLabels], NumericArray.Of(labels, 200));
        FailsToTrain([TrainLabels, "label 12 of image 7 is outside 0..9"], "--data", "mnist", "--data-dir", folder["sets"]);
    }

    [Fact]
    public void A_run_folder_that_cannot_be_written_is_named_before_data_is_loaded()
    {
        File.WriteAllText(folder["file"], "in the way");
        var ran = Ran.Of("train", "vae", "--data", "nowhere.npy", "--out", folder["file", "run"]);
        ran.AssertFailed(1, folder["file", "run"], "cannot be written", "choose another folder by --out");
    }

    [Fact]
    public void A_trained_run_is_neither_overwritten_nor_given_what_does_not_fit()
    {
        SmallData.Write(Data);
        string run = folder["run"];
        Ran.Well("train", "vae", "--data", Data, "--set", "hidden=[8]", "--set", "latent=2", "--epochs", "1", "--out", run);
        Ran.Badly(1, [run, "--resume", "--out"], "train", "vae", "--data", Data, "--out", run);
        Ran.Badly(2, ["training.seed is '5'", "began with '1'"], "train", "vae", "--seed", "5", "--out", run, "--resume");
        PngWriter.Write(folder["large.png"], new PixelImage(9, 8, 1, new byte[72]));
        Ran.Badly(1, ["large.png", "9x8x1", "8x8x1"], "reconstruct", run, folder["large.png"]);
        Ran.Badly(1, ["gone.png", "does not exist"], "reconstruct", run, folder["gone.png"]);
        Ran.Badly(2, ["vae was trained without labels", "--set conditional=true"], "sample", run, "--label", "99");
        Ran.Badly(2, ["leave the number of steps out"], "sample", run, "--steps", "5");
        Ran.Badly(2, ["--out x.jpg", ".png", ".npy"], "sample", run, "--out", "x.jpg");
        Ran.Badly(2, ["no classifier"], "classify", run, Path.Combine(Data, TrainImages));
        Ran.Badly(2, ["--to 40: ", "40 images, from 0 to 39"], "interpolate", run, "--from", "1", "--to", "40");
        Ran.Badly(1, [folder["data"], "is no run folder"], "sample", Data);
    }

    [Fact]
    public void A_damaged_checkpoint_is_named()
    {
        SmallData.Write(Data);
        string run = folder["run"], checkpoint = folder["run", "checkpoint", "model.safetensors"];
        Ran.Well("train", "ae", "--data", Data, "--set", "hidden=[8]", "--epochs", "1", "--out", run);
        byte[] whole = File.ReadAllBytes(checkpoint);
        byte[] flipped = [.. whole];
        flipped[^9] ^= 4;
        foreach (byte[] damaged in new[] { whole[..(whole.Length / 2)], [], flipped })
        {
            File.WriteAllBytes(checkpoint, damaged);
            Ran.Badly(1, [checkpoint], "reconstruct", run, Path.Combine(Data, TrainImages));
            Ran.Badly(1, [checkpoint], "evaluate", run);
        }
        File.Delete(checkpoint);
        Ran.Badly(1, [checkpoint], "sample", run);
    }

    [Fact]
    public void What_nobody_foresaw_is_one_line_too_and_shows_its_trace_on_demand()
    {
        var (results, errors) = (new StringWriter(), new StringWriter());
        var broken = new Surroundings(new Broken(), errors) { Variable = name => name == "LIKENESS_DEBUG" ? "1" : null };
        Assert.Equal(1, LikenessProgram.Run(["list"], broken));
        Assert.Contains("likeness: unexpected InvalidTimeZoneException: two lines (set LIKENESS_DEBUG=1 for the trace)", errors.ToString());
        Assert.Contains("   at ", errors.ToString());
        Assert.Equal(1, LikenessProgram.Run(["list"], broken with { Variable = _ => null, Error = results }));
        Assert.Single(results.ToString().TrimEnd().Split('\n'));
    }

    private void FailsToTrain(string[] words, params string[] arguments)
    {
        Ran.Badly(1, words, ["train", "vae", "--out", folder["run"], .. arguments]);
        Assert.False(Directory.Exists(folder["run"]), "a training that never began left its folder behind");
    }

    private sealed class Broken : StringWriter
    {
        public override void WriteLine(string? value) => throw new InvalidTimeZoneException("two\nlines");
    }
}
