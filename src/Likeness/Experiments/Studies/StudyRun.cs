using System.Collections.Concurrent;
using Likeness.Data;
using Likeness.Experiments.Features;
using Likeness.Recipes;
using Likeness.Training;

namespace Likeness.Experiments.Studies;

/// <summary>
/// A study at work: cell by cell, each a run folder. Cells that are finished are kept, an interrupted one goes on from its checkpoint, one
/// that diverged or failed does not stop the others.
/// </summary>
public sealed class StudyRun
{
    private readonly StudyRequest request;
    private readonly StudyFolder folder;
    private readonly ConcurrentDictionary<string, DataSet> loaded = new();
    private readonly StudyRow[] rows;
    private readonly double[] work;

    /// <summary>Prepares a study, or takes one up again. Every cell's settings are tried before anything is trained.</summary>
    /// <param name="request">What to run, and where to.</param>
    /// <param name="tell">Told what is being done.</param>
    /// <exception cref="RecipeException">A setting is wrong, or differs from that of the cell in the folder.</exception>
    /// <exception cref="RunException">The folder cannot be used, or holds another study.</exception>
    public StudyRun(StudyRequest request, Action<string>? tell = null)
    {
        (this.request, folder) = (request, new StudyFolder(request.Folder));
        IReadOnlyList<StudyCell> cells = StudyGrid.Cells(request.Study, request.Changes);
        folder.Check(request.Study, cells);
        rows = [.. cells.Select(folder.Row)];
        tell?.Invoke(FormattableString.Invariant($"checking {cells.Count} cells"));
        work = [.. Enumerable.Range(0, rows.Length).Select(Check)];
        if (rows.All(row => row.Status == CellStatus.Failed) && rows.FirstOrDefault(row => !folder.IsKept(row.Cell)) is { } impossible)
            throw new RecipeException($"no cell of the study can be trained; {impossible.Problem}");
        folder.Prepare(request.Study);
    }

    /// <summary>The study.</summary>
    public Study Study => request.Study;

    /// <summary>The study's folder.</summary>
    public string Folder => request.Folder;

    /// <summary>The command that made it.</summary>
    public string Command => request.Command;

    /// <summary>The user's changes of settings.</summary>
    public IReadOnlyList<string> Changes => request.Changes;

    /// <summary>One a cell, in order.</summary>
    public IReadOnlyList<StudyRow> Rows => rows;

    /// <summary>True when no cell waits any more.</summary>
    public bool IsOver => rows.All(row => row.Status is CellStatus.Finished or CellStatus.Failed);

    /// <summary>The rows of a sweep, in its order.</summary>
    public IEnumerable<StudyRow> In(StudySweep sweep) => rows.Where(row => row.Cell.In(sweep) is not null).OrderBy(row => row.Cell.In(sweep)!.Order);

    /// <summary>The metrics to show of a sweep: those it asks for, or all of test images and samples, as far as any of its cells has them.</summary>
    public IReadOnlyList<string> MetricsOf(StudySweep sweep)
    {
        string[] measured = [.. In(sweep).SelectMany(row => row.Metrics).Select(metric => metric.Name).Distinct()];
        return sweep.Metrics.Count > 0 ? [.. sweep.Metrics.Intersect(measured)]
            : [.. measured.Where(name => name.StartsWith("test/", StringComparison.Ordinal) || name.StartsWith("samples/", StringComparison.Ordinal))];
    }

    /// <summary>About how long the cells that wait will take, from those that are finished; null before the first.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            int[] done = [.. Enumerable.Range(0, rows.Length).Where(i => rows[i].Summary is not null)];
            double rate = done.Sum(i => rows[i].Summary!.Seconds) / done.Sum(WorkOf);
            double left = Enumerable.Range(0, rows.Length).Where(i => rows[i].Status is CellStatus.Waiting or CellStatus.Stopped).Sum(WorkOf);
            return double.IsFinite(rate) ? TimeSpan.FromSeconds(rate * left) : null;
        }
    }

    /// <summary>Trains a cell unless it is over, and writes the results so far.</summary>
    /// <param name="index">The cell.</param>
    /// <param name="progress">Told how it goes.</param>
    /// <param name="stop">Stops training between two steps, with a checkpoint.</param>
    public StudyRow Run(int index, Action<TrainingEvent>? progress = null, CancellationToken stop = default)
    {
        StudyRow row = rows[index];
        if (row.Status is CellStatus.Waiting or CellStatus.Stopped)
            rows[index] = row = Train(row, progress, stop);
        Save();
        return row;
    }

    /// <summary>Writes results.json and results.csv with what is known.</summary>
    public void Save()
    {
        StudyResults.Write(folder.ResultsFile, this);
        StudyTable.Write(folder.TableFile, rows);
    }

    // Cells with a budget take equally long, whatever their models.
    private double WorkOf(int index) => Study.Budget is null ? work[index] : 1;

    private double Check(int index)
    {
        StudyRow row = rows[index];
        if (row.Summary is { } summary)
            return CellCheck.Work(row.Cell.Recipe, summary);
        try
        {
            DataSet data = Load(row.Cell.Recipe.Data);
            if (EvaluationSettings.Read(row.Cell.Recipe.Settings).Samples > 0)
                _ = FeatureCatalog.Find(request.Features, data);
            return CellCheck.Work(row.Cell, data);
        }
        catch (RecipeException error) when (request.LeaveOutImpossible)
        {
            rows[index] = row with { Status = CellStatus.Failed, Problem = (error.InnerException ?? error).Message };
            return 0;
        }
    }

    private StudyRow Train(StudyRow row, Action<TrainingEvent>? progress, CancellationToken stop)
    {
        try
        {
            TrainingOutcome outcome = TrainingRun.Execute(
                new TrainingRequest(row.Cell.Recipe, row.Folder, Load)
                {
                    Threads = request.Threads,
                    Budget = Study.Budget,
                    Features = request.Features,
                    LoadAtHand = request.LoadAtHand is { } load ? name => loaded.GetOrAdd(name, load) : null,
                    CacheFolder = request.CacheFolder,
                    Resume = true,
                    Command = request.CellCommand(row.Cell.Recipe),
                    Clock = request.Clock,
                    Progress = progress,
                },
                stop);
            return row with { Status = outcome.Finished ? CellStatus.Finished : CellStatus.Stopped, Summary = outcome.Summary };
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return Failed(row, error);
        }
    }

    private StudyRow Failed(StudyRow row, Exception error)
    {
        string message = string.Join(' ', error.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (error is TrainingDivergedException)
            folder.KeepFailure(row.Cell, message);
        return row with { Status = CellStatus.Failed, Problem = message };
    }

    private DataSet Load(string name) => loaded.GetOrAdd(name, request.LoadData);
}
