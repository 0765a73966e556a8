using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Passes;

namespace Likeness.Tensors.Runtime;

/// <summary>Turns a graph into a plan: groups become steps, values become buffers, buffers get offsets.</summary>
internal sealed class Lowering
{
    private const int RecomputeRounds = 3;

    private readonly StepGraph graph;
    private readonly PlanOptions options;
    private readonly IReadOnlyList<Group> groups;
    private readonly Views views;
    private readonly Dictionary<Node, Group> groupOf = [];
    private readonly Dictionary<Node, int> position = [];
    private readonly Dictionary<Node, PlanBuffer> buffers = [];
    private readonly Dictionary<Node, PlanBuffer> leaves = [];
    private readonly List<PlanBuffer> all = [];
    private int nextId;

    private Lowering(StepGraph graph, PlanOptions options)
    {
        (this.graph, this.options) = (graph, options);
        (groups, views) = Grouping.Run(graph, options.Fuse);
        foreach (Group group in groups)
            foreach (Node node in group.Nodes)
                groupOf[node] = group;
        foreach (Node node in graph.Nodes())
            position[node] = position.Count;
    }

    /// <summary>Lowers a graph that has been through <see cref="Pipeline"/>.</summary>
    public static Plan Run(StepGraph graph, PlanOptions? options = null)
    {
        options ??= PlanOptions.Default;
        Plan plan = new Lowering(graph, options).Run();
        for (int round = 0; round < RecomputeRounds && plan.ArenaBytes > options.RecomputeAbove; round++)
        {
            if (Recomputing.Run(plan.Graph, plan) is not { } smaller)
                break;
            if (Pipeline.Checked)
                Verify.Run(smaller, nameof(Recomputing));
            Plan other = new Lowering(smaller, options).Run();
            if (other.ArenaBytes >= plan.ArenaBytes || other.Copies > plan.Copies)
                break;
            plan = other;
        }
        return plan;
    }

    private Plan Run()
    {
        MakeLeaves();
        MakeBuffers();
        List<CopyStep> copies = PlaceUpdates();
        ShareConcatenations();
        PlanBuffer[] outputs = [.. graph.Outputs.Select(node => buffers[node])];
        foreach (PlanBuffer output in outputs)
            output.Pinned = true;
        List<PlanStep> steps = Order(copies);
        long bytes = MemoryPlan.Assign(steps, all, options.Overwrite);
        return new Plan(graph, steps, all, leaves, outputs, bytes);
    }

    // The order of the graph, unless a frugal one needs less memory.
    private List<PlanStep> Order(List<CopyStep> copies)
    {
        IReadOnlyList<Group> near = Schedule.Order(groups);
        Dictionary<Group, PlanStep> lowered = near.ToDictionary(group => group, Lower);
        List<IReadOnlyList<Group>> orders = [near];
        if (options.Reorder)
            foreach (bool lateFirst in (ReadOnlySpan<bool>)[false, true])
                orders.Add(FrugalOrder.Run(lowered, copies.SelectMany(copy => copy.Touched), lateFirst));
        return orders.Select(order => (List<PlanStep>)[.. order.Select(group => lowered[group]), .. copies])
            .MinBy(steps => new Lives(steps, all).Peak(steps.Count))!;
    }

    private PlanBuffer NewBuffer(Node origin, Residence residence)
    {
        var buffer = new PlanBuffer(nextId++, origin, residence);
        all.Add(buffer);
        return buffer;
    }

    private void MakeLeaves()
    {
        foreach (Node node in position.Keys)
        {
            if (node.Op is not LeafOp)
                continue;
            Residence residence = node.Op switch
            {
                InputOp => Residence.Arena,
                VariableOp or ParameterOp => Residence.Storage,
                _ => Residence.Constant,
            };
            leaves[node] = buffers[node] = NewBuffer(node, residence);
            buffers[node].Pinned = node.Op is InputOp;
        }
    }

    // A value needs memory when it leaves its group: as a result of the step, or to a reader elsewhere or in another order.
    private void MakeBuffers()
    {
        var stored = new HashSet<Node>(graph.Roots);
        foreach (Node node in position.Keys)
        {
            if (!groupOf.TryGetValue(node, out Group? group))
                continue;
            if (node.Op is ReduceOp || (group.Count < 0 && node.Op is not ContractionOp))
                stored.Add(node);
            if (group.Nodes.Count == 1)
                stored.Add(node);
            foreach (Node input in node.Inputs)
                if (views.Resolve(input) is var (source, layout) && (!InGroup(source, group) || !layout.IsIdentity))
                    stored.Add(source);
        }
        foreach (Node node in position.Keys)
            if (stored.Contains(node) && node.Op is not LoopOp && groupOf.ContainsKey(node))
                buffers[node] = NewBuffer(node, Residence.Arena);
    }

    private bool InGroup(Node source, Group group) => groupOf.TryGetValue(source, out Group? owner) && owner == group;

    private List<CopyStep> PlaceUpdates()
    {
        var copies = new List<CopyStep>();
        var inPlace = new InPlace(groups, views);
        foreach (Update update in graph.Updates)
        {
            PlanBuffer target = Target(update);
            if (inPlace.TryOrder(update, groupOf[update.Value]))
            {
                all.Remove(buffers[update.Value]);
                buffers[update.Value] = target;
            }
            else
                copies.Add(new CopyStep(new PlanView(buffers[update.Value], Layout.Contiguous(update.Value.Shape)), target));
        }
        return copies;
    }

    // Where an update is stored: a variable, or a part of a flat one.
    private PlanBuffer Target(Update update)
    {
        (Node leaf, Layout layout) = views.Resolve(update.Target);
        if (leaf == update.Target)
            return buffers[leaf];
        PlanBuffer part = NewBuffer(update.Target, Residence.Storage);
        part.PartOf = (buffers[leaf], layout.Offset * leaf.DType.Size());
        return part;
    }

    // A part that is computed once and joined along the outermost dimension is computed where it belongs.
    private void ShareConcatenations()
    {
        foreach (Node node in position.Keys)
        {
            if (node.Op is not ConcatOp concat || buffers[node].Residence != Residence.Arena
                || node.Shape.Slice(0, concat.Axis).Size != 1)
                continue;
            long offset = 0;
            foreach (Node input in node.Inputs)
            {
                (Node source, Layout layout) = views.Resolve(input);
                if (groupOf.ContainsKey(source) && layout.IsIdentity && layout.Shape.Size == source.Shape.Size
                    && buffers[source] is { Residence: Residence.Arena, PartOf: null, Pinned: false } part
                    && !graph.Outputs.Contains(source))
                    part.PartOf = (buffers[node], offset);
                offset += input.Bytes;
            }
        }
    }

    private PlanStep Lower(Group group)
    {
        group.Nodes.Sort((a, b) => position[a].CompareTo(position[b]));
        Node first = group.Nodes[0];
        if (group.Count >= 0)
            return Fuse(group);
        return first.Op is LoopOp loop ? LowerLoop(first, loop) : new OpStep(first, [.. first.Inputs.Select(View)], buffers[first]);
    }

    private PlanView View(Node node)
    {
        (Node source, Layout layout) = views.Resolve(node);
        return new PlanView(buffers[source], layout);
    }

    private LoopStep LowerLoop(Node node, LoopOp op)
    {
        var state = new PlanBuffer[op.State.Count];
        foreach (Node result in position.Keys)
            if (result.Op is LoopResultOp { Index: var index } && result.Inputs[0] == node)
                state[index] = buffers[result];
        for (int i = 0; i < state.Length; i++)
            state[i] ??= NewBuffer(op.State[i], Residence.Arena);
        PlanView[] inputs = [.. node.Inputs.Select(View)];
        Plan body = Run(Pipeline.Run(op.Body), options);
        PlanBuffer? workspace = options.NestLoops ? NewBuffer(Workspace(body), Residence.Arena) : null;
        return new LoopStep(op, inputs[0], inputs[1..(1 + state.Length)], inputs[(1 + state.Length)..], state, body, workspace);
    }

    // Arenas are whole cache lines, counted in two dimensions because the extents of a shape are 32 bits wide.
    private static Node Workspace(Plan body) =>
        new(new ParameterOp(body, "workspace", DType.U8, [checked((int)(body.ArenaBytes / MemoryPlan.Alignment)), MemoryPlan.Alignment]));

    private FusedStep Fuse(Group group)
    {
        Node? contraction = group.Contraction;
        var loads = new List<PlanView>();
        var values = new Dictionary<Node, int>();
        if (contraction is not null)
        {
            values[contraction] = 0;
            loads.Add(new PlanView(null!, Layout.Contiguous(contraction.Shape)));
        }
        List<Node> computed = group.Nodes.FindAll(node => node.Op is ElementwiseOp or SourceOp);
        foreach (Node node in group.Nodes)
            if (node != contraction)
                foreach (Node input in node.Inputs)
                    Load(input, group, loads, values);
        for (int i = 0; i < computed.Count; i++)
            values[computed[i]] = loads.Count + i;

        int Value(Node input) => views.Resolve(input) is var (source, _) && InGroup(source, group)
            ? values[source] : values[input];
        return new FusedStep
        {
            Count = group.Count,
            Loads = loads,
            Ops = [.. computed.Select(node => new TileOp(node, [.. node.Inputs.Select(Value)]))],
            Stores = [.. computed.Where(buffers.ContainsKey).Select(node => new TileStore(values[node], buffers[node]))],
            Reductions = [.. group.Nodes.Where(node => node.Op is ReduceOp).Select(node => Reduce(node, Value(node.Inputs[0])))],
            Contraction = contraction,
            Operands = contraction is null ? [] : [.. contraction.Inputs.Select(View)],
            Product = contraction is not null && buffers.TryGetValue(contraction, out PlanBuffer? kept) ? kept : null,
        };
    }

    private void Load(Node input, Group group, List<PlanView> loads, Dictionary<Node, int> values)
    {
        if (views.Resolve(input) is var (source, _) && InGroup(source, group))
            return;
        PlanView view = View(input);
        int known = loads.FindIndex(load => load.Buffer == view.Buffer && load.Layout.Shape == view.Layout.Shape
            && load.Layout.Offset == view.Layout.Offset && load.Layout.Strides.AsSpan().SequenceEqual(view.Layout.Strides));
        if (known < 0)
        {
            known = loads.Count;
            loads.Add(view);
        }
        values[input] = known;
    }

    private TileReduction Reduce(Node node, int value)
    {
        var op = (ReduceOp)node.Op;
        long[] strides = node.Shape.Strides();
        foreach (int axis in op.Axes)
            strides[axis] = 0;
        return new TileReduction(value, op.Kind, buffers[node], new Layout(node.Inputs[0].Shape, strides, 0));
    }
}
