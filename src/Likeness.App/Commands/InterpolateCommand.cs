using System.CommandLine;
using Likeness.App.Commands.Terminal;
using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Experiments;

namespace Likeness.App.Commands;

/// <summary><c>likeness interpolate RUN</c>: from one test image to another on a straight line in the latent space.</summary>
internal sealed class InterpolateCommand : Command
{
    private const int UsualRows = 8, Columns = 12;

    private readonly Surroundings surroundings;
    private readonly Argument<string> folder = Syntax.Run();
    private readonly Option<long?> from = Syntax.Whole("--from", "The test image to begin with, counted from 0", 0);
    private readonly Option<long?> to = Syntax.Whole("--to", "The test image to end with, counted from 0", 0);
    private readonly Option<string?> dataDir = Syntax.DataDir();
    private readonly Option<string?> file = Syntax.Text("--out", "FILE", "A .png or .npy file; else in the run folder");

    public InterpolateCommand(Surroundings surroundings) : base("interpolate", "Go from one test image to another in the latent space")
    {
        this.surroundings = surroundings;
        Add(folder);
        foreach (Option option in new Option[] { from, to, dataDir, file })
            Add(option);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var run = Opening.Run(parsed, folder);
        var data = DataAccess.Loader(surroundings, parsed.GetValue(dataDir), Screen.Error(surroundings).Line)(run.DataName);
        var images = data.Test ?? data.RequireTrain();
        var pairs = Pairs(parsed, images);
        string usual = pairs.Count == 1 ? $"interpolate-{pairs[0].From}-{pairs[0].To}.png" : "interpolate.png";
        string path = OutputFile.Prepare(parsed.GetValue(file), Path.Combine(run.Folder, usual));
        ImageBatch[] rows = [.. pairs.Select(pair => Between(run, images, pair))];
        ImageBatch.Concat(rows).Write(path, Columns);
        OutputFile.Tell(Screen.Out(surroundings), path, pairs.Count == 1
            ? $"from image {pairs[0].From} to image {pairs[0].To} of {images.Name}" : $"{pairs.Count} pairs of images of {images.Name}");
        return 0;
    }

    private List<(int From, int To)> Pairs(ParseResult parsed, ImageSet images)
    {
        if (parsed.GetValue(from) is null && parsed.GetValue(to) is null)
            return [.. Enumerable.Range(0, Math.Min(UsualRows, images.Count / 2)).Select(row => (2 * row, (2 * row) + 1))];
        return [(IndexOf(parsed, from, 0, images), IndexOf(parsed, to, 1, images))];
    }

    private static int IndexOf(ParseResult parsed, Option<long?> option, int usual, ImageSet images)
    {
        long index = parsed.GetValue(option) ?? usual;
        return index < images.Count ? (int)index
            : throw new UsageException($"{option.Name} {index}: {images.Name} has {images.Count} images, from 0 to {images.Count - 1}");
    }

    private static ImageBatch Between(Run run, ImageSet images, (int From, int To) pair)
    {
        var ends = ImageBatch.Concat(ImageBatch.From(images, pair.From, 1), ImageBatch.From(images, pair.To, 1));
        return Reconstruction.Between(run.Model, ends, Columns, run.Backend);
    }
}
