using System.Runtime.CompilerServices;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion;

/// <summary>
/// <c>latent-diffusion</c>: an autoencoder is learned first, then a diffusion of its codes (Rombach et al. 2022); samples are decoded. The
/// autoencoder is any model that encodes, by the name that the recipe gives it, and stays in the run.
/// </summary>
public sealed class LatentDiffusion : DiffusionModel, IAutoencoder
{
    private const int UsualTurns = 50;

    private readonly IAutoencoder autoencoder;

    /// <summary>Makes the model.</summary>
    /// <param name="options">What it is made of; <see cref="DdpmOptions.Levels"/> and the like are those of the codes' diffusion.</param>
    /// <param name="model">The autoencoder, an <see cref="IAutoencoder"/>.</param>
    /// <param name="share">The part of the training that the autoencoder gets, between 0 and 1.</param>
    /// <param name="classes">How many the data has.</param>
    /// <param name="seed">Decides the initial values of all but the autoencoder.</param>
    /// <exception cref="ArgumentException">The model does not encode, a name is unknown, or classes are wanted and the data has none.</exception>
    public LatentDiffusion(DdpmOptions options, IModel model, double share, int classes, ulong seed)
        : base(
            new DenoisingRules("latent-diffusion", NoisePath.Preserving(NoiseSchedule.Kept(options.Schedule, options.Levels)),
                Diffusion.Prediction.Named(options.Prediction), UsualTurns),
            options.Denoising, LatentSpace.Of(model, share), model.Images, classes, seed) =>
        autoencoder = (IAutoencoder)model;

    /// <inheritdoc/>
    public Shape Latent => autoencoder.Latent;

    /// <inheritdoc/>
    public Tensor Encode(Tensor images) => autoencoder.Encode(images);

    /// <inheritdoc/>
    public Tensor Decode(Tensor codes) => autoencoder.Decode(codes);

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("latent-diffusion", request => new LatentDiffusion(
        DdpmOptions.Read(request.Settings), ModelRegistry.Part(request, "autoencoder"),
        request.Settings.Real("autoencoder.share", 0.001, 0.999), request.Classes, request.Seed));
}
