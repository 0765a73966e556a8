namespace Likeness.Data;

/// <summary>Sine, cosine, exponential and logarithm from +, -, *, / and sqrt alone, accurate to about 1e-15.
/// The runtime's versions call the C library of the platform, whose last bit differs from one to the next;
/// data sets must be the same bits everywhere.</summary>
internal static class PortableMath
{
    private const double TwoPi = 2 * Math.PI, Ln2 = 0.693147180559945309417;

    /// <summary>Sine and cosine of an angle in radians.</summary>
    public static (double Sin, double Cos) SinCos(double angle)
    {
        double turns = Math.Floor(angle / TwoPi + 0.5);
        double eighth = (angle - turns * TwoPi) / 8, square = eighth * eighth;
        double sin = eighth * (1 - square / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72 * (1 - square / 110)))));
        double cos = 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56 * (1 - square / 90 * (1 - square / 132)))));
        for (int i = 0; i < 3; i++)
            (sin, cos) = (2 * sin * cos, cos * cos - sin * sin);
        return (sin, cos);
    }

    /// <summary>Natural logarithm of a positive, normal number.</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
            (mantissa, exponent) = (mantissa / 2, exponent + 1);
        // log m = 2 atanh((m - 1) / (m + 1)), |argument| <= 0.172
        double t = (mantissa - 1) / (mantissa + 1), square = t * t, sum = 0;
        for (int k = 23; k >= 1; k -= 2)
            sum = sum * square + 1.0 / k;
        return exponent * Ln2 + 2 * t * sum;
    }
}
