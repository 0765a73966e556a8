namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// One SIMD register, so that a kernel is written once and compiled for every width. The bits are read as float lanes,
/// as 32-bit integer lanes (names ending in Int), as 64-bit lanes (Long) or as double lanes (Double).
/// </summary>
/// <remarks>
/// Comparisons come joined with their selection: a mask kept in a local variable costs AVX-512 a round trip between mask
/// and vector registers, while compare-and-select in one expression becomes one masked instruction.
/// </remarks>
internal unsafe interface IVec<TSelf>
    where TSelf : unmanaged, IVec<TSelf>
{
    /// <summary>Float lanes in a register.</summary>
    static abstract int Count { get; }

    static abstract TSelf Load(float* source);

    static abstract void Store(TSelf value, float* target);

    /// <summary>Loads the first lanes (not all) and touches nothing beyond them; takes the others from a register.</summary>
    static abstract TSelf LoadPart(float* source, int lanes, TSelf others);

    static abstract void StorePart(TSelf value, float* target, int lanes);

    /// <summary>The 128-bit parts, part i from source + i * step.</summary>
    static abstract TSelf LoadParts(float* source, nint step);

    /// <summary>The first lane.</summary>
    static abstract float First(TSelf a);

    static abstract TSelf Create(float value);

    static abstract TSelf CreateInt(int value);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator &(TSelf a, TSelf b);

    static abstract TSelf operator |(TSelf a, TSelf b);

    static abstract TSelf operator ^(TSelf a, TSelf b);

    /// <summary>a * b + c, rounded once where the machine has the instruction, else twice.</summary>
    static abstract TSelf MulAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>c - a * b, rounded like <see cref="MulAdd"/>.</summary>
    static abstract TSelf MulSub(TSelf a, TSelf b, TSelf c);

    /// <summary>The machine's own minimum: with a NaN among the operands either may come back.</summary>
    static abstract TSelf MinNative(TSelf a, TSelf b);

    static abstract TSelf MaxNative(TSelf a, TSelf b);

    /// <summary>The smaller operand; NaN when either is NaN.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The larger operand; NaN when either is NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    static abstract TSelf Abs(TSelf a);

    static abstract TSelf Sqrt(TSelf a);

    static abstract TSelf Floor(TSelf a);

    /// <summary>To the nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>a * 2^n for integral n, rounded once: gradual underflow, overflow to infinity. |n| at most 252.</summary>
    static abstract TSelf Scale(TSelf a, TSelf n);

    /// <summary>a &lt; b ? yes : no, lane by lane.</summary>
    static abstract TSelf SelectLess(TSelf a, TSelf b, TSelf yes, TSelf no);

    static abstract TSelf SelectLessEqual(TSelf a, TSelf b, TSelf yes, TSelf no);

    static abstract TSelf SelectEqual(TSelf a, TSelf b, TSelf yes, TSelf no);

    /// <summary>True when a &lt; b holds in no lane.</summary>
    static abstract bool NoneLess(TSelf a, TSelf b);

    /// <summary>True when a == b holds in some lane.</summary>
    static abstract bool AnyEqual(TSelf a, TSelf b);

    /// <summary>True when every lane is positive and neither zero, subnormal, infinite nor NaN.</summary>
    static abstract bool AllPositiveNormal(TSelf a);

    static abstract TSelf AddInt(TSelf a, TSelf b);

    static abstract TSelf SubInt(TSelf a, TSelf b);

    static abstract TSelf MulInt(TSelf a, TSelf b);

    static abstract TSelf MinInt(TSelf a, TSelf b);

    static abstract TSelf MaxInt(TSelf a, TSelf b);

    static abstract TSelf SelectLessInt(TSelf a, TSelf b, TSelf yes, TSelf no);

    static abstract TSelf SelectEqualInt(TSelf a, TSelf b, TSelf yes, TSelf no);

    static abstract TSelf ShiftLeftInt(TSelf a, int count);

    /// <summary>Shifts zeros in.</summary>
    static abstract TSelf ShiftRightInt(TSelf a, int count);

    /// <summary>Shifts copies of the sign in.</summary>
    static abstract TSelf ShiftRightSigned(TSelf a, int count);

    /// <summary>Truncates to integers; saturates, NaN gives 0.</summary>
    static abstract TSelf ToInt(TSelf a);

    /// <summary>Truncates to integers; only for values known to be in range.</summary>
    static abstract TSelf ToIntNative(TSelf a);

    static abstract TSelf FromInt(TSelf a);

    /// <summary>Widens <see cref="Count"/> bytes to integer lanes.</summary>
    static abstract TSelf LoadBytes(byte* source);

    /// <summary>Stores the low byte of each integer lane.</summary>
    static abstract void StoreBytes(TSelf value, byte* target);

    /// <summary>The 64-bit product of the low halves of each pair of 64-bit lanes.</summary>
    static abstract TSelf MultiplyLong(TSelf a, TSelf b);

    static abstract TSelf ShiftLeftLong(TSelf a, int count);

    static abstract TSelf ShiftRightLong(TSelf a, int count);

    /// <summary>Interleaves the low two 32-bit lanes of each 128-bit part: a0 b0 a1 b1.</summary>
    static abstract TSelf InterleaveLow(TSelf a, TSelf b);

    /// <summary>Interleaves the high two 32-bit lanes of each 128-bit part: a2 b2 a3 b3.</summary>
    static abstract TSelf InterleaveHigh(TSelf a, TSelf b);

    /// <summary>Joins the low 64 bits of each 128-bit part: a0 a1 b0 b1.</summary>
    static abstract TSelf JoinLow(TSelf a, TSelf b);

    /// <summary>Joins the high 64 bits of each 128-bit part: a2 a3 b2 b3.</summary>
    static abstract TSelf JoinHigh(TSelf a, TSelf b);

    /// <summary>
    /// For each 64-bit lane the four-number block it works on, such that the low join of two such registers is the first
    /// half of the blocks in order, and the high join the second half.
    /// </summary>
    static abstract TSelf BlockOrder { get; }

    /// <summary>Lane i takes the place of lane i ^ distance; distance is a power of two below <see cref="Count"/>.</summary>
    static abstract TSelf Swap(TSelf a, int distance);

    static abstract TSelf CreateDouble(double value);

    static abstract TSelf WidenLow(TSelf a);

    static abstract TSelf WidenHigh(TSelf a);

    static abstract TSelf Narrow(TSelf low, TSelf high);

    static abstract TSelf SubDouble(TSelf a, TSelf b);

    static abstract TSelf MulDouble(TSelf a, TSelf b);

    static abstract TSelf RoundDouble(TSelf a);
}
