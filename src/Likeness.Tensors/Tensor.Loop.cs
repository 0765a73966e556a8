using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors;

/// <summary>Repetition inside a step.</summary>
public sealed partial class Tensor
{
    /// <summary>
    /// Repeats a body n times inside the step, without unrolling it: Langevin, Gibbs, denoising, annealing. No gradient flows
    /// through it. Random draws in the body must come from <see cref="RandomSource.At"/> of the turn, or every turn sees the same.
    /// </summary>
    /// <param name="turns">How often, an I32 scalar; may be a variable or an input.</param>
    /// <param name="initial">The state before the first turn.</param>
    /// <param name="body">From the turn's number (I32 scalar, from 0) and the state to the next state, of the same types and shapes.</param>
    /// <returns>The state after the last turn.</returns>
    public static Tensor[] Loop(Tensor turns, IReadOnlyList<Tensor> initial, Func<Tensor, IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> body)
    {
        var identity = new object();
        var turn = new Node(new ParameterOp(identity, "turn", DType.I32, Shape.Scalar));
        Node[] state = [.. initial.Select((x, i) => new Node(new ParameterOp(identity, $"state{i}", x.DType, x.Shape)))];
        IReadOnlyList<Tensor> next = body(new Tensor(turn), [.. state.Select(node => new Tensor(node))]);
        if (next.Count != initial.Count)
            throw new ArgumentException($"loop: the body returns {next.Count} tensors for a state of {initial.Count}");
        var closed = LoopBody.Close([turn, .. state], [.. next.Select(tensor => tensor.Node)]);
        var updates = state.Select((leaf, i) => new Update(leaf, closed.Results[i]));
        var op = new LoopOp(turn, state, closed.Leaves, new StepGraph([], [.. updates]));
        var loop = new Node(op, [turns.Node, .. initial.Select(x => x.Node), .. closed.Captured]);
        return [.. initial.Select((_, i) => new Tensor(new Node(new LoopResultOp(i), loop)))];
    }

    /// <summary>A loop with a state of one tensor.</summary>
    public static Tensor Loop(Tensor turns, Tensor initial, Func<Tensor, Tensor, Tensor> body) =>
        Loop(turns, [initial], (turn, state) => [body(turn, state[0])])[0];
}
