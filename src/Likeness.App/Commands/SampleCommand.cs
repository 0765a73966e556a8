using System.CommandLine;
using Likeness.App.Commands.Terminal;
using Likeness.Evaluation;
using Likeness.Experiments;
using Likeness.Formats;

namespace Likeness.App.Commands;

/// <summary><c>likeness sample RUN</c>: draws images from a trained model, or shows them appear out of noise.</summary>
internal sealed class SampleCommand : Command
{
    private const int Usual = 64, UsualWays = 8, StripFrames = 12, MovieFrames = 45;

    private readonly Surroundings surroundings;
    private readonly Argument<string> folder = Syntax.Run();
    private readonly Option<long?> count = Syntax.Whole("-n", "How many images (64; with --trajectory 8; 2,000 points)", 1, 1_000_000, ["--count"]);
    private readonly Option<string?> label = Syntax.Text("--label", "K", "Only this class, by name or number");
    private readonly Option<long?> steps = Syntax.Whole("--steps", "Refinement steps (else the model's own number)", 1);
    private readonly Option<string?> sampler = Syntax.Text("--sampler", "NAME", "The way back from noise, of a diffusion model (else its own)");
    private readonly Option<double?> guidance = Syntax.Real("--guidance", "W",
        "How much the class counts, of a diffusion model: 0 not at all, 1 as it was learned, more to exaggerate it", 0);

    private readonly Option<long?> seed = Syntax.Whole("--seed", "The same seed gives the same images (1)", 0, long.MaxValue);
    private readonly Option<bool> draw = Syntax.Flag("--draw", "Draw each pixel as black or white instead of showing its mean");
    private readonly Option<bool> trajectory = Syntax.Flag("--trajectory",
        "Show the way from noise to image, as a strip and as an animation");

    private readonly Option<string?> file = Syntax.Text("--out", "FILE",
        "A .png (sheet) or .npy (float32 [n, h, w, c], points [n, 2]); else in the run folder");

    public SampleCommand(Surroundings surroundings) : base("sample", "Draw images from a trained model")
    {
        this.surroundings = surroundings;
        Add(folder);
        foreach (Option option in new Option[] { count, label, steps, sampler, guidance, seed, draw, trajectory, file })
            Add(option);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        bool way = parsed.GetValue(trajectory);
        if (way && parsed.GetValue(draw))
            throw new UsageException("--draw and --trajectory exclude each other: states on the way are no means to draw from");
        var run = Opening.Run(parsed, folder);
        var options = Asked(parsed, run, way ? UsualWays : run.Images.IsPlane ? PlanePicture.Dots : Usual);
        string path = OutputFile.Prepare(parsed.GetValue(file), Path.Combine(run.Folder, UsualName(parsed, options)));
        if (way)
            ShowWay(run, options, path);
        else
            ShowSamples(run, options, path);
        return 0;
    }

    private SampleOptions Asked(ParseResult parsed, Run run, int usual) => new(
        (int)(parsed.GetValue(count) ?? usual), (ulong)(parsed.GetValue(seed) ?? 1),
        parsed.GetValue(label) is { } name ? ClassOf(run, name) : null, (int?)parsed.GetValue(steps), parsed.GetValue(draw),
        parsed.GetValue(sampler), parsed.GetValue(guidance));

    private static int ClassOf(Run run, string name)
    {
        try
        {
            return run.ClassOf(name);
        }
        catch (ArgumentException fault)
        {
            throw new UsageException(fault.Message);
        }
    }

    private string UsualName(ParseResult parsed, SampleOptions options) => string.Concat(
        parsed.GetValue(trajectory) ? "trajectory" : "samples", options.Label is { } wanted ? $"-label{wanted}" : "",
        options.Steps is { } turns ? $"-steps{turns}" : "", options.Sampler is { } way ? $"-{way}" : "",
        options.Guidance is { } w ? FormattableString.Invariant($"-guidance{w}") : "", options.DrawPixels ? "-drawn" : "", $"-seed{options.Seed}.png");

    private void ShowSamples(Run run, SampleOptions options, string path)
    {
        Sampling.Draw(run.Model, options, run.Backend).Write(path);
        string what = $"{Figures.Count(options.Count)} samples of {run.Recipe.Model}{OfClass(run, options)}, seed {options.Seed}";
        OutputFile.Tell(Screen.Out(surroundings), path, what);
    }

    private void ShowWay(Run run, SampleOptions options, string path)
    {
        var moments = Sampling.Trajectory(run.Model, options, MovieFrames, run.Backend);
        var strip = Spaced(moments, Math.Min(StripFrames, moments.Count));
        var console = Screen.Out(surroundings);
        string what = $"{options.Count} samples{OfClass(run, options)} at {strip.Count} moments from noise to image, seed {options.Seed}";
        if (Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase))
        {
            WriteArray(strip, path);
            OutputFile.Tell(console, path, what);
            return;
        }
        ImageBatch.Interleave(strip).Write(path, strip.Count);
        OutputFile.Tell(console, path, what);
        string movie = Path.ChangeExtension(path, null) + "-animation.png";
        PngWriter.WriteAnimation(movie, [.. moments.Select(moment => moment.ToGrid(scale: 3))], 80, 2000);
        OutputFile.Tell(console, movie, $"the same as an animation of {moments.Count} frames");
    }

    private static string OfClass(Run run, SampleOptions options) => options.Label is { } wanted ? $", class {run.ClassNames[wanted]}" : "";

    // Equally spaced, the first and the last included.
    private static List<ImageBatch> Spaced(IReadOnlyList<ImageBatch> moments, int count) =>
        [.. Enumerable.Range(0, count).Select(i => moments[(int)Math.Round((double)i * (moments.Count - 1) / Math.Max(1, count - 1))])];

    private static void WriteArray(List<ImageBatch> frames, string path)
    {
        var size = frames[0].Shape;
        float[] all = [.. frames.SelectMany(frame => frame.Values)];
        Npy.Write(path, NumericArray.Of(all, frames.Count, frames[0].Count, size.Height, size.Width, size.Channels));
    }
}
