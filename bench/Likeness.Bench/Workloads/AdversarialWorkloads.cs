using Likeness.Models.Adversarial;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench.Workloads;

/// <summary>
/// Two networks of the library, a step of each with an Adam of its own; each step draws its own noise (Goodfellow et al. 2014,
/// algorithm 1).
/// </summary>
internal static class AdversarialWorkloads
{
    /// <summary>G 100-128-256-784 tanh, D 784-256-128-1, non-saturating loss.</summary>
    public static IReadOnlyList<Compiled> Gan(Backend backend) =>
        LibraryWorkloads.Steps(backend, new Gan(new GanOptions(), LibraryWorkloads.Mnist, 0, 1));

    /// <summary>The same networks, the critic with a gradient penalty of weight 10 (Gulrajani et al. 2017).</summary>
    public static IReadOnlyList<Compiled> WganGp(Backend backend) => LibraryWorkloads.Steps(
        backend, new WganGp(new WganGpOptions { Network = new NetworkKind("dense", [128, 256], []) }, LibraryWorkloads.Mnist, 0, 1));

    /// <summary>100 to 7x7x128 to 14x14x64 to 28x28x1 with batch norm, and the mirror image of that (Radford et al. 2016).</summary>
    public static IReadOnlyList<Compiled> Dcgan(Backend backend) =>
        LibraryWorkloads.Steps(backend, new Dcgan(new DcganOptions(), LibraryWorkloads.Mnist, 0, 1));
}
