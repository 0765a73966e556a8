using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// From the name of a kernel to the address of its code for this machine's widest registers. All take untyped pointers, so
/// a tile interpreter needs one kind of pointer: unary (x, y, n), binary (a, b, y, n), ternary (c, a, b, y, n).
/// </summary>
/// <remarks>Looked up when a step is compiled; the conditions on the width are constants to the JIT.</remarks>
internal static unsafe class KernelTable
{
    /// <summary>The width in bits that every kernel of this process uses.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    public static delegate*<void*, void*, int, void> Unary(UnaryKernel kernel) => kernel switch
    {
        UnaryKernel.Negate => Unary<NegateKernel>(),
        UnaryKernel.Exp => Unary<ExpKernel>(),
        UnaryKernel.Log => Unary<LogKernel>(),
        UnaryKernel.Log1p => Unary<Log1pKernel>(),
        UnaryKernel.Sqrt => Unary<SqrtKernel>(),
        UnaryKernel.Reciprocal => Unary<ReciprocalKernel>(),
        UnaryKernel.Tanh => Unary<TanhKernel>(),
        UnaryKernel.Sigmoid => Unary<SigmoidKernel>(),
        UnaryKernel.Abs => Unary<AbsKernel>(),
        UnaryKernel.Sign => Unary<SignKernel>(),
        UnaryKernel.Floor => Unary<FloorKernel>(),
        UnaryKernel.Sin => Unary<SinKernel>(),
        UnaryKernel.Cos => Unary<CosKernel>(),
        UnaryKernel.Copy => Unary<CopyKernel>(),
        UnaryKernel.NegateInt => Unary<NegateIntKernel>(),
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), $"there is no unary kernel {kernel}"),
    };

    public static delegate*<void*, void*, void*, int, void> Binary(BinaryKernel kernel, OperandForm form) => kernel switch
    {
        BinaryKernel.Add => Binary<AddKernel>(form),
        BinaryKernel.Subtract => Binary<SubtractKernel>(form),
        BinaryKernel.Multiply => Binary<MultiplyKernel>(form),
        BinaryKernel.Divide => Binary<DivideKernel>(form),
        BinaryKernel.Minimum => Binary<MinimumKernel>(form),
        BinaryKernel.Maximum => Binary<MaximumKernel>(form),
        BinaryKernel.Less => Binary<LessKernel>(form),
        BinaryKernel.LessEqual => Binary<LessEqualKernel>(form),
        BinaryKernel.Equal => Binary<EqualKernel>(form),
        BinaryKernel.AddInt => Binary<AddIntKernel>(form),
        BinaryKernel.SubtractInt => Binary<SubtractIntKernel>(form),
        BinaryKernel.MultiplyInt => Binary<MultiplyIntKernel>(form),
        BinaryKernel.DivideInt => Binary<DivideIntKernel>(form),
        BinaryKernel.RemainderInt => Binary<RemainderIntKernel>(form),
        BinaryKernel.MinimumInt => Binary<MinimumIntKernel>(form),
        BinaryKernel.MaximumInt => Binary<MaximumIntKernel>(form),
        BinaryKernel.LessInt => Binary<LessIntKernel>(form),
        BinaryKernel.LessEqualInt => Binary<LessEqualIntKernel>(form),
        BinaryKernel.EqualInt => Binary<EqualIntKernel>(form),
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), $"there is no binary kernel {kernel}"),
    };

    public static delegate*<void*, void*, void*, void*, int, void> Ternary(TernaryKernel kernel) => kernel switch
    {
        TernaryKernel.Select => Ternary<SelectKernel>(),
        TernaryKernel.MulAdd => Ternary<MulAddKernel>(),
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), $"there is no ternary kernel {kernel}"),
    };

    public static delegate*<void*, void*, int, void> Cast(CastKernel kernel) => kernel switch
    {
        CastKernel.U8ToF32 => FromBytes<IntToFloatKernel>(),
        CastKernel.U8ToI32 => FromBytes<CopyKernel>(),
        CastKernel.I32ToF32 => Unary<IntToFloatKernel>(),
        CastKernel.F32ToI32 => Unary<FloatToIntKernel>(),
        CastKernel.F32ToU8 => ToBytes<FloatToIntKernel>(),
        CastKernel.I32ToU8 => ToBytes<CopyKernel>(),
        CastKernel.U8ToU8 => &ElementwiseCasts.CopyBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), $"there is no cast kernel {kernel}"),
    };

    private static delegate*<void*, void*, int, void> Unary<TKernel>()
        where TKernel : IUnaryKernel
    {
        if (Vector512.IsHardwareAccelerated)
            return &ElementwiseLoops.Unary<TKernel, Vec512>;
        if (Vector256.IsHardwareAccelerated)
            return &ElementwiseLoops.Unary<TKernel, Vec256>;
        return &ElementwiseLoops.Unary<TKernel, Vec128>;
    }

    private static delegate*<void*, void*, void*, int, void> Binary<TKernel>(OperandForm form)
        where TKernel : IBinaryKernel
    {
        if (Vector512.IsHardwareAccelerated)
            return Binary<TKernel, Vec512>(form);
        if (Vector256.IsHardwareAccelerated)
            return Binary<TKernel, Vec256>(form);
        return Binary<TKernel, Vec128>(form);
    }

    private static delegate*<void*, void*, void*, int, void> Binary<TKernel, V>(OperandForm form)
        where TKernel : IBinaryKernel
        where V : unmanaged, IVec<V> => form switch
        {
            OperandForm.VectorVector => &ElementwiseLoops.Binary<TKernel, V>,
            OperandForm.VectorScalar => &ElementwiseLoops.BinaryVectorScalar<TKernel, V>,
            _ => &ElementwiseLoops.BinaryScalarVector<TKernel, V>,
        };

    private static delegate*<void*, void*, void*, void*, int, void> Ternary<TKernel>()
        where TKernel : ITernaryKernel
    {
        if (Vector512.IsHardwareAccelerated)
            return &ElementwiseLoops.Ternary<TKernel, Vec512>;
        if (Vector256.IsHardwareAccelerated)
            return &ElementwiseLoops.Ternary<TKernel, Vec256>;
        return &ElementwiseLoops.Ternary<TKernel, Vec128>;
    }

    private static delegate*<void*, void*, int, void> FromBytes<TKernel>()
        where TKernel : IUnaryKernel
    {
        if (Vector512.IsHardwareAccelerated)
            return &ElementwiseCasts.FromBytes<TKernel, Vec512>;
        if (Vector256.IsHardwareAccelerated)
            return &ElementwiseCasts.FromBytes<TKernel, Vec256>;
        return &ElementwiseCasts.FromBytes<TKernel, Vec128>;
    }

    private static delegate*<void*, void*, int, void> ToBytes<TKernel>()
        where TKernel : IUnaryKernel
    {
        if (Vector512.IsHardwareAccelerated)
            return &ElementwiseCasts.ToBytes<TKernel, Vec512>;
        if (Vector256.IsHardwareAccelerated)
            return &ElementwiseCasts.ToBytes<TKernel, Vec256>;
        return &ElementwiseCasts.ToBytes<TKernel, Vec128>;
    }
}
