using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Runtime;

/// <summary>Collects the inputs and updates of a step while it is traced.</summary>
public sealed class StepBuilder
{
    private readonly Dictionary<string, Tensor> inputs = [];
    private readonly Dictionary<Variable, Tensor> updates = [];
    private readonly Dictionary<RandomStream, RandomSource> sources = [];

    internal StepBuilder()
    {
    }

    /// <summary>A value that is given at each run.</summary>
    public Tensor Input(string name, Shape shape, DType dtype = DType.F32)
    {
        var input = new Tensor(new InputOp(name, dtype, shape));
        return inputs.TryAdd(name, input) ? input : throw new ArgumentException($"the step already has an input named {name}");
    }

    /// <summary>
    /// Stores a value in a variable at the end of the step. All values of a step are computed from the variables as they were
    /// before it.
    /// </summary>
    public void Update(Variable variable, Tensor value)
    {
        if (value.Shape != variable.Shape || value.DType != variable.DType)
            throw new ArgumentException($"variable {variable} cannot hold {value.DType}{value.Shape}");
        if (!updates.TryAdd(variable, value))
            throw new ArgumentException($"variable {variable.Name} is updated twice in one step");
    }

    /// <summary>Draws from a stream in this step; the stream moves on by one at its end.</summary>
    public RandomSource Random(RandomStream stream)
    {
        if (sources.TryGetValue(stream, out RandomSource? known))
            return known;
        Tensor step = Tensor.Iota([4]).IsEqual(Tensor.Scalar(2)).Cast(DType.I32);
        Update(stream.State, stream.State.Value + step);
        return sources[stream] = new RandomSource(stream.State.Value);
    }

    internal StepGraph Finish(IReadOnlyList<Tensor> outputs) =>
        new(
            [.. outputs.Select(tensor => tensor.Node)],
            [.. updates.Select(update => new Update(update.Key.Value.Node, update.Value.Node))],
            [.. inputs.Values.Select(input => input.Node)]);
}
