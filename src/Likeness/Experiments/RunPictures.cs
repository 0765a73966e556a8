using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Formats;
using Likeness.Models;
using Likeness.Recipes;
using Likeness.Tensors.Backends;

namespace Likeness.Experiments;

/// <summary>The pictures that a finished run gets, as the model's capabilities allow.</summary>
internal static class RunPictures
{
    private const int Pairs = 32, Frames = 12, Ways = 8, Side = 16;

    /// <summary>Writes the pictures and lists them.</summary>
    /// <exception cref="OperationCanceledException">It was stopped, between two pictures.</exception>
    public static IReadOnlyList<RunPicture> Write(RunFolder folder, Recipe recipe, IModel model, DataSet data, Backend backend, CancellationToken stop = default)
    {
        var pictures = new List<RunPicture>();
        foreach (RunPicture picture in model.Images.IsPlane ? OfPlane(folder, recipe, model, data, backend) : OfImages(folder, recipe, model, data, backend))
        {
            stop.ThrowIfCancellationRequested();
            pictures.Add(picture);
        }
        return pictures;
    }

    /// <summary>The sampling that a recipe asks for.</summary>
    public static SampleOptions Options(Recipe recipe) => new(
        recipe.Settings.Int("sampling.count", 1, 100_000), (ulong)recipe.Settings.Long("sampling.seed", 0),
        Steps: recipe.Settings.Int("sampling.steps", 0) is > 0 and var steps ? steps : null);

    private static IEnumerable<RunPicture> OfImages(RunFolder folder, Recipe recipe, IModel model, DataSet data, Backend backend)
    {
        ImageSet looked = Looked(data);
        if (model is ISampler)
            yield return Samples(folder, model, Options(recipe), backend);
        if (model is IRefiner)
            yield return Trajectory(folder, model, Options(recipe) with { Count = Ways }, backend);
        IEnumerable<RunPicture> units = model is IFilters filters ? OfUnits(folder, model, filters, looked, backend) : [];
        IEnumerable<RunPicture> codes = model is IAutoencoder autoencoder ? OfAutoencoder(folder, model, autoencoder, looked, backend) : [];
        foreach (RunPicture picture in units.Concat(codes))
            yield return picture;
    }

    private static ImageSet Looked(DataSet data) => data.Test ?? data.RequireTrain();

    private static IEnumerable<RunPicture> OfPlane(RunFolder folder, Recipe recipe, IModel model, DataSet data, Backend backend)
    {
        SampleOptions options = Options(recipe);
        if (model is ISampler)
            yield return Samples(folder, model, options with { Count = Math.Max(options.Count, PlanePicture.Dots) }, backend);
        if (PlanePicture.Density(model, data.TrainAll ?? Looked(data), backend) is not { } picture)
            yield break;
        PngWriter.Write(folder.File("density.png"), picture);
        yield return new RunPicture(
            "density.png", "Density", "Left the data as a histogram, right the density of the model: the square root of each, white where it is highest.");
    }

    private static RunPicture Samples(RunFolder folder, IModel model, SampleOptions options, Backend backend) => Save(
        folder, "samples.png", Sampling.Draw(model, options, backend), 0,
        "Samples", FormattableString.Invariant($"{options.Count} samples at seed {options.Seed}, not picked by hand."));

    private static RunPicture Trajectory(RunFolder folder, IModel model, SampleOptions options, Backend backend)
    {
        IReadOnlyList<ImageBatch> frames = Sampling.Trajectory(model, options, Frames, backend);
        return Save(
            folder, "trajectory.png", ImageBatch.Interleave(frames), frames.Count,
            "From noise to image", "Each row is one sample, refined from left to right.");
    }

    private static IEnumerable<RunPicture> OfUnits(RunFolder folder, IModel model, IFilters filters, ImageSet set, Backend backend)
    {
        ImageBatch weights = HiddenUnits.Filters(model, filters, Side * Ways, backend);
        yield return Save(
            folder, "filters.png", weights, Side, "Filters",
            "The weights of the first hidden units: grey is 0, white drives a unit on, black off; each scaled to its own largest.");
        if (model is IAutoencoder encoder)
            yield return Save(
                folder, "activations.png", HiddenUnits.Activations(model, encoder, ImageBatch.From(set, 0, Pairs), backend), 1, "Hidden activations",
                "A row a test image, a column a hidden unit: how probable it is that the unit is on.");
    }

    private static IEnumerable<RunPicture> OfAutoencoder(RunFolder folder, IModel model, IAutoencoder autoencoder, ImageSet set, Backend backend)
    {
        ImageBatch originals = ImageBatch.From(set, 0, Pairs);
        ImageBatch back = Reconstruction.Of(model, originals, backend);
        yield return Save(
            folder, "reconstructions.png", ImageBatch.Interleave(originals, back), 8,
            "Reconstructions", "Test images, each with what the model makes of it to its right.");
        if (set.Count >= 2 * Ways)
            yield return Save(
                folder, "interpolation.png", Interpolations(model, set, backend), Frames,
                "Interpolation", "Each row goes from one test image to another on a straight line in the latent space.");
        if (autoencoder.Latent.Size == 2)
            yield return Save(
                folder, "manifold.png", Manifold(model, set, backend), Side,
                "Latent manifold", "What the decoder makes of a grid over the middle of the latent plane.");
    }

    private static ImageBatch Interpolations(IModel model, ImageSet set, Backend backend) => ImageBatch.Concat(
        [.. Enumerable.Range(0, Ways).Select(i => Reconstruction.Between(model, ImageBatch.From(set, 2 * i, 2), Frames, backend))]);

    private static ImageBatch Manifold(IModel model, ImageSet set, Backend backend)
    {
        var input = new EvaluationInput(set.Slice(0, Math.Min(1000, set.Count))) { Backend = backend, Groups = [MetricGroups.Reconstruction] };
        LatentMap map = Evaluator.Evaluate(model, input).Latent!;
        (float Low, float High) x = Middle(map, 0), y = Middle(map, 1);
        return Reconstruction.Manifold(model, (x.Low, y.Low), (x.High, y.High), Side, backend);
    }

    // The outermost codes lie far away from the rest, so the grid spans the middle 96%.
    private static (float Low, float High) Middle(LatentMap map, int axis)
    {
        float[] sorted = [.. map.Points.Select(point => point[axis]).Order()];
        return (sorted[sorted.Length / 50], sorted[sorted.Length - 1 - (sorted.Length / 50)]);
    }

    private static RunPicture Save(RunFolder folder, string file, ImageBatch images, int columns, string title, string caption)
    {
        images.Write(folder.File(file), columns);
        return new RunPicture(file, title, caption);
    }
}
