using Likeness.Data;
using Likeness.Formats;
using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;

namespace Likeness.Evaluation;

/// <summary>Points of the plane and densities of them as pictures of the window from -4.5 to 4.5, all with the same frame.</summary>
public static class PlanePicture
{
    /// <summary>So many dots show a density well.</summary>
    public const int Dots = 2000;

    // Bins of the histogram are as wide as several pixels, or most of them would be empty.
    private const int Side = 360, Bins = 72;
    private const float Reach = 4.5f;

    /// <summary>A dot for each point (x and y in turn); those outside the window are left out.</summary>
    public static PixelImage Scatter(ReadOnlySpan<float> points)
    {
        var pixels = new byte[Side * Side];
        Array.Fill(pixels, (byte)255);
        for (int i = 0; i + 1 < points.Length; i += 2)
            if (Place(points[i], points[i + 1], Side) is { } at)
                Dot(pixels, at / Side, at % Side);
        return new PixelImage(Side, Side, 1, pixels);
    }

    /// <summary>
    /// The data as a histogram beside what a model says of the plane: its density, or of an energy the one that exp(-E) is in proportion
    /// to. Null for a model that has neither.
    /// </summary>
    public static PixelImage? Density(IModel model, ImageSet points, Backend? backend = null)
    {
        if (LogDensity(model) is not { } density)
            return null;
        var sweep = new Sweep(ImageShape.Plane, Side * Side, (places, random) => [density(places, random)], 1, backend, batch: Side * 10);
        float[] logs = sweep.Run(Side * Side, Places)[0];
        float highest = logs.Max();
        float[] left = Histogram(points.Coordinates.Span), right = [.. logs.Select(log => MathF.Exp(log - highest))];
        return ImageGrid.Compose([.. left.Concat(right).Select(MathF.Sqrt)], Side, Side, 1, new ImageGridOptions(2));
    }

    private static Func<Tensor, RandomSource, Tensor>? LogDensity(IModel model) => model switch
    {
        ILikelihood likelihood => likelihood.LogLikelihood,
        IEnergy energy => (places, _) => -energy.Energy(places),
        _ => null,
    };

    // The middles of the pixels, row by row from the top, from number start on.
    private static void Places(int start, Span<float> target)
    {
        for (int i = 0; i < target.Length / 2; i++)
        {
            (int row, int column) = Math.DivRem(start + i, Side);
            target[2 * i] = Reach * (((2 * column) + 1f) / Side - 1);
            target[(2 * i) + 1] = Reach * (1 - ((2 * row) + 1f) / Side);
        }
    }

    private static float[] Histogram(ReadOnlySpan<float> points)
    {
        var counts = new int[Bins * Bins];
        for (int i = 0; i + 1 < points.Length; i += 2)
            if (Place(points[i], points[i + 1], Bins) is { } at)
                counts[at]++;
        float most = Math.Max(1, counts.Max());
        const int Wide = Side / Bins;
        return [.. Enumerable.Range(0, Side * Side).Select(i => counts[(i / Side / Wide * Bins) + (i % Side / Wide)] / most)];
    }

    // Row times side plus column of the cell that a point falls into, or null outside the window.
    private static int? Place(float x, float y, int side)
    {
        int column = (int)MathF.Floor((x + Reach) / (2 * Reach) * side), row = (int)MathF.Floor((Reach - y) / (2 * Reach) * side);
        return column >= 0 && column < side && row >= 0 && row < side ? (row * side) + column : null;
    }

    private static void Dot(byte[] pixels, int row, int column)
    {
        for (int y = Math.Max(0, row - 1); y <= Math.Min(Side - 1, row + 1); y++)
            for (int x = Math.Max(0, column - 1); x <= Math.Min(Side - 1, column + 1); x++)
                pixels[(y * Side) + x] = (byte)(pixels[(y * Side) + x] / 2);
    }
}
