using Likeness.Tensors.Backends.Cpu.Kernels;

namespace Likeness.Tests.Backends.Cpu;

/// <summary>Repeatable small numbers for kernel tests (SplitMix64).</summary>
internal sealed class KernelNoise(ulong seed)
{
    private ulong state = seed;

    internal KernelNoise(int seed) : this((ulong)seed) { }

    internal int Below(int limit) => (int)(Next() % (ulong)limit);

    internal int Pick(int[] values) => values[Below(values.Length)];

    internal float[] Floats(long count)
    {
        var values = new float[count];
        for (var i = 0L; i < count; i++)
            values[i] = (float)((Next() >> 40) / (double)(1 << 24) * 2 - 1);
        return values;
    }

    private ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>Copies what it is given, and counts visits of each row.</summary>
internal sealed unsafe class RecordingEpilogue(int rows, int columns) : RowEpilogue
{
    internal readonly float[] Rows = new float[rows * columns];
    internal readonly int[] Visits = new int[rows];

    internal override void Run(int worker, float* rows, long firstRow, int rowCount)
    {
        new Span<float>(rows, rowCount * columns).CopyTo(Rows.AsSpan((int)firstRow * columns));
        for (var row = 0; row < rowCount; row++)
            Interlocked.Increment(ref Visits[firstRow + row]);
    }
}

/// <summary>Doubles the rows where they are.</summary>
internal sealed unsafe class DoublingEpilogue(int columns) : RowEpilogue
{
    internal override void Run(int worker, float* rows, long firstRow, int rowCount)
    {
        for (var i = 0; i < rowCount * columns; i++)
            rows[i] *= 2;
    }
}
