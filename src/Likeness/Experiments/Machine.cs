using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Likeness.Experiments;

/// <summary>Says in a line what a run ran on.</summary>
public static class Machine
{
    /// <summary>For example "x64, 8 cores, 512-bit vectors, Debian GNU/Linux 12, .NET 10.0.1".</summary>
    public static string Text { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, {Environment.ProcessorCount} cores, {VectorBits}-bit vectors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");

    private static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
}
