namespace Likeness.Data;

/// <summary>Makes grey images binary (0/255), by threshold or by a draw that depends only on the name and the position.</summary>
internal static class Binarizer
{
    /// <summary>The set after <paramref name="binarization"/>; unchanged for None, Dynamic and Native.
    /// <paramref name="seedName"/> names the random stream of a static draw.</summary>
    public static ImageSet? Apply(ImageSet? set, Binarization binarization, string seedName) => binarization switch
    {
        _ when set is null => null,
        Binarization.Threshold => With(set, Threshold(set.Pixels)),
        Binarization.Static => With(set, Draw(set.Pixels, CounterHash.Key(seedName))),
        _ => set,
    };

    private static byte[] Threshold(ReadOnlyMemory<byte> grey)
    {
        var binary = new byte[grey.Length];
        var source = grey.Span;
        for (int i = 0; i < binary.Length; i++)
            binary[i] = source[i] >= 128 ? (byte)255 : (byte)0;
        return binary;
    }

    // 255 with probability x/255 exactly to 2^-32, in integers.
    private static byte[] Draw(ReadOnlyMemory<byte> grey, ulong key)
    {
        const int Block = 1 << 18;
        var binary = new byte[grey.Length];
        Parallel.For(0, (binary.Length + Block - 1) / Block, block =>
        {
            var source = grey.Span;
            for (int i = block * Block, end = Math.Min(binary.Length, i + Block); i < end; i++)
                binary[i] = (CounterHash.At(key, (ulong)i) >> 32) * 255 < (ulong)source[i] << 32 ? (byte)255 : (byte)0;
        });
        return binary;
    }

    private static ImageSet With(ImageSet set, byte[] pixels) =>
        new(set.Name, set.Height, set.Width, set.Channels, pixels, set.Labels, set.ClassNames);
}
