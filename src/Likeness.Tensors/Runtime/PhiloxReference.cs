namespace Likeness.Tensors.Runtime;

/// <summary>Philox 4x32-10, scalar (Salmon et al. 2011).</summary>
internal static class PhiloxReference
{
    public static (uint X, uint Y, uint Z, uint W) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)c0 * 0xD2511F53, p1 = (ulong)c2 * 0xCD9E8D57;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        return (c0, c1, c2, c3);
    }

    public static uint Bits(long index, uint key0, uint key1, uint c1, uint c2, uint c3)
    {
        (uint x, uint y, uint z, uint w) = Block((uint)(index / 4), c1, c2, c3, key0, key1);
        return (index % 4) switch { 0 => x, 1 => y, 2 => z, _ => w };
    }

    public static double Uniform(long index, uint key0, uint key1, uint c1, uint c2, uint c3) =>
        (Bits(index, key0, key1, c1, c2, c3) >> 8) * (1.0 / (1 << 24));

    public static double Normal(long index, uint key0, uint key1, uint c1, uint c2, uint c3)
    {
        long pair = index / 2 * 2;
        double u = ((Bits(pair, key0, key1, c1, c2, c3) >> 8) + 1) * (1.0 / (1 << 24));
        double v = (Bits(pair + 1, key0, key1, c1, c2, c3) >> 8) * (1.0 / (1 << 24));
        double radius = Math.Sqrt(-2 * Math.Log(u)), angle = 2 * Math.PI * v;
        return index == pair ? radius * Math.Cos(angle) : radius * Math.Sin(angle);
    }
}
