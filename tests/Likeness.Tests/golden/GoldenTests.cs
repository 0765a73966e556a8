using Likeness.Models;
using Likeness.Models.Adversarial;
using Likeness.Models.Autoencoders;
using Likeness.Models.Boltzmann;
using Likeness.Models.Diffusion;
using Likeness.Models.Energy;
using Likeness.Models.Flows;
using Likeness.Nn;
using Likeness.Optim;
using Likeness.Tensors;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Golden;

/// <summary>Optimizers and first losses against an independent implementation in PyTorch.</summary>
public class GoldenTests
{
    private static readonly ImageShape Small = new(4, 3, 1);

    [Theory]
    [InlineData("sgd", 1e-3)]
    [InlineData("momentum", 3e-4)]
    [InlineData("nesterov", 3e-4)]
    [InlineData("adam", 0.05)]
    [InlineData("adam-decay", 0.05)]
    [InlineData("adamw", 0.05)]
    [InlineData("rmsprop", 0.05)]
    public void Optimizer(string name, double rate)
    {
        Variable point = Variable.Of("point", [4], [-1.2f, 1f, 0.5f, -0.7f]);
        IOptimizer optimizer = Create(name, point);
        Compiled step = Compiler.Compile(builder =>
        {
            Tensor[] xy = point.Value.Reshape(2, 2).Split(1, 2);
            Tensor value = ((1f - xy[0]).Square() + (100f * (xy[1] - xy[0].Square()).Square())).Sum();
            return [optimizer.Step(builder, Gradients.Of(value, point.Value)[0], builder.Input("rate", []))];
        });
        step.Inputs["rate"].Write<float>([(float)rate]);
        double[] points = [.. Enumerable.Range(0, 20).SelectMany(_ =>
        {
            step.Run();
            Assert.Equal(point.Read<float>(), step.Outputs[0].ToFloats());
            return point.Read<float>();
        })];
        GoldenRun.AssertClose(GoldenRun.Read("optimizers", name), points);
    }

    [Fact]
    public void FirstLossesOfAutoencoder()
    {
        var model = new Autoencoder(new AutoencoderOptions { Hidden = [8, 5] }, Small, seed: 0);
        Tensor images = GoldenRun.Images(Small.Batch(6), 1);
        double[] losses = GoldenRun.TenLosses(model, 0.01, _ => Only(model, new Batch(images, null)), [1]);
        GoldenRun.AssertClose(GoldenRun.Read("autoencoders", "ae"), losses);
    }

    [Theory]
    [InlineData("vae", 1, 1)]
    [InlineData("beta-vae", 4, 1)]
    [InlineData("iwae", 1, 5)]
    public void FirstLossesOfVae(string name, double beta, int draws)
    {
        var model = new Vae(new VaeOptions { Hidden = [9], Latent = 3, Beta = beta }, Small, classes: 0, seed: 0);
        Tensor images = GoldenRun.Images(Small.Batch(6), 1);
        double[] losses = GoldenRun.TenLosses(model, 0.01, noise => model.Loss(images, noise), [draws, 6, 3]);
        GoldenRun.AssertClose(GoldenRun.Read("autoencoders", name), losses);
    }

    [Fact]
    public void FirstLossesOfBoltzmannMachine()
    {
        var model = new Rbm(5, 0, new ContrastiveOptions(Turns: 1, Chains: 0, WeightCost: 0.1), Small, seed: 0);
        Tensor images = GoldenRun.Images([6, 12], 1);
        double[] losses = GoldenRun.TenLosses(model, 0.05, noise => model.Loss(images, 0.25f * (noise + 2f)), [6, 17]);
        GoldenRun.AssertClose(GoldenRun.Read("boltzmann", "rbm"), losses);
    }

    [Theory]
    [InlineData("two-head")]
    [InlineData("logsumexp")]
    public void FirstLossesOfJointEnergyModel(string energy)
    {
        var images = new ImageShape(9, 8, 1);
        var model = new Jem(new JemOptions { Energy = energy, Channels = [4, 6], Learning = new() { Buffer = 8 } }, images, classes: 3, seed: 0);
        Tensor real = (2f * GoldenRun.Images(images.Batch(4), 1)) - 1f, start = (2f * GoldenRun.Images(images.Batch(4), 5)) - 1f;
        var langevin = new Langevin(StepSize: 2, Noise: 0, GradientLimit: 0.03, Bound: 1);
        Tensor labels = Tensor.Of([0, 2, 1, 2], [4]);
        double[] losses = GoldenRun.TenLosses(
            model, 0.01, _ => model.Loss(real, labels, Descend(langevin, model, start)), [1]);
        GoldenRun.AssertClose(GoldenRun.Read("energy", energy), losses);
    }

    [Theory]
    [InlineData("eps")]
    [InlineData("x0")]
    [InlineData("v")]
    public void FirstLossesOfDenoisingDiffusion(string prediction)
    {
        var images = new ImageShape(8, 4, 1);
        var options = new DdpmOptions { Denoising = new DenoisingOptions { Channels = [8, 12] }, Prediction = prediction };
        var model = new Ddpm(options, images, classes: 0, seed: 0);
        Likeness.Models.Diffusion.Level level = NoisePath.Preserving(NoiseSchedule.Kept("linear", 1000)).At(Tensor.Of([0.001f, 0.25f, 0.6f, 1f], [4, 1, 1, 1]));
        Tensor clean = (2f * GoldenRun.Images(images.Batch(4), 1)) - 1f;
        double[] losses = GoldenRun.TenLosses(
            model, 0.01, noise => model.Loss(clean, level, noise, null, RandomSource.Fixed(0, "unused")), images.Batch(4));
        GoldenRun.AssertClose(GoldenRun.Read("diffusion", prediction), losses);
    }

    // Each step moves the critic, then the generator: twenty losses.
    [Fact]
    public void FirstLossesOfWassersteinGanWithGradientPenalty()
    {
        var network = new NetworkKind("dense", [5, 8], [1]);
        var model = new WganGp(new WganGpOptions { Latent = 3, Network = network, Penalty = 10 }, Small, classes: 0, seed: 0);
        var batch = new Batch(GoldenRun.Images(Small.Batch(6), 1), null);
        RandomSource unused = RandomSource.Fixed(0, "unused");
        double[] losses = GoldenRun.TenRounds(
            model, 0.01,
            step => model.CriticObjective(batch, step.Input("z", [6, 3]), step.Input("u", [6, 1, 1, 1]), unused),
            step => model.GeneratorObjective(batch, step.Input("z", [6, 3]), unused));
        GoldenRun.AssertClose(GoldenRun.Read("adversarial", "wgan-gp"), losses);
    }

    // What the normalisations keep is not stored here, so every step normalises by its own batch, as a first one does.
    [Fact]
    public void FirstLossesOfRealNvp()
    {
        var images = new ImageShape(4, 4, 1);
        var model = new RealNvp(new RealNvpOptions { Levels = 2, Couplings = 2, Channels = [5] }, images, classes: 0, seed: 0);
        Tensor data = GoldenRun.Images(images.Batch(6), 1);
        Pass pass = Pass.Training(RandomSource.Fixed(0, "unused"));
        double[] losses = GoldenRun.TenLosses(model, 0.01, noise => model.Loss(data, 0.25f * (noise + 2f), null, pass), images.Batch(6));
        GoldenRun.AssertClose(GoldenRun.Read("flows", "realnvp"), losses);
    }

    private static Tensor Descend(Langevin langevin, Jem model, Tensor start) =>
        langevin.Run(x => model.Energy(0.5f * (x + 1f)), start, Tensor.Scalar(3), RandomSource.Fixed(0, "unused"));

    private static Objective Only(IModel model, Batch batch) =>
        model.Stages[0].Phases[0].Objective(batch, RandomSource.Fixed(0, "unused"));

    private static IOptimizer Create(string name, Variable point) => name switch
    {
        "sgd" => new Sgd(point),
        "momentum" => new Sgd(point, momentum: 0.9),
        "nesterov" => new Sgd(point, momentum: 0.9, nesterov: true, weightDecay: 0.1),
        "adam" => new Adam(point),
        "rmsprop" => new OptimizerOptions("rmsprop", Beta2: 0.9, WeightDecay: 0.1).Create(point),
        "adam-decay" => new Adam(point, 0.5, 0.9, 1e-3, weightDecay: 0.1),
        _ => new OptimizerOptions("adamw", WeightDecay: 0.1).Create(point),
    };
}
