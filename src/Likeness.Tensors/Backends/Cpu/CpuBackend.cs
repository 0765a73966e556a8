using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>Vectorised kernels on the engine's own worker pool. The same bits for any number of threads.</summary>
/// <param name="threads">How many.</param>
/// <param name="compiledFrom">After so many operations, times positions, a fused group gets machine code of its own.</param>
internal sealed class CpuBackend(int threads, long compiledFrom = TileProgram.CompiledFrom) : Backend
{
    private readonly WorkerPool pool = new(threads);

    internal override Compiled Compile(Plan plan) => new CpuStep(plan, new CpuScratch(pool, compiledFrom));
}
