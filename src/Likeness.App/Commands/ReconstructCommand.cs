using System.CommandLine;
using Likeness.App.Commands.Terminal;
using Likeness.Evaluation;

namespace Likeness.App.Commands;

/// <summary><c>likeness reconstruct RUN IMAGES</c>: images through an autoencoder and back, side by side.</summary>
internal sealed class ReconstructCommand : Command
{
    private const int Usual = 32, PairsInRow = 4;

    private readonly Surroundings surroundings;
    private readonly Argument<string> folder = Syntax.Run();
    private readonly Argument<string> images = Syntax.Word("IMAGES", "a PNG, IDX (.gz or not) or NPY file of images of the run's size");
    private readonly Option<long?> count = Syntax.Whole("-n", "At most so many images (32)", 1, 1_000_000, ["--count"]);
    private readonly Option<string?> file = Syntax.Text("--out", "FILE",
        "A .png (pairs side by side) or .npy (reconstructions alone); else in the run folder");


    public ReconstructCommand(Surroundings surroundings) : base("reconstruct", "Encode images and decode them again")
    {
        this.surroundings = surroundings;
        Add(folder);
        Add(images);
        Add(count);
        Add(file);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var run = Opening.Run(parsed, folder);
        string source = parsed.GetRequiredValue(images);
        string usual = $"reconstruct-{Path.GetFileNameWithoutExtension(source)}.png";
        var originals = Opening.Images(run, source, (int)(parsed.GetValue(count) ?? Usual));
        string path = OutputFile.Prepare(parsed.GetValue(file), Path.Combine(run.Folder, usual));
        var back = Reconstruction.Of(run.Model, originals, run.Backend);
        if (Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase))
            back.Write(path);
        else
            ImageBatch.Interleave(originals, back).Write(path, 2 * Math.Min(PairsInRow, originals.Count));
        double error = originals.Values.Zip(back.Values, (x, y) => (double)(x - y) * (x - y)).Average();
        OutputFile.Tell(Screen.Out(surroundings), path, $"{originals.Count} images, mean squared error {Figures.Number(error)}");
        return 0;
    }
}
