using Likeness.Nn;
using Likeness.Tensors;
using Xunit;

namespace Likeness.Tests.Nn;

public class InitializerTests
{
    private static readonly Shape Filters = [4, 5, 20, 40];

    public static TheoryData<string, double, bool> Variances => new()
    {
        { "FanIn", 1.0 / 3 / 400, true },
        { "GlorotUniform", 2.0 / (400 + 800), true },
        { "GlorotNormal", 2.0 / (400 + 800), false },
        { "HeUniform", 2.0 / 400, true },
        { "HeNormal", 2.0 / 400, false },
        { "Normal", 0.04, false },
        { "Uniform", 0.04 / 3, true },
    };

    [Theory]
    [MemberData(nameof(Variances))]
    public void VarianceFollowsTheFans(string name, double variance, bool uniform)
    {
        float[] values = Named(name)(Filters, RandomSource.Fixed(1, name));
        Assert.InRange(values.Average(x => (double)x * x) / variance, 0.95, 1.05);
        Assert.InRange(values.Average() / Math.Sqrt(variance), -0.05, 0.05);
        double largest = values.Max(Math.Abs) / Math.Sqrt(variance);
        Assert.True(uniform ? largest is > 1.7 and < 1.7321 : largest > 3, $"largest is {largest} deviations");
    }

    [Theory]
    [InlineData(12, 5)]
    [InlineData(5, 12)]
    [InlineData(7, 7)]
    public void OrthogonalMatrixKeepsLengths(int rows, int columns)
    {
        Tensor q = Tensor.Of(Initializers.Orthogonal(2)([rows, columns], RandomSource.Fixed(1, "q")), [rows, columns]);
        Tensor product = rows > columns ? q.TransposeLast().MatMul(q) : q.MatMul(q.TransposeLast());
        int n = Math.Min(rows, columns);
        float[] identity = [.. Enumerable.Range(0, n * n).Select(i => i % (n + 1) == 0 ? 4f : 0f)];
        Assert.Equal(identity, product.ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void ConstantsAreConstant()
    {
        Assert.Equal([0f, 0f], Initializers.Zeros([2], RandomSource.Fixed(1, "")));
        Assert.Equal([1f, 1f], Initializers.Ones([2], RandomSource.Fixed(1, "")));
        Assert.Throws<ArgumentException>(() => Initializers.HeNormal([3], RandomSource.Fixed(1, "")));
    }

    [Fact]
    public void ScopeNamesAndSeedsItsVariables()
    {
        float[] Values(ulong seed, string part) => new Scope(seed)[part][0].Parameter("weight", [30], Initializers.Normal(1)).Read<float>();
        Assert.Equal(Values(1, "a"), Values(1, "a"));
        Assert.NotEqual(Values(1, "a"), Values(2, "a"));
        Assert.NotEqual(Values(1, "a"), Values(1, "b"));

        var scope = new Scope(1);
        scope["a"][0].Parameter("weight", [2], Initializers.Zeros);
        scope["b"].Kept("mean", [2], Initializers.Ones);
        scope["b"].Parameter("scale", [2], Initializers.Ones);
        Assert.Equal(["a/0/weight", "b/scale"], scope.Parameters.Select(v => v.Name));
        Assert.Equal(["b/mean"], scope.State.Select(v => v.Name));
        Assert.Contains("a/0/weight", Assert.Throws<ArgumentException>(() => scope["a"][0].Kept("weight", [1], Initializers.Zeros)).Message);
    }

    private static Initializer Named(string name) => name switch
    {
        "FanIn" => Initializers.FanIn,
        "GlorotUniform" => Initializers.GlorotUniform,
        "GlorotNormal" => Initializers.GlorotNormal,
        "HeUniform" => Initializers.HeUniform,
        "HeNormal" => Initializers.HeNormal,
        "Normal" => Initializers.Normal(0.2),
        _ => Initializers.Uniform(0.2),
    };
}
