using Likeness.Models;
using Likeness.Nn;
using Likeness.Probability;
using Likeness.Tensors;

namespace Likeness.PublicApi.Tests;

internal sealed class Denoiser : IModel, ISampler
{
    private readonly Scope scope;
    private readonly Mlp network;

    public Denoiser(ImageShape images, ulong seed)
    {
        (Images, scope) = (images, new Scope(seed));
        network = new Mlp(scope["network"], [images.Size, 512, images.Size]);
        Stages = [new Stage("denoiser", [new Phase("denoiser", Parameters, Loss)])];
    }

    public ImageShape Images { get; }
    public IReadOnlyList<Variable> Parameters => scope.Parameters;
    public IReadOnlyList<Variable> State => scope.State;
    public IReadOnlyList<Stage> Stages { get; }
    public int DefaultSteps => 50;

    public Tensor Sample(SampleRequest request, RandomSource random) => Tensor.Loop(
        request.Steps ?? Tensor.Scalar(DefaultSteps), random.Uniform(Images.Batch(request.Count)),
        (turn, x) => Clean(Corrupt(x, random.At(turn))).Mean.Reshape(Images.Batch(request.Count)));

    private Objective Loss(Batch batch, RandomSource random)
    {
        Tensor nats = -Clean(Corrupt(batch.Images, random)).LogDensity(batch.Images.Flatten()).Mean();
        return new Objective(nats, [new Term("reconstruction", nats)]);
    }

    private static Tensor Corrupt(Tensor x, RandomSource random) =>
        Tensor.Select(random.Uniform(x.Shape).IsLess(0.5f), random.Uniform(x.Shape), x);

    private Bernoulli Clean(Tensor x) => new(network.Apply(x.Flatten()));
}
