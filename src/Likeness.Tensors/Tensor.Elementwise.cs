using Likeness.Tensors.Ops;

namespace Likeness.Tensors;

/// <summary>Elementwise operations. Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.</summary>
public sealed partial class Tensor
{
    /// <summary>Sum.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Binary(Elementwise.Add, a, b);

    /// <summary>Difference.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Binary(Elementwise.Subtract, a, b);

    /// <summary>Elementwise product.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Binary(Elementwise.Multiply, a, b);

    /// <summary>Quotient; of integers, truncated towards zero (0 where the divisor is 0).</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Binary(IsInteger(a, b) ? Elementwise.Quotient : Elementwise.Divide, a, b);

    /// <summary>Remainder of integers, with the sign of the dividend (0 where the divisor is 0).</summary>
    public static Tensor operator %(Tensor a, Tensor b) => IsInteger(a, b) ? Binary(Elementwise.Remainder, a, b)
        : throw new ArgumentException($"% is for I32 tensors, got {a.DType} and {b.DType}");

    /// <summary>Negation.</summary>
    public static Tensor operator -(Tensor x) => x.Unary(Elementwise.Negate);

    /// <summary>e to the power of each element.</summary>
    public Tensor Exp() => Unary(Elementwise.Exp);

    /// <summary>Natural logarithm.</summary>
    public Tensor Log() => Unary(Elementwise.Log);

    /// <summary>log(1 + x), accurate for small x.</summary>
    public Tensor Log1p() => Unary(Elementwise.Log1p);

    /// <summary>Square root.</summary>
    public Tensor Sqrt() => Unary(Elementwise.Sqrt);

    /// <summary>1 / x.</summary>
    public Tensor Reciprocal() => Unary(Elementwise.Reciprocal);

    /// <summary>Hyperbolic tangent.</summary>
    public Tensor Tanh() => Unary(Elementwise.Tanh);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public Tensor Sigmoid() => Unary(Elementwise.Sigmoid);

    /// <summary>Sine of radians.</summary>
    public Tensor Sin() => Unary(Elementwise.Sin);

    /// <summary>Cosine of radians.</summary>
    public Tensor Cos() => Unary(Elementwise.Cos);

    /// <summary>Absolute value.</summary>
    public Tensor Abs() => Unary(Elementwise.Abs);

    /// <summary>-1, 0 or 1. Its derivative is zero.</summary>
    public Tensor Sign() => Unary(Elementwise.Sign);

    /// <summary>The largest integer not above x. Its derivative is zero.</summary>
    public Tensor Floor() => Unary(Elementwise.Floor);

    /// <summary>The same values, through which no gradient flows.</summary>
    public Tensor Detach() => Unary(Elementwise.Detach);

    /// <summary>The same values; the gradient that flows back through them is multiplied by the mask.</summary>
    public Tensor MaskGradient(Tensor mask) => Binary(Elementwise.MaskGradient, this, mask);

    /// <summary>The larger of two values; a tie shares its gradient equally.</summary>
    public static Tensor Maximum(Tensor a, Tensor b) => Binary(Elementwise.Maximum, a, b);

    /// <summary>The smaller of two values; a tie shares its gradient equally.</summary>
    public static Tensor Minimum(Tensor a, Tensor b) => Binary(Elementwise.Minimum, a, b);

    /// <summary>1 where this is less than the other, else 0 (F32).</summary>
    public Tensor IsLess(Tensor other) => Binary(Elementwise.Less, this, other);

    /// <summary>1 where this is at most the other, else 0 (F32).</summary>
    public Tensor IsLessOrEqual(Tensor other) => Binary(Elementwise.LessOrEqual, this, other);

    /// <summary>1 where this is greater than the other, else 0 (F32).</summary>
    public Tensor IsGreater(Tensor other) => Binary(Elementwise.Less, other, this);

    /// <summary>1 where both are equal, else 0 (F32).</summary>
    public Tensor IsEqual(Tensor other) => Binary(Elementwise.Equal, this, other);

    /// <summary>Where the condition is not zero the second value, else the third. All broadcast together.</summary>
    public static Tensor Select(Tensor condition, Tensor whenTrue, Tensor whenFalse) =>
        Select(Elementwise.Select, condition, whenTrue, whenFalse);

    /// <summary>Converts the element type; floats are truncated towards zero and clamped to the range of the target.</summary>
    public Tensor Cast(DType target) => DType == target ? this : new Tensor(new CastOp(target), this);

    private static Tensor Select(SelectOp op, Tensor condition, Tensor whenTrue, Tensor whenFalse)
    {
        (whenTrue, whenFalse) = SameType(whenTrue, whenFalse);
        Shape shape = Broadcast(Broadcast(condition.Shape, whenTrue.Shape), whenFalse.Shape);
        return new Tensor(op, condition.BroadcastTo(shape), whenTrue.BroadcastTo(shape), whenFalse.BroadcastTo(shape));
    }

    private Tensor Unary(UnaryOp op) => new(op, this);

    private static Tensor Binary(BinaryOp op, Tensor a, Tensor b)
    {
        (a, b) = SameType(a, b);
        Shape shape;
        try
        {
            shape = Broadcast(a.Shape, b.Shape);
        }
        catch (ArgumentException)
        {
            throw new ArgumentException($"{op.Name}: shapes {a.Shape} and {b.Shape} do not broadcast; extents must be equal or 1");
        }
        return new Tensor(op, a.BroadcastTo(shape), b.BroadcastTo(shape));
    }

    // A scalar constant takes the element type of its partner, so that `labels + 1f` stays I32.
    private static (Tensor, Tensor) SameType(Tensor a, Tensor b)
    {
        if (a.DType == b.DType)
            return (a, b);
        if (b.Node.Op is ScalarOp right)
            return (a, new Tensor(new ScalarOp(a.DType, right.Value)));
        if (a.Node.Op is ScalarOp left)
            return (new Tensor(new ScalarOp(b.DType, left.Value)), b);
        return (a, b);
    }

    private static bool IsInteger(Tensor a, Tensor b) => SameType(a, b).Item1.DType == DType.I32;

    /// <summary>The common shape of two operands under broadcasting.</summary>
    internal static Shape Broadcast(Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        var extents = new int[rank];
        for (int axis = 1; axis <= rank; axis++)
        {
            int left = axis <= a.Rank ? a[-axis] : 1, right = axis <= b.Rank ? b[-axis] : 1;
            if (left != right && left != 1 && right != 1)
                throw new ArgumentException($"shapes {a} and {b} do not broadcast; extents must be equal or 1");
            extents[rank - axis] = left == 1 ? right : left;
        }
        return Shape.Create(extents);
    }
}
