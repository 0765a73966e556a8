using System.CommandLine;
using Likeness.Evaluation;
using Likeness.Experiments;

namespace Likeness.App.Commands;

/// <summary>Opens what the arguments name: the run, and files of images for it.</summary>
internal static class Opening
{
    public static Run Run(ParseResult parsed, Argument<string> folder) =>
        Experiments.Run.Open(parsed.GetRequiredValue(folder));

    /// <summary>The images of a file, at most so many.</summary>
    public static ImageBatch Images(Run run, string path, int most = int.MaxValue)
    {
        var images = ImageInput.Read(path, run.Images);
        return images.Count <= most ? images : new ImageBatch(images.Shape, images.Values[..(most * images.Shape.Size)]);
    }
}
