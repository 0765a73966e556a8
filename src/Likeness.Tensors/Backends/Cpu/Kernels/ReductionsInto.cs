using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// Reductions over an outer axis: each element of a row is folded into its own accumulator, row after row, all rows n elements long and
/// one behind the other. Accumulators stay in registers; their bits are those of one row at a time.
/// </summary>
internal static unsafe class ReductionsInto
{
    /// <summary>acc[i] += x[i].</summary>
    public static void AddInto(float* acc, float* x, int n, int rows) => Into<AddKernel>(acc, x, n, rows);

    /// <summary>acc[i] = max(acc[i], x[i]); NaN wins.</summary>
    public static void MaxInto(float* acc, float* x, int n, int rows) => Into<MaximumKernel>(acc, x, n, rows);

    /// <summary>acc[i] = min(acc[i], x[i]); NaN wins.</summary>
    public static void MinInto(float* acc, float* x, int n, int rows) => Into<MinimumKernel>(acc, x, n, rows);

    public static void AddInto(int* acc, int* x, int n, int rows) => Into<AddIntKernel>(acc, x, n, rows);

    public static void MaxInto(int* acc, int* x, int n, int rows) => Into<MaximumIntKernel>(acc, x, n, rows);

    public static void MinInto(int* acc, int* x, int n, int rows) => Into<MinimumIntKernel>(acc, x, n, rows);

    private static void Into<TKernel>(void* acc, void* x, int n, int rows)
        where TKernel : IBinaryKernel
    {
        if (Vector512.IsHardwareAccelerated)
            Into<TKernel, Vec512>((float*)acc, (float*)x, n, rows);
        else if (Vector256.IsHardwareAccelerated)
            Into<TKernel, Vec256>((float*)acc, (float*)x, n, rows);
        else
            Into<TKernel, Vec128>((float*)acc, (float*)x, n, rows);
    }

    // Four registers at a time, because each waits for its last sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Into<TKernel, V>(float* acc, float* x, int n, int rows)
        where TKernel : IBinaryKernel
        where V : unmanaged, IVec<V>
    {
        nint i = 0;
        for (; i <= n - (4 * V.Count); i += 4 * V.Count)
        {
            V a = V.Load(acc + i), b = V.Load(acc + i + V.Count), c = V.Load(acc + i + (2 * V.Count)), d = V.Load(acc + i + (3 * V.Count));
            float* row = x + i;
            for (int left = rows; left > 0; left--, row += n)
            {
                a = TKernel.Apply(a, V.Load(row));
                b = TKernel.Apply(b, V.Load(row + V.Count));
                c = TKernel.Apply(c, V.Load(row + (2 * V.Count)));
                d = TKernel.Apply(d, V.Load(row + (3 * V.Count)));
            }
            V.Store(a, acc + i);
            V.Store(b, acc + i + V.Count);
            V.Store(c, acc + i + (2 * V.Count));
            V.Store(d, acc + i + (3 * V.Count));
        }
        for (; i <= n - V.Count; i += V.Count)
        {
            V a = V.Load(acc + i);
            float* row = x + i;
            for (int left = rows; left > 0; left--, row += n)
                a = TKernel.Apply(a, V.Load(row));
            V.Store(a, acc + i);
        }
        int rest = n - (int)i;
        if (rest == 0)
            return;
        V part = V.LoadPart(acc + i, rest, V.Create(0f));
        for (int row = 0; row < rows; row++)
            part = TKernel.Apply(part, V.LoadPart(x + i + ((nint)row * n), rest, V.Create(0f)));
        V.StorePart(part, acc + i, rest);
    }
}
