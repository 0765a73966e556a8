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

    public static delegate*<void*, void*, int, void> Unary(UnaryKernel kernel) =>
        (delegate*<void*, void*, int, void>)Unary<KernelLoops, nint>(kernel, default);

    public static delegate*<void*, void*, void*, int, void> Binary(BinaryKernel kernel, OperandForm form) =>
        (delegate*<void*, void*, void*, int, void>)Binary<KernelLoops, nint>(kernel, new KernelLoops(form));

    public static delegate*<void*, void*, void*, void*, int, void> Ternary(TernaryKernel kernel) =>
        (delegate*<void*, void*, void*, void*, int, void>)Ternary<KernelLoops, nint>(kernel, default);

    /// <summary>What a use makes of a kernel's type.</summary>
    public static T Unary<TUse, T>(UnaryKernel kernel, TUse use)
        where TUse : struct, IKernelUse<T> => kernel switch
        {
            UnaryKernel.Negate => use.Unary<NegateKernel>(),
            UnaryKernel.Exp => use.Unary<ExpKernel>(),
            UnaryKernel.Log => use.Unary<LogKernel>(),
            UnaryKernel.Log1p => use.Unary<Log1pKernel>(),
            UnaryKernel.Sqrt => use.Unary<SqrtKernel>(),
            UnaryKernel.Reciprocal => use.Unary<ReciprocalKernel>(),
            UnaryKernel.Tanh => use.Unary<TanhKernel>(),
            UnaryKernel.Sigmoid => use.Unary<SigmoidKernel>(),
            UnaryKernel.Abs => use.Unary<AbsKernel>(),
            UnaryKernel.Sign => use.Unary<SignKernel>(),
            UnaryKernel.Floor => use.Unary<FloorKernel>(),
            UnaryKernel.Sin => use.Unary<SinKernel>(),
            UnaryKernel.Cos => use.Unary<CosKernel>(),
            UnaryKernel.Copy => use.Unary<CopyKernel>(),
            UnaryKernel.NegateInt => use.Unary<NegateIntKernel>(),
            _ => throw new ArgumentOutOfRangeException(nameof(kernel), $"there is no unary kernel {kernel}"),
        };

    /// <inheritdoc cref="Unary{TUse, T}(UnaryKernel, TUse)"/>
    public static T Binary<TUse, T>(BinaryKernel kernel, TUse use)
        where TUse : struct, IKernelUse<T> => kernel switch
        {
            BinaryKernel.Add => use.Binary<AddKernel>(),
            BinaryKernel.Subtract => use.Binary<SubtractKernel>(),
            BinaryKernel.Multiply => use.Binary<MultiplyKernel>(),
            BinaryKernel.Divide => use.Binary<DivideKernel>(),
            BinaryKernel.Minimum => use.Binary<MinimumKernel>(),
            BinaryKernel.Maximum => use.Binary<MaximumKernel>(),
            BinaryKernel.Less => use.Binary<LessKernel>(),
            BinaryKernel.LessEqual => use.Binary<LessEqualKernel>(),
            BinaryKernel.Equal => use.Binary<EqualKernel>(),
            BinaryKernel.AddInt => use.Binary<AddIntKernel>(),
            BinaryKernel.SubtractInt => use.Binary<SubtractIntKernel>(),
            BinaryKernel.MultiplyInt => use.Binary<MultiplyIntKernel>(),
            BinaryKernel.DivideInt => use.Binary<DivideIntKernel>(),
            BinaryKernel.RemainderInt => use.Binary<RemainderIntKernel>(),
            BinaryKernel.MinimumInt => use.Binary<MinimumIntKernel>(),
            BinaryKernel.MaximumInt => use.Binary<MaximumIntKernel>(),
            BinaryKernel.LessInt => use.Binary<LessIntKernel>(),
            BinaryKernel.LessEqualInt => use.Binary<LessEqualIntKernel>(),
            BinaryKernel.EqualInt => use.Binary<EqualIntKernel>(),
            _ => throw new ArgumentOutOfRangeException(nameof(kernel), $"there is no binary kernel {kernel}"),
        };

    /// <inheritdoc cref="Unary{TUse, T}(UnaryKernel, TUse)"/>
    public static T Ternary<TUse, T>(TernaryKernel kernel, TUse use)
        where TUse : struct, IKernelUse<T> => kernel switch
        {
            TernaryKernel.Select => use.Ternary<SelectKernel>(),
            TernaryKernel.MulAdd => use.Ternary<MulAddKernel>(),
            _ => throw new ArgumentOutOfRangeException(nameof(kernel), $"there is no ternary kernel {kernel}"),
        };

    public static delegate*<void*, void*, int, void> Cast(CastKernel kernel) => kernel switch
    {
        CastKernel.U8ToF32 => FromBytes<IntToFloatKernel>(),
        CastKernel.U8ToI32 => FromBytes<CopyKernel>(),
        CastKernel.I32ToF32 => Loop<IntToFloatKernel>(),
        CastKernel.F32ToI32 => Loop<FloatToIntKernel>(),
        CastKernel.F32ToU8 => ToBytes<FloatToIntKernel>(),
        CastKernel.I32ToU8 => ToBytes<CopyKernel>(),
        CastKernel.U8ToU8 => &ElementwiseCasts.CopyBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), $"there is no cast kernel {kernel}"),
    };

    private static delegate*<void*, void*, int, void> Loop<TKernel>()
        where TKernel : IUnaryKernel => (delegate*<void*, void*, int, void>)default(KernelLoops).Unary<TKernel>();

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
