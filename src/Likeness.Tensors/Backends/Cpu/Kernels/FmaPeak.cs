using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>The ceiling of one thread: multiply-adds in the widest vectors on independent accumulators, no memory at all.</summary>
internal static class FmaPeak
{
    private const int Rounds = 200_000;

    private static float sink;

    /// <summary>FLOP of one burst.</summary>
    public static double BurstFlops => 2.0 * 12 * SimdWidth.Current * Rounds;

    /// <summary>FLOP/s of one burst (a fraction of a millisecond to a few).</summary>
    public static double Measure()
    {
        long start = Stopwatch.GetTimestamp();
        Burst();
        return BurstFlops / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>One burst, untimed.</summary>
    public static void Burst()
    {
        if (SimdWidth.Current == 16)
            Burst<Lanes512, Vector512<float>>();
        else if (SimdWidth.Current == 8)
            Burst<Lanes256, Vector256<float>>();
        else
            Burst<Lanes128, Vector128<float>>();
    }

    // Twelve chains cover four cycles of latency on two ports and still fit the 16 registers of the narrow paths.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Burst<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
    {
        TVector x = TLanes.Broadcast(sink + 0.5f), y = TLanes.Broadcast(0.25f);
        TVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = TLanes.MultiplyAdd(a, x, y);
            b = TLanes.MultiplyAdd(b, x, y);
            c = TLanes.MultiplyAdd(c, x, y);
            d = TLanes.MultiplyAdd(d, x, y);
            e = TLanes.MultiplyAdd(e, x, y);
            f = TLanes.MultiplyAdd(f, x, y);
            g = TLanes.MultiplyAdd(g, x, y);
            h = TLanes.MultiplyAdd(h, x, y);
            i = TLanes.MultiplyAdd(i, x, y);
            j = TLanes.MultiplyAdd(j, x, y);
            k = TLanes.MultiplyAdd(k, x, y);
            l = TLanes.MultiplyAdd(l, x, y);
        }
        TVector left = TLanes.Add(TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d)), TLanes.Add(TLanes.Add(e, f), TLanes.Add(g, h)));
        sink = TLanes.Sum(TLanes.Add(left, TLanes.Add(TLanes.Add(i, j), TLanes.Add(k, l)))) * 1e-30f;
    }
}
