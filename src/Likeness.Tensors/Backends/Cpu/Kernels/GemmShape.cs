namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>How matrices lie in memory: elements between neighbours along each axis; 0 repeats, negative runs backwards.</summary>
internal readonly record struct MatrixStrides(long Batch, long Row, long Column)
{
    /// <summary>Contiguous [batch, rows, columns].</summary>
    internal static MatrixStrides RowMajor(long rows, long columns) => new(rows * columns, columns, 1);

    /// <summary>Contiguous [batch, columns, rows], seen transposed.</summary>
    internal static MatrixStrides ColumnMajor(long rows, long columns) => new(rows * columns, 1, rows);
}

/// <summary>C[batch, M, N] = A[batch, M, K] * B[batch, K, N], C contiguous.</summary>
internal readonly record struct GemmShape(int Batch, int M, int N, int K, MatrixStrides A, MatrixStrides B)
{
    /// <summary>Multiply-adds of the whole product.</summary>
    internal long MultiplyAdds => (long)Batch * M * N * K;

    // One B for a batch of stacked A is one tall product: B is packed once and rows fill whole tiles.
    internal GemmShape Folded() =>
        Batch > 1 && B.Batch == 0 && A.Batch == M * A.Row && (long)Batch * M <= int.MaxValue
            ? this with { Batch = 1, M = Batch * M, A = A with { Batch = 0 } }
            : this;

    internal void Check()
    {
        if (Batch < 0 || M < 0 || N < 0 || K < 0)
            throw new ArgumentException($"Gemm: sizes must be zero or more, got batch {Batch}, M {M}, N {N}, K {K}.");
    }
}
