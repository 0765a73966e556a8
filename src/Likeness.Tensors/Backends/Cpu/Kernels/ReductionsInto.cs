using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Reductions over an outer axis: each element of a run is folded into its own accumulator.</summary>
internal static unsafe class ReductionsInto
{
    /// <summary>acc[i] += x[i].</summary>
    public static void AddInto(float* acc, float* x, int n) => Into<AddKernel>(acc, x, n);

    /// <summary>acc[i] = max(acc[i], x[i]); NaN wins.</summary>
    public static void MaxInto(float* acc, float* x, int n) => Into<MaximumKernel>(acc, x, n);

    /// <summary>acc[i] = min(acc[i], x[i]); NaN wins.</summary>
    public static void MinInto(float* acc, float* x, int n) => Into<MinimumKernel>(acc, x, n);

    public static void AddInto(int* acc, int* x, int n) => Into<AddIntKernel>(acc, x, n);

    public static void MaxInto(int* acc, int* x, int n) => Into<MaximumIntKernel>(acc, x, n);

    public static void MinInto(int* acc, int* x, int n) => Into<MinimumIntKernel>(acc, x, n);

    private static void Into<TKernel>(void* acc, void* x, int n)
        where TKernel : IBinaryKernel
    {
        if (Vector512.IsHardwareAccelerated)
            ElementwiseLoops.Binary<TKernel, Vec512>(acc, x, acc, n);
        else if (Vector256.IsHardwareAccelerated)
            ElementwiseLoops.Binary<TKernel, Vec256>(acc, x, acc, n);
        else
            ElementwiseLoops.Binary<TKernel, Vec128>(acc, x, acc, n);
    }
}
