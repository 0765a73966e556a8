namespace Likeness.Tensors.Runtime;

/// <summary>A zeroed block of native memory on a cache-line boundary; the garbage collector frees it with its owner.</summary>
/// <remarks>The system hands large blocks out already zeroed, page by page when first touched: pages never used cost nothing.</remarks>
internal sealed unsafe class NativeBuffer
{
    /// <summary>One cache line, and one 512-bit vector.</summary>
    internal const int Alignment = 64;

    private static long liveBytes;

    private void* allocated;
    private byte* pointer;

    internal NativeBuffer(long bytes)
    {
        if (bytes < 0)
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "NativeBuffer: the length must be zero or more bytes.");
        Bytes = bytes;
        allocated = SystemMemory.Allocate(bytes + Alignment);
        pointer = (byte*)RoundUp((nint)allocated);
        Interlocked.Add(ref liveBytes, bytes);
        if (bytes > 0)
            GC.AddMemoryPressure(bytes);
    }

    // No Dispose: users never manage memory. A plan that holds a buffer keeps it alive; callers of Pointer must hold the buffer too.
    ~NativeBuffer() => Release();

    /// <summary>Gives the memory back before the collector would. Only for an owner that knows that nobody else refers to it.</summary>
    internal void Free()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (allocated == null)
            return;
        SystemMemory.Free(allocated, Bytes + Alignment);
        allocated = pointer = null;
        Interlocked.Add(ref liveBytes, -Bytes);
        if (Bytes > 0)
            GC.RemoveMemoryPressure(Bytes);
    }

    /// <summary>Bytes of all buffers not yet freed.</summary>
    internal static long LiveBytes => Interlocked.Read(ref liveBytes);

    /// <summary>The length asked for, in bytes.</summary>
    internal long Bytes { get; }

    /// <summary>The first byte; valid as long as this object is reachable.</summary>
    internal byte* Pointer => pointer;

    /// <summary>The same memory as floats.</summary>
    internal float* Floats => (float*)pointer;

    /// <summary>The next multiple of the alignment: the rule every sub-allocation follows.</summary>
    internal static long RoundUp(long bytes) => (bytes + Alignment - 1) & -Alignment;
}
