using Likeness.Data;
using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Training;

/// <summary>The objectives of a stage on images that are not trained on: same random numbers every time, nothing moves.</summary>
internal sealed class ValidationLoss
{
    private readonly Variable number = new("validation/batch", [], DType.I32);
    private readonly RandomStream stream;
    private readonly int batches;
    private readonly Compiled compiled;
    private readonly int[] start;

    public ValidationLoss(Stage stage, ImageSet set, TrainingOptions options, Backend backend)
    {
        var images = new ResidentImages(set);
        int size = Math.Min(options.Batch, set.Count);
        (batches, stream) = (set.Count / size, new RandomStream(options.Seed, $"{stage.Name}/validation"));
        start = stream.State.Read<int>();
        compiled = Compiler.Compile(step => Trace(step, stage, images, size, options), backend);
    }

    /// <summary>The mean loss of the stage's first phase over the whole batches of the set.</summary>
    public double Measure()
    {
        stream.State.Write<int>(start);
        double sum = 0;
        for (int i = 0; i < batches; i++)
            sum += Loss(i);
        return sum / batches;
    }

    /// <summary>Seconds that <see cref="Measure"/> takes, from as many batches as there is time for.</summary>
    public double Seconds(TimeProvider clock, TimeSpan limit) => Pace.SecondsEach(clock, limit, i => Loss(i % batches)) * batches;

    private double Loss(int batch)
    {
        number.Write<int>([batch]);
        compiled.Run();
        return compiled.Outputs[0].ToFloat();
    }

    private Tensor[] Trace(StepBuilder step, Stage stage, ResidentImages images, int size, TrainingOptions options)
    {
        RandomSource random = step.Random(stream);
        Batch batch = images.Batch(number.Value, size);
        if (options.Binarize)
            batch = batch with { Images = random.Bernoulli(batch.Images) };
        return [stage.Phases[0].Objective(batch, random).Loss];
    }
}
