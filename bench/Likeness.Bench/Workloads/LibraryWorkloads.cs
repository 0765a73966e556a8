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

    /// <summary>Langevin turns of the steps that sample.</summary>
    public const int Turns = 20;

    /// <summary>The size of the images.</summary>
    public static readonly ImageShape Mnist = new(28, 28, 1);
    private static readonly JemOptions Convolutions = new() { Channels = [32, 64, 128, 256], Buffer = 1280 };

    /// <summary>784-256-128-2 and back, mean squared error.</summary>
    public static IReadOnlyList<Compiled> Autoencoder(Backend backend) =>
        Steps(backend, new Autoencoder(new AutoencoderOptions(), Mnist, 1), Batch);

    /// <summary>784-400-20 and back, cross-entropy on logits and KL; of other sizes to see how time grows.</summary>
    public static IReadOnlyList<Compiled> Vae(Backend backend, int batch = Batch, int hidden = 400) =>
        Steps(backend, new Vae(new VaeOptions { Hidden = [hidden] }, Mnist, 0, 1), batch);

    /// <summary>Convolutions 32-64-128-256 with two heads, 20 Langevin steps, then the update on real and fake.</summary>
    public static IReadOnlyList<Compiled> Jem(Backend backend) => Steps(backend, new Jem(Convolutions, Mnist, 10, 1), Batch);

    /// <summary>The network of <see cref="Jem"/> with one head, and cross-entropy alone.</summary>
    public static IReadOnlyList<Compiled> Classifier(Backend backend, int batch) =>
        Steps(backend, new Jem(Convolutions with { Energy = "none" }, Mnist, 10, 1), batch);

    /// <summary>Codes from N(0, 1), decoded by 20-400-784.</summary>
    public static IReadOnlyList<Compiled> VaeSample(Backend backend, int batch) =>
        Sample(backend, new Vae(new VaeOptions(), Mnist, 0, 1), batch);

    /// <summary>Noise, and <see cref="Turns"/> Langevin turns down the energy of <see cref="Jem"/>.</summary>
    public static IReadOnlyList<Compiled> JemSample(Backend backend, int batch) =>
        Sample(backend, new Jem(Convolutions, Mnist, 10, 1), batch);

    /// <summary>A step of each phase of a model's first stage, one after the other, on a batch of noise with labels.</summary>
    public static IReadOnlyList<Compiled> Steps(Backend backend, IModel model, int batch = Batch)
    {
        IReadOnlyList<Phase> phases = model.Stages[0].Phases;
        Trained[] trained = [.. phases.Select(phase => new Trained(phase.Name, phase.Parameters))];
        var labels = Variable.Of("labels", [batch], [.. Enumerable.Range(0, batch).Select(i => i % 10)]);
        var images = new Batch(RandomImages.Between(0, 1, Mnist.Batch(batch)), labels.Value);
        return [.. phases.Zip(trained, (phase, parameters) => parameters.Step(backend, pass => Loss(phase.Objective(images, pass.Random), pass)))];
    }

    private static Tensor Loss(Objective objective, Pass pass)
    {
        foreach (Assignment assignment in objective.Assignments)
            pass.Store(assignment.Variable, assignment.Value);
        return objective.Loss;
    }

    // The images are an output too, so that they are written.
    private static IReadOnlyList<Compiled> Sample(Backend backend, ISampler model, int batch)
    {
        var stream = new RandomStream(1, "samples");
        return
        [
            Compiler.Compile(
                builder =>
                {
                    Tensor images = model.Sample(new SampleRequest(batch, Steps: Tensor.Scalar(Turns)), builder.Random(stream));
                    return [images.Mean(), images];
                },
                backend),
        ];
    }
}
