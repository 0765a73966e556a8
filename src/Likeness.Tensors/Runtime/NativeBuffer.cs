using System.Runtime.InteropServices;

namespace Likeness.Tensors.Runtime;

/// <summary>Zeroed native memory on a 64-byte boundary; freed when nothing refers to it any more.</summary>
internal sealed unsafe class NativeBuffer
{
    private const int Alignment = 64;

    public NativeBuffer(long bytes)
    {
        Bytes = bytes;
        Pointer = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, Alignment), Alignment);
        NativeMemory.Clear(Pointer, (nuint)Math.Max(bytes, Alignment));
        GC.AddMemoryPressure(Math.Max(bytes, Alignment));
    }

    ~NativeBuffer()
    {
        NativeMemory.AlignedFree(Pointer);
        GC.RemoveMemoryPressure(Math.Max(Bytes, Alignment));
    }

    public long Bytes { get; }

    public void* Pointer { get; }
}
