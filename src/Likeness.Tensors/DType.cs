namespace Likeness.Tensors;

/// <summary>The element type of a <see cref="Tensor"/>.</summary>
public enum DType
{
    /// <summary>32-bit floating point: what models compute in.</summary>
    F32,

    /// <summary>64-bit floating point: computed by the reference backend only.</summary>
    F64,

    /// <summary>32-bit signed integers: labels, indices, counters.</summary>
    I32,

    /// <summary>Unsigned bytes: stored images. Cast to <see cref="F32"/> before arithmetic.</summary>
    U8,
}

/// <summary>Facts about element types.</summary>
public static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType type) => type switch { DType.U8 => 1, DType.F64 => 8, _ => 4 };

    /// <summary>True for the types that carry derivatives.</summary>
    public static bool IsFloat(this DType type) => type is DType.F32 or DType.F64;
}
