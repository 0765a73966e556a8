using Likeness.Data;
using Likeness.Evaluation;

namespace Likeness.Experiments;

/// <summary>Evaluates a run again and keeps what it found in the run's summary.</summary>
public static class RunEvaluation
{
    /// <summary>Measures the run's model on the test part of a data set.</summary>
    /// <param name="run">An opened run.</param>
    /// <param name="data">A set with a test part and images of the run's size.</param>
    /// <param name="seed">Of the random draws.</param>
    /// <param name="importance">k of the importance-weighted estimate; by default what the recipe says.</param>
    /// <param name="images">Test images that the estimate looks at, 0 for all; by default what the recipe says.</param>
    /// <exception cref="NotSupportedException">An importance-weighted estimate is asked of a model that draws no codes.</exception>
    /// <exception cref="DataSourceException">The set has no test part, or its images have another size.</exception>
    public static EvaluationResult Execute(Run run, DataSet data, ulong seed = 1, int? importance = null, int? images = null)
    {
        if (importance > 0 && run.Model is not Models.IImportanceSampled)
            throw new NotSupportedException($"{run.Recipe.Model} draws no codes to weigh, so it has no importance-weighted likelihood: leave --importance out");
        ImageSet test = data.RequireTest();
        if ((data.Height, data.Width, data.Channels) != (run.Images.Height, run.Images.Width, run.Images.Channels))
            throw new DataSourceException($"data set '{data.Name}' has images of {data.Height}x{data.Width}x{data.Channels}, "
                + $"the run takes {run.Images.Height}x{run.Images.Width}x{run.Images.Channels}: evaluate on data of that size");
        if (run.Model is Models.IClassifier && test.HasLabels && !test.ClassNames.SequenceEqual(run.ClassNames))
            throw new DataSourceException(
                $"data set '{data.Name}' has other classes than '{run.DataName}', which the run learned: evaluate on data with its classes");
        EvaluationResult found = Evaluator.Evaluate(
            run.Model, test, seed, data.Binarization == Binarization.Dynamic, run.Backend, Options(run, importance, images));
        var folder = new RunFolder(run.Folder);
        if (data.Name == run.DataName && folder.IsFinished)
            SummaryWriter.Write(folder.SummaryFile, SummaryReader.Read(folder.SummaryFile).With(found));
        return found;
    }

    private static EvaluationOptions Options(Run run, int? importance, int? images)
    {
        EvaluationOptions options = EvaluationSettings.Read(run.Recipe.Settings);
        return new EvaluationOptions(importance ?? options.Importance, images ?? options.Images);
    }
}
