using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Runtime;

/// <summary>When the steps of a plan make and read the values of its graph, and how much memory is in use then.</summary>
internal sealed class PlanUse
{
    private const int Unknown = -1;

    private readonly Dictionary<Node, int> stepOf = [];
    private readonly Dictionary<Node, PlanBuffer> stored = [];
    private readonly Dictionary<PlanBuffer, int> last = [];
    private readonly ILookup<Node, (int Step, bool InOrder)> readers;
    private readonly long[] inUse;
    private readonly long peak;

    public PlanUse(IReadOnlyList<Node> nodes, Plan plan, Views views)
    {
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            foreach (Node node in NodesOf(plan.Steps[i]))
                stepOf[node] = i;
            foreach (PlanBuffer buffer in plan.Steps[i].Touched)
                last[buffer] = i;
        }
        foreach (PlanBuffer buffer in plan.Buffers)
            if (buffer.Residence == Residence.Arena)
                stored[buffer.Origin] = buffer;
        readers = nodes.Where(node => node.Op is not MovementOp { IsView: true })
            .SelectMany(node => node.Inputs.Select(input => (Read: views.Resolve(input), Reader: node)))
            .ToLookup(entry => entry.Read.Source, entry => (StepOf(entry.Reader), IsInOrder(entry.Read.Layout, entry.Read.Source, entry.Reader)));
        inUse = new Lives(plan.Steps, plan.Buffers).InUse(plan.Steps.Count);
        peak = inUse.Max();
    }

    public int StepOf(Node node) => stepOf.GetValueOrDefault(node, Unknown);

    public bool IsStored(Node node) => stored.ContainsKey(node);

    /// <summary>The last step that needs the value's memory.</summary>
    public int LastStep(Node node) => last.GetValueOrDefault(stored[node], Unknown);

    /// <summary>Steps after a gap in which memory is short, if all of them can compute the value themselves; else none.</summary>
    public IReadOnlyList<int> LateSteps(Node node)
    {
        int made = StepOf(node), previous = made;
        if (made == Unknown || readers[node].Any(reader => reader.Step == Unknown))
            return [];
        int[] steps = [.. readers[node].Select(reader => reader.Step).Where(step => step != made).Distinct().Order()];
        int lastForced = readers[node].Where(reader => !reader.InOrder && reader.Step != made).Select(reader => reader.Step).DefaultIfEmpty(made).Max();
        foreach (int step in steps)
        {
            if (step > lastForced && IsShortBetween(previous, step))
                return steps[Array.IndexOf(steps, step)..];
            previous = step;
        }
        return [];
    }

    private static IEnumerable<Node> NodesOf(PlanStep step) => step switch
    {
        FusedStep fused => fused.Ops.Select(op => op.Node).Concat(fused.Reductions.Select(reduction => reduction.Target.Origin))
            .Concat(fused.Contraction is null ? [] : [fused.Contraction]),
        OpStep op => [op.Node],
        _ => [],
    };

    private static bool IsInOrder(Layout layout, Node source, Node reader) =>
        reader.Op is ElementwiseOp or ReduceOp { Kind: not Reduction.ArgMax } && layout.IsIdentity && layout.Shape.Size == source.Shape.Size;

    private bool IsShortBetween(int from, int to)
    {
        for (int step = from + 1; step < to; step++)
            if (inUse[step] > peak / 2)
                return true;
        return false;
    }
}
