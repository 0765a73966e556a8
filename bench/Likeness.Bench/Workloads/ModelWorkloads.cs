using Likeness.Data;
using Likeness.Experiments;
using Likeness.Models;
using Likeness.Recipes;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Likeness.Training;

namespace Likeness.Bench.Workloads;

/// <summary>The models of the library, made from their recipes for 28x28 images of ten classes.</summary>
internal static class ModelWorkloads
{
    /// <summary>Langevin turns of the steps that sample.</summary>
    public const int Turns = 20;

    // What recipes do differently and every workload does alike: no moving average, no clipping, Adam at a constant rate.
    private static readonly string[] Alike =
    [
        "training.ema=0", "training.clip=0", "optimizer.name=adam", "optimizer.learning_rate=0.001", "optimizer.schedule=constant",
        "optimizer.warmup=0", "optimizer.beta1=0.9", "optimizer.beta2=0.999",
    ];

    /// <summary>
    /// A training step of the last stage, compiled as training compiles it: the phases together, the batch taken from bytes in memory.
    /// </summary>
    /// <param name="backend">Where it runs.</param>
    /// <param name="model">The model's recipe.</param>
    /// <param name="batch">Images in a batch.</param>
    /// <param name="shown">Which of the logged numbers is shown: the first of this name.</param>
    /// <param name="settings">Changes to the recipe.</param>
    public static CompiledWork Training(Backend backend, string model, int batch, string shown = "loss", params IEnumerable<string> settings)
    {
        RecipeSetup setup = Setup(model, batch, settings);
        var program = new StageProgram(
            setup.Model.Stages[^1], new ParameterBlocks(setup.Model, setup.Options.Ema), new ResidentImages(setup.Images), setup.Options, backend);
        var losses = new LossSums(program);
        return new CompiledWork(program.Steps.Single(), () => losses.Peek().First(mean => mean.Key.EndsWith(shown, StringComparison.Ordinal)).Value);
    }

    /// <summary>Samples; a model that refines noise does it in <see cref="Turns"/> turns.</summary>
    public static CompiledWork Sampling(Backend backend, string model, int batch, params IEnumerable<string> settings)
    {
        var sampler = (ISampler)Setup(model, batch, settings).Model;
        var stream = new RandomStream(1, "samples");
        return CompiledWork.Of(Compiler.Compile(
            builder =>
            {
                Tensor images = sampler.Sample(new SampleRequest(batch, Steps: Tensor.Scalar(Turns)), builder.Random(stream));
                // The images are an output too, so that they are written.
                return [images.Mean(), images];
            },
            backend));
    }

    private static RecipeSetup Setup(string model, int batch, IEnumerable<string> settings) => new(
        Alike.Append($"training.batch={batch}").Concat(settings).Aggregate(RecipeCatalog.Load(model), (recipe, setting) => recipe.Set(setting)),
        RealImages.Wanted ? LoadBenchmark.Mnist() : new DataSet("noise", Noise(batch), 0, null));

    private static ImageSet Noise(int count)
    {
        float[] values = RandomSource.Fixed(1, "images").Uniform([count, 28, 28]).ToArray();
        return new ImageSet(
            "noise", 28, 28, 1, values.Select(value => (byte)(256 * value)).ToArray(),
            Enumerable.Range(0, count).Select(i => i % 10).ToArray(), [.. "0123456789".Select(digit => $"{digit}")]);
    }
}
