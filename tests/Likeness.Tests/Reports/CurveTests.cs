using Likeness.App.Reports.Charts;
using Xunit;

namespace Likeness.Tests.Reports;

public class CurveTests
{
    [Fact]
    public void Smoothing_takes_the_noise_and_keeps_the_course()
    {
        var noisy = Enumerable.Range(0, 1000).Select(i => new Point(i, 0.01 * i + (i % 2 == 0 ? 1 : -1))).ToArray();
        var smooth = Curve.Smooth(noisy);
        Assert.All(smooth.Skip(50).Take(900), point => Assert.InRange(point.Y - 0.01 * point.X, -0.06, 0.06));
    }

    [Fact]
    public void Smoothing_keeps_gaps_and_leaves_them_out_of_the_average()
    {
        var points = Enumerable.Range(0, 200).Select(i => new Point(i, i == 100 ? double.NaN : 3)).ToArray();
        var smooth = Curve.Smooth(points);
        Assert.Equal(double.NaN, smooth[100].Y);
        Assert.All(smooth.Where(point => point.X != 100), point => Assert.Equal(3, point.Y, 12));
    }

    [Fact]
    public void Thinning_keeps_the_extremes()
    {
        var points = Enumerable.Range(0, 5000).Select(i => new Point(i, i == 1234 ? 9 : i == 4321 ? -9 : Math.Sin(i))).ToArray();
        var thin = Curve.Thin(points, 300);
        Assert.InRange(thin.Count, 100, 310);
        Assert.Contains(points[1234], thin);
        Assert.Contains(points[4321], thin);
        Assert.Equal(thin.OrderBy(point => point.X), thin);
    }

    [Fact]
    public void Labels_are_pushed_apart_in_order_and_kept_inside()
    {
        var placed = Apart.Place([50, 52, 51, 99], 10, 0, 100);
        Assert.Equal([50.0, 70.0, 60.0, 99.0], placed);
        Assert.Equal([90.0, 100.0, 80.0], Apart.Place([100, 100, 99], 10, 0, 100));
    }
}
