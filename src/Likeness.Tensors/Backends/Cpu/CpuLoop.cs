using Likeness.Tensors.Graph;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>Copies bytes from one place to another.</summary>
internal sealed unsafe class CpuCopy(nint source, nint target, long bytes) : CpuWork
{
    public override void Run() => Buffer.MemoryCopy((void*)source, (void*)target, bytes, bytes);
}

/// <summary>Repeats the work of a body whose state lies in the outer arena.</summary>
internal sealed unsafe class CpuLoop : CpuWork
{
    private readonly CpuCopy[] start;
    private readonly CpuWork[] body;
    private readonly CpuMemory memory;
    private readonly NativeBuffer turn = new(sizeof(int));
    private readonly int* turns;

    public CpuLoop(LoopStep step, CpuMemory outer, CpuScratch scratch)
    {
        var places = new Dictionary<Node, nint> { [step.Op.Turn] = (nint)turn.Pointer };
        for (int i = 0; i < step.State.Count; i++)
            places[step.Op.State[i]] = outer.Address(step.State[i]);
        for (int i = 0; i < step.Captured.Count; i++)
            places[step.Op.Captures[i]] = outer.Address(step.Captured[i].Buffer);
        memory = new CpuMemory(step.Body, leaf => places[leaf], step.Workspace is null ? 0 : outer.Address(step.Workspace));
        body = CpuLowering.Run(step.Body, memory, scratch);
        turns = (int*)outer.Address(step.Turns.Buffer);
        start = [.. step.State.Select((state, i) => new CpuCopy(outer.Address(step.Initial[i].Buffer), outer.Address(state), state.Bytes))];
    }

    /// <summary>The work of one turn, in the order of the body's plan.</summary>
    public CpuWork[] Body => body;

    /// <summary>How many turns the last run had; 0 before the first.</summary>
    public int LastTurns { get; private set; }

    public override void Run()
    {
        int count = Start();
        for (int i = 0; i < count; i++)
        {
            Enter(i);
            foreach (CpuWork item in body)
                item.Run();
        }
        GC.KeepAlive(memory);
    }

    /// <summary>Puts the initial state in place and returns the number of turns.</summary>
    public int Start()
    {
        foreach (CpuCopy copy in start)
            copy.Run();
        return LastTurns = *turns;
    }

    /// <summary>Begins a turn: the body's work may follow.</summary>
    public void Enter(int number) => *(int*)turn.Pointer = number;
}
