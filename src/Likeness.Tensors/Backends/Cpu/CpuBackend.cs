using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>Vectorised kernels on the engine's own worker pool. The same bits for any number of threads.</summary>
internal sealed class CpuBackend(int threads) : Backend
{
    private readonly WorkerPool pool = new(threads);

    internal override Compiled Compile(Plan plan) => new CpuStep(plan, pool);
}
