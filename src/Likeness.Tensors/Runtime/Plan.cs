using System.Text;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Runtime;

/// <summary>Where the elements of a value live.</summary>
internal enum Residence
{
    /// <summary>At a fixed offset of the step's arena.</summary>
    Arena,

    /// <summary>In a variable, an outer loop's state, or a value that a loop captures: known when the step is compiled.</summary>
    Storage,

    /// <summary>An array or number known at compile time.</summary>
    Constant,
}

/// <summary>A contiguous run of elements that steps read and write.</summary>
internal sealed class PlanBuffer(int id, Node origin, Residence residence)
{
    public int Id { get; } = id;

    /// <summary>The node whose value this is; for storage and constants their leaf.</summary>
    public Node Origin { get; } = origin;

    public Residence Residence { get; } = residence;

    public DType DType => Origin.DType;

    public long Bytes => Origin.Bytes;

    /// <summary>Byte offset in the arena.</summary>
    public long Offset { get; set; } = -1;

    /// <summary>
    /// Another buffer in which this one lies, with the byte offset there: a concatenation that this is an input of, or a value
    /// that this one replaces.
    /// </summary>
    public (PlanBuffer Whole, long Offset)? PartOf { get; set; }

    /// <summary>The block of memory that this buffer lies in: itself unless it is a part.</summary>
    public PlanBuffer Root => PartOf is var (whole, _) ? whole.Root : this;

    /// <summary>Lives through the whole step: inputs, outputs, loop state.</summary>
    public bool Pinned { get; set; }

    public override string ToString() => Residence switch
    {
        Residence.Storage when PartOf is var (whole, offset) => $"{whole}[{offset / DType.Size()}..]",
        Residence.Storage => Origin.Op.ToString(),
        Residence.Constant => $"const({Origin.Op})",
        _ => $"b{Id}",
    };
}

/// <summary>A buffer read through an affine layout.</summary>
internal readonly record struct PlanView(PlanBuffer Buffer, Layout Layout)
{
    public override string ToString() => $"{Buffer}{Layout}";
}

/// <summary>One thing a backend does. Steps run in order.</summary>
internal abstract class PlanStep
{
    public abstract IEnumerable<PlanView> Reads { get; }

    public abstract IEnumerable<PlanBuffer> Writes { get; }

    public IEnumerable<PlanBuffer> Touched => Reads.Select(read => read.Buffer).Concat(Writes);
}

/// <summary>An operation that runs alone, on operands in order unless it is a matrix product.</summary>
internal sealed class OpStep(Node node, IReadOnlyList<PlanView> operands, PlanBuffer result) : PlanStep
{
    public Node Node { get; } = node;

    public IReadOnlyList<PlanView> Operands { get; } = operands;

    public PlanBuffer Result { get; } = result;

    public override IEnumerable<PlanView> Reads => Operands;

    public override IEnumerable<PlanBuffer> Writes => [Result];

    public override string ToString() => $"{Result} = {Node.Op}({string.Join(", ", Operands)})";
}

/// <summary>Repeats a plan; the state lives in buffers of the outer plan.</summary>
internal sealed class LoopStep(LoopOp op, PlanView turns, IReadOnlyList<PlanView> initial, IReadOnlyList<PlanView> captured,
    IReadOnlyList<PlanBuffer> state, Plan body, PlanBuffer? workspace) : PlanStep
{
    public LoopOp Op { get; } = op;

    public PlanView Turns { get; } = turns;

    public IReadOnlyList<PlanView> Initial { get; } = initial;

    public IReadOnlyList<PlanView> Captured { get; } = captured;

    public IReadOnlyList<PlanBuffer> State { get; } = state;

    public Plan Body { get; } = body;

    /// <summary>The arena of the body, as a part of the arena around it; null when it has memory of its own.</summary>
    public PlanBuffer? Workspace { get; } = workspace;

    public override IEnumerable<PlanView> Reads => [Turns, .. Initial, .. Captured];

    public override IEnumerable<PlanBuffer> Writes => Workspace is null ? State : State.Append(Workspace);

    public override string ToString() =>
        $"{string.Join(", ", State)} = loop {Turns} times from ({string.Join(", ", Initial)}) with ({string.Join(", ", Captured)})\n    "
        + Body.ToString().TrimEnd().Replace("\n", "\n    ");
}

/// <summary>Copies a view into a buffer at the end of a step, where an update could not be written in place.</summary>
internal sealed class CopyStep(PlanView source, PlanBuffer target) : PlanStep
{
    public PlanView Source { get; } = source;

    public PlanBuffer Target { get; } = target;

    public override IEnumerable<PlanView> Reads => [Source];

    public override IEnumerable<PlanBuffer> Writes => [Target];

    public override string ToString() => $"{Target} = copy {Source}";
}

/// <summary>A step ready for a backend: what to do in which order, on which bytes of one arena.</summary>
internal sealed class Plan(StepGraph graph, IReadOnlyList<PlanStep> steps, IReadOnlyList<PlanBuffer> buffers,
    IReadOnlyDictionary<Node, PlanBuffer> leaves, IReadOnlyList<PlanBuffer> outputs, long arenaBytes)
{
    public StepGraph Graph { get; } = graph;

    public IReadOnlyList<PlanStep> Steps { get; } = steps;

    public IReadOnlyList<PlanBuffer> Buffers { get; } = buffers;

    /// <summary>The buffers of inputs, storage and constants.</summary>
    public IReadOnlyDictionary<Node, PlanBuffer> Leaves { get; } = leaves;

    public IReadOnlyList<PlanBuffer> Outputs { get; } = outputs;

    public long ArenaBytes { get; } = arenaBytes;

    /// <summary>Updates that could not be written in place.</summary>
    public int Copies => Steps.Count(step => step is CopyStep);

    /// <summary>A line a step, with the size of the arena.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (PlanStep step in Steps)
            text.Append(step).Append('\n');
        return text.Append($"arena {ArenaBytes} bytes, {Steps.Count} steps\n").ToString();
    }
}
