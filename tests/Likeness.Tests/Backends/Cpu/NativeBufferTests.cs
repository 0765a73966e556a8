using System.Runtime.CompilerServices;
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
    public void MemoryIsAlignedAndZeroed(int bytes)
    {
        var buffer = new NativeBuffer(bytes);
        Assert.Equal(bytes, buffer.Bytes);
        Assert.Equal(0, (long)buffer.Pointer % NativeBuffer.Alignment);
        for (var i = 0; i < bytes; i++)
            Assert.Equal(0, buffer.Pointer[i]);
        GC.KeepAlive(buffer);
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
