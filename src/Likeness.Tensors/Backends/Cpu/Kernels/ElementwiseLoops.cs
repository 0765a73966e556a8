using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>A function of one register, compiled for every width.</summary>
internal interface IUnaryKernel
{
    static abstract V Apply<V>(V x)
        where V : unmanaged, IVec<V>;
}

/// <summary>A function of two registers.</summary>
internal interface IBinaryKernel
{
    static abstract V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V>;
}

/// <summary>A function of three registers.</summary>
internal interface ITernaryKernel
{
    static abstract V Apply<V>(V c, V a, V b)
        where V : unmanaged, IVec<V>;
}

/// <summary>The loops that run a kernel over a tile.</summary>
/// <remarks>
/// The last, partial register is padded with zeros and goes through the same loop, so the bits of a value do not depend
/// on where in a tile it stands. A target may be one of the sources; other overlaps are not allowed. The loops are
/// optimised at once: the first, slow tier of the JIT would run vector code a hundred times slower.
/// </remarks>
internal static unsafe class ElementwiseLoops
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unary<TKernel, V>(void* x, void* y, int n)
        where TKernel : IUnaryKernel
        where V : unmanaged, IVec<V>
    {
        float* source = (float*)x, target = (float*)y;
        nint whole = n & -V.Count;
        for (nint i = 0; i < whole; i += V.Count)
            V.Store(TKernel.Apply(V.Load(source + i)), target + i);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V part = V.LoadPart(source + whole, rest, V.Create(0f));
        Unary<TKernel, V>(&part, &part, V.Count);
        V.StorePart(part, target + whole, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Binary<TKernel, V>(void* a, void* b, void* y, int n)
        where TKernel : IBinaryKernel
        where V : unmanaged, IVec<V>
    {
        float* left = (float*)a, right = (float*)b, target = (float*)y;
        nint whole = n & -V.Count;
        for (nint i = 0; i < whole; i += V.Count)
            V.Store(TKernel.Apply(V.Load(left + i), V.Load(right + i)), target + i);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V partA = V.LoadPart(left + whole, rest, V.Create(0f));
        V partB = V.LoadPart(right + whole, rest, V.Create(0f));
        Binary<TKernel, V>(&partA, &partB, &partA, V.Count);
        V.StorePart(partA, target + whole, rest);
    }

    /// <summary>The second operand is one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BinaryVectorScalar<TKernel, V>(void* a, void* b, void* y, int n)
        where TKernel : IBinaryKernel
        where V : unmanaged, IVec<V>
    {
        float* left = (float*)a, target = (float*)y;
        float scalar = *(float*)b;
        V right = V.Create(scalar);
        nint whole = n & -V.Count;
        for (nint i = 0; i < whole; i += V.Count)
            V.Store(TKernel.Apply(V.Load(left + i), right), target + i);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V part = V.LoadPart(left + whole, rest, V.Create(0f));
        BinaryVectorScalar<TKernel, V>(&part, &scalar, &part, V.Count);
        V.StorePart(part, target + whole, rest);
    }

    /// <summary>The first operand is one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BinaryScalarVector<TKernel, V>(void* a, void* b, void* y, int n)
        where TKernel : IBinaryKernel
        where V : unmanaged, IVec<V>
    {
        float* right = (float*)b, target = (float*)y;
        float scalar = *(float*)a;
        V left = V.Create(scalar);
        nint whole = n & -V.Count;
        for (nint i = 0; i < whole; i += V.Count)
            V.Store(TKernel.Apply(left, V.Load(right + i)), target + i);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V part = V.LoadPart(right + whole, rest, V.Create(0f));
        BinaryScalarVector<TKernel, V>(&scalar, &part, &part, V.Count);
        V.StorePart(part, target + whole, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Ternary<TKernel, V>(void* c, void* a, void* b, void* y, int n)
        where TKernel : ITernaryKernel
        where V : unmanaged, IVec<V>
    {
        float* first = (float*)c, second = (float*)a, third = (float*)b, target = (float*)y;
        nint whole = n & -V.Count;
        for (nint i = 0; i < whole; i += V.Count)
            V.Store(TKernel.Apply(V.Load(first + i), V.Load(second + i), V.Load(third + i)), target + i);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V partC = V.LoadPart(first + whole, rest, V.Create(0f));
        V partA = V.LoadPart(second + whole, rest, V.Create(0f));
        V partB = V.LoadPart(third + whole, rest, V.Create(0f));
        Ternary<TKernel, V>(&partC, &partA, &partB, &partA, V.Count);
        V.StorePart(partA, target + whole, rest);
    }
}
