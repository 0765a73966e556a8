using Likeness.Tensors.Graph;

namespace Likeness.Tensors.Ops;

/// <summary>Rows of a table: result[i...] = table[indices[i...]]. Indices are clamped to the table.</summary>
internal sealed record GatherOp : Op
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        if (inputs[0].Shape.Rank == 0 || inputs[1].DType != DType.I32)
            throw Misfit("gather", $"wants a table with rows and I32 indices, got {inputs[0].Shape} and {inputs[1].DType}{inputs[1].Shape}");
        return (inputs[0].DType, inputs[1].Shape.Concat(inputs[0].Shape.Slice(1, inputs[0].Shape.Rank - 1)));
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [Tensor.ScatterAdd(x[0].Shape[0], x[1], g), null];

    public override string ToString() => "gather";
}

/// <summary>Sums rows into a table of zeros: result[indices[i...]] += updates[i...], in index order, so always the same bits.</summary>
internal sealed record ScatterAddOp(int Rows) : Op
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        Shape indices = inputs[0].Shape, updates = inputs[1].Shape;
        if (inputs[0].DType != DType.I32 || updates.Rank < indices.Rank || updates.Slice(0, indices.Rank) != indices)
            throw Misfit("scatter_add", $"indices {inputs[0].DType}{indices} do not lead the shape of the updates {updates}");
        return (inputs[1].DType, new Shape().Concat([Rows]).Concat(updates.Slice(indices.Rank, updates.Rank - indices.Rank)));
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [null, g.Gather(x[0])];

    public override string ToString() => $"scatter_add {Rows}";
}

/// <summary>A table with some rows replaced: result[indices[i]] = rows[i]; of equal indices the last wins.</summary>
internal sealed record RowUpdateOp : Op
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        Shape table = inputs[0].Shape, indices = inputs[1].Shape, rows = inputs[2].Shape;
        if (inputs[1].DType != DType.I32 || indices.Rank != 1 || table.Rank == 0 || inputs[0].DType != inputs[2].DType
            || rows != table.With(0, indices[0]))
            throw Misfit("row_update", $"rows {rows} at indices {inputs[1].DType}{indices} do not fit the table {table}");
        return (inputs[0].DType, table);
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) =>
        [Tensor.RowUpdate(g, x[1], Tensor.Zeros(x[2].Shape)), null, RowsThatWon(x, g)];

    // A row that a later one overwrote has no influence: count, for each row, the later rows with its index.
    private static Tensor RowsThatWon(Tensor[] x, Tensor g)
    {
        int count = x[1].Shape[0];
        Tensor row = Tensor.Iota([count, count], 0), other = Tensor.Iota([count, count], 1);
        Tensor same = x[1].Reshape(count, 1).BroadcastTo([count, count]).IsEqual(x[1].Reshape(1, count).BroadcastTo([count, count]));
        Tensor overwritten = (same * row.IsLess(other)).Sum([1], keepDims: true).Reshape([count, .. Enumerable.Repeat(1, g.Rank - 1)]);
        return g.Gather(x[1]) * overwritten.IsLess(0.5f);
    }

    public override string ToString() => "row_update";
}
