using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// Philox 4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3, 2011). Number i of a stream is
/// lane i % 4 of the block whose counter is (i / 4, c1, c2, c3); it depends on nothing else. The first counter word wraps
/// after 2^34 numbers.
/// </summary>
internal static unsafe class Philox
{
    /// <summary>Fills y with the random words of the indices from firstIndex on.</summary>
    public static void Bits(int* y, long firstIndex, int n, uint key0, uint key1, uint c1, uint c2, uint c3) =>
        Fill<PhiloxBits>((float*)y, firstIndex, n, new(key0, key1, c1, c2, c3));

    /// <summary>Fills y with numbers in [0, 1): multiples of 2^-24.</summary>
    public static void Uniform(float* y, long firstIndex, int n, uint key0, uint key1, uint c1, uint c2, uint c3) =>
        Fill<PhiloxUniform>(y, firstIndex, n, new(key0, key1, c1, c2, c3));

    /// <summary>Fills y with standard normal numbers, the same bits on every register width.</summary>
    public static void Normal(float* y, long firstIndex, int n, uint key0, uint key1, uint c1, uint c2, uint c3) =>
        Fill<PhiloxNormal>(y, firstIndex, n, new(key0, key1, c1, c2, c3));

    private static void Fill<TDistribution>(float* y, long firstIndex, int n, PhiloxStream stream)
        where TDistribution : IPhiloxDistribution
    {
        if (Vector512.IsHardwareAccelerated)
            Fill<TDistribution, Vec512>(y, firstIndex, n, stream);
        else if (Vector256.IsHardwareAccelerated)
            Fill<TDistribution, Vec256>(y, firstIndex, n, stream);
        else
            Fill<TDistribution, Vec128>(y, firstIndex, n, stream);
    }

    /// <summary>Whole batches go straight to the target; the ragged ends go through a batch of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<TDistribution, V>(float* y, long firstIndex, int n, PhiloxStream stream)
        where TDistribution : IPhiloxDistribution
        where V : unmanaged, IVec<V>
    {
        uint* keys = stackalloc uint[2 * PhiloxStream.Rounds];
        stream.Schedule(keys);
        float* ragged = stackalloc float[4 * V.Count];
        int skip = (int)(firstIndex & 3);
        uint block = (uint)(firstIndex >> 2);
        int done = 0;
        while (done < n)
        {
            bool whole = skip == 0 && n - done >= 4 * V.Count;
            float* target = whole ? y + done : ragged;
            Batch<TDistribution, V>(target, block, stream, keys);
            int count = Math.Min((4 * V.Count) - skip, n - done);
            if (!whole)
                Unsafe.CopyBlockUnaligned(y + done, ragged + skip, (uint)count * sizeof(float));
            done += count;
            skip = 0;
            block += (uint)V.Count;
        }
    }

    /// <summary>
    /// The V.Count blocks from one counter on. Each 64-bit lane holds one block, its four words in the low halves of four
    /// registers: the 32x32 -> 64 multiplication reads only low halves, so what is left in the high halves is ignored.
    /// Two sets of registers take turns, since a round waits for its multiplications.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Batch<TDistribution, V>(float* target, uint block, PhiloxStream stream, uint* keys)
        where TDistribution : IPhiloxDistribution
        where V : unmanaged, IVec<V>
    {
        V x0 = V.AddInt(V.BlockOrder, V.CreateInt((int)block));
        V y0 = V.AddInt(x0, V.CreateInt(V.Count / 2));
        V x1 = V.CreateInt((int)stream.C1), y1 = x1;
        V x2 = V.CreateInt((int)stream.C2), y2 = x2;
        V x3 = V.CreateInt((int)stream.C3), y3 = x3;
        for (uint* key = keys; key < keys + (2 * PhiloxStream.Rounds); key += 2)
        {
            V m0 = V.CreateInt(unchecked((int)0xd2511f53)), m1 = V.CreateInt(unchecked((int)0xcd9e8d57));
            V k0 = V.CreateInt((int)key[0]), k1 = V.CreateInt((int)key[1]);
            V p0 = V.MultiplyLong(x0, m0), q0 = V.MultiplyLong(y0, m0);
            V p1 = V.MultiplyLong(x2, m1), q1 = V.MultiplyLong(y2, m1);
            x0 = x1 ^ k0 ^ V.ShiftRightLong(p1, 32);
            y0 = y1 ^ k0 ^ V.ShiftRightLong(q1, 32);
            x2 = x3 ^ k1 ^ V.ShiftRightLong(p0, 32);
            y2 = y3 ^ k1 ^ V.ShiftRightLong(q0, 32);
            (x1, y1, x3, y3) = (p1, q1, p0, q0);
        }
        TDistribution.Store(x0, x1, x2, x3, target);
        TDistribution.Store(y0, y1, y2, y3, target + (2 * V.Count));
    }
}

/// <summary>The words of a Philox key and counter that stay fixed through one fill.</summary>
internal readonly record struct PhiloxStream(uint Key0, uint Key1, uint C1, uint C2, uint C3)
{
    public const int Rounds = 10;

    /// <summary>Writes the two key words of every round.</summary>
    public unsafe void Schedule(uint* keys)
    {
        for (uint round = 0; round < Rounds; round++)
        {
            keys[2 * round] = Key0 + (round * 0x9e3779b9);
            keys[(2 * round) + 1] = Key1 + (round * 0xbb67ae85);
        }
    }
}
