using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>A planned contraction: matrix product or convolution. Runs any number of times without allocating, one run at a time.</summary>
internal abstract unsafe class Product : ParallelWork
{
    /// <summary>Scratch memory a run needs, 64-byte aligned; its content does not matter before and after.</summary>
    internal abstract long ScratchBytes(int threads);

    /// <summary>Multiplies. The product is null if it was declared as not kept: then only the epilogue sees it.</summary>
    internal abstract void Run(WorkerPool pool, float* a, float* b, float* product, byte* scratch, RowEpilogue? epilogue = null);
}
