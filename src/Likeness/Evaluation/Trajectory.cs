using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Evaluation;

/// <summary>Refines samples piece by piece, with the chains kept in a variable in between so that each piece can be looked at.</summary>
internal sealed class Trajectory
{
    private readonly ImageShape shape;
    private readonly Variable state, done = new("trajectory/done", [], DType.I32), turns = new("trajectory/turns", [], DType.I32);
    private readonly Compiled advance, picture;
    private readonly int total;

    public Trajectory(IRefiner model, SampleRequest request, int total, ulong seed, Backend? backend)
    {
        (shape, this.total) = (((IModel)model).Images, total);
        var stream = new RandomStream(seed, "trajectory");
        Compiled start = Compiler.Compile(step => [model.Start(request, step.Random(stream))], backend);
        start.Run();
        state = Variable.Of("trajectory/state", start.Outputs[0].Shape, start.Outputs[0].ToFloats());
        picture = Compiler.Compile(_ => [model.Picture(state.Value)], backend);
        advance = Compiler.Compile(step => Advance(step, model, request, step.Random(stream)), backend);
    }

    /// <summary>Pictures at equally spaced turns, the first and the last included.</summary>
    public IReadOnlyList<ImageBatch> Frames(int count)
    {
        var frames = new List<ImageBatch> { Look() };
        for (int frame = 1; frame < count; frame++)
        {
            int from = (int)((long)total * (frame - 1) / (count - 1)), to = (int)((long)total * frame / (count - 1));
            turns.Write<int>([to - from]);
            advance.Run();
            frames.Add(Look());
        }
        return frames;
    }

    private Tensor[] Advance(StepBuilder step, IRefiner model, SampleRequest request, RandomSource random)
    {
        step.Update(state, Tensor.Loop(turns.Value, state.Value, (turn, chains) => model.Refine(chains, done.Value + turn, request, random)));
        step.Update(done, done.Value + turns.Value);
        return [];
    }

    private ImageBatch Look()
    {
        picture.Run();
        return new ImageBatch(shape, picture.Outputs[0].ToFloats());
    }
}
