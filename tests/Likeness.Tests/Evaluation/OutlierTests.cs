using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tests.Training;
using Xunit;

namespace Likeness.Tests.Evaluation;

public sealed class OutlierTests
{
    private static readonly ImageSet Test = TrainingSetup.Images(130);
    private static readonly OutlierSet Bright = new("bright", Flat(250, 60)), Dark = new("dark", Flat(3, 60));

    // Dark images have low energies, bright ones many nats; the class is sure where the first pixel is bright.
    private sealed class Known(bool breaks = false) : IModel, IEnergy, ILikelihood, IClassifier
    {
        public ImageShape Images => TrainingSetup.Shape;

        public IReadOnlyList<Variable> Parameters => [];

        public IReadOnlyList<Variable> State => [];

        public IReadOnlyList<Stage> Stages => [];

        public LikelihoodKind Kind => LikelihoodKind.Exact;

        public int Classes => 3;

        public Tensor Energy(Tensor images) => breaks ? (images.Mean([1, 2, 3]) - 2f).Log() : images.Mean([1, 2, 3]);

        public Tensor LogLikelihood(Tensor images, RandomSource random) => images.Sum([1, 2, 3]);

        public Tensor Logits(Tensor images) => images.Reshape(-1, 30).Slice(1, 0, 3) * 4f;
    }

    [Fact]
    public void EveryScoreRanksByWhatItSays()
    {
        Dictionary<string, Metric> found = Measured(new Known()).Metrics.ToDictionary(metric => metric.Name);
        Assert.Equal((1.0, 0.0), (found["ood/bright/energy_auroc"].Value, found["ood/bright/energy_fpr95"].Value));
        Assert.Equal((0.0, 1.0), (found["ood/bright/likelihood_auroc"].Value, found["ood/bright/likelihood_fpr95"].Value));
        Assert.Equal((0.0, 1.0), (found["ood/dark/energy_auroc"].Value, found["ood/dark/likelihood_auroc"].Value));
        Assert.Equal(["bright", "dark", "noise"], found.Keys.Where(name => name.Count(c => c == '/') == 2).Select(name => name.Split('/')[1]).Distinct());
        // Two of three kinds of test images are dark in the pixels that the classes see, as the dark images are.
        Assert.InRange(found["ood/dark/confidence_auroc"].Value, 0.6, 1);
        Assert.Equal(("by energy", 160L), (found["ood/bright/energy_auroc"].Kind, found["ood/bright/energy_auroc"].N));
        Assert.Equal("by likelihood, exact", found["ood/dark/likelihood_fpr95"].Kind);
    }

    [Fact]
    public void TheSummaryIsByTheModelsOwnScoreAndWithoutNoise()
    {
        Metric mean = Measured(new Known()).Metrics.Single(metric => metric.Name == "ood/auroc");
        Assert.Equal((0.5, "by energy, mean over bright, dark"), (mean.Value, mean.Kind));
        Metric alone = Measured(new Known(), others: []).Metrics.Single(metric => metric.Name == "ood/auroc");
        Assert.Equal("by energy, mean over noise", alone.Kind);
    }

    [Fact]
    public void AScoreThatIsNoNumberIsToldAndTheRestStands()
    {
        EvaluationResult found = Measured(new Known(breaks: true));
        Assert.Equal("not measured: bright by energy: the score of image 0 of the data is NaN: scores that are no numbers have no order", found.NotDefined["outliers"]);
        Assert.Contains(found.Metrics, metric => metric.Name == "test/ll");
        Assert.DoesNotContain(found.Metrics, metric => metric.Name.StartsWith("ood/"));
    }

    [Fact]
    public void TheWholeSetIsTakenWhereItHasFewerImages() =>
        Assert.Equal(130 + 60, Measured(new Known(), count: 5000).Metrics.First(metric => metric.Name == "ood/bright/energy_auroc").N);

    [Theory]
    [InlineData("vae")]
    [InlineData("jem")]
    [InlineData("realnvp")]
    [InlineData("ddpm")]
    public void ThreadsChangeNothing(string name)
    {
        IModel model = TrainingSetup.Model(name);
        Assert.Equal(Measured(model, threads: 1).Metrics, Measured(model, threads: 3).Metrics);
    }

    // What is binary for the model is binary for all: a threshold makes flat grey images black.
    [Fact]
    public void OutliersBecomeBinaryByTheDatasRule()
    {
        var grey = new OutlierSet("grey", Flat(120, 60));
        double Area(Binarization rule) => Measured(new Known(), others: [grey], rule: rule).Metrics.Single(metric => metric.Name == "ood/grey/energy_auroc").Value;
        Assert.Equal(1, Area(Binarization.None));
        Assert.Equal(0, Area(Binarization.Threshold));
    }

    private static EvaluationResult Measured(
        IModel model, OutlierSet[]? others = null, int count = 100, int threads = 1, Binarization rule = Binarization.None) =>
        Evaluator.Evaluate(model, new EvaluationInput(Test)
        {
            Options = new EvaluationOptions(Outliers: count, Levels: 2),
            Others = others ?? [Bright, Dark],
            Binarization = rule,
            Backend = Backend.Cpu(threads),
            Groups = ["outliers", "likelihood"],
        });

    private static ImageSet Flat(byte value, int count)
    {
        var pixels = new byte[count * TrainingSetup.Shape.Size];
        Array.Fill(pixels, value);
        return new ImageSet("flat", 6, 5, 1, pixels);
    }
}
