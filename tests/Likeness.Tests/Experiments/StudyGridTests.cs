using Likeness.Experiments.Studies;
using Likeness.Recipes;
using Xunit;

namespace Likeness.Tests.Experiments;

public sealed class StudyGridTests
{
    [Fact]
    public void Equal_cells_are_one_that_stands_in_several_sweeps()
    {
        Study study = SmallStudy.Read();
        IReadOnlyList<StudyCell> cells = StudyGrid.Cells(study, []);
        Assert.Equal(SmallStudy.Cells, cells.Select(cell => cell.Name));
        Assert.Equal(["Width", "Beta"], cells[0].Places.Select(place => place.Sweep.Name));
        Assert.Equal("1", Assert.Single(cells[0].In(study.Sweeps[1])!.Values).Label);
        Assert.Equal("bayesian, units 4, seed 1", cells[0].Title);
        Assert.All(cells.Skip(1), cell => Assert.Single(cell.Places));
    }

    [Fact]
    public void Settings_of_sweeps_win_over_variants_and_those_over_the_study_and_axes_over_all()
    {
        Recipe recipe = StudyGrid.Cells(SmallStudy.Read(), [])[4].Recipe;
        Assert.Equal(("vae", "blobs", "24", "[4]", "3", "1"), (
            recipe.Model, recipe.Data, recipe["training.steps"], recipe["architecture.hidden"], recipe["objective.beta"], recipe["training.seed"]));
        string wider = SmallStudy.Yaml.Replace("settings: {architecture.latent: 2", "settings: {training.steps: 30, architecture.hidden: [5], architecture.latent: 2");
        Assert.Equal("30", StudyGrid.Cells(SmallStudy.Read(wider), [])[4].Recipe["training.steps"]);
        Assert.Equal("[4]", StudyGrid.Cells(SmallStudy.Read(wider), [])[4].Recipe["architecture.hidden"]);
        Assert.Equal("8", StudyGrid.Cells(SmallStudy.Read(wider, quick: true), [])[0].Recipe["training.steps"]);
    }

    [Fact]
    public void The_short_form_takes_values_of_the_long_one_by_name()
    {
        IReadOnlyList<StudyCell> cells = StudyGrid.Cells(SmallStudy.Read(quick: true), []);
        Assert.Equal(["bayesian-units-4-s1", "plain-units-4-s1", "bayesian-beta-3-s1"], cells.Select(cell => cell.Name));
        Assert.All(cells, cell => Assert.Equal("8", cell.Recipe["training.steps"]));
        string named = SmallStudy.Yaml.Replace("values: [[4], [8]], quick: [4]", "values: {narrow: [4], wide: [8]}, quick: [wide]");
        Assert.Equal("[8]", StudyGrid.Cells(SmallStudy.Read(named, quick: true), [])[0].Recipe["architecture.hidden"]);
    }

    [Fact]
    public void Several_axes_make_a_product_and_several_seeds_a_cell_each()
    {
        string product = SmallStudy.Yaml.Replace("- {key: objective.beta, values: [1, 3]}", "- {key: objective.beta, values: [1, 3]}\n      - {key: latent, values: [2, 3, 4]}")
            .Replace("data: blobs", "data: blobs\nseeds: [1, 7]");
        Study study = SmallStudy.Read(product);
        StudyCell[] cells = [.. StudyGrid.Cells(study, []).Where(cell => cell.In(study.Sweeps[1]) is not null)];
        Assert.Equal(2 * 3 * 2, cells.Length);
        Assert.Equal(["1", "7"], cells.Select(cell => cell.Seed).Distinct());
        Assert.Equal(cells.Length, cells.Select(cell => cell.Name).Distinct().Count());
        Assert.Contains(cells, cell => cell.Name == "bayesian-beta-3-latent-4-s7" && cell.Recipe["architecture.latent"] == "4");
    }

    [Fact]
    public void Changes_of_the_user_reach_every_model_that_has_the_key()
    {
        IReadOnlyList<StudyCell> cells = StudyGrid.Cells(SmallStudy.Read(), ["latent=3", "training.steps=5"]);
        Assert.All(cells, cell => Assert.Equal(("3", "5"), (cell.Recipe["architecture.latent"], cell.Recipe["training.steps"])));
    }

    [Theory]
    [InlineData("langevin.steps=3", "--set langevin.steps=3: no model of study 'small' has that setting")]
    [InlineData("hidden=3", "--set hidden=3: architecture.hidden is an axis of sweep 'Width'")]
    [InlineData("latent", "setting 'latent' has no value: write key=value")]
    public void Changes_that_make_no_sense_are_refused(string change, string message) =>
        Assert.Contains(message, Assert.Throws<RecipeException>(() => StudyGrid.Cells(SmallStudy.Read(), [change])).Message);
}
