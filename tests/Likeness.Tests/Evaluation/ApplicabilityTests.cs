using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Evaluation.Quality;
using Likeness.Models;
using Likeness.Recipes;
using Likeness.Tensors.Backends;
using Likeness.Tests.Training;
using Xunit;

namespace Likeness.Tests.Evaluation;

/// <summary>Of every model, each group of metrics is either measured or explained.</summary>
public sealed class ApplicabilityTests
{
    private static readonly ImageSet Test = TrainingSetup.Images(24);
    private static readonly EvaluationOptions Everything = new(Importance: 3, Chains: 4, Temperatures: 100, Samples: 9, Levels: 2, Outliers: 7, Steps: null);

    public static TheoryData<string> Names => [.. RecipeCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void EachGroupIsMeasuredOrExplained(string name)
    {
        IModel model = TrainingSetup.Model(name);
        foreach (EvaluationOptions options in new[] { Everything, new EvaluationOptions(Chains: 4, Temperatures: 100) })
            AssertWhole(Evaluator.Evaluate(model, Input(options)), name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void APointModelIsMeasuredOrExplained(string name)
    {
        if (!ModelCatalog.Find(name).Card.TakesPoints)
            return;
        IModel model = Models.SmallModel.Create(name, ImageShape.Plane, 1);
        DataSet points = DataCatalog.Load("toy:moons");
        var input = new EvaluationInput(points.Test!.Slice(0, 24)) { Options = new EvaluationOptions(Outliers: 7), Backend = Backend.Cpu(1) };
        EvaluationResult found = Evaluator.Evaluate(model, input);
        AssertWhole(found, name);
        Assert.Equal("points of the plane have no pixels", found.NotDefined["outliers"]);
    }

    [Fact]
    public void TheReasonsSayWhatTheModelIsLike()
    {
        string Why(string model, string group) => Evaluator.Evaluate(TrainingSetup.Model(model), Input(Everything)).NotDefined[group];
        Assert.Equal("it draws images and gives them no density", Why("gan", "likelihood"));
        Assert.Equal("its energy is a log-density up to an unknown constant, not comparable between models", Why("jem", "likelihood"));
        Assert.Equal("its energy is a log-density up to an unknown constant, not comparable between models", Why("ebm", "bits per dimension"));
        Assert.Equal("ae makes no images from noise; it encodes and decodes given ones (reconstruct, interpolate)", Why("ae", "samples"));
        Assert.Equal("its likelihood is one of pixels from 0 to 1, not of the values 0..255", Why("vae", "bits per dimension"));
        Assert.Equal("its codes hold all of an image, and what is decoded is the image (inversion)", Why("realnvp", "reconstruction"));
        Assert.Equal("it is no classifier", Why("vae", "classification"));
    }

    [Theory]
    [InlineData("jem")]
    [InlineData("vae")]
    [InlineData("rbm")]
    [InlineData("ddpm")]
    [InlineData("maf")]
    public void OneGroupAloneHasTheNumbersOfTheWhole(string name)
    {
        IModel model = TrainingSetup.Model(name);
        EvaluationResult whole = Evaluator.Evaluate(model, Input(Everything));
        foreach (MetricGroup group in MetricGroups.All.Where(group => group.Name != "cost"))
        {
            EvaluationResult found = Evaluator.Evaluate(model, Input(Everything) with { Groups = [group.Name] });
            Assert.Equal(whole.Metrics.Where(metric => group.Holds(metric.Name)), found.Metrics);
            Assert.Equal(whole.NotDefined.Where(reason => reason.Key == group.Name), found.NotDefined);
        }
    }

    [Fact]
    public void EveryMetricIsInOneGroup()
    {
        foreach (MetricEntry entry in MetricCatalog.All)
            Assert.Single(MetricGroups.All, group => group.Holds(entry.Name.Replace("<set>", "kmnist", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("likelihood,samples", "likelihood", "samples")]
    [InlineData(" Bits-per-dimension , cost", "bits per dimension", "cost")]
    public void GroupsAreNamedWithCommasBetween(string text, params string[] names) => Assert.Equal(names, MetricGroups.Parse(text));

    [Fact]
    public void AGroupThatIsNoneSuggestsTheNearest() => Assert.StartsWith(
        "metrics 'outlers': there is no such group (did you mean 'outliers'?); there are likelihood, ",
        Assert.Throws<ArgumentException>(() => MetricGroups.Parse("likelihood,outlers")).Message);

    private static void AssertWhole(EvaluationResult found, string name)
    {
        foreach (MetricGroup group in MetricGroups.All.Where(group => group.Name != "cost"))
        {
            bool measured = found.Metrics.Any(metric => group.Holds(metric.Name)), explained = found.NotDefined.ContainsKey(group.Name);
            Assert.True(measured != explained, $"{name}: {group.Name} is {(measured ? "measured and explained" : "neither measured nor explained")}");
        }
    }

    private static EvaluationInput Input(EvaluationOptions options) => new(Test)
    {
        Options = options,
        Backend = Backend.Cpu(1),
        Others = [new OutlierSet("others", Others())],
        Real = new RealImages(FeatureNetwork.Pixels(TrainingSetup.Shape), TrainingSetup.Images(30), Test, Binarization.None),
    };

    // Bars of another kind than those of the training images.
    private static ImageSet Others() => new(
        "others", 6, 5, 1, Enumerable.Range(0, 20 * 30).Select(i => (byte)(i % 5 == i / 30 % 5 ? 240 : i % 7 * 9)).ToArray());
}
