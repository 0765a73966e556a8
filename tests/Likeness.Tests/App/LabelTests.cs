using Likeness.Data;
using Likeness.Experiments;
using Likeness.Models;
using Likeness.Recipes;
using Likeness.Tensors.Backends;
using Likeness.Tests.Formats;
using Likeness.Tests.Models;
using Likeness.Tests.Training;
using Likeness.Training;
using Xunit;

namespace Likeness.Tests.App;

/// <summary><c>likeness sample RUN --label K</c>: the same for every model that learned classes; each other one says in a line why not.</summary>
public sealed class LabelTests : IDisposable
{
    private const string Switch = "architecture.conditional";

    private static readonly string[] Diffusion = ["ddpm", "flow-matching", "ncsn", "latent-diffusion"];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Models => [.. RecipeCatalog.Names];

    private string Run => folder["run"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void As_it_comes_a_model_samples_a_class_or_says_why_not(string model)
    {
        Train(SmallModel.Recipe(model), classes: 3);
        if (model == "jem")
            SamplesClasses(model);
        else
            Ran.Badly(2, [$"likeness: {model} ", WhyNot(model)], "sample", Run, "--label", "c1");
        if (Diffusion.Contains(model))
            return;
        foreach (string[] asked in new[] { new[] { "--sampler", "ddim" }, ["--guidance", "2"] })
            Ran.Badly(2, [$"likeness: {model} "], ["sample", Run, .. asked]);
    }

    [Theory]
    [InlineData("ddpm")]
    [InlineData("flow-matching")]
    [InlineData("ncsn")]
    public void A_diffusion_model_takes_sampler_and_guidance(string model)
    {
        Train(SmallModel.Recipe(model).Set(Switch, "true"), classes: 3);
        string[] sample = ["sample", Run, "-n", "2", "--steps", "3"];
        Ran.Well([.. sample, "--sampler", "heun", "--label", "1", "--guidance", "2.5"]);
        Assert.True(File.Exists(Path.Combine(Run, "samples-label1-steps3-heun-guidance2.5-seed1.png")));
        Ran.Well([.. sample, "--sampler", "dpm-solver", "--trajectory"]);
        Ran.Badly(2, [$"{model} has no sampler 'fast'; it has ancestral, ddim, "], [.. sample, "--sampler", "fast"]);
        Ran.Badly(2, ["--guidance -1: give a number of at least 0"], [.. sample, "--guidance", "-1"]);
        Ran.Badly(2, ["guidance leads towards a class; name one by a label"], [.. sample, "--guidance", "2"]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Trained_with_labels_a_model_samples_a_class(string model)
    {
        Recipe recipe = SmallModel.Recipe(model);
        Assert.Equal(recipe.Has(Switch) || model == "jem", ModelCatalog.Find(model).Capabilities.Contains("condition"));
        if (!recipe.Has(Switch))
            return;
        Train(recipe.Set(Switch, "true"), classes: 3);
        SamplesClasses(model);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Without_classes_there_is_nothing_to_ask_for(string model)
    {
        if (ModelCatalog.Find(model).Card.NeedsLabels)
            return;
        Train(SmallModel.Recipe(model), classes: 0);
        Ran.Badly(2, ["label '1': blobs has no classes; sample without --label"], "sample", Run, "--label", "1");
    }

    private static string WhyNot(string model) => model switch
    {
        "ae" or "dbn-classifier" => "makes no images from noise",
        "rbm" or "dbn" or "ebm" => "models images alone and cannot be asked for a class; sample without --label",
        _ => "was trained without labels and cannot be asked for a class; train it with --set conditional=true",
    };

    private void SamplesClasses(string model)
    {
        foreach (string label in new[] { "c1", "2" })
            Assert.Contains($"samples of {model}, class c{label[^1]}, seed 1", Ran.Well("sample", Run, "-n", "2", "--label", label));
        foreach (string label in new[] { "99", "-1", "abc", "3", "" })
            Ran.Badly(2, [$"label '{label}' is no class of blobs; its classes are c0, c1, c2"], "sample", Run, "--label", label);
        Ran.Badly(2, ["--label needs a value"], "sample", Run, "--label");
        Ran.Well("sample", Run, "-n", "2");
    }

    // A run without its evaluation and pictures, which samples need none of.
    private void Train(Recipe recipe, int classes)
    {
        ImageSet images = TrainingSetup.Images(24, Math.Max(1, classes));
        if (classes == 0)
            images = new ImageSet(images.Name, images.Height, images.Width, 1, images.Pixels);
        IModel model = ModelCatalog.Find(recipe.Model).Create(recipe.Settings, TrainingSetup.Shape, classes);
        var trainer = new Trainer(model, images, TrainingSetup.Options with { Epochs = 1 }, Backend.Cpu(1))
        {
            Journal = new TrainingJournal(Run, RunFolder.Facts(recipe, new DataSet("blobs", images, 4, images))),
        };
        trainer.Run();
        new RunFolder(Run).WriteRecipe(recipe);
    }
}
