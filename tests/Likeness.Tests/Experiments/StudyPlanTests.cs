using System.Runtime.CompilerServices;
using Likeness.Data;
using Likeness.Experiments.Studies;
using Likeness.Recipes;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.Experiments;

/// <summary>What a study's file says, and what is said of one that is wrong: a line, before anything is trained.</summary>
public sealed class StudyPlanTests : IDisposable
{
    private readonly TemporaryFolder folders = new();

    public void Dispose() => folders.Dispose();

    [Theory]
    [InlineData("title: A small study", "titel: A small study", "line 1: the study has no key 'titel' (did you mean 'title'?)")]
    [InlineData("title: A small study", "", "line 1: the study has no 'title:'")]
    [InlineData("study: small", "study: Größe", "is called 'Größe'; use small letters")]
    [InlineData("data: blobs", "data:", "line 4: the study has an empty 'data:'")]
    [InlineData("model: vae", "model: vea", "variant 'bayesian': unknown model 'vea' (did you mean 'vae'?)")]
    [InlineData("name: plain, model: ae", "name: bayesian, model: ae", "the study has two variants called 'bayesian'")]
    [InlineData("name: plain, model: ae", "name: plain", "line 10: a variant has no 'model:'")]
    [InlineData("training.batch: 8", "training.bathc: 8", "settings: model 'vae' has no setting 'training.bathc' (did you mean 'training.batch'?)")]
    [InlineData("objective.beta: 1}", "objective.betta: 1}", "variant 'bayesian': model 'vae' has no setting 'objective.betta' (did you mean 'objective.beta'?)")]
    [InlineData("settings: {architecture.hidden: [4]}", "settings: {architecture.width: [4]}", "sweep 'Beta': model 'vae' has no setting 'architecture.width'")]
    [InlineData("key: objective.beta", "key: objective.alpha", "sweep 'Beta': model 'vae' has no setting 'objective.alpha'")]
    [InlineData("values: [1, 3]", "values: []", "an axis of sweep 'Beta' has an empty 'values:'")]
    [InlineData("values: [1, 3]", "value: [1, 3]", "an axis of sweep 'Beta' has no key 'value' (did you mean 'values'?)")]
    [InlineData("values: [1, 3]", "values: 3", "has 'values:' that is no list; write [a, b] or a line '- a' an item")]
    [InlineData("values: [1, 3]", "values: [1, 1]", "an axis of sweep 'Beta' has the value '1' twice")]
    [InlineData("variants: [bayesian]", "variants: [baysian]", "'Beta' asks for variant 'baysian'; there is bayesian, plain")]
    [InlineData("{training.steps: 8}", "{training.stepps: 8}", "settings, quick: model 'vae' has no setting 'training.stepps'")]
    [InlineData("quick: [4]", "quick: [5", "is no YAML")]
    [InlineData("{key: objective.beta, values: [1, 3]}", "objective.beta", "must be a mapping")]
    public void Plans_that_make_no_sense_are_explained_in_a_line(string right, string wrong, string message)
    {
        Assert.Contains(right, SmallStudy.Yaml);
        var error = Assert.Throws<RecipeException>(() => StudyGrid.Cells(SmallStudy.Read(SmallStudy.Yaml.Replace(right, wrong), quick: true), []));
        Assert.Contains(message, error.Message);
        Assert.StartsWith("small.yaml: ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("values: [1, 3]", "values: [1, many]", "cell 'bayesian, beta many, seed 1' of the study: objective.beta is 'many'; it must be a number")]
    [InlineData("training.batch: 8", "training.batch: 0", "training.batch is '0'; it must be a whole number")]
    [InlineData("values: [[4], [8]]", "values: [[4], [-8]]", "cell 'bayesian, units -8, seed 1' of the study: architecture.hidden is '[-8]'")]
    public void A_value_out_of_range_is_found_before_anything_is_trained(string right, string wrong, string message)
    {
        Assert.Contains(right, SmallStudy.Yaml);
        Study study = SmallStudy.Read(SmallStudy.Yaml.Replace(right, wrong));
        Assert.Contains(message, Assert.Throws<RecipeException>(() => new StudyRun(SmallStudy.Request(folders["study"], study))).Message);
        Assert.False(Directory.Exists(folders["study"]));
    }

    [Fact]
    public void More_labels_than_images_are_found_before_anything_is_trained()
    {
        Study study = SmallStudy.Read(SmallStudy.Yaml.Replace("model: ae", "model: dbn-classifier, settings: {training.labels: 99}").Replace(", sampling.count: 4", ""));
        string wrong = Assert.Throws<RecipeException>(() => new StudyRun(SmallStudy.Request(folders["study"], study))).Message;
        Assert.Contains("cell 'plain, units 4, seed 1' of the study: training.labels is 99 and blobs has 44 images", wrong);
    }

    [Fact]
    public void Data_that_cannot_be_had_are_found_before_anything_is_trained()
    {
        Study study = SmallStudy.Read(SmallStudy.Yaml.Replace("data: blobs", "data: nowhere"));
        Assert.Throws<DataSourceException>(() => new StudyRun(SmallStudy.Request(folders["study"], study)));
        Assert.False(Directory.Exists(folders["study"]));
    }

    [Fact]
    public void A_study_is_found_by_name_or_path()
    {
        File.WriteAllText(folders["mine.yaml"], SmallStudy.Yaml);
        Assert.Equal("small", StudyCatalog.Load(folders["mine.yaml"], quick: false).Name);
        Assert.Contains("does not exist", Assert.Throws<RecipeException>(() => StudyCatalog.Load("nowhere.yaml", quick: false)).Message);
        Assert.Contains("unknown study 'pretrainig' (did you mean 'pretraining'?)",
            Assert.Throws<RecipeException>(() => StudyCatalog.Load("pretrainig", quick: false)).Message);
    }

    [Fact]
    public void The_file_in_the_documentation_is_a_study()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "studies.md"));
        string yaml = page.Split("```yaml\n")[1].Split("```")[0];
        var run = new StudyRun(new StudyRequest(StudyYaml.Read(yaml, "studies.md", quick: false), folders["study"], Blank));
        Assert.Equal(2 * ((2 * 3) + 3), run.Rows.Count);
        Assert.Equal((2 * 2) + 3, StudyGrid.Cells(StudyYaml.Read(yaml, "studies.md", quick: true), []).Count);
    }

    public static TheoryData<string> Declared => [.. StudyCatalog.Names];

    [Theory]
    [MemberData(nameof(Declared))]
    public void Every_cell_of_a_declared_study_can_be_trained(string name)
    {
        foreach (bool quick in new[] { false, true })
        {
            Study study = StudyCatalog.Load(name, quick);
            Assert.Equal(name, study.Name);
            Assert.SkipUnless(study.Variants.All(variant => RecipeCatalog.Names.Contains(variant.Model)), $"a model of {name} does not exist yet");
            var run = new StudyRun(new StudyRequest(study, folders[$"{quick}"], Blank));
            Assert.All(run.Rows, row => Assert.Equal(CellStatus.Waiting, row.Status));
            Assert.InRange(run.Rows.Count, 2, quick ? 30 : 60);
        }
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(path, "..", "..", "..", ".."));

    // The shape of the real set, without its files.
    private static DataSet Blank(string name)
    {
        bool isMnist = name.StartsWith("mnist", StringComparison.Ordinal);
        Assert.True(isMnist || name.StartsWith("alpha-digits", StringComparison.Ordinal), $"no shape is known of {name}");
        (int height, int width, int count) = isMnist ? (28, 28, 60_000) : (20, 16, 30);
        return new DataSet(name, new ImageSet(name, height, width, 1, new byte[count * height * width], new int[count], ["a", "b"]), 0, null);
    }
}
