using Likeness.Models;
using Likeness.Models.Autoencoders;
using Likeness.Models.Energy;
using Likeness.Nn;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench.Workloads;

/// <summary>Models of the library as they are.</summary>
internal static class LibraryWorkloads
{
    public const int Batch = 128;

    /// <summary>The size of the images.</summary>
    public static readonly ImageShape Mnist = new(28, 28, 1);

    /// <summary>784-256-128-2 and back, mean squared error.</summary>
    public static IReadOnlyList<Compiled> Autoencoder(Backend backend) =>
        Steps(backend, new Autoencoder(new AutoencoderOptions(), Mnist, 1));

    /// <summary>784-400-20 and back, cross-entropy on logits and KL.</summary>
    public static IReadOnlyList<Compiled> Vae(Backend backend) => Steps(backend, new Vae(new VaeOptions(), Mnist, 1));

    /// <summary>Convolutions 32-64-128-256 with two heads, 20 Langevin steps, then the update on real and fake.</summary>
    public static IReadOnlyList<Compiled> Jem(Backend backend) =>
        Steps(backend, new Jem(new JemOptions { Channels = [32, 64, 128, 256], Buffer = 1280 }, Mnist, 10, 1));

    /// <summary>A step of each phase of a model's first stage, one after the other, on a batch of noise with labels.</summary>
    public static IReadOnlyList<Compiled> Steps(Backend backend, IModel model)
    {
        IReadOnlyList<Phase> phases = model.Stages[0].Phases;
        Trained[] trained = [.. phases.Select(phase => new Trained(phase.Name, phase.Parameters))];
        var labels = Variable.Of("labels", [Batch], [.. Enumerable.Range(0, Batch).Select(i => i % 10)]);
        var batch = new Batch(RandomImages.Between(0, 1, Mnist.Batch(Batch)), labels.Value);
        return [.. phases.Zip(trained, (phase, parameters) => parameters.Step(backend, pass => Loss(phase.Objective(batch, pass.Random), pass)))];
    }

    private static Tensor Loss(Objective objective, Pass pass)
    {
        foreach (Assignment assignment in objective.Assignments)
            pass.Store(assignment.Variable, assignment.Value);
        return objective.Loss;
    }
}
