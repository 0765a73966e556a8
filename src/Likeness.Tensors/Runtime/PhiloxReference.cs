namespace Likeness.Tensors.Runtime;

/// <summary>
/// Philox 4x32-10 (Salmon, Moraes, Dror, Shaw 2011), one number at a time: the meaning of every random primitive. The
/// distributions are computed in double from the same words as the float kernels use.
/// </summary>
internal static class PhiloxReference
{
    /// <summary>Ten rounds over one counter under one key.</summary>
    public static (uint, uint, uint, uint) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xd2511f53UL * c0;
            ulong p1 = 0xcd9e8d57UL * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9e3779b9;
            k1 += 0xbb67ae85;
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>Word index % 4 of the block with counter (index / 4, c1, c2, c3).</summary>
    public static uint Bits(long index, uint key0, uint key1, uint c1, uint c2, uint c3)
    {
        (uint x0, uint x1, uint x2, uint x3) = Block((uint)(index >> 2), c1, c2, c3, key0, key1);
        return (index & 3) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
    }

    /// <summary>In [0, 1): the upper 24 bits as a multiple of 2^-24.</summary>
    public static double Uniform(long index, uint key0, uint key1, uint c1, uint c2, uint c3) =>
        (Bits(index, key0, key1, c1, c2, c3) >> 8) / (double)(1 << 24);

    /// <summary>
    /// Standard normal: sqrt(-2 ln u) times the cosine (even index) or sine (odd index) of 2 pi v, from the pair of words the
    /// index falls in: u = (float(first >> 1) + 1) 2^-31, rounded to float as the kernels do, v the upper 24 bits of the second.
    /// </summary>
    public static double Normal(long index, uint key0, uint key1, uint c1, uint c2, uint c3)
    {
        uint first = Bits(index & ~1L, key0, key1, c1, c2, c3);
        uint second = Bits(index | 1L, key0, key1, c1, c2, c3);
        float u = ((float)(int)(first >> 1) + 1f) * (1f / (1u << 31));
        double radius = Math.Sqrt(-2 * Math.Log(u));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * (second >> 8) / (1 << 24));
        return radius * ((index & 1) == 0 ? cosine : sine);
    }
}
