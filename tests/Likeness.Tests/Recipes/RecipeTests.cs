using Likeness.Experiments;
using Likeness.Models;
using Likeness.Recipes;
using Xunit;

namespace Likeness.Tests.Recipes;

public sealed class RecipeTests
{
    public static TheoryData<string> Names => [.. RecipeCatalog.Names];

    [Fact]
    public void AskingForEpochsLiftsTheLeastNumberOfSteps()
    {
        Recipe preset = RecipeCatalog.Load("jem"), asked = preset.Set("epochs=3");
        Assert.True(TrainingSettings.Read(preset.Settings).LeastSteps > 0);
        Assert.Equal(0, TrainingSettings.Read(asked.Settings).LeastSteps);
        Assert.Equal(["training.epochs=3"], asked.Overrides);
    }

    [Fact]
    public void EveryModelHasAPreset() => Assert.Equal(ModelCatalog.All.Select(entry => entry.Name).Order(), RecipeCatalog.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void EverySettingOfAPresetIsRead(string name)
    {
        Recipe recipe = RecipeCatalog.Load(name);
        SettingsReader settings = recipe.Settings;
        ModelCatalog.Find(name).Create(settings, new ImageShape(16, 16, 1), 3);
        TrainingSettings.Read(settings);
        EvaluationSettings.Read(settings);
        string[] elsewhere = ["data.set", "data.hold_out", "sampling.count", "sampling.seed", "sampling.steps"];
        Assert.Equal(elsewhere.Where(recipe.Has).Order(), settings.Unread.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void YamlRoundTrips(string name)
    {
        Recipe recipe = RecipeCatalog.Load(name).Set("epochs", "3").Set("data.set", "C:\\my: data #1");
        Recipe read = Recipe.Parse(recipe.ToYaml(), "recipe.yaml");
        Assert.Equal(recipe.ToYaml(), read.ToYaml());
        Assert.Equal("C:\\my: data #1", read.Data);
        Assert.Equal(recipe.Overrides, read.Overrides);
    }

    [Fact]
    public void OverridesAreKeptInOrderAndTheLastCounts()
    {
        Recipe recipe = RecipeCatalog.Load("vae").Set("latent=3").Set("training.epochs=7").Set("architecture.latent = 5");
        Assert.Equal("5", recipe["architecture.latent"]);
        Assert.Equal(["training.epochs=7", "architecture.latent=5"], recipe.Overrides);
        Assert.Equal("20", RecipeCatalog.Load("vae")["architecture.latent"]);
    }

    [Theory]
    [InlineData("training.epoch=3", "model 'vae' has no setting 'training.epoch' (did you mean 'training.epochs'?)")]
    [InlineData("latnt=3", "model 'vae' has no setting 'latnt' (did you mean 'latent'?)")]
    [InlineData("seed=3", "setting 'seed' could be training.seed or sampling.seed: write the whole key")]
    [InlineData("epochs", "setting 'epochs' has no value: write key=value, such as training.epochs=10")]
    public void WrongAssignmentNamesTheFix(string assignment, string message) =>
        Assert.Equal(message, Assert.Throws<RecipeException>(() => RecipeCatalog.Load("vae").Set(assignment)).Message);

    [Fact]
    public void KeyLikeNothingListsTheKeys() =>
        Assert.Contains("it has data.set, ", Assert.Throws<RecipeException>(() => RecipeCatalog.Load("vae").Set("zzzzzzzz=1")).Message);

    [Theory]
    [InlineData("training.epochs", "-1", "training.epochs is '-1'; it must be a whole number from 1 to 1000000")]
    [InlineData("training.epochs", "ten", "training.epochs is 'ten'; it must be a whole number from 1 to 1000000")]
    [InlineData("training.batch", "0", "training.batch is '0'; it must be a whole number from 1 to 1000000")]
    [InlineData("training.log_every", "0", "training.log_every is '0'; it must be a whole number of at least 1")]
    [InlineData("optimizer.learning_rate", "NaN", "optimizer.learning_rate is 'NaN'; it must be a number of at least 0")]
    [InlineData("training.ema", "1", "training.ema is '1'; it must be a number from 0 to 0.999999")]
    [InlineData("optimizer.name", "adm", "optimizer.name is 'adm'; it must be one of sgd, adam, adamw, rmsprop")]
    [InlineData("training.seed", "-3", "training.seed is '-3'; it must be a whole number of at least 0")]
    public void ValueOutOfRangeNamesKeyValueAndRange(string key, string value, string message) =>
        Assert.Equal(message, Assert.Throws<RecipeException>(() => TrainingSettings.Read(RecipeCatalog.Load("vae").Set(key, value).Settings)).Message);

    [Theory]
    [InlineData("[8, 4]", new[] { 8, 4 })]
    [InlineData("8,4", new[] { 8, 4 })]
    [InlineData("8", new[] { 8 })]
    [InlineData("[]", new int[0])]
    public void ListsAreReadInAnyForm(string text, int[] expected) =>
        Assert.Equal(expected, RecipeCatalog.Load("vae").Set("hidden", text).Settings.Ints("architecture.hidden", 1));

    [Fact]
    public void ModelSettingsAreChecked()
    {
        Recipe recipe = RecipeCatalog.Load("vae").Set("hidden", "[8, 0]");
        var error = Assert.Throws<RecipeException>(() => ModelCatalog.Find("vae").Create(recipe.Settings, new ImageShape(4, 4, 1), 0));
        Assert.Equal("architecture.hidden is '[8, 0]'; it must be a list of whole numbers from 1 to 65536, such as [256, 128]", error.Message);
    }

    [Fact]
    public void ClassifierWantsLabels()
    {
        var error = Assert.Throws<RecipeException>(() => ModelCatalog.Find("jem").Create(RecipeCatalog.Load("jem").Settings, new ImageShape(8, 8, 1), 0));
        Assert.Equal("model 'jem' learns classes, and the data has no labels: choose labelled data (data.set), such as glyphs", error.Message);
    }

    [Fact]
    public void UnknownModelSuggestsTheNearest()
    {
        Assert.StartsWith("unknown model 'vaee' (did you mean 'vae'?)", Assert.Throws<RecipeException>(() => RecipeCatalog.Load("vaee")).Message);
        Assert.StartsWith("unknown model 'vaee' (did you mean 'vae'?)", Assert.Throws<RecipeException>(() => ModelCatalog.Find("vaee")).Message);
    }

    [Theory]
    [InlineData("model: vae\ntraining:\n  epoch: 3\n", "model 'vae' has no setting 'training.epoch' (did you mean 'training.epochs'?)")]
    [InlineData("model: vae\ntraining: 3\n", "r.yaml: 'training' must be a section")]
    [InlineData("epochs: 3\n", "r.yaml: has no 'model:'")]
    [InlineData("just words", "r.yaml: is no recipe")]
    [InlineData("model: [vae\n", "r.yaml: line ")]
    public void DamagedYamlIsOneClearError(string yaml, string beginning) =>
        Assert.StartsWith(beginning, Assert.Throws<RecipeException>(() => Recipe.Parse(yaml, "r.yaml")).Message);

    [Fact]
    public void CatalogueSaysWhatEachModelCan()
    {
        Assert.Equal(["sample", "encode", "likelihood", "condition"], ModelCatalog.Find("vae").Capabilities);
        Assert.Equal(["sample", "refine", "classify", "energy", "condition"], ModelCatalog.Find("jem").Capabilities);
        Assert.Equal(["sample", "condition"], ModelCatalog.Find("gan").Capabilities);
    }
}
