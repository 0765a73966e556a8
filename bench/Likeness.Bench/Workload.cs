using System.Globalization;
using Likeness.Bench.Workloads;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>One training step on random data that is already in memory, by name; the peer has its twin under the same name.</summary>
/// <param name="Name">What the command line and the peer call it.</param>
/// <param name="Batch">Images in a batch.</param>
/// <param name="Compile">Makes the compiled steps that, one after the other, are a training step.</param>
internal sealed record Workload(string Name, int Batch, Func<Backend, IReadOnlyList<Compiled>> Compile)
{
    /// <summary>The workloads there are.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("ae", LibraryWorkloads.Batch, LibraryWorkloads.Autoencoder),
        new("vae", LibraryWorkloads.Batch, backend => LibraryWorkloads.Vae(backend)),
        new("rbm", RbmWorkload.Batch, RbmWorkload.Compile),
        new("gan", LibraryWorkloads.Batch, AdversarialWorkloads.Gan),
        new("wgan-gp", LibraryWorkloads.Batch, AdversarialWorkloads.WganGp),
        new("dcgan", LibraryWorkloads.Batch, AdversarialWorkloads.Dcgan),
        new("jem", LibraryWorkloads.Batch, LibraryWorkloads.Jem),
        new("realnvp", FlowWorkloads.Batch, FlowWorkloads.RealNvp),
        new("maf", FlowWorkloads.Batch, FlowWorkloads.Maf),
        new("ddpm", DiffusionWorkload.Batch, DiffusionWorkload.Compile),
    ];

    /// <summary>The workload of a name, or of a name with sizes: vae@BATCHxWIDTH, classifier@BATCH, vae-sample@BATCH, jem-sample@BATCH.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Workload Named(string name) => All.SingleOrDefault(workload => workload.Name == name) ?? Sized(name)
        ?? throw new ArgumentException($"unknown workload '{name}'; use one of {string.Join(", ", All.Select(workload => workload.Name))}");

    private static Workload? Sized(string name)
    {
        if (name.Split('@') is not [var kind, var text])
            return null;
        int[] sizes = [.. text.Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        Func<Backend, IReadOnlyList<Compiled>>? compile = (kind, sizes) switch
        {
            ("vae", [var batch, var width]) => backend => LibraryWorkloads.Vae(backend, batch, width),
            ("classifier", [var batch]) => backend => LibraryWorkloads.Classifier(backend, batch),
            ("vae-sample", [var batch]) => backend => LibraryWorkloads.VaeSample(backend, batch),
            ("jem-sample", [var batch]) => backend => LibraryWorkloads.JemSample(backend, batch),
            _ => null,
        };
        return compile is null ? null : new Workload(name, sizes[0], compile);
    }
}
