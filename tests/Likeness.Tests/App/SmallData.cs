using Likeness.Formats;

namespace Likeness.Tests.App;

/// <summary>A folder of IDX files that trains in a moment: bars of 8x8 whose place is their class.</summary>
internal static class SmallData
{
    public const int Classes = 4, Side = 8;

    public static void Write(string folder, int train = 200, int test = 40, int side = Side)
    {
        Directory.CreateDirectory(folder);
        foreach ((string part, int count) in new[] { ("train", train), ("t10k", test) })
        {
            Idx.Write(Path.Combine(folder, $"{part}-images-idx3-ubyte"), NumericArray.Of(Images(count, side), count, side, side));
            Idx.Write(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), NumericArray.Of(Labels(count), count));
        }
    }

    public static byte[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i % Classes))];

    public static byte[] Images(int count, int side)
    {
        var pixels = new byte[count * side * side];
        for (int i = 0; i < pixels.Length; i++)
        {
            int image = i / (side * side), column = i % side, bar = image % Classes * side / Classes;
            pixels[i] = (byte)(column == bar || column == bar + 1 ? 200 + (image * 7 % 50) : image * 3 % 30);
        }
        return pixels;
    }
}
