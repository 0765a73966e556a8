using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>Gives every value of a fused group a place: memory where it lies or goes to, or a temporary tile reused when it dies.</summary>
internal sealed unsafe class TileLayout
{
    private readonly FusedStep step;
    private readonly TilePlace[] places;
    private readonly int[] lastUse;
    private readonly Dictionary<int, TilePlace> tiled = [];
    private readonly Stack<int> free = new();
    private readonly Dictionary<int, int> owned = [];

    public TileLayout(FusedStep step, CpuMemory memory)
    {
        this.step = step;
        places = new TilePlace[step.Loads.Count + step.Ops.Count];
        lastUse = LastUses(step);
        for (int i = 0; i < step.Loads.Count; i++)
            places[i] = PlaceLoad(i, memory);
        PlaceResults(memory);
    }

    /// <summary>Tiles that each worker needs.</summary>
    public int Temporaries { get; private set; }

    public List<Instruction> Gathers { get; } = [];

    /// <summary>Constants spread over a tile, for kernels that take no scalars: once a run.</summary>
    public List<Instruction> Splats { get; } = [];

    /// <summary>Stores over memory that later operations of the same tile still read.</summary>
    public List<Instruction> LateStores { get; } = [];

    public IReadOnlyList<TilePlace> Results => places[step.Loads.Count..];

    /// <summary>Operands of four bytes that are read where they lie, tile after tile.</summary>
    public IEnumerable<TilePlace> Streams => Enumerable.Range(0, step.Loads.Count)
        .Where(load => step.Loads[load] is { Layout.IsContiguous: true, Buffer.DType: not DType.U8 } && !places[load].IsSplat && !places[load].IsProduct)
        .Select(load => places[load]);

    public TilePlace Operand(int value) => places[value];

    /// <summary>The address of an operand that is small and whole, such as a random state.</summary>
    public nint Splat(int value) => places[value].Fixed;

    /// <summary>An operand with a value for every position.</summary>
    public TilePlace Tiled(int value)
    {
        if (!places[value].IsSplat)
            return places[value];
        if (tiled.TryGetValue(value, out TilePlace known))
            return known;
        TilePlace tile = Temporary(Temporaries++);
        AffineView repeat = AffineView.Create([TileProgram.Tile], [0]);
        Splats.Add(Instruction.Gather(tile, repeat, Splat(value), step.Loads[value].Buffer.DType.Size()));
        return tiled[value] = tile;
    }

    private static int[] LastUses(FusedStep step)
    {
        var last = new int[step.Loads.Count + step.Ops.Count];
        for (int i = 0; i < step.Ops.Count; i++)
            foreach (int operand in step.Ops[i].Operands)
                last[operand] = i;
        foreach (TileReduction reduction in step.Reductions)
            last[reduction.Value] = int.MaxValue;
        return last;
    }

    private TilePlace PlaceLoad(int index, CpuMemory memory)
    {
        PlanView view = step.Loads[index];
        if (step.Contraction is not null && index == 0)
            return new TilePlace(TileBase.Product, 0, sizeof(float));
        int size = view.Buffer.DType.Size();
        nint address = memory.Address(view.Buffer) + (nint)(view.Layout.Offset * size);
        if (IsState(index) || (view.Layout.IsSplat && step.Count != 1))
            return new TilePlace(TileBase.Fixed, address, 0);
        if (view.Layout.IsContiguous)
            return new TilePlace(TileBase.Fixed, address, size);
        TilePlace tile = Temporary(Temporaries++);
        Gathers.Add(Instruction.Gather(tile, AffineView.Create(view.Layout.Shape.Span, view.Layout.Strides), address, size));
        return tile;
    }

    private bool IsState(int load) => step.Ops.Any(op => op.Node.Op is RandomOp && op.Operands[0] == load);

    private void PlaceResults(CpuMemory memory)
    {
        for (int i = 0; i < step.Ops.Count; i++)
        {
            int value = step.Loads.Count + i;
            TileStore? store = step.Stores.Cast<TileStore?>().FirstOrDefault(store => store!.Value.Value == value);
            if (store is not { } stored)
                places[value] = TakeTemporary(i, value);
            else if (!IsReadLater(stored.Target, i, memory))
                places[value] = Memory(stored.Target, memory);
            else
            {
                places[value] = Temporary(Temporaries++);
                LateStores.Add(Instruction.Unary(Copy(stored.Target.DType), Memory(stored.Target, memory), places[value]));
            }
        }
    }

    private static delegate*<void*, void*, int, void> Copy(DType type) =>
        type == DType.U8 ? KernelTable.Cast(CastKernel.U8ToU8) : KernelTable.Unary(UnaryKernel.Copy);

    private static TilePlace Memory(PlanBuffer buffer, CpuMemory memory) =>
        new(TileBase.Fixed, memory.Address(buffer), buffer.DType.Size());

    // An update in place must not overwrite what this tile still has to read.
    private bool IsReadLater(PlanBuffer target, int op, CpuMemory memory)
    {
        for (int load = 0; load < step.Loads.Count; load++)
            if (step.Loads[load] is { Buffer: { } buffer, Layout: var layout } && lastUse[load] > op
                && memory.Address(buffer) + (nint)(layout.Offset * buffer.DType.Size()) == memory.Address(target))
                return true;
        return false;
    }

    // Operands that die here free their tiles first: kernels may write over what they read, if the elements are as wide.
    private TilePlace TakeTemporary(int op, int value)
    {
        Node node = step.Ops[op].Node;
        int[] dying = [.. step.Ops[op].Operands.Distinct().Where(operand => lastUse[operand] == op && owned.ContainsKey(operand))];
        bool sameWidth = node.Inputs.All(input => input.DType.Size() == node.DType.Size());
        if (sameWidth)
            Release(dying);
        int slot = free.TryPop(out int reused) ? reused : Temporaries++;
        if (!sameWidth)
            Release(dying);
        owned[value] = slot;
        return Temporary(slot);
    }

    private void Release(int[] values)
    {
        foreach (int value in values)
            if (owned.Remove(value, out int slot))
                free.Push(slot);
    }

    private static TilePlace Temporary(int slot) => new(TileBase.Temporary, slot * TileProgram.Tile * sizeof(float), 0);
}
