using System.Reflection;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Something that is made of a kernel's type; <see cref="KernelTable"/> knows which type a kernel's name stands for.</summary>
internal interface IKernelUse<out T>
{
    T Unary<TKernel>()
        where TKernel : IUnaryKernel;

    T Binary<TKernel>()
        where TKernel : IBinaryKernel;

    T Ternary<TKernel>()
        where TKernel : ITernaryKernel;
}

/// <summary>The address of the loop over a tile, in this machine's widest registers.</summary>
internal readonly unsafe struct KernelLoops(OperandForm form) : IKernelUse<nint>
{
    public nint Unary<TKernel>()
        where TKernel : IUnaryKernel
    {
        if (Vector512.IsHardwareAccelerated)
            return (nint)(delegate*<void*, void*, int, void>)&ElementwiseLoops.Unary<TKernel, Vec512>;
        if (Vector256.IsHardwareAccelerated)
            return (nint)(delegate*<void*, void*, int, void>)&ElementwiseLoops.Unary<TKernel, Vec256>;
        return (nint)(delegate*<void*, void*, int, void>)&ElementwiseLoops.Unary<TKernel, Vec128>;
    }

    public nint Binary<TKernel>()
        where TKernel : IBinaryKernel
    {
        if (Vector512.IsHardwareAccelerated)
            return (nint)Binary<TKernel, Vec512>(form);
        if (Vector256.IsHardwareAccelerated)
            return (nint)Binary<TKernel, Vec256>(form);
        return (nint)Binary<TKernel, Vec128>(form);
    }

    public nint Ternary<TKernel>()
        where TKernel : ITernaryKernel
    {
        if (Vector512.IsHardwareAccelerated)
            return (nint)(delegate*<void*, void*, void*, void*, int, void>)&ElementwiseLoops.Ternary<TKernel, Vec512>;
        if (Vector256.IsHardwareAccelerated)
            return (nint)(delegate*<void*, void*, void*, void*, int, void>)&ElementwiseLoops.Ternary<TKernel, Vec256>;
        return (nint)(delegate*<void*, void*, void*, void*, int, void>)&ElementwiseLoops.Ternary<TKernel, Vec128>;
    }

    private static delegate*<void*, void*, void*, int, void> Binary<TKernel, V>(OperandForm form)
        where TKernel : IBinaryKernel
        where V : unmanaged, IVec<V> => form switch
        {
            OperandForm.VectorVector => &ElementwiseLoops.Binary<TKernel, V>,
            OperandForm.VectorScalar => &ElementwiseLoops.BinaryVectorScalar<TKernel, V>,
            _ => &ElementwiseLoops.BinaryScalarVector<TKernel, V>,
        };
}

/// <summary>The kernel as a function of registers, for code that puts several into one loop.</summary>
internal readonly unsafe struct KernelFunctions<V> : IKernelUse<MethodInfo>
    where V : unmanaged, IVec<V>
{
    public static readonly MethodInfo Load = ((Loads)V.Load).Method;

    public static readonly MethodInfo Store = ((Stores)V.Store).Method;

    public static readonly MethodInfo Create = ((Func<float, V>)V.Create).Method;

    private delegate V Loads(float* source);

    private delegate void Stores(V value, float* target);

    public MethodInfo Unary<TKernel>()
        where TKernel : IUnaryKernel => ((Func<V, V>)TKernel.Apply).Method;

    public MethodInfo Binary<TKernel>()
        where TKernel : IBinaryKernel => ((Func<V, V, V>)TKernel.Apply).Method;

    public MethodInfo Ternary<TKernel>()
        where TKernel : ITernaryKernel => ((Func<V, V, V, V>)TKernel.Apply).Method;
}
