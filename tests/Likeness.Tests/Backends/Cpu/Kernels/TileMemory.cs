using System.Runtime.InteropServices;
using Xunit;

namespace Likeness.Tests.Backends.Cpu.Kernels;

/// <summary>Native memory for a tile, with a guard behind it that no kernel may touch.</summary>
internal sealed unsafe class TileMemory : IDisposable
{
    private const int Guard = 64;
    private readonly int bytes;

    public TileMemory(int bytes)
    {
        this.bytes = bytes;
        Start = (byte*)NativeMemory.AlignedAlloc((nuint)(bytes + Guard), 64);
        new Span<byte>(Start, bytes + Guard).Fill(0xa5);
    }

    public static TileMemory Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var memory = new TileMemory(values.Length * sizeof(T));
        values.CopyTo(new Span<T>(memory.Start, values.Length));
        return memory;
    }

    public byte* Start { get; }

    public float* Floats => (float*)Start;

    public int* Ints => (int*)Start;

    public T[] Values<T>()
        where T : unmanaged
    {
        Assert.Equal(-1, new ReadOnlySpan<byte>(Start + bytes, Guard).IndexOfAnyExcept((byte)0xa5));
        return new ReadOnlySpan<T>(Start, bytes / sizeof(T)).ToArray();
    }

    public void Dispose() => NativeMemory.AlignedFree(Start);
}
