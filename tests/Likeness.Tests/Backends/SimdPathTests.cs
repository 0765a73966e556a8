using System.Diagnostics;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Xunit;

namespace Likeness.Tests.Backends;

/// <summary>The numerical tests again in child processes with instruction sets switched off; the child says which path it took.</summary>
public class SimdPathTests
{
    private const string ExpectedWidth = "LIKENESS_TEST_SIMD_WIDTH";

    [Theory]
    [InlineData(8, "DOTNET_EnableAVX512")]
    [InlineData(4, "DOTNET_EnableAVX512", "DOTNET_EnableAVX2")]
    public void NarrowerPathsPassTheSameTests(int width, params string[] switchedOff)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(ExpectedWidth) is not null, "already in a child process");
        Assert.SkipWhen(SimdWidth.Current < width, $"this machine's vectors have {SimdWidth.Current} floats: the narrower path is the only one");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(SimdPathTests).Assembly.Location);
        foreach (string pattern in new[] { "Likeness.Tests.Backends.*", "Likeness.Tests.Tensors.*" })
        {
            start.ArgumentList.Add("--filter-class");
            start.ArgumentList.Add(pattern);
        }
        start.Environment[ExpectedWidth] = $"{width}";
        foreach (string name in switchedOff)
            start.Environment[name] = "0";
        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0, output[^Math.Min(4000, output.Length)..]);
        Assert.Contains("failed: 0", output);
    }

    [Fact]
    public void TheChildTakesThePathItWasAskedFor()
    {
        string? expected = Environment.GetEnvironmentVariable(ExpectedWidth);
        Assert.SkipWhen(expected is null, "the parent process takes the widest path");
        Assert.Equal(expected, $"{SimdWidth.Current}");
        Assert.Equal(SimdWidth.Current * 32, KernelTable.Width);
    }
}
