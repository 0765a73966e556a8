using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>Triangular systems by substitution, row by row; small in every model that has them.</summary>
internal sealed unsafe class CpuSolve : CpuWork
{
    private readonly float* matrix;
    private readonly float* right;
    private readonly float* result;
    private readonly bool lower;
    private readonly int n;
    private readonly int m;
    private readonly long batches;

    public CpuSolve(OpStep step, CpuMemory memory)
    {
        matrix = (float*)memory.Address(step.Operands[0].Buffer);
        right = (float*)memory.Address(step.Operands[1].Buffer);
        result = (float*)memory.Address(step.Result);
        lower = ((TriangularSolveOp)step.Node.Op).Lower;
        n = step.Node.Shape[-2];
        m = step.Node.Shape[-1];
        batches = step.Node.Shape.Slice(0, step.Node.Shape.Rank - 2).Size;
    }

    public override void Run()
    {
        long bytes = batches * n * m * sizeof(float);
        Buffer.MemoryCopy(right, result, bytes, bytes);
        for (long batch = 0; batch < batches; batch++)
            Solve(matrix + (batch * n * n), result + (batch * n * m));
    }

    private void Solve(float* a, float* x)
    {
        for (int step = 0; step < n; step++)
        {
            int row = lower ? step : n - 1 - step;
            float* target = x + ((long)row * m);
            for (int other = lower ? 0 : row + 1; other < (lower ? row : n); other++)
                Subtract(target, x + ((long)other * m), a[((long)row * n) + other]);
            for (int column = 0; column < m; column++)
                target[column] /= a[((long)row * n) + row];
        }
    }

    private void Subtract(float* target, float* row, float factor)
    {
        for (int column = 0; column < m; column++)
            target[column] -= factor * row[column];
    }
}
