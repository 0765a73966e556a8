using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Evaluation;

/// <summary>Draws samples in batches; the turns of a model that refines are run piece by piece, since a batch of them may take minutes.</summary>
internal sealed class SampleDrawing
{
    private const int LargestBatch = 250;

    // A single batch is timed by a second run of it, unless it was so long that warming up counts for nothing.
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(2);

    private readonly ImageShape shape;
    private readonly int count, size;
    private readonly RandomStream stream;
    private readonly LongLoop loop;
    private readonly Compiled step;
    private readonly Watch watch;

    public SampleDrawing(ISampler sampler, SampleOptions options, Backend? backend, Watch watch)
    {
        (shape, this.watch) = (((IModel)sampler).Images, watch);
        (count, size, stream) = (options.Count, Math.Min(options.Count, LargestBatch), new RandomStream(options.Seed, "samples"));
        loop = new LongLoop(sampler is IRefiner ? options.Steps ?? sampler.DefaultSteps : 1);
        step = Compiler.Compile(builder => [Trace(builder, sampler, options)], backend);
    }

    private int Batches => (count + size - 1) / size;

    /// <summary>The images.</summary>
    public ImageBatch Images() => Drawn(_ => { });

    /// <summary>The images, and the seconds that a thousand take: of all batches but the first, or of one batch drawn again.</summary>
    public (ImageBatch Images, double Pace) Timed()
    {
        TimeSpan began = watch.Elapsed, warm = began;
        ImageBatch images = Drawn(batch => warm = batch == 0 ? watch.Elapsed : warm);
        TimeSpan once = Batches > 1 ? (watch.Elapsed - warm) / (Batches - 1) : OneBatch(warm - began);
        return (images, once.TotalSeconds * 1000 / size);
    }

    private ImageBatch Drawn(Action<int> done)
    {
        var values = new List<float>();
        Watch.Part part = watch.Over("drawing samples", (long)Batches * loop.Turns);
        for (int batch = 0; batch < Batches; batch++)
        {
            Draw(part, batch);
            values.AddRange(step.Outputs[0].ToFloats());
            done(batch);
        }
        return new ImageBatch(shape, [.. values.Take(count * shape.Size)]);
    }

    private TimeSpan OneBatch(TimeSpan first)
    {
        if (first > LongEnough)
            return first;
        TimeSpan began = watch.Elapsed;
        Draw(watch.Over("timing samples", loop.Turns), 0);
        return watch.Elapsed - began;
    }

    // Each batch has random numbers of its own, the same ones in all its pieces.
    private void Draw(Watch.Part part, int batch) => part.Do(loop.Turns, turns =>
    {
        stream.State.Span<int>()[2] = batch;
        loop.Run(step, turns);
    });

    private Tensor Trace(StepBuilder builder, ISampler sampler, SampleOptions options)
    {
        RandomSource random = builder.Random(stream);
        SampleRequest request = Sampling.Request(options, size);
        Tensor images = sampler is IRefiner refiner ? Refined(builder, refiner, request, random) : sampler.Sample(request, random);
        return options.DrawPixels ? random.Bernoulli(images) : images;
    }

    private Tensor Refined(StepBuilder builder, IRefiner refiner, SampleRequest request, RandomSource random) => refiner.Picture(loop.Trace(
        builder, [refiner.Start(request, random)], (turn, state) => [refiner.Refine(state[0], turn, request, random)])[0]);
}
