namespace Likeness.Models.Adversarial;

/// <summary>The networks of members whose paper leaves them open: fully connected, or convolutional with channels in place of widths.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Hidden">dense: widths of the generator's hidden layers.</param>
/// <param name="Channels">conv: channels of the generator from the inside out.</param>
public sealed record NetworkKind(string Kind, IReadOnlyList<int> Hidden, IReadOnlyList<int> Channels)
{
    /// <summary>The kinds there are.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["dense", "conv"];

    /// <summary>Reads <c>architecture.network</c>, <c>hidden</c> and <c>channels</c>.</summary>
    internal static NetworkKind Read(ISettings settings) => new(
        settings.Choice("architecture.network", Kinds),
        settings.Ints("architecture.hidden", 1, 65_536),
        settings.Ints("architecture.channels", 1, 4096));

    /// <summary>
    /// A game of such networks; the critic mirrors the generator and has no bias on its score. A convolutional critic may have batch norm
    /// (a penalty on the gradient of each image may not).
    /// </summary>
    internal GameRules Rules(AdversarialLoss loss, int latent, bool conditional, int criticSteps, bool normed = false) => Kind switch
    {
        "dense" => new(
            (scope, inputs, size) => new DenseGenerator(scope, inputs, Hidden, size.Images),
            (scope, size) => new DenseCritic(scope, size, [.. Hidden.Reverse()], biased: false),
            loss, latent, conditional, criticSteps),
        "conv" => new(
            (scope, inputs, size) => new ConvGenerator(scope, inputs, Channels, size.Images),
            (scope, size) => new ConvCritic(scope, size, [.. Channels.Reverse()], normed, biased: false),
            loss, latent, conditional, criticSteps),
        _ => throw new ArgumentException($"unknown network '{Kind}'; use one of {string.Join(", ", Kinds)}"),
    };
}
