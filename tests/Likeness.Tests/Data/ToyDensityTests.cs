using Likeness.Data;
using Xunit;

namespace Likeness.Tests.Data;

public sealed class ToyDensityTests
{
    public static TheoryData<string> Names => [.. ToyDensity.All.Select(toy => toy.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Draws_are_repeatable_finite_and_about_four_wide(string name)
    {
        var toy = DataCatalog.Toy(name);
        var points = toy.Sample(4000, seed: 3).Points.ToArray();
        Assert.Equal(points, toy.Sample(4000, seed: 3).Points.ToArray());
        Assert.Equal(points[..20], toy.Sample(10, seed: 3).Points.ToArray());
        Assert.NotEqual(points, toy.Sample(4000, seed: 4).Points.ToArray());
        Assert.NotEqual(points, toy.Sample(4000, seed: 3, part: "test").Points.ToArray());
        Assert.All(points, value => Assert.InRange(value, -6, 6));
        Assert.InRange(points.Max(), 1.5, 6);
        Assert.InRange(points.Average(), -0.5, 0.5);
    }

    [Theory]
    [InlineData("toy:gaussians")]
    [InlineData("toy:checkerboard")]
    public void Exact_densities_integrate_to_one_and_agree_with_the_draws(string name)
    {
        var toy = DataCatalog.Toy(name);
        const double Step = 0.02;
        double mass = 0, entropy = 0;
        for (double x = -6 + Step / 2; x < 6; x += Step)
            for (double y = -6 + Step / 2; y < 6; y += Step)
            {
                double log = toy.LogDensity(x, y);
                mass += Math.Exp(log) * Step * Step;
                entropy -= double.IsFinite(log) ? log * Math.Exp(log) * Step * Step : 0;
            }
        Assert.Equal(1, mass, 3);
        var points = toy.Sample(20_000).Points;
        double sum = 0;
        for (int i = 0; i < 20_000; i++)
            sum -= toy.LogDensity(points.Span[2 * i], points.Span[2 * i + 1]);
        Assert.Equal(entropy, sum / 20_000, 0.03);
    }

    [Fact]
    public void A_density_that_is_not_known_says_so()
    {
        var moons = DataCatalog.Toy("toy:moons");
        Assert.False(moons.HasDensity);
        Assert.Contains("toy:gaussians", Assert.Throws<InvalidOperationException>(() => moons.LogDensity(0, 0)).Message);
    }

    /// <summary>The same bits everywhere: recorded once, from exact arithmetic.</summary>
    [Fact]
    public void The_first_points_are_the_recorded_ones()
    {
        var words = ToyDensity.All.SelectMany(toy => toy.Sample(50).Points.ToArray()).Select(BitConverter.SingleToUInt32Bits).ToArray();
        ulong sum = words.Aggregate(14695981039346656037UL, (hash, word) => (hash ^ word) * 1099511628211);
        Assert.Equal(13699804743848115596UL, sum);
    }

    [Fact]
    public void A_density_is_a_set_of_points_that_reads_slices_and_sums()
    {
        DataSet set = DataCatalog.Load("toy:moons");
        Assert.Equal(("toy:moons", 1, 1, 2, 0), (set.Name, set.Height, set.Width, set.Channels, set.ClassCount));
        Assert.Equal((20_000, 2_000, 5_000), (set.Train!.Count, set.Validation!.Count, set.Test!.Count));
        float[] all = ToyDensity.All[0].Sample(22_000).Points.ToArray();
        var values = new float[4];
        set.TrainAll!.Read(3, values);
        Assert.Equal(all[6..10], values);
        set.Validation.Read(1, values);
        Assert.Equal(all[40_002..40_006], values);
        set.TrainAll.Subset([7, 2]).Read(0, values);
        Assert.Equal([all[14], all[15], all[4], all[5]], values);
        Assert.NotEqual(set.Train.Checksum(), set.Train.Slice(1, 20_000 - 1).Checksum());
        Assert.NotEqual(set.Checksum, DataCatalog.Load("toy:circles").Checksum);
        Assert.Equal(set.Checksum, DataCatalog.Load("toy:moons").Checksum);
    }

    [Fact]
    public void Portable_functions_agree_with_the_platforms()
    {
        for (double x = -20; x < 20; x += 0.137)
        {
            var (sin, cos) = PortableMath.SinCos(x);
            Assert.Equal(Math.Sin(x), sin, 1e-14);
            Assert.Equal(Math.Cos(x), cos, 1e-14);
            Assert.Equal(x, PortableMath.Log(Math.Exp(x)), 1e-14 * Math.Max(1, Math.Abs(x)) * 2);
        }
    }

    [Fact]
    public void Random_draws_have_their_moments()
    {
        var random = new CounterSequence(7);
        double sum = 0, square = 0, fourth = 0, bell = 0;
        const int Count = 100_000;
        for (int i = 0; i < Count; i++)
        {
            double normal = random.Normal(), other = random.Bell();
            (sum, square, fourth, bell) = (sum + normal, square + normal * normal, fourth + normal * normal * normal * normal,
                bell + other * other);
        }
        Assert.Equal(0, sum / Count, 0.015);
        Assert.Equal(1, square / Count, 0.02);
        Assert.Equal(3, fourth / Count, 0.15);
        Assert.Equal(1, bell / Count, 0.02);
    }
}
