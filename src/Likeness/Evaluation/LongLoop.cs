using Likeness.Tensors;
using Likeness.Tensors.Runtime;

namespace Likeness.Evaluation;

/// <summary>Traces a loop: from its state at the beginning and its body, as in <see cref="Tensor.Loop(Tensor, IReadOnlyList{Tensor}, Func{Tensor, IReadOnlyList{Tensor}, IReadOnlyList{Tensor}})"/>, to the state at its end.</summary>
internal delegate Tensor[] LoopTrace(IReadOnlyList<Tensor> start, Func<Tensor, IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> body);

/// <summary>
/// A loop that takes too long for one run of a step: each run does some of its turns, and variables keep the state in between. However
/// it is cut, the turns and so the results are the same. After its last turn it begins anew.
/// </summary>
internal sealed class LongLoop(int turns)
{
    private readonly Variable done = new("loop/done", [], DType.I32), count = new("loop/count", [], DType.I32);

    /// <summary>Turns of the whole loop.</summary>
    public int Turns => turns;

    /// <summary>Makes it part of a step; what comes back is the state after the turns of a run.</summary>
    public Tensor[] Trace(StepBuilder step, IReadOnlyList<Tensor> start, Func<Tensor, IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> body)
    {
        Variable[] kept = [.. start.Select((x, i) => new Variable($"loop/state{i}", x.Shape, x.DType))];
        Tensor isFirst = done.Value.IsEqual(Tensor.Scalar(0));
        Tensor[] state = [.. start.Zip(kept, (x, variable) => Tensor.Select(isFirst, x, variable.Value))];
        Tensor[] end = Tensor.Loop(count.Value, state, (turn, now) => body(done.Value + turn, now));
        foreach ((Variable variable, Tensor value) in kept.Zip(end))
            step.Update(variable, value);
        step.Update(done, (done.Value + count.Value) % Tensor.Scalar(turns));
        return end;
    }

    /// <summary>Runs the step for so many of the turns that are left.</summary>
    public void Run(Compiled step, int part)
    {
        count.Write<int>([part]);
        step.Run();
    }
}
