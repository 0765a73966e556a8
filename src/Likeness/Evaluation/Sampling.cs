using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;

namespace Likeness.Evaluation;

/// <summary>What to sample and how.</summary>
/// <param name="Count">How many images.</param>
/// <param name="Seed">The same seed gives the same images.</param>
/// <param name="Label">A class, or null for any.</param>
/// <param name="Steps">Refinement steps, or null for the model's default.</param>
/// <param name="DrawPixels">Draw each pixel from Bernoulli(x) instead of showing the means.</param>
/// <param name="Sampler">One of a diffusion model's samplers, or null for its default.</param>
/// <param name="Guidance">How much the class counts for a diffusion model, or null for its default.</param>
public sealed record SampleOptions(
    int Count = 64, ulong Seed = 1, int? Label = null, int? Steps = null, bool DrawPixels = false, string? Sampler = null,
    double? Guidance = null);

/// <summary>Draws images from a model.</summary>
public static class Sampling
{
    /// <summary>Samples of the model.</summary>
    /// <exception cref="NotSupportedException">The model cannot sample, or not by class, or not in steps; the message says so in a line.</exception>
    /// <exception cref="ArgumentException">Count, label or steps are out of range.</exception>
    /// <exception cref="OperationCanceledException">The watch ended it, between two batches.</exception>
    public static ImageBatch Draw(IModel model, SampleOptions options, Backend? backend = null, Watch? watch = null) =>
        new SampleDrawing(Check(model, options), options, backend, watch ?? new Watch()).Images();

    /// <summary>Samples of the model, and the seconds that a thousand more of them would take here.</summary>
    internal static (ImageBatch Images, double Pace) Timed(IModel model, SampleOptions options, Backend? backend, Watch? watch) =>
        new SampleDrawing(Check(model, options), options, backend, watch ?? new Watch()).Timed();

    /// <summary>Samples on their way from noise: the start and equally spaced moments, the last of them the end.</summary>
    /// <param name="model">A model that refines.</param>
    /// <param name="options">What to sample.</param>
    /// <param name="frames">How many moments, the start included; 2 or more.</param>
    /// <param name="backend">Where; by default on all cores.</param>
    /// <exception cref="NotSupportedException">The model makes its images in one pass.</exception>
    public static IReadOnlyList<ImageBatch> Trajectory(IModel model, SampleOptions options, int frames, Backend? backend = null)
    {
        IRefiner refiner = Check(model, options) as IRefiner
            ?? throw new NotSupportedException($"{ModelRegistry.NameOf(model)} makes an image in one pass and has no way from noise to show");
        int total = options.Steps ?? refiner.DefaultSteps;
        SampleRequest request = Request(options, options.Count) with { Steps = Tensor.Scalar(total) };
        return new Trajectory(refiner, request, total, options.Seed, backend).Frames(Math.Clamp(frames, 2, total + 1));
    }

    /// <summary>Why a model cannot be asked for images of one class, in a line; null when it can.</summary>
    public static string? WhyNoClass(IModel model) => model switch
    {
        not ISampler => NoImages(model),
        IConditional { Classes: > 0 } => null,
        IConditional => Conditioning.Untrained(ModelRegistry.NameOf(model)),
        _ => Conditioning.ImagesAlone(ModelRegistry.NameOf(model)),
    };

    internal static SampleRequest Request(SampleOptions options, int count) => new(
        count,
        options.Label is { } label ? Tensor.Of(Enumerable.Repeat(label, count).ToArray(), [count]) : null,
        options.Steps is { } steps ? Tensor.Scalar(steps) : null, options.Sampler, options.Guidance);

    /// <summary>Why a model draws no images, in a line.</summary>
    internal static string NoImages(IModel model) => $"{ModelRegistry.NameOf(model)} makes no images from noise" + model switch
    {
        IAutoencoder => "; it encodes and decodes given ones (reconstruct, interpolate)",
        IClassifier => "; it names the classes of given ones (classify)",
        _ => "",
    };

    /// <summary>The model as a sampler that can do what the options say.</summary>
    /// <exception cref="NotSupportedException">It cannot.</exception>
    /// <exception cref="ArgumentException">Count, label or steps are out of range.</exception>
    internal static ISampler Check(IModel model, SampleOptions options)
    {
        if (model is not ISampler sampler)
            throw new NotSupportedException(NoImages(model));
        if (options.Count < 1)
            throw new ArgumentException($"count {options.Count} is out of range; ask for 1 image or more");
        if (options.DrawPixels && model.Images.IsPlane)
            throw new NotSupportedException($"{ModelRegistry.NameOf(model)} was trained on points of the plane, which have no pixels to draw");
        if (options.Steps is not null && sampler.DefaultSteps == 0)
            throw new NotSupportedException($"{ModelRegistry.NameOf(model)} makes an image in one pass; leave the number of steps out");
        if (options.Steps < 1)
            throw new ArgumentException($"steps {options.Steps} is out of range; refine in 1 step or more");
        CheckDiffusion(model, options);
        if (options.Label < 0 || (model is IConditional { Classes: > 0 and var classes } && options.Label >= classes))
            throw new ArgumentException($"label {options.Label} is out of range{(model is IConditional { Classes: > 0 and var n } ? $"; classes are 0 to {n - 1}" : "")}");
        return sampler;
    }

    private static void CheckDiffusion(IModel model, SampleOptions options)
    {
        string name = ModelRegistry.NameOf(model);
        if (options.Sampler is not null && model is not IDiffusion)
            throw new NotSupportedException($"{name} has one way to sample and no choice of samplers; leave the sampler out");
        if (options.Sampler is { } unknown && model is IDiffusion known && !known.Samplers.Contains(unknown))
            throw new NotSupportedException($"{name} has no sampler '{unknown}'; it has {string.Join(", ", known.Samplers)}");
        if (options.Guidance is null)
            return;
        if (model is not IDiffusion)
            throw new NotSupportedException($"{name} takes no guidance; leave it out");
        if (options.Guidance is not >= 0 || double.IsInfinity(options.Guidance.Value))
            throw new NotSupportedException(FormattableString.Invariant($"guidance {options.Guidance} is out of range; give 0 for no class, 1 for the class, more to exaggerate it"));
        if (options.Label is null)
            throw new NotSupportedException("guidance leads towards a class; name one by a label, or leave the guidance out");
    }
}
