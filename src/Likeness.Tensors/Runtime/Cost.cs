namespace Likeness.Tensors.Runtime;

/// <summary>What a piece of work amounts to, counted from shapes: the least that it has to compute and to move.</summary>
/// <remarks>
/// Caches, packing and copies inside a kernel are not counted, so a rate of bytes may exceed that of the memory, and two
/// implementations of the same step have the same cost.
/// </remarks>
/// <param name="MultiplyAdds">Of products: two floating-point operations each. Padding of a convolution counts as if it were pixels.</param>
/// <param name="Operations">Elements times elementwise operations, random draws and reduced elements: one each, an exponential too.</param>
/// <param name="BytesRead">What is read; of a broadcast value, what it holds.</param>
/// <param name="BytesWritten">What is written.</param>
public readonly record struct Cost(long MultiplyAdds, long Operations, long BytesRead, long BytesWritten)
{
    /// <summary>Floating-point operations.</summary>
    public double Flops => (2.0 * MultiplyAdds) + Operations;

    /// <summary>Bytes read and written.</summary>
    public long Bytes => BytesRead + BytesWritten;

    /// <summary>Both.</summary>
    public static Cost operator +(Cost a, Cost b) => new(
        a.MultiplyAdds + b.MultiplyAdds, a.Operations + b.Operations, a.BytesRead + b.BytesRead, a.BytesWritten + b.BytesWritten);

    /// <summary>The same, several times.</summary>
    public static Cost operator *(Cost cost, long times) => new(
        cost.MultiplyAdds * times, cost.Operations * times, cost.BytesRead * times, cost.BytesWritten * times);
}
