using System.Runtime.InteropServices;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>The memory of one plan: its arena, its constants, and where its storage lies.</summary>
internal sealed unsafe class CpuMemory
{
    // Null when the arena is a part of another plan's memory, which whoever made this one keeps alive.
    private readonly NativeBuffer? owned;
    private readonly nint arena;
    private readonly List<NativeBuffer> constants = [];
    private readonly Dictionary<PlanBuffer, nint> fixedAddresses = [];

    // Variables are kept alive by the plan's leaves.
    private readonly Plan plan;

    /// <param name="plan">The plan.</param>
    /// <param name="storage">The address of a leaf that lives outside: a variable, or a parameter of a loop's body.</param>
    /// <param name="workspace">Where the arena lies; 0 for memory of its own.</param>
    public CpuMemory(Plan plan, Func<Node, nint> storage, nint workspace = 0)
    {
        this.plan = plan;
        owned = workspace == 0 ? new NativeBuffer(plan.ArenaBytes) : null;
        arena = owned is null ? workspace : (nint)owned.Pointer;
        foreach ((Node leaf, PlanBuffer buffer) in plan.Leaves)
            if (buffer.Residence == Residence.Storage)
                fixedAddresses[buffer] = storage(leaf);
            else if (buffer.Residence == Residence.Constant)
                fixedAddresses[buffer] = Constant(leaf);
    }

    public nint Address(PlanBuffer buffer) => fixedAddresses.TryGetValue(buffer, out nint address) ? address
        : buffer is { Residence: Residence.Storage, PartOf: var (whole, offset) } ? Address(whole) + (nint)offset
        : buffer.Offset >= 0 ? arena + (nint)buffer.Offset
        : throw new InvalidOperationException($"{buffer} was given no memory");

    public byte* Pointer(PlanBuffer buffer) => (byte*)Address(buffer);

    /// <summary>Gives back the arena and the constants.</summary>
    public void Free()
    {
        owned?.Free();
        foreach (NativeBuffer constant in constants)
            constant.Free();
    }

    private nint Constant(Node leaf)
    {
        var memory = new NativeBuffer(leaf.Bytes);
        constants.Add(memory);
        switch (leaf.Op)
        {
            case ScalarOp { Type: DType.F32 } scalar:
                *(float*)memory.Pointer = (float)scalar.Value;
                break;
            case ScalarOp { Type: DType.I32 } scalar:
                *(int*)memory.Pointer = (int)scalar.Value;
                break;
            case ScalarOp { Type: DType.U8 } scalar:
                *(byte*)memory.Pointer = (byte)scalar.Value;
                break;
            case ArrayOp { Type: not DType.F64 } array:
                MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array.Values), (int)leaf.Bytes)
                    .CopyTo(new Span<byte>(memory.Pointer, (int)leaf.Bytes));
                break;
            default:
                throw new NotSupportedException($"{leaf}: the CPU backend computes in F32; use the reference backend for F64");
        }
        return (nint)memory.Pointer;
    }
}

/// <summary>Memory that works share, one after the other: its content does not outlive a work.</summary>
/// <param name="pool">The workers.</param>
/// <param name="compiledFrom">After so many operations, times positions, a fused group gets machine code of its own.</param>
internal sealed unsafe class CpuScratch(WorkerPool pool, long compiledFrom)
{
    private NativeBuffer? memory;
    private long bytes;

    public WorkerPool Pool { get; } = pool;

    public long CompiledFrom { get; } = compiledFrom;

    public long Bytes => bytes;

    public byte* Pointer => (byte*)memory!.Pointer;

    /// <summary>Makes sure that this many bytes will be there.</summary>
    public void Reserve(long wanted) => bytes = Math.Max(bytes, wanted);

    public void Allocate() => memory = new NativeBuffer(bytes);

    public void Free() => memory?.Free();
}
