using Likeness.Evaluation;
using Likeness.Experiments.Studies;
using Likeness.Recipes;

namespace Likeness.Experiments.Comparisons;

/// <summary>A column of the table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Metrics">What it shows: the first of these that a model has.</param>
/// <param name="Better">higher, lower, or empty.</param>
/// <param name="About">What it says, in a sentence.</param>
public sealed record ComparisonColumn(string Title, IReadOnlyList<string> Metrics, string Better, string About);

/// <summary>A row of the table.</summary>
/// <param name="Name">The model, or what else is measured by the same ruler.</param>
/// <param name="Family">The model's family.</param>
/// <param name="Cells">The model's trainings, a seed each.</param>
/// <param name="Figures">One a column; null where the model has no such number.</param>
public sealed record ComparisonRow(string Name, string Family, IReadOnlyList<StudyRow> Cells, IReadOnlyList<ComparisonFigure?> Figures)
{
    /// <summary>Trainings that were rolled back after diverging, over all seeds.</summary>
    public int Rollbacks => Cells.Sum(cell => cell.Summary?.Rollbacks ?? 0);

    /// <summary>How many seeds have been trained and measured.</summary>
    public int Finished => Cells.Count(cell => cell.Status == CellStatus.Finished);
}

/// <summary>Models against measures: means over seeds, and which is the best where chance cannot be the reason.</summary>
/// <param name="Columns">What at least one model has.</param>
/// <param name="Rows">A model each, in the order they were named.</param>
/// <param name="Real">The same measures of real images, where there are any.</param>
public sealed record ComparisonTable(IReadOnlyList<ComparisonColumn> Columns, IReadOnlyList<ComparisonRow> Rows, ComparisonRow? Real)
{
    private const string Samples = "samples/", RealImages = "real/";

    /// <summary>All columns, in order.</summary>
    public static IReadOnlyList<ComparisonColumn> All { get; } =
    [
        new("FID", ["samples/fid"], "lower", "Distance of the samples from test images in features of a classifier: quality and diversity in one number; it falls with the number of samples."),
        new("KID", ["samples/kid"], "lower", "Another distance of the same features, which does not depend on the number of samples."),
        new("precision", ["samples/precision"], "higher", "Part of the samples that lie among test images: quality."),
        new("recall", ["samples/recall"], "higher", "Part of the test images that lie among samples: diversity."),
        new("density", ["samples/density"], "higher", "How densely test images lie around samples; 1 for real images."),
        new("coverage", ["samples/coverage"], "higher", "Part of the test images with a sample near by."),
        new("rarest class", ["samples/rarest_class"], "higher", "Part of the samples that are of the rarest class; near 0 after mode collapse."),
        new("memorisation", ["samples/memorisation"], "", "Distance of samples from training images over that of test images; well below 1 for copies."),
        new("log-likelihood", ["test/ll", "test/ais", "test/iw", "test/ais_bound", "test/vlb", "test/elbo"], "higher",
            "Nats per test image, with its kind: an exact number, an estimate and a bound are not the same, densities of grey images are not probabilities of binary ones, and where annealing has too few chains the number is too high."),
        new("bits/dim", ["test/bpd", "test/vlb_bpd"], "lower", "Bits that a pixel 0..255 of a test image takes; only models of such pixels have it."),
        new("accuracy", ["test/accuracy"], "higher", "Part of the test images whose class is named rightly."),
        new("ECE", ["test/ece"], "lower", "How far confidence is from accuracy, over 15 bins."),
        new("outliers", ["ood/auroc"], "higher", "How well the model tells images of other data from test images (area under the ROC curve); 0.5 is chance."),
        new("mse", ["test/mse"], "lower", "Squared error of reconstructions of test images, per pixel."),
        new("parameters", [Parameters], "lower", "How many numbers the model learns."),
        new("training", [Training], "", "Seconds of training."),
        new("sampling", ["cost/sampling"], "lower", "Seconds for 1,000 samples."),
        new("memory", ["cost/memory"], "lower", "MiB that training takes: parameters, optimizer, images and the memory of a step."),
        new("multiply-adds", ["cost/multiply_adds"], "lower", "Multiplications of one training step for each image."),
    ];

    private const string Parameters = "cost/parameters", Training = "cost/training";

    /// <summary>The table of a comparison, as far as it has come.</summary>
    public static ComparisonTable Of(StudyRun run)
    {
        ComparisonRow[] rows = [.. run.Study.Variants.Select(variant => RowOf(variant.Model, [.. run.Rows.Where(row => row.Cell.Places[0].Variant == variant)]))];
        rows = Marked(rows);
        int[] shown = [.. Enumerable.Range(0, All.Count).Where(column => rows.Any(row => row.Figures[column] is not null))];
        return new ComparisonTable([.. shown.Select(column => All[column])], [.. rows.Select(row => Only(row, shown))], RealOf(run, shown));
    }

    private static ComparisonRow RowOf(string model, IReadOnlyList<StudyRow> cells) => new(
        model, ModelCatalog.Find(model).Card.Family, cells,
        [.. All.Select(column => column.Metrics.Select(name => ComparisonFigure.Of(cells.Select(cell => MetricOf(cell, name)))).FirstOrDefault(figure => figure is not null))]);

    private static Metric? MetricOf(StudyRow cell, string name) => name == Parameters && cell.Summary is { } summary
        ? new Metric(name, summary.Parameters, "count", null, "", 0) : cell.Metric(name);

    private static ComparisonRow Only(ComparisonRow row, int[] columns) => row with { Figures = [.. columns.Select(column => row.Figures[column])] };

    private static ComparisonRow? RealOf(StudyRun run, int[] columns)
    {
        IEnumerable<StudyRow> measured = run.Rows.Where(row => row.Metric(Samples + "fid") is not null);
        if (measured.FirstOrDefault() is not { } one)
            return null;
        ComparisonFigure? Figure(int column) => All[column].Metrics[0] is var name && name.StartsWith(Samples, StringComparison.Ordinal)
            ? ComparisonFigure.Of([one.Metric(RealImages + name[Samples.Length..])]) : null;
        return new ComparisonRow("real images", "training images, by the same ruler", [], [.. columns.Select(Figure)]);
    }

    private static ComparisonRow[] Marked(ComparisonRow[] rows)
    {
        for (int column = 0; column < All.Count; column++)
            if (BestOf(rows, column) is { } best)
                rows[best] = rows[best] with { Figures = [.. rows[best].Figures.Select((figure, i) => i == column ? figure! with { IsBest = true } : figure)] };
        return rows;
    }

    // Two kinds of likelihood are never compared, so where a column holds several nothing in it is the best.
    private static int? BestOf(ComparisonRow[] rows, int column)
    {
        (int Row, ComparisonFigure Figure)[] found = [.. rows.Select((row, i) => (i, row.Figures[column]!)).Where(pair => pair.Item2 is not null)];
        if (All[column].Better.Length == 0 || found.Length < 2 || found.Select(pair => (pair.Figure.Metric, KindOf(pair.Figure))).Distinct().Count() > 1)
            return null;
        (int Row, ComparisonFigure Figure) best = All[column].Better == "lower" ? found.MinBy(pair => pair.Figure.Mean) : found.MaxBy(pair => pair.Figure.Mean);
        return found.All(pair => pair.Row == best.Row || best.Figure.DiffersFrom(pair.Figure)) ? best.Row : null;
    }

    // What stands after a comma is a setting; the kind of a sample's number names features and, of some, a class.
    private static string KindOf(ComparisonFigure figure) => figure.Metric.StartsWith(Samples, StringComparison.Ordinal) ? "" : figure.Kind.Split(',')[0];
}
