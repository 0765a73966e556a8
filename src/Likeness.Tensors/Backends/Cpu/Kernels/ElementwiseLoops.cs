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
        float* source = (float*)x, target = (float*)y, end = source + (n & -V.Count);
        for (; source < end; source += V.Count, target += V.Count)
            V.Store(TKernel.Apply(V.Load(source)), target);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V part = V.LoadPart(source, rest);
        Unary<TKernel, V>(&part, &part, V.Count);
        V.StorePart(part, target, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Binary<TKernel, V>(void* a, void* b, void* y, int n)
        where TKernel : IBinaryKernel
        where V : unmanaged, IVec<V>
    {
        float* left = (float*)a, right = (float*)b, target = (float*)y, end = left + (n & -V.Count);
        for (; left < end; left += V.Count, right += V.Count, target += V.Count)
            V.Store(TKernel.Apply(V.Load(left), V.Load(right)), target);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V partA = V.LoadPart(left, rest);
        V partB = V.LoadPart(right, rest);
        Binary<TKernel, V>(&partA, &partB, &partA, V.Count);
        V.StorePart(partA, target, rest);
    }

    /// <summary>The second operand is one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BinaryVectorScalar<TKernel, V>(void* a, void* b, void* y, int n)
        where TKernel : IBinaryKernel
        where V : unmanaged, IVec<V>
    {
        float* left = (float*)a, target = (float*)y, end = left + (n & -V.Count);
        V right = V.Create(*(float*)b);
        for (; left < end; left += V.Count, target += V.Count)
            V.Store(TKernel.Apply(V.Load(left), right), target);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V part = V.LoadPart(left, rest);
        BinaryVectorScalar<TKernel, V>(&part, &right, &part, V.Count);
        V.StorePart(part, target, rest);
    }

    /// <summary>The first operand is one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BinaryScalarVector<TKernel, V>(void* a, void* b, void* y, int n)
        where TKernel : IBinaryKernel
        where V : unmanaged, IVec<V>
    {
        float* right = (float*)b, target = (float*)y, end = right + (n & -V.Count);
        V left = V.Create(*(float*)a);
        for (; right < end; right += V.Count, target += V.Count)
            V.Store(TKernel.Apply(left, V.Load(right)), target);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V part = V.LoadPart(right, rest);
        BinaryScalarVector<TKernel, V>(&left, &part, &part, V.Count);
        V.StorePart(part, target, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Ternary<TKernel, V>(void* c, void* a, void* b, void* y, int n)
        where TKernel : ITernaryKernel
        where V : unmanaged, IVec<V>
    {
        float* first = (float*)c, second = (float*)a, third = (float*)b, target = (float*)y, end = first + (n & -V.Count);
        for (; first < end; first += V.Count, second += V.Count, third += V.Count, target += V.Count)
            V.Store(TKernel.Apply(V.Load(first), V.Load(second), V.Load(third)), target);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V partC = V.LoadPart(first, rest);
        V partA = V.LoadPart(second, rest);
        V partB = V.LoadPart(third, rest);
        Ternary<TKernel, V>(&partC, &partA, &partB, &partA, V.Count);
        V.StorePart(partA, target, rest);
    }
}
