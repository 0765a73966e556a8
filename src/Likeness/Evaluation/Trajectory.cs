using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Evaluation;

/// <summary>Refines samples piece by piece, so that the chains can be looked at in between.</summary>
internal sealed class Trajectory
{
    private readonly ImageShape shape;
    private readonly LongLoop loop;
    private readonly Compiled start, advance;

    public Trajectory(IRefiner model, SampleRequest request, int total, ulong seed, Backend? backend)
    {
        (shape, loop) = (((IModel)model).Images, new LongLoop(total));
        var stream = new RandomStream(seed, "trajectory");
        start = Compiler.Compile(
            step =>
            {
                Tensor state = model.Start(request, step.Random(stream));
                return [model.Picture(state), state];
            },
            backend);
        start.Run();
        var first = Variable.Of("trajectory/start", start.Outputs[1].Shape, start.Outputs[1].ToFloats());
        advance = Compiler.Compile(step => [model.Picture(Advance(step, model, request, first.Value, step.Random(stream)))], backend);
    }

    /// <summary>Pictures at equally spaced turns, the first and the last included.</summary>
    public IReadOnlyList<ImageBatch> Frames(int count)
    {
        var frames = new List<ImageBatch> { Look(start) };
        for (int frame = 1; frame < count; frame++)
        {
            int from = (int)((long)loop.Turns * (frame - 1) / (count - 1)), to = (int)((long)loop.Turns * frame / (count - 1));
            loop.Run(advance, to - from);
            frames.Add(Look(advance));
        }
        return frames;
    }

    private Tensor Advance(StepBuilder step, IRefiner model, SampleRequest request, Tensor first, RandomSource random) =>
        loop.Trace(step, [first], (turn, state) => [model.Refine(state[0], turn, request, random)])[0];

    private ImageBatch Look(Compiled at) => new(shape, at.Outputs[0].ToFloats());
}
