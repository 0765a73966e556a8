using Likeness.Models;
using Likeness.Models.Autoencoders;
using Likeness.Models.Energy;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench.Workloads;

/// <summary>Models of the library as they are.</summary>
internal static class LibraryWorkloads
{
    public const int Batch = 128;

    private static readonly ImageShape Mnist = new(28, 28, 1);

    /// <summary>784-256-128-2 and back, mean squared error.</summary>
    public static IReadOnlyList<Compiled> Autoencoder(Backend backend) =>
        Step(backend, new Autoencoder(new AutoencoderOptions(), Mnist, 1));

    /// <summary>784-400-20 and back, cross-entropy on logits and KL.</summary>
    public static IReadOnlyList<Compiled> Vae(Backend backend) => Step(backend, new Vae(new VaeOptions(), Mnist, 0, 1));

    /// <summary>Convolutions 32-64-128-256 with two heads, 20 Langevin steps, then the update on real and fake.</summary>
    public static IReadOnlyList<Compiled> Jem(Backend backend) =>
        Step(backend, new Jem(new JemOptions { Channels = [32, 64, 128, 256], Buffer = 1280 }, Mnist, 10, 1));

    private static IReadOnlyList<Compiled> Step(Backend backend, IModel model)
    {
        Phase phase = model.Stages[0].Phases[0];
        Tensor images = RandomImages.Between(0, 1, Mnist.Batch(Batch));
        var labels = Variable.Of("labels", [Batch], [.. Enumerable.Range(0, Batch).Select(i => i % 10)]);
        var trained = new Trained("parameters", phase.Parameters);
        return
        [
            trained.Step(backend, pass =>
            {
                Objective objective = phase.Objective(new Batch(images, labels.Value), pass.Random);
                foreach (Assignment assignment in objective.Assignments)
                    pass.Store(assignment.Variable, assignment.Value);
                return objective.Loss;
            }),
        ];
    }
}
