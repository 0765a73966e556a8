using Likeness.App.Reports.Charts;
using Xunit;

namespace Likeness.Tests.Reports;

public class TicksTests
{
    [Theory]
    [InlineData(0, 4000, 8, "0 500 1,000 1,500 2,000 2,500 3,000 3,500 4,000")]
    [InlineData(-0.3, 0.35, 5, "−0.3 −0.2 −0.1 0 0.1 0.2 0.3")]
    [InlineData(0, 30000, 5, "0 5k 10k 15k 20k 25k 30k")]
    [InlineData(0.2e6, 2.1e6, 4, "0.5M 1.0M 1.5M 2.0M")]
    [InlineData(0, 0.00025, 5, "0 5·10⁻⁵ 10⁻⁴ 1.5·10⁻⁴ 2·10⁻⁴ 2.5·10⁻⁴")]
    public void Linear_marks_are_round(double min, double max, int count, string words) =>
        Assert.Equal(words, string.Join(' ', Ticks.Linear(min, max, count).Select(tick => tick.Text)));

    [Theory]
    [InlineData(1, 1000, 5, "1 10 100 1,000")]
    [InlineData(0.8, 30, 5, "1 2 5 10 20")]
    [InlineData(90, 130, 4, "90 100 110 120 130")]
    [InlineData(1e-12, 1e12, 4, "10⁻¹² 10⁻⁶ 1 10⁶ 10¹²")]
    public void Logarithmic_marks_are_decades(double min, double max, int count, string words) =>
        Assert.Equal(words, string.Join(' ', Ticks.Logarithmic(min, max, count).Select(tick => tick.Text)));

    [Fact]
    public void Marks_ascend_inside_the_interval_and_are_neither_few_nor_many()
    {
        for (var i = 0; i < 2000; i++)
        {
            var min = (FakeDigits.Hash(3 * i) - 0.5) * Math.Pow(10, 20 * FakeDigits.Hash(3 * i + 1) - 10);
            var max = min + Math.Pow(10, 20 * FakeDigits.Hash(3 * i + 2) - 8) * (1 + Math.Abs(min));
            var marks = Ticks.Linear(min, max, 6);
            var slack = 1e-6 * (max - min);
            Assert.InRange(marks.Count, 3, 11);
            Assert.All(marks, mark => Assert.InRange(mark.Value, min - slack, max + slack));
            Assert.Equal(marks.Count, marks.Select(mark => mark.Text).Distinct().Count());
            Assert.Equal(marks.Select(mark => mark.Value).Order(), marks.Select(mark => mark.Value));
        }
    }

    [Fact]
    public void A_scale_of_one_value_is_widened_about_it()
    {
        var scale = Scale.Fit([5, 5, double.NaN], new Axis("x"))!;
        Assert.True(scale.Min < 5 && scale.Max > 5);
    }

    [Fact]
    public void A_scale_of_nothing_finite_is_none() => Assert.Null(Scale.Fit([double.NaN, double.PositiveInfinity], new Axis("x")));

    [Fact]
    public void A_logarithmic_scale_leaves_out_what_has_no_logarithm()
    {
        var scale = Scale.Fit([-1, 0, 1, 100], new Axis("x") { Log = true })!;
        Assert.Equal((1, 100, true), (scale.Min, scale.Max, scale.Log));
        Assert.Equal(50, scale.Map(10, 0, 100), 9);
    }

    [Fact]
    public void A_scale_holds_numbers_whose_difference_overflows()
    {
        var scale = Scale.Fit([-1.7e308, 1.7e308], new Axis("x"), 0.05)!;
        Assert.InRange(scale.Map(0, 0, 1), 0.49, 0.51);
        Assert.NotEmpty(scale.Marks(5));
    }
}
