using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion;

/// <summary>
/// Codes of an autoencoder that is learned first, brought to mean 0 and deviation 1, each channel by what was measured of it: running
/// means over the steps of the autoencoder's last stage, kept as <c>latent/mean</c> and <c>latent/square</c>. A code without places is
/// an image of one pixel.
/// </summary>
internal sealed class LatentSpace
{
    // A mean over the last hundred steps or so: the codes still move before them.
    private const float Momentum = 0.01f;

    private readonly IAutoencoder autoencoder;
    private readonly Variable mean, square;
    private readonly ImageShape shape;

    private LatentSpace(IAutoencoder autoencoder, Scope scope)
    {
        (this.autoencoder, Shape latent) = (autoencoder, autoencoder.Latent);
        shape = latent.Rank == 3 ? new ImageShape(latent[0], latent[1], latent[2]) : new ImageShape(1, 1, (int)latent.Size);
        mean = scope.Kept("mean", [shape.Channels], Initializers.Zeros);
        square = scope.Kept("square", [shape.Channels], Initializers.Ones);
    }

    private Tensor Deviation => (square.Value - mean.Value.Square() + 1e-8f).Sqrt();

    /// <summary>The space of a model's codes, with the stages that learn it.</summary>
    /// <param name="model">The autoencoder.</param>
    /// <param name="share">The part of the training that its stages get.</param>
    /// <exception cref="ArgumentException">The model does not encode.</exception>
    public static NoisedSpace Of(IModel model, double share)
    {
        var space = new LatentSpace(
            model as IAutoencoder ?? throw new ArgumentException(
                $"autoencoder.model is '{ModelRegistry.NameOf(model)}', which does not encode images; choose one that does, such as vae"),
            new Scope(0)["latent"]);
        double shares = model.Stages.Sum(stage => stage.Share);
        Stage[] stages = [.. model.Stages.Select(stage => stage with { Share = share * stage.Share / shares })];
        stages[^1] = stages[^1] with { Phases = [space.Measured(stages[^1].Phases[0]), .. stages[^1].Phases.Skip(1)] };
        return new NoisedSpace(space.shape, space.Into, space.Back)
        {
            Stages = stages,
            Parameters = model.Parameters,
            State = [.. model.State, space.mean, space.square],
        };
    }

    private Tensor Into(Tensor images) => (Codes(images) - mean.Value) / Deviation;

    private Tensor Back(Tensor x) => autoencoder.Decode(
        (mean.Value + (Deviation * x)).Reshape(Shape.Create([x.Shape[0]]).Concat(autoencoder.Latent)));

    private Tensor Codes(Tensor images) => autoencoder.Encode(images).Reshape(shape.Batch(images.Shape[0]));

    private Phase Measured(Phase phase) => phase with
    {
        Objective = (batch, random) =>
        {
            Objective objective = phase.Objective(batch, random);
            Tensor codes = Codes(batch.Images).Detach();
            return objective with
            {
                Assignments = [.. objective.Assignments, Towards(mean, codes.Mean([0, 1, 2])), Towards(square, codes.Square().Mean([0, 1, 2]))],
            };
        },
    };

    private static Assignment Towards(Variable running, Tensor value) => new(running, running.Value + (Momentum * (value - running.Value)));
}
