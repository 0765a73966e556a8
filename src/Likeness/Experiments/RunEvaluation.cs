using Likeness.Data;
using Likeness.Evaluation;

namespace Likeness.Experiments;

/// <summary>Evaluates a run again and keeps what it found in the run's summary.</summary>
public static class RunEvaluation
{
    /// <summary>Measures the run's model on the test part of a data set.</summary>
    /// <param name="request">What to measure, and on what.</param>
    /// <param name="stop">Ends the evaluation between two pieces of its work; the summary then stays as it is.</param>
    /// <exception cref="NotSupportedException">An estimate is asked of a model that has none of its kind.</exception>
    /// <exception cref="DataSourceException">The set has no test part, or its images have another size.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static EvaluationResult Execute(EvaluationRequest request, CancellationToken stop = default)
    {
        (Run run, DataSet data) = request;
        if (request.Importance > 0 && run.Model is not Models.IImportanceSampled)
            throw new NotSupportedException($"{run.Recipe.Model} draws no codes to weigh, so it has no importance-weighted likelihood: leave --importance out");
        if (request.Chains > 0 && run.Model is not Models.IAnnealed { Kind: not Models.LikelihoodKind.Unnormalized })
            throw new NotSupportedException($"{run.Recipe.Model} has no constant that annealing could estimate: leave --chains out");
        if (request.Levels > 0 && run.Model is not Models.ILevelBound)
            throw new NotSupportedException($"{run.Recipe.Model} has no bound that is a sum over noise levels: leave --levels out");
        EvaluationOptions options = Options(request);
        if (options.Steps is not null || options.Sampler is not null)
            Sampling.Check(run.Model, new SampleOptions(Steps: options.Steps, Sampler: options.Sampler));
        var setup = new EvaluationSetup(data, options, request.Groups, request.Features, request.CacheFolder) { LoadAtHand = request.LoadAtHand };
        EvaluationResult found = setup.Measure(run.Model, TestOf(run, data), request.Seed, run.Backend, request.Progress, request.Clock, stop);
        var folder = new RunFolder(run.Folder);
        if (data.Name == run.DataName && folder.IsFinished)
            SummaryWriter.Write(folder.SummaryFile, SummaryReader.Read(folder.SummaryFile).With(found));
        return found;
    }

    private static ImageSet TestOf(Run run, DataSet data)
    {
        ImageSet test = data.RequireTest();
        if ((data.Height, data.Width, data.Channels) != (run.Images.Height, run.Images.Width, run.Images.Channels))
            throw new DataSourceException($"data set '{data.Name}' has images of {data.Height}x{data.Width}x{data.Channels}, "
                + $"the run takes {run.Images.Height}x{run.Images.Width}x{run.Images.Channels}: evaluate on data of that size");
        if (run.Model is Models.IClassifier && test.HasLabels && !test.ClassNames.SequenceEqual(run.ClassNames))
            throw new DataSourceException(
                $"data set '{data.Name}' has other classes than '{run.DataName}', which the run learned: evaluate on data with its classes");
        return test;
    }

    private static EvaluationOptions Options(EvaluationRequest request)
    {
        EvaluationOptions options = EvaluationSettings.Read(request.Run.Recipe.Settings);
        return options with
        {
            Importance = request.Importance ?? options.Importance,
            Images = request.Images ?? options.Images,
            Levels = request.Levels ?? options.Levels,
            Chains = request.Chains ?? options.Chains,
            Samples = request.Samples ?? options.Samples,
            Outliers = request.Outliers ?? options.Outliers,
            Steps = request.Steps,
            Sampler = request.Sampler,
        };
    }
}
