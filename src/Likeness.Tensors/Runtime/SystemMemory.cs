using System.Runtime.InteropServices;

namespace Likeness.Tensors.Runtime;

/// <summary>
/// Zeroed memory. On Linux large blocks are pages of their own, straight from the system: the heap of the C library keeps what is
/// freed, as soon as a block as large was freed before, and the process never shrinks again.
/// </summary>
internal static unsafe partial class SystemMemory
{
    private const long LeastMapped = 1 << 18;
    private const long LeastLarge = 1 << 22;
    private const int ReadAndWrite = 3, PrivateAndAnonymous = 0x22, WantsLargePages = 14;

    /// <summary>Memory of the alignment of the C library, or of a page.</summary>
    /// <exception cref="OutOfMemoryException">The system has no more.</exception>
    public static void* Allocate(long bytes)
    {
        if (!IsMapped(bytes))
            return NativeMemory.AllocZeroed((nuint)bytes);
        nint address = Map(0, (nuint)bytes, ReadAndWrite, PrivateAndAnonymous, -1, 0);
        if (address == -1)
            throw new OutOfMemoryException($"the system has no {bytes} bytes left for one block");
        // Fewer misses in the table of pages; a system that has no large pages refuses, and nothing changes.
        if (bytes >= LeastLarge)
            _ = Advise(address, (nuint)bytes, WantsLargePages);
        return (void*)address;
    }

    /// <summary>Gives memory back.</summary>
    /// <param name="address">What <see cref="Allocate"/> returned.</param>
    /// <param name="bytes">The bytes asked for then.</param>
    public static void Free(void* address, long bytes)
    {
        if (IsMapped(bytes))
            _ = Unmap((nint)address, (nuint)bytes);
        else
            NativeMemory.Free(address);
    }

    private static bool IsMapped(long bytes) => bytes >= LeastMapped && OperatingSystem.IsLinux();

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint bytes, int advice);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint bytes);
}
