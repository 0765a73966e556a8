using Likeness.Data;
using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Evaluation;

/// <summary>
/// Takes a function of a batch through any number of images. Batches have one fixed size, the last filled up with zeros that
/// are left out of the results, so that results depend on the images and the seed alone.
/// </summary>
internal sealed class Sweep
{
    // Random numbers belong to a place in a batch, so its size is part of the meaning of a measurement and no option.
    private const int LargestBatch = 100;

    private readonly ImageShape shape;
    private readonly int size;
    private readonly RandomStream stream;
    private readonly LongLoop loop;
    private readonly Compiled compiled;

    /// <summary>Compiles the function: images [n, h, w, c] in [0, 1] to tensors [n, ..].</summary>
    public Sweep(
        ImageShape shape, int count, Func<Tensor, RandomSource, IReadOnlyList<Tensor>> function, ulong seed, Backend? backend, int batch = LargestBatch)
        : this(shape, count, 1, (images, random, _) => function(images, random), seed, backend, batch)
    {
    }

    /// <summary>Compiles a function with a loop of so many turns, which takes long and so is run piece by piece for each batch.</summary>
    public Sweep(
        ImageShape shape, int count, int turns, Func<Tensor, RandomSource, LoopTrace, IReadOnlyList<Tensor>> function,
        ulong seed, Backend? backend, int batch = LargestBatch)
    {
        (this.shape, size, loop, stream) = (shape, Math.Clamp(count, 1, batch), new LongLoop(turns), new RandomStream(seed, "evaluation"));
        compiled = Compiler.Compile(
            step => function(
                step.Input("images", shape.Batch(size)), step.Random(stream), (start, body) => loop.Trace(step, start, body)),
            backend);
    }

    /// <summary>The results over all images, each tensor's rows end to end.</summary>
    /// <param name="count">How many images there are.</param>
    /// <param name="read">Fills a span with the values of images start, start + 1, ..</param>
    /// <param name="watch">Looks on; by default nobody.</param>
    /// <param name="what">What it is told that this is.</param>
    public float[][] Run(int count, Action<int, Span<float>> read, Watch? watch = null, string what = "")
    {
        int batches = (count + size - 1) / size;
        Watch.Part part = (watch ?? new Watch()).Over(what, (long)batches * loop.Turns);
        List<float>[] results = [.. compiled.Outputs.Select(output => new List<float>((int)(output.Shape.Size / size * count)))];
        var values = new float[size * shape.Size];
        for (int start = 0; start < count; start += size)
        {
            int taken = Math.Min(size, count - start);
            values.AsSpan(taken * shape.Size).Clear();
            read(start, values.AsSpan(0, taken * shape.Size));
            compiled.Inputs["images"].Write<float>(values);
            part.Do(loop.Turns, turns => RunAt(start / size, turns));
            for (int i = 0; i < results.Length; i++)
                results[i].AddRange(compiled.Outputs[i].ToFloats().AsSpan(0, (int)(compiled.Outputs[i].Shape.Size / size * taken)));
        }
        return [.. results.Select(rows => rows.ToArray())];
    }

    /// <summary>The results over a batch.</summary>
    public float[][] Run(ImageBatch images, Watch? watch = null, string what = "") =>
        Run(images.Count, (start, target) => images.Values.AsSpan(start * shape.Size, target.Length).CopyTo(target), watch, what);

    /// <summary>The results over a set.</summary>
    public float[][] Run(ImageSet images, Watch? watch = null, string what = "") => Run(images.Count, images.Read, watch, what);

    // Each batch has random numbers of its own, the same ones in all pieces of its loop.
    private void RunAt(int batch, int turns)
    {
        stream.State.Span<int>()[2] = batch;
        loop.Run(compiled, turns);
    }
}
