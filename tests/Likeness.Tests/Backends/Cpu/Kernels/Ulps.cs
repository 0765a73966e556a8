namespace Likeness.Tests.Backends.Cpu.Kernels;

/// <summary>How far a float is from an exact value, in units of the last place of the latter.</summary>
internal static class Ulps
{
    public static double Between(double exact, float got)
    {
        if (double.IsNaN(exact) || float.IsNaN(got))
            return double.IsNaN(exact) && float.IsNaN(got) ? 0 : double.PositiveInfinity;
        if (float.IsInfinity((float)exact) || float.IsInfinity(got))
            return (float)exact == got ? 0 : double.PositiveInfinity;
        double size = Math.Max(Math.Abs(exact), 1.17549435e-38);
        return Math.Abs(got - exact) / Math.ScaleB(1, Math.ILogB(size) - 23);
    }

    /// <summary>ln(1 + x) in double.</summary>
    public static double LogOnePlus(double x)
    {
        if (x <= -1 || double.IsPositiveInfinity(x))
            return Math.Log(1 + x);
        double u = 1 + x;
        return Math.Abs(x) < 1e-9 ? x - (x * x / 2) : Math.Log(u) - ((u - 1 - x) / u);
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Sign(double x) => x > 0 ? 1 : x < 0 ? -1 : x;
}
