using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>A compiled step on the CPU: fixed work on fixed memory.</summary>
internal sealed class CpuStep : Compiled
{
    private readonly Plan plan;
    private readonly CpuMemory memory;
    private readonly CpuScratch scratch;
    private readonly CpuWork[] work;
    private readonly CpuValue[] outputs;

    public CpuStep(Plan plan, CpuScratch scratch)
    {
        this.plan = plan;
        this.scratch = scratch;
        memory = new CpuMemory(plan, leaf => leaf.Op is VariableOp variable ? VariableAddress(variable.Variable)
            : throw new InvalidOperationException($"{leaf} has no memory outside its loop"));
        work = CpuLowering.Run(plan, memory, scratch);
        scratch.Allocate();
        outputs = [.. plan.Outputs.Select(buffer => new CpuValue(memory, buffer))];
        Inputs = plan.Leaves.Where(leaf => leaf.Key.Op is InputOp)
            .ToDictionary(leaf => ((InputOp)leaf.Key.Op).Name, leaf => (StepValue)new CpuValue(memory, leaf.Value));
    }

    public override IReadOnlyDictionary<string, StepValue> Inputs { get; }

    public override IReadOnlyList<StepValue> Outputs => outputs;

    public override void Run()
    {
        foreach (CpuWork item in work)
            item.Run();
    }

    public override StepFootprint Footprint => new(CpuProfile.Arena(plan), scratch.Bytes, CostOf(plan, work),
        [.. plan.Leaves.Keys.Select(leaf => leaf.Op).OfType<VariableOp>().Select(leaf => leaf.Variable.Memory).Distinct()]);

    public override PlanProfile Profile(int runs) => CpuProfile.Run(plan, work, scratch, runs);

    internal override void Free()
    {
        memory.Free();
        scratch.Free();
    }

    private static Cost CostOf(Plan plan, CpuWork[] work) =>
        plan.Steps.Select((step, i) => PlanCost.Of(step) + OfTurns(step, work[i])).Aggregate(default(Cost), (sum, cost) => sum + cost);

    private static Cost OfTurns(PlanStep step, CpuWork work) =>
        step is LoopStep loop && work is CpuLoop body ? CostOf(loop.Body, body.Body) * Turns(loop, body) : default;

    // A number that is written in the plan is known before the first run.
    private static long Turns(LoopStep loop, CpuLoop work) => loop.Turns.Buffer.Origin.Op is ScalarOp number ? (long)number.Value : work.LastTurns;

    private static unsafe nint VariableAddress(Variable variable) => (nint)variable.Address;

    public override string ToString() => plan.ToString();
}

/// <summary>One prepared piece of work: runs without allocating.</summary>
internal abstract class CpuWork
{
    public abstract void Run();
}

/// <summary>An input or output in a step's arena.</summary>
internal sealed unsafe class CpuValue(CpuMemory memory, PlanBuffer buffer) : StepValue(buffer.Origin.Shape, buffer.DType)
{
    private readonly nint address = memory.Address(buffer);

    public override void Write<T>(ReadOnlySpan<T> values) => values.CopyTo(Span<T>(values.Length));

    public override void Read<T>(Span<T> values) => Span<T>(values.Length).CopyTo(values);

    public override float[] ToFloats()
    {
        var values = new float[Shape.Size];
        for (int i = 0; i < values.Length; i++)
            values[i] = At(i);
        return values;
    }

    public override float ToFloat() => At(0);

    private float At(int i) => DType switch
    {
        DType.F32 => ((float*)address)[i],
        DType.I32 => ((int*)address)[i],
        _ => ((byte*)address)[i],
    };

    // The span must not outlive this object: memory frees the arena when nothing refers to it.
    private Span<T> Span<T>(int length) where T : unmanaged
    {
        CheckLength(length);
        GC.KeepAlive(memory);
        return sizeof(T) == DType.Size() ? new Span<T>((void*)address, length)
            : throw new ArgumentException($"{DType}{Shape} does not hold {typeof(T).Name} values");
    }
}
