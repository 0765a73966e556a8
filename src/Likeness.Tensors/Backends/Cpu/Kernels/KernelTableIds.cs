namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Kernels of one tile; floats unless the name says otherwise.</summary>
internal enum UnaryKernel
{
    /// <summary>The sign bit flipped.</summary>
    Negate,
    Exp,
    Log,
    Log1p,
    Sqrt,
    Reciprocal,
    Tanh,
    Sigmoid,
    Abs,
    /// <summary>1, -1, or x where it is a zero or NaN.</summary>
    Sign,
    Floor,
    Sin,
    Cos,
    /// <summary>Any four-byte type.</summary>
    Copy,
    /// <summary>I32.</summary>
    NegateInt,
}

/// <summary>Kernels of two tiles; comparisons give 1 or 0 as floats.</summary>
internal enum BinaryKernel
{
    Add,
    Subtract,
    Multiply,
    Divide,
    /// <summary>NaN wins.</summary>
    Minimum,
    /// <summary>NaN wins.</summary>
    Maximum,
    Less,
    LessEqual,
    Equal,
    AddInt,
    SubtractInt,
    MultiplyInt,
    /// <summary>Truncates; a / 0 = 0.</summary>
    DivideInt,
    /// <summary>Sign of a; 0 for b = 0.</summary>
    RemainderInt,
    MinimumInt,
    MaximumInt,
    /// <summary>I32 operands, F32 result.</summary>
    LessInt,
    LessEqualInt,
    EqualInt,
}

/// <summary>Which operand of a binary kernel points at a single value.</summary>
internal enum OperandForm
{
    /// <summary>Neither.</summary>
    VectorVector,
    /// <summary>The second.</summary>
    VectorScalar,
    /// <summary>The first.</summary>
    ScalarVector,
}

/// <summary>Kernels of three tiles.</summary>
internal enum TernaryKernel
{
    /// <summary>c != 0 ? a : b; c is F32, a and b any four-byte type.</summary>
    Select,
    /// <summary>c * a + b.</summary>
    MulAdd,
}

/// <summary>Conversions of the element type; towards integers they truncate and saturate.</summary>
internal enum CastKernel
{
    U8ToF32,
    U8ToI32,
    I32ToF32,
    F32ToI32,
    F32ToU8,
    I32ToU8,
    U8ToU8,
}
