using Likeness.Nn;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench.Workloads;

/// <summary>
/// Two networks, a step of each with an Adam of its own; each step draws its own noise (Goodfellow et al. 2014, algorithm 1).
/// </summary>
internal static class AdversarialWorkloads
{
    public const int Batch = 128;

    private const int Noise = 100;

    private delegate Tensor CriticLoss(Func<Tensor, Tensor> critic, Tensor real, Tensor fake, RandomSource random);

    /// <summary>G 100-128-256-784 tanh, D 784-256-128-1, non-saturating loss.</summary>
    public static IReadOnlyList<Compiled> Gan(Backend backend) =>
        Game(backend, [Batch, 784], DenseGenerator, DenseCritic, LogisticLoss, score => (-score).Softplus().Mean());

    /// <summary>The same networks, the critic with a gradient penalty of weight 10 (Gulrajani et al. 2017).</summary>
    public static IReadOnlyList<Compiled> WganGp(Backend backend) =>
        Game(backend, [Batch, 784], DenseGenerator, DenseCritic, PenalizedLoss, score => -score.Mean());

    /// <summary>100 to 7x7x128 to 14x14x64 to 28x28x1 with batch norm, and the mirror image of that (Radford et al. 2016).</summary>
    public static IReadOnlyList<Compiled> Dcgan(Backend backend) =>
        Game(backend, [Batch, 28, 28, 1], ConvGenerator, ConvCritic, LogisticLoss, score => (-score).Softplus().Mean());

    private static IReadOnlyList<Compiled> Game(
        Backend backend, Shape images, Func<Scope, ILayer> makeGenerator, Func<Scope, ILayer> makeCritic,
        CriticLoss criticLoss, Func<Tensor, Tensor> generatorLoss)
    {
        Scope generatorScope = new(1), criticScope = new(2);
        ILayer generator = makeGenerator(generatorScope), critic = makeCritic(criticScope);
        Trained generators = new("generator", generatorScope.Parameters), critics = new("critic", criticScope.Parameters);
        Tensor real = RandomImages.Between(-1, 1, images);
        return
        [
            critics.Step(backend, pass => criticLoss(x => critic.Apply(x, pass), real, Fake(pass).Detach(), pass.Random)),
            generators.Step(backend, pass => generatorLoss(critic.Apply(Fake(pass), pass))),
        ];

        Tensor Fake(Pass pass) => generator.Apply(pass.Random.Normal([Batch, Noise]), pass);
    }

    private static Tensor LogisticLoss(Func<Tensor, Tensor> critic, Tensor real, Tensor fake, RandomSource random) =>
        (-critic(real)).Softplus().Mean() + critic(fake).Softplus().Mean();

    private static Tensor PenalizedLoss(Func<Tensor, Tensor> critic, Tensor real, Tensor fake, RandomSource random)
    {
        Tensor part = random.Uniform([Batch, 1]), between = (part * real) + ((1f - part) * fake);
        Tensor slope = Gradients.Of(critic(between).Sum(), between)[0].Square().Sum([1]).Sqrt();
        return critic(fake).Mean() - critic(real).Mean() + (10f * (slope - 1f).Square().Mean());
    }

    private static ILayer DenseGenerator(Scope scope) =>
        new Sequential(new Mlp(scope, [Noise, 128, 256, 784], "leaky_relu"), new Lambda(x => x.Tanh()));

    private static ILayer DenseCritic(Scope scope) => new Mlp(scope, [784, 256, 128, 1], "leaky_relu");

    private static ILayer ConvGenerator(Scope scope) => new Sequential(
        new Linear(scope["seed"], Noise, 7 * 7 * 128, biased: false),
        new Lambda(x => x.Reshape(-1, 7, 7, 128)),
        new BatchNorm(scope["norm"][0], 128),
        new Lambda(x => x.Relu()),
        new ConvTranspose2D(scope["up"][0], 128, 64, kernel: 4, stride: 2, padding: 1, biased: false),
        new BatchNorm(scope["norm"][1], 64),
        new Lambda(x => x.Relu()),
        new ConvTranspose2D(scope["up"][1], 64, 1, kernel: 4, stride: 2, padding: 1),
        new Lambda(x => x.Tanh()));

    private static ILayer ConvCritic(Scope scope) => new Sequential(
        new Conv2D(scope["down"][0], 1, 64, kernel: 4, stride: 2, padding: 1),
        new Lambda(x => x.LeakyRelu()),
        new Conv2D(scope["down"][1], 64, 128, kernel: 4, stride: 2, padding: 1, biased: false),
        new BatchNorm(scope["norm"], 128),
        new Lambda(x => x.LeakyRelu().Flatten()),
        new Linear(scope["score"], 7 * 7 * 128, 1));
}
