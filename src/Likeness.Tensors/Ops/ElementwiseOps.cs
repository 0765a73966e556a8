using Likeness.Tensors.Graph;

namespace Likeness.Tensors.Ops;

/// <summary>An operation that treats every element alike: all inputs have one shape, which is also the result's.</summary>
/// <param name="Name">What listings and kernel tables call it.</param>
/// <param name="Arity">How many inputs it takes.</param>
internal abstract record ElementwiseOp(string Name, int Arity) : Op
{
    /// <summary>The meaning of the operation for one element.</summary>
    public abstract double Scalar(ReadOnlySpan<double> x);

    public abstract DType ResultType(IReadOnlyList<Node> inputs);

    public sealed override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        if (inputs.Count != Arity)
            throw Misfit(Name, $"takes {Arity} inputs, got {inputs.Count}");
        for (int i = 1; i < inputs.Count; i++)
            if (inputs[i].Shape != inputs[0].Shape)
                throw Misfit(Name, $"shapes {inputs[0].Shape} and {inputs[i].Shape} differ; broadcast one to the other first");
        return (ResultType(inputs), inputs[0].Shape);
    }

    protected DType SameType(IReadOnlyList<Node> inputs, int first)
    {
        for (int i = first + 1; i < inputs.Count; i++)
            if (inputs[i].DType != inputs[first].DType)
                throw Misfit(Name, $"element types {inputs[first].DType} and {inputs[i].DType} differ; use Cast");
        if (inputs[first].DType == DType.U8 && this is not CastOp)
            throw Misfit(Name, "bytes are for storage; use Cast(DType.F32) or Cast(DType.I32) first");
        return inputs[first].DType;
    }

    public sealed override string ToString() => Name;
}

/// <summary>A function of one element.</summary>
internal sealed record UnaryOp(string Name, Func<double, double> Meaning, Func<Tensor, Tensor, Tensor, Tensor?> Derivative)
    : ElementwiseOp(Name, 1)
{
    public override double Scalar(ReadOnlySpan<double> x) => Meaning(x[0]);

    public override DType ResultType(IReadOnlyList<Node> inputs) => SameType(inputs, 0);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [Derivative(x[0], y, g)];
}

/// <summary>A function of two elements; comparisons give 1 or 0 as F32.</summary>
internal sealed record BinaryOp(
    string Name, Func<double, double, double> Meaning, Func<Tensor, Tensor, Tensor, Tensor, (Tensor?, Tensor?)> Derivative, bool Compares = false)
    : ElementwiseOp(Name, 2)
{
    public override double Scalar(ReadOnlySpan<double> x) => Meaning(x[0], x[1]);

    public override DType ResultType(IReadOnlyList<Node> inputs)
    {
        DType type = SameType(inputs, 0);
        return Compares && type != DType.F64 ? DType.F32 : type;
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g)
    {
        (Tensor? a, Tensor? b) = Derivative(x[0], x[1], y, g);
        return [a, b];
    }
}

/// <summary>Chooses by a condition: where it is not zero the second input, else the third.</summary>
/// <param name="Rectifies">
/// The condition holds just where the result is positive. The derivative then asks the result, which the next layer keeps for its
/// own, and what came before it need not be kept.
/// </param>
internal sealed record SelectOp(bool Rectifies = false) : ElementwiseOp("select", 3)
{
    public override double Scalar(ReadOnlySpan<double> x) => x[0] != 0 ? x[1] : x[2];

    public override DType ResultType(IReadOnlyList<Node> inputs) => SameType(inputs, 1);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g)
    {
        Tensor condition = Rectifies ? y.IsGreater(0f) : x[0];
        return [null, Tensor.Select(condition, g, 0f), Tensor.Select(condition, 0f, g)];
    }
}

/// <summary>Converts the element type; floats are truncated towards zero, and clamped to the range of the target.</summary>
internal sealed record CastOp(DType Target) : ElementwiseOp("cast_" + Target.ToString().ToLowerInvariant(), 1)
{
    public override double Scalar(ReadOnlySpan<double> x) => Target switch
    {
        DType.U8 => Math.Clamp(Math.Truncate(x[0]), 0, 255),
        DType.I32 => Math.Clamp(Math.Truncate(x[0]), int.MinValue, int.MaxValue),
        _ => x[0],
    };

    public override DType ResultType(IReadOnlyList<Node> inputs) => Target;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) =>
        [Target.IsFloat() && x[0].DType.IsFloat() ? g.Cast(x[0].DType) : null];
}

/// <summary>Every elementwise primitive: its name, its meaning and its derivative in one row.</summary>
internal static class Elementwise
{
    public static readonly UnaryOp Negate = new("neg", x => -x, (x, y, g) => -g);
    public static readonly UnaryOp Exp = new("exp", Math.Exp, (x, y, g) => g * y);
    public static readonly UnaryOp Log = new("log", Math.Log, (x, y, g) => g / x);
    public static readonly UnaryOp Log1p = new("log1p", LogOnePlus, (x, y, g) => g / (1f + x));
    public static readonly UnaryOp Sqrt = new("sqrt", Math.Sqrt, (x, y, g) => 0.5f * g / y);
    public static readonly UnaryOp Reciprocal = new("recip", x => 1 / x, (x, y, g) => -g * y * y);
    public static readonly UnaryOp Tanh = new("tanh", Math.Tanh, (x, y, g) => g * (1f - (y * y)));
    public static readonly UnaryOp Sigmoid = new("sigmoid", x => 1 / (1 + Math.Exp(-x)), (x, y, g) => g * y * (1f - y));
    public static readonly UnaryOp Sin = new("sin", Math.Sin, (x, y, g) => g * x.Cos());
    public static readonly UnaryOp Cos = new("cos", Math.Cos, (x, y, g) => -g * x.Sin());
    public static readonly UnaryOp Abs = new("abs", Math.Abs, (x, y, g) => g * x.Sign());
    public static readonly UnaryOp Sign = new("sign", x => double.IsNaN(x) ? x : Math.Sign(x), (x, y, g) => null);
    public static readonly UnaryOp Floor = new("floor", Math.Floor, (x, y, g) => null);
    public static readonly UnaryOp Detach = new("copy", x => x, (x, y, g) => null);

    public static readonly BinaryOp Add = new("add", (a, b) => a + b, (a, b, y, g) => (g, g));
    public static readonly BinaryOp MaskGradient = new("mask_gradient", (a, b) => a, (a, b, y, g) => (g * b, null));
    public static readonly BinaryOp Subtract = new("sub", (a, b) => a - b, (a, b, y, g) => (g, -g));
    public static readonly BinaryOp Multiply = new("mul", (a, b) => a * b, (a, b, y, g) => (g * b, g * a));
    public static readonly BinaryOp Divide = new("div", (a, b) => a / b, (a, b, y, g) => (g / b, -g * y / b));
    public static readonly BinaryOp Maximum = new("max", Math.Max, (a, b, y, g) => Split(a, b, g));
    public static readonly BinaryOp Minimum = new("min", Math.Min, (a, b, y, g) => Split(b, a, g));
    public static readonly BinaryOp Quotient = new("quot", (a, b) => b == 0 ? 0 : Math.Truncate(a / b), (a, b, y, g) => (null, null));
    public static readonly BinaryOp Remainder = new("rem", (a, b) => b == 0 ? 0 : a % b, (a, b, y, g) => (null, null));
    public static readonly BinaryOp Less = new("lt", (a, b) => a < b ? 1 : 0, (a, b, y, g) => (null, null), Compares: true);
    public static readonly BinaryOp LessOrEqual = new("le", (a, b) => a <= b ? 1 : 0, (a, b, y, g) => (null, null), Compares: true);
    public static readonly BinaryOp Equal = new("eq", (a, b) => a == b ? 1 : 0, (a, b, y, g) => (null, null), Compares: true);

    public static readonly SelectOp Select = new(), Rectify = new(Rectifies: true);

    // Half of the gradient to each side of a tie keeps the rule symmetric.
    private static (Tensor?, Tensor?) Split(Tensor larger, Tensor smaller, Tensor g)
    {
        Tensor share = Tensor.Select(smaller.IsLess(larger), 1f, Tensor.Select(smaller.IsEqual(larger), 0.5f, 0f));
        return (g * share, g * (1f - share));
    }

    // log(1 + x) without losing the digits of a small x (Kahan's correction).
    private static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Abs(x) < 0.5 ? Math.Log(u) * x / (u - 1) : Math.Log(u);
    }
}
