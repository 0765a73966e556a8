using System.Runtime.CompilerServices;

namespace Likeness.Models.Diffusion;

/// <summary>
/// <c>flow-matching</c>: straight ways from noise x_0 to images x_1, x_t = (1 - t) x_0 + t x_1 (Lipman et al. 2023; Liu et al. 2023). The
/// network minimises the squared error of the velocity x_1 - x_0 at a random t; samples follow the velocity from t = 0 to 1.
/// </summary>
public sealed class FlowMatching : DiffusionModel
{
    private const int UsualTurns = 20;

    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">There are no channels, or classes are wanted and the data has none.</exception>
    public FlowMatching(DenoisingOptions options, ImageShape images, int classes, ulong seed)
        : base(
            new DenoisingRules("flow-matching", NoisePath.Straight(), Prediction.Velocity, UsualTurns),
            options, NoisedSpace.Of(images), images, classes, seed)
    {
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add(
        "flow-matching", request => new FlowMatching(DenoisingOptions.Read(request.Settings), request.Images, request.Classes, request.Seed));
}
