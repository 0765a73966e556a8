using System.Globalization;
using Likeness.Bench.Workloads;
using Likeness.Tensors.Backends;

namespace Likeness.Bench;

/// <summary>One training step on random data that is already in memory, by name; the peer has its twin under the same name.</summary>
/// <param name="Name">What the command line and the peer call it.</param>
/// <param name="Batch">Images in a batch.</param>
/// <param name="Compile">Makes the compiled step.</param>
internal sealed record Workload(string Name, int Batch, Func<Backend, CompiledWork> Compile)
{
    private const string Mirrored = "reconstruction";

    private static readonly string[] Convolutions = ["architecture.channels=[32, 64, 128, 256]", "langevin.buffer=1280"];

    /// <summary>The workloads there are, one for every model: each with what differs from its recipe, or as layers where a model has no such form.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        Model("ae"),
        Model("vae"),
        Model("rbm", shown: Mirrored, settings: ["optimizer.name=sgd", "optimizer.momentum=0", "objective.chains=0", "objective.weight_cost=0"]),
        Model("dbn", shown: Mirrored, settings: ["optimizer.name=sgd"]),
        Model("dbn-classifier"),
        Model("gan"),
        Model("wgan-gp", settings: ["architecture.network=dense", "objective.critic_steps=1"]),
        Model("wgan", settings: ["architecture.channels=[64, 32]", "optimizer.name=rmsprop", "optimizer.beta2=0.99"]),
        Model("dcgan"),
        Model("lsgan"),
        Model("stylegan", batch: 64),
        Model("jem", settings: Convolutions),
        Model("ebm", settings: Convolutions),
        new("realnvp", FlowWorkloads.Batch, FlowWorkloads.RealNvp),
        Model("maf"),
        Model("glow"),
        Model("ddpm", batch: 64, settings: ["architecture.channels=[32, 64, 64]", "objective.noise_schedule=linear", "objective.prediction=eps"]),
        Model("flow-matching", batch: 64, settings: ["architecture.channels=[32, 64, 64]"]),
        Model("ncsn", batch: 64),
        Model("latent-diffusion", batch: 64),
    ];

    /// <summary>The workload of a name, or of a name with sizes: vae@BATCHxWIDTH, classifier@BATCH, vae-sample@BATCH, jem-sample@BATCH, maf-sample@BATCH.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Workload Named(string name) => All.SingleOrDefault(workload => workload.Name == name) ?? Sized(name)
        ?? throw new ArgumentException($"unknown workload '{name}'; use one of {string.Join(", ", All.Select(workload => workload.Name))}");

    private static Workload Model(string name, int batch = 128, string shown = "loss", params string[] settings) =>
        new(name, batch, backend => ModelWorkloads.Training(backend, name, batch, shown, settings));

    private static Workload? Sized(string name)
    {
        if (name.Split('@') is not [var kind, var text])
            return null;
        int[] sizes = [.. text.Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        return (kind, sizes) switch
        {
            ("vae", [var batch, var width]) => Model("vae", batch, settings: [$"architecture.hidden={width}"]) with { Name = name },
            ("classifier", [var batch]) => Model("jem", batch, settings: [.. Convolutions, "objective.energy=none"]) with { Name = name },
            ("vae-sample", [var batch]) => new(name, batch, backend => ModelWorkloads.Sampling(backend, "vae", batch)),
            ("jem-sample", [var batch]) => new(name, batch, backend => ModelWorkloads.Sampling(backend, "jem", batch, Convolutions)),
            ("maf-sample", [var batch]) => new(name, batch, backend => ModelWorkloads.Sampling(backend, "maf", batch)),
            _ => null,
        };
    }
}
