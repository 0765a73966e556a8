using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Adds the partial products of a split k, always in the order of the splits.</summary>
internal static unsafe class GemmPartialSums
{
    /// <summary>to[i] = sum over s of parts[s * stride + i]; <paramref name="to"/> may be the first part itself.</summary>
    internal static void Add(float* parts, nint stride, int count, nint length, float* to)
    {
        if (SimdWidth.Current == 16)
            Add<Lanes512, Vector512<float>>(parts, stride, count, length, to);
        else if (SimdWidth.Current == 8)
            Add<Lanes256, Vector256<float>>(parts, stride, count, length, to);
        else
            Add<Lanes128, Vector128<float>>(parts, stride, count, length, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<TLanes, TVector>(float* parts, nint stride, int count, nint length, float* to)
        where TLanes : struct, ILanes<TVector>
    {
        nint i = 0;
        for (; i + TLanes.Count <= length; i += TLanes.Count)
        {
            var sum = TLanes.Load(parts + i);
            for (var part = 1; part < count; part++)
                sum = TLanes.Add(sum, TLanes.Load(parts + part * stride + i));
            TLanes.Store(sum, to + i);
        }
        for (; i < length; i++)
        {
            var sum = parts[i];
            for (var part = 1; part < count; part++)
                sum += parts[part * stride + i];
            to[i] = sum;
        }
    }
}
