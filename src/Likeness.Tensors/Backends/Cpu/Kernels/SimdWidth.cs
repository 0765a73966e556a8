using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>The one place where the kernels choose their instruction set: by what the hardware and the runtime's switches allow.</summary>
internal static class SimdWidth
{
    /// <summary>Floats in one vector of the widest accelerated path: 16, 8 or 4.</summary>
    internal static readonly int Current =
        Vector512.IsHardwareAccelerated ? 16 :
        Vector256.IsHardwareAccelerated ? 8 : 4;
}
