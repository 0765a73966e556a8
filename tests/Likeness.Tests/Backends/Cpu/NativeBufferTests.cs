using System.Runtime.CompilerServices;
using Likeness.Tensors;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Backends.Cpu;

public sealed unsafe class NativeBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(4097)]
    [InlineData(5_000_001)]
    public void MemoryIsAlignedAndZeroed(int bytes)
    {
        var buffer = new NativeBuffer(bytes);
        Assert.Equal(bytes, buffer.Bytes);
        Assert.Equal(0, (long)buffer.Pointer % NativeBuffer.Alignment);
        Assert.Equal(-1, new Span<byte>(buffer.Pointer, bytes).IndexOfAnyExcept((byte)0));
        new Span<byte>(buffer.Pointer, bytes).Fill(1);
        GC.KeepAlive(buffer);
    }

    [Fact]
    public void PackingGivesBackWhatThePartsHeld()
    {
        Variable part = new("part", [100_000]), other = new("other", [3]);
        part.Span<float>()[7] = 5;
        NativeBuffer alone = part.Memory;
        Variable block = Variable.Pack("block", [part, other]);
        Assert.True(alone.Pointer == null);
        Variable again = Variable.Pack("again", [part]), whole = Variable.Pack("whole", [again]);
        Assert.Equal((5f, 5f, 5f), (block.Span<float>()[7], again.Span<float>()[7], whole.Span<float>()[7]));
    }

    [Fact]
    public void NegativeLengthIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new NativeBuffer(-1));

    [Fact]
    public void UnreachableMemoryIsFreed()
    {
        // Larger than all that tests running beside this one hold together.
        const long Large = 1L << 28;
        Abandon(Large);
        for (var attempt = 0; attempt < 50 && NativeBuffer.LiveBytes >= Large; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(5);
        }
        Assert.True(NativeBuffer.LiveBytes < Large, $"{NativeBuffer.LiveBytes} bytes are still alive");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon(long bytes)
    {
        var buffer = new NativeBuffer(bytes);
        Assert.True(NativeBuffer.LiveBytes >= bytes);
        GC.KeepAlive(buffer);
    }
}
