using Likeness.Nn;
using Likeness.Tensors;
using Likeness.Tensors.Backends;

namespace Likeness.Bench.Workloads;

/// <summary>Noise prediction by a U-Net at a random one of 1000 noise levels (Ho et al. 2020), mean squared error.</summary>
internal static class DiffusionWorkload
{
    public const int Batch = 64;

    private const int Levels = 1000;

    public static CompiledWork Compile(Backend backend)
    {
        var scope = new Scope(1);
        var network = new UNet(scope);
        float[] kept = Kept();
        Tensor signal = Table(level => [MathF.Sqrt(kept[level])]), noise = Table(level => [MathF.Sqrt(1 - kept[level])]);
        Tensor waves = Table(Waves), images = RandomImages.Between(-1, 1, [Batch, 28, 28, 1]);
        return AdamStep.Compile(backend, scope.Parameters, Loss);

        Tensor Loss(Pass pass)
        {
            Tensor level = pass.Random.Integers([Batch], Levels), drawn = pass.Random.Normal(images.Shape);
            Tensor noisy = (At(signal, level) * images) + (At(noise, level) * drawn);
            return (network.Apply(noisy, waves.Gather(level)) - drawn).Square().Mean();
        }
    }

    private static Tensor At(Tensor table, Tensor level) => table.Gather(level).Reshape(Batch, 1, 1, 1);

    // The part of the signal's variance left at each level: the product of 1 - beta, beta from 1e-4 to 0.02.
    private static float[] Kept()
    {
        double product = 1;
        return [.. Enumerable.Range(0, Levels).Select(level => (float)(product *= 1 - (1e-4 + (level * (0.02 - 1e-4) / (Levels - 1)))))];
    }

    private static float[] Waves(int level)
    {
        IEnumerable<double> angles = Enumerable.Range(0, UNet.Waves / 2).Select(i => level * Math.Pow(10_000, -2.0 * i / UNet.Waves));
        return [.. angles.Select(angle => (float)Math.Sin(angle)), .. angles.Select(angle => (float)Math.Cos(angle))];
    }

    private static Tensor Table(Func<int, float[]> row)
    {
        float[][] rows = [.. Enumerable.Range(0, Levels).Select(row)];
        return Tensor.Of([.. rows.SelectMany(values => values)], [Levels, rows[0].Length]);
    }
}
