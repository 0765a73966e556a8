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
        var before = Environment.WorkingSet;
        for (var i = 0; i < 32; i++)
        {
            Assert.True(new NativeBuffer(32 << 20).Bytes > 0);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.True(Environment.WorkingSet - before < 512 << 20, "1 GiB was touched, but never more than one buffer at a time is alive");
    }
}
