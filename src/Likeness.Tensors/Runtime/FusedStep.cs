using System.Text;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Runtime;

/// <summary>One operation of a fused group; operands are indices of values: loads first, then results in order.</summary>
internal sealed record TileOp(Node Node, int[] Operands);

/// <summary>A result of a fused group that goes to memory in order.</summary>
internal readonly record struct TileStore(int Value, PlanBuffer Target);

/// <summary>A reduction that ends a fused group: Layout says where each element of the iteration space is gathered, with stride 0 along reduced axes.</summary>
internal readonly record struct TileReduction(int Value, Reduction Kind, PlanBuffer Target, Layout Layout);

/// <summary>
/// A fused group: straight-line elementwise code over one iteration space of Count elements, reading through views, storing in
/// order or reducing. With a contraction at its head it is the epilogue of that product, whose result is load 0.
/// </summary>
internal sealed class FusedStep : PlanStep
{
    public required long Count { get; init; }

    /// <summary>Values read from memory; load 0 of a step with a contraction is its result.</summary>
    public required IReadOnlyList<PlanView> Loads { get; init; }

    public required IReadOnlyList<TileOp> Ops { get; init; }

    public required IReadOnlyList<TileStore> Stores { get; init; }

    public required IReadOnlyList<TileReduction> Reductions { get; init; }

    /// <summary>The product at the head, if any.</summary>
    public Node? Contraction { get; init; }

    public IReadOnlyList<PlanView> Operands { get; init; } = [];

    /// <summary>Where the product itself is kept, when others than the epilogue read it.</summary>
    public PlanBuffer? Product { get; init; }

    public override IEnumerable<PlanView> Reads => Contraction is null ? Loads : Operands.Concat(Loads.Skip(1));

    public override IEnumerable<PlanBuffer> Writes => Stores.Select(store => store.Target)
        .Concat(Reductions.Select(reduction => reduction.Target)).Concat(Product is null ? [] : [Product]);

    public override string ToString()
    {
        var text = new StringBuilder();
        if (Contraction is not null)
            text.Append($"{(Product is null ? "_" : Product.ToString())} = {Contraction.Op}({string.Join(", ", Operands)}) then ");
        text.Append($"fused {Count}:");
        string Name(int value) => value < Loads.Count ? (Contraction is not null && value == 0 ? "_" : Loads[value].ToString()) : $"t{value - Loads.Count}";
        for (int i = 0; i < Ops.Count; i++)
            text.Append($"\n    t{i} = {Ops[i].Node.Op}({string.Join(", ", Ops[i].Operands.Select(Name))})");
        foreach (TileStore store in Stores)
            text.Append($"\n    {store.Target} = {Name(store.Value)}");
        foreach (TileReduction reduction in Reductions)
            text.Append($"\n    {reduction.Target} = {reduction.Kind.ToString().ToLowerInvariant()} {Name(reduction.Value)} by {reduction.Layout}");
        return text.ToString();
    }
}
