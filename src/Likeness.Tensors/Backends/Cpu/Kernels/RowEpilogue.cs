namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>What happens to a product's rows while they are still in cache: bias, activation, a fused chain of operations.</summary>
internal abstract unsafe class RowEpilogue
{
    /// <summary>
    /// Takes <paramref name="rowCount"/> finished rows, all columns, at <paramref name="rows"/>; they are rows
    /// <paramref name="firstRow"/> and on of the whole result (batch and rows, or pixels, flattened). Each row comes exactly once, in
    /// blocks fixed by the shape; blocks come in any order and from several workers at once.
    /// </summary>
    internal abstract void Run(int worker, float* rows, long firstRow, int rowCount);
}
