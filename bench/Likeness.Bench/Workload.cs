using Likeness.Models;
using Likeness.Models.Autoencoders;
using Likeness.Models.Energy;
using Likeness.Optim;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>One training step of a model on random data that is already in memory: loss, gradients and Adam.</summary>
internal sealed record Workload(string Name, int Batch, Func<IModel> Model)
{
    private static readonly ImageShape Mnist = new(28, 28, 1);

    /// <summary>The workloads by name; the peer script has the same.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("ae", 128, () => new Autoencoder(new AutoencoderOptions(), Mnist, 1)),
        new("vae", 128, () => new Vae(new VaeOptions(), Mnist, 1)),
        new("jem", 128, () => new Jem(new JemOptions { Channels = [32, 64, 128, 256], Buffer = 1280 }, Mnist, 10, 1)),
    ];

    /// <summary>Compiles the step.</summary>
    public Compiled Compile(Backend backend)
    {
        IModel model = Model();
        Phase phase = model.Stages[0].Phases[0];
        Variable block = Variable.Pack("parameters", phase.Parameters);
        Variable rate = Variable.Of("rate", [], [1e-3f]);
        IOptimizer adam = new OptimizerOptions("adam").Create(block);
        var stream = new RandomStream(1, "bench");
        Variable images = Variable.Of("images", Mnist.Batch(Batch), RandomSource.Fixed(1, "images").Uniform(Mnist.Batch(Batch)).ToArray());
        Variable labels = Variable.Of("labels", [Batch], [.. Enumerable.Range(0, Batch).Select(i => i % 10)]);
        return Compiler.Compile(builder =>
        {
            Objective objective = phase.Objective(new Batch(images.Value, labels.Value), builder.Random(stream));
            Tensor[] gradients = Gradients.Of(objective.Loss, [.. phase.Parameters.Select(parameter => parameter.Value)]);
            adam.Step(builder, Tensor.Concat(0, [.. gradients.Select(gradient => gradient.Reshape(-1))]), rate.Value);
            foreach (Assignment assignment in objective.Assignments)
                builder.Update(assignment.Variable, assignment.Value);
            return [objective.Loss];
        }, backend);
    }
}
