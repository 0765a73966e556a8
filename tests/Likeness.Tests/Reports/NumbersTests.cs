using Likeness.App.Reports;
using Xunit;

namespace Likeness.Tests.Reports;

public class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-87.4321, "−87.43")]
    [InlineData(0.0387412, "0.03874")]
    [InlineData(1234.56, "1,235")]
    [InlineData(1234567.8, "1,234,568")]
    [InlineData(0.00001234, "1.234·10⁻⁵")]
    [InlineData(-2e12, "−2·10¹²")]
    [InlineData(1e9, "10⁹")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Measured_values_have_four_digits(double value, string words) => Assert.Equal(words, Numbers.Measured(value));

    [Theory]
    [InlineData(-87.4321, 0.3141, "−87.43 ± 0.31")]
    [InlineData(0.97341, 0.00161, "0.9734 ± 0.0016")]
    [InlineData(1234.5, 12.0, "1,235 ± 12")]
    [InlineData(5.0, double.NaN, "5.000")]
    [InlineData(5.0, 0.0, "5.000")]
    [InlineData(double.NaN, 1.0, "NaN")]
    public void The_error_says_where_the_value_is_cut(double value, double error, string words) => Assert.Equal(words, Numbers.Measured(value, error));

    [Theory]
    [InlineData(0.4217, "0.4200 s")]
    [InlineData(192.4, "3 min 12 s")]
    [InlineData(7500, "2 h 5 min")]
    public void Durations_have_two_units(double seconds, string words) => Assert.Equal(words, Numbers.Duration(seconds));

    [Fact]
    public void A_negative_number_that_rounds_to_zero_has_no_sign() => Assert.Equal("0.00", Numbers.Fixed(-0.001, 2));

    [Theory]
    [InlineData(19, "19")]
    [InlineData(1005, "1,005")]
    [InlineData(0.5, "0.5000")]
    public void Whole_amounts_are_written_whole(double value, string words) => Assert.Equal(words, Numbers.Amount(value));
}
