using Likeness.Tensors.Graph;

namespace Likeness.Tensors.Ops;

/// <summary>
/// Repeats a body: inputs are the number of turns (I32 scalar), the initial state, then what the body captures.
/// The body is a step of its own whose updates carry the state from turn to turn.
/// </summary>
/// <param name="Turn">The body's leaf for the number of the turn, from 0.</param>
/// <param name="State">The body's leaves for the carried state.</param>
/// <param name="Captures">The body's leaves for what does not change from turn to turn.</param>
/// <param name="Body">One turn; one update for each state.</param>
internal sealed record LoopOp(Node Turn, IReadOnlyList<Node> State, IReadOnlyList<Node> Captures, StepGraph Body) : Op
{
    /// <summary>The loop as a whole has no value; <see cref="LoopResultOp"/> reads its state.</summary>
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        if (inputs[0].DType != DType.I32 || inputs[0].Shape.Rank != 0)
            throw Misfit("loop", $"the number of turns is an I32 scalar, got {inputs[0].DType}{inputs[0].Shape}");
        for (int i = 0; i < State.Count; i++)
        {
            Node next = Body.Updates[i].Value, first = inputs[1 + i];
            if (next.Shape != State[i].Shape || next.DType != State[i].DType || first.Shape != next.Shape || first.DType != next.DType)
                throw Misfit("loop", $"state {i} is {first.DType}{first.Shape} before the loop and {next.DType}{next.Shape} after a turn");
        }
        return (DType.I32, Shape.Scalar);
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => new Tensor?[x.Length];

    public override string ToString() => $"loop {State.Count} state, {Captures.Count} captured";
}

/// <summary>One state after the last turn of a loop. A constant for derivatives.</summary>
internal sealed record LoopResultOp(int Index) : Op
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        Node state = ((LoopOp)inputs[0].Op).State[Index];
        return (state.DType, state.Shape);
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [null];

    public override string ToString() => $"result {Index}";
}

/// <summary>The sum over all processes that run this step; the identity on one.</summary>
internal sealed record AllReduceOp : Op
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs) => (inputs[0].DType, inputs[0].Shape);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [g.AllReduce()];

    public override string ToString() => "all_reduce";
}
