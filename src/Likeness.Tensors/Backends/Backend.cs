using Likeness.Tensors.Backends.Cpu;
using Likeness.Tensors.Backends.Reference;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends;

/// <summary>Something that runs plans. A backend knows operations and plans, nothing of derivatives or passes.</summary>
public abstract class Backend
{
    private static readonly Lazy<Backend> SharedCpu = new(() => Cpu(Environment.ProcessorCount));

    private protected Backend()
    {
    }

    /// <summary>The CPU with all its cores.</summary>
    public static Backend Default => SharedCpu.Value;

    /// <summary>Scalar loops in double precision: slow, and the definition of what every operation means.</summary>
    public static Backend Reference { get; } = new ReferenceBackend();

    /// <summary>The CPU with a number of threads. Results are the same bits for any number.</summary>
    public static Backend Cpu(int threads) => new CpuBackend(threads);

    internal abstract Compiled Compile(Plan plan);
}
