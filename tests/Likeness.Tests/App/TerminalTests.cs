using System.Text.Json;
using System.Text.RegularExpressions;
using Likeness.App.Commands;
using Likeness.App.Commands.Terminal;
using Likeness.Evaluation;
using Likeness.Experiments;
using Likeness.Recipes;
using Likeness.Training;
using Xunit;

namespace Likeness.Tests.App;

public sealed partial class TerminalTests
{
    private readonly StringWriter written = new();

    [Fact]
    public void Help_lists_every_command_and_calls_the_program_by_its_name()
    {
        string help = Ran.Well("--help");
        Assert.Contains("likeness [command] [options]", help);
        foreach (string command in new[] { "list", "train", "sample", "reconstruct", "interpolate", "classify", "evaluate", "profile" })
            Assert.Contains($"\n  {command} ", help);
        Assert.Equal(help, Ran.Well());
        Assert.Matches(@"^likeness \d+\.\d+\.\d+\s*$", Ran.Well("--version"));
    }

    [Fact]
    public void Lists_are_plain_columns_in_a_pipe_and_arrays_in_json()
    {
        string[] lines = Ran.Well("list", "models").TrimEnd().Split('\n');
        Assert.Matches("^model +family ", lines[0]);
        string vae = Assert.Single(lines, line => line.StartsWith("vae ", StringComparison.Ordinal));
        Assert.Matches("likelihood.*Kingma", vae);
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line.TrimEnd('\r')));
        foreach (string subject in new[] { "models", "data", "metrics" })
            using (var json = JsonDocument.Parse(Ran.Well("list", subject, "--json")))
                Assert.All(json.RootElement.EnumerateArray(), item => Assert.NotEmpty(item.GetProperty("name").GetString()!));
        using var all = JsonDocument.Parse(Ran.Well("list", "--json"));
        Assert.Contains(all.RootElement.GetProperty("models").EnumerateArray(), model => model.GetProperty("name").GetString() == "jem");
    }

    [Fact]
    public void Every_model_is_a_line_with_its_name_in_words_what_it_can_and_its_paper()
    {
        string[] lines = Ran.Well("list", "models").TrimEnd().Split('\n');
        Assert.Equal(RecipeCatalog.Names.Count, lines.Length - 1);
        using var json = JsonDocument.Parse(Ran.Well("list", "models", "--json"));
        foreach (var model in json.RootElement.EnumerateArray())
        {
            string Text(string key) => model.GetProperty(key).GetString()!;
            string[] can = [.. model.GetProperty("capabilities").EnumerateArray().Select(word => word.GetString()!)];
            string line = Assert.Single(lines, line => line.StartsWith(Text("name") + " ", StringComparison.Ordinal));
            Assert.NotEmpty(can);
            foreach (string part in new[] { Text("family"), string.Join(' ', can), $"{Text("title")}: {Text("description")}", Text("paper") })
                Assert.Contains(part, line);
            Assert.Equal(model.GetProperty("needs_labels").GetBoolean(), line.Contains("needs labelled data"));
            Assert.Matches(@"\b(19|20)\d\d\b", Text("paper"));
        }
    }

    [Fact]
    public void No_line_of_a_terminal_is_wider_than_it()
    {
        foreach (int columns in new[] { 80, 120 })
        {
            written.GetStringBuilder().Clear();
            Assert.Equal(0, LikenessProgram.Run(["list"], Terminal(columns)));
            string shown = Escapes().Replace(written.ToString(), "");
            Assert.All(shown.Split('\n', '\r'), line => Assert.InRange(line.Length, 0, columns));
            Assert.Contains("\n    digits and capitals in a drawn hand", shown);
        }
    }

    [Fact]
    public void No_colour_is_shown_to_those_who_want_none()
    {
        LikenessProgram.Run(["list", "models"], Terminal(80));
        Assert.Contains("\e[", written.ToString());
        written.GetStringBuilder().Clear();
        LikenessProgram.Run(["list", "models"], Terminal(80) with { Variable = name => name == "NO_COLOR" ? "1" : null });
        Assert.DoesNotContain("\e[3", written.ToString());
    }

    [Fact]
    public void A_pipe_gets_a_line_an_epoch_and_one_every_ten_seconds()
    {
        int done = TrainingView.Follow(Screen.Out(new Surroundings(written, written)), progress =>
        {
            progress(new PhaseStarted("loading glyphs"));
            for (int second = 1; second <= 25; second++)
                progress(Step(second));
            progress(Epoch(1));
            progress(new RolledBack(new Rollback(1200, 1000, "the loss is nan")));
            return 7;
        });
        Assert.Equal(7, done);
        Assert.Equal(
            [
                "loading glyphs",
                "epoch 1/2  step 1,000/5,000  12,800 images/s  loss 103.2  kl 15.10  1:40 left",
                "epoch 1/2  step 2,000/5,000  12,800 images/s  loss 103.2  kl 15.10  1:40 left",
                "epoch 1/2  loss 99.50  validation/loss 101.0",
                "diverged at step 1,200 (the loss is nan), went back to step 1,000",
            ], written.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_pipe_gets_a_line_every_ten_seconds_of_an_evaluation()
    {
        TrainingView.Follow(Screen.Out(new Surroundings(written, written)), progress =>
        {
            for (int second = 1; second <= 25; second++)
                progress(Evaluated(second));
            return 0;
        });
        Assert.Equal(
            ["annealing  39 %  0:15 left", "annealing  79 %  0:05 left"],
            written.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void A_terminal_shows_how_far_an_evaluation_is(int columns)
    {
        string shown = Shown(columns, Evaluated(5));
        Assert.Contains("━─", shown);
        Assert.Contains("─ 19 %", shown);
        Assert.Contains("annealing", shown);
        Assert.Contains("0:05 gone   0:20 left", shown);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void A_terminal_shows_bar_losses_rate_and_time_in_place(int columns)
    {
        string shown = Shown(columns, Step(5), Epoch(1));
        Assert.Contains("epoch 1/2 ━", shown);
        Assert.Contains("step 500/5,000", shown);
        Assert.Contains("loss 103.2   kl 15.10", shown);
        Assert.Contains("12,800 images/s   learning rate 0.001   0:05 gone   1:40 left", shown);
        // What stays is padded, so that nothing of the picture under it is left on its line.
        Assert.Contains("epoch 1/2  loss 99.50  validation/loss 101.0".PadRight(columns - 1), shown);
    }

    // What is told, without escapes; no line of it is wider than the terminal.
    private string Shown(int columns, params TrainingEvent[] told)
    {
        TrainingView.Follow(Screen.Out(Terminal(columns)), progress =>
        {
            Array.ForEach(told, progress);
            return 0;
        });
        string shown = Escapes().Replace(written.ToString(), "");
        Assert.All(shown.Split('\n', '\r'), line => Assert.InRange(line.Length, 0, columns));
        return shown;
    }

    private static StepProgress Step(int second) => new("vae", 1, 1, 1, 2, second * 100, 5000,
        [new("loss", 103.24), new("kl", 15.1)], 0.001, 12800, TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(100));

    private static Evaluating Evaluated(int second) =>
        new(new EvaluationProgress("annealing", (second / 25.0) - 1e-3, TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(25 - second)));

    private static EpochFinished Epoch(int epoch) => new("vae", epoch, 2, 2500, [new("train/loss", 99.5), new("validation/loss", 101)]);

    private Surroundings Terminal(int columns) => new(written, written) { OutColumns = () => columns };

    [GeneratedRegex("\e\\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
