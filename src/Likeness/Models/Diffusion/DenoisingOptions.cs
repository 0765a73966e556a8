using Likeness.Tensors;

namespace Likeness.Models.Diffusion;

/// <summary>What every model of the family is made of and sampled by.</summary>
public sealed record DenoisingOptions
{
    /// <summary>Channels of the U-Net's levels, from the image inwards.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [32, 64, 64];

    /// <summary>Learn classes.</summary>
    public bool Conditional { get; init; }

    /// <summary>The part of the images that is learned without its class, so that the model knows both (Ho and Salimans 2022).</summary>
    public double DropLabel { get; init; } = 0.1;

    /// <summary>The sampler to use when none is asked for.</summary>
    public string Sampler { get; init; } = "ddim";

    /// <summary>The guidance w when none is asked for: 0 for no class, 1 for the class as it was learned, more to exaggerate it.</summary>
    public double Guidance { get; init; } = 1;

    /// <summary>Reads them from a recipe.</summary>
    internal static DenoisingOptions Read(ISettings settings) => new()
    {
        Channels = settings.Ints("architecture.channels", 1, 4096),
        Conditional = settings.Bool("architecture.conditional"),
        DropLabel = settings.Real("objective.drop_label", 0.001, 0.999),
        Sampler = settings.Choice("sampling.sampler", Diffusion.Sampler.Names),
        Guidance = settings.Real("sampling.guidance", 0),
    };
}

/// <summary>What sets a member of the family apart.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Path">From image to noise.</param>
/// <param name="Prediction">What its network says.</param>
/// <param name="Steps">Turns of the sampler when none are asked for.</param>
internal sealed record DenoisingRules(string Name, NoisePath Path, Prediction Prediction, int Steps)
{
    /// <summary>Estimates of the image are brought back into [-Limit, Limit]; null for no limit.</summary>
    public float? Limit { get; init; }

    /// <summary>Another loss than the squared error of the prediction: of the network at a level, that level, x, and randomness.</summary>
    public Func<Func<Tensor, Tensor>, Level, Tensor, RandomSource, Tensor>? Loss { get; init; }
}

/// <summary>What is noised, and how it comes from images in [0, 1] and becomes images again.</summary>
internal record NoisedSpace(ImageShape Shape, Func<Tensor, Tensor> Into, Func<Tensor, Tensor> Back)
{
    /// <summary>What has to be learned before, in stages of their own.</summary>
    public IReadOnlyList<Stage> Stages { get; init; } = [];

    /// <summary>The parameters of those stages.</summary>
    public IReadOnlyList<Variable> Parameters { get; init; } = [];

    /// <summary>What else they keep.</summary>
    public IReadOnlyList<Variable> State { get; init; } = [];

    /// <summary>The images themselves, in [-1, 1].</summary>
    public static NoisedSpace Of(ImageShape images) => new(images, x => (2f * x) - 1f, x => (0.5f * (x + 1f)).Clamp(0, 1));
}
