using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

internal sealed class CpuBackend(int threads) : Backend
{
    public int Threads => threads;
    internal override Compiled Compile(Plan plan) => Reference.Compile(plan);
}
