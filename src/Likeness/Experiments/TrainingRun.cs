using Likeness.Data;
using Likeness.Models;
using Likeness.Recipes;
using Likeness.Tensors.Backends;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>A training from recipe to summary: data, model, training, evaluation, pictures.</summary>
public static class TrainingRun
{
    /// <summary>Trains into the request's folder.</summary>
    /// <param name="request">What to train, and where to.</param>
    /// <param name="stop">Stops training between two steps, with a checkpoint, and evaluation between two pieces of its work.</param>
    /// <exception cref="RecipeException">A setting is wrong, or differs from the run's that is to be resumed.</exception>
    /// <exception cref="RunException">The folder cannot be used.</exception>
    /// <exception cref="TrainingDivergedException">Training diverged too often.</exception>
    public static TrainingOutcome Execute(TrainingRequest request, CancellationToken stop = default)
    {
        var folder = new RunFolder(request.Folder);
        Recipe recipe = Resumed(request, folder) ?? request.Recipe;
        // A recipe that cannot be read fails before data is loaded or a folder made.
        TrainingSettings.Read(recipe.Settings);
        EvaluationSettings.Read(recipe.Settings);
        folder.Prepare(request.Resume);
        return new Session(request, folder, recipe).Execute(stop);
    }

    private static Recipe? Resumed(TrainingRequest request, RunFolder folder)
    {
        if (!request.Resume || !folder.HasRecipe)
            return null;
        Recipe saved = folder.ReadRecipe();
        if (saved.Model != request.Recipe.Model)
            throw new RecipeException($"folder '{folder.Path}' holds a run of '{saved.Model}', not of '{request.Recipe.Model}': "
                + "resume with its model, or choose another folder by --out");
        // A value that the run itself resolved (a batch cut to a small set) still counts as the one that was asked for.
        foreach (string change in request.Recipe.Overrides.Except(saved.Overrides))
        {
            string key = change[..change.IndexOf('=', StringComparison.Ordinal)];
            if (saved[key] != request.Recipe[key])
                throw new RecipeException($"{key} is '{request.Recipe[key]}' but the run in '{folder.Path}' began with '{saved[key]}': "
                    + "resume without it, or choose another folder by --out");
        }
        return saved;
    }

    /// <summary>The work of one call.</summary>
    private sealed class Session(TrainingRequest request, RunFolder folder, Recipe start)
    {
        private readonly long began = request.Clock.GetTimestamp();
        private readonly int threads = request.Threads ?? Environment.ProcessorCount;
        private readonly bool isNew = !folder.HasRecipe;
        private Recipe recipe = start;

        public TrainingOutcome Execute(CancellationToken stop)
        {
            if (folder.IsFinished)
                return Done(SummaryReader.Read(folder.SummaryFile));
            Tell($"loading {recipe.Data}");
            DataSet data = request.LoadData(recipe.Data);
            Backend backend = request.Threads is { } n ? Backend.Cpu(n) : Backend.Default;
            var setup = new RecipeSetup(recipe, data);
            // What evaluation or pictures could not do is known before training.
            var evaluation = new EvaluationSetup(data, EvaluationSettings.Read(recipe.Settings), null, request.Features, request.CacheFolder) { LoadAtHand = request.LoadAtHand };
            (recipe, IModel model) = (setup.Recipe, setup.Model);
            if (model is ISampler)
                Evaluation.Sampling.Check(model, RunPictures.Options(recipe));
            var trainer = new Trainer(model, setup.Images, setup.Options, backend, setup.Validation)
            {
                Progress = request.Progress,
                Clock = request.Clock,
                Journal = new TrainingJournal(folder.Path, RunFolder.Facts(recipe, data)),
            };
            if (isNew)
                Save(trainer);
            TrainingResult result = trainer.Run(stop);
            if (!result.Finished || stop.IsCancellationRequested)
                return Stopped(result);
            TrainingCost.KeepTime(folder, result);
            trainer.SwapAverages();
            try
            {
                return Done(Finish(data, trainer, model, result, evaluation, backend, stop));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return Stopped(result);
            }
        }

        private void Save(Trainer trainer)
        {
            if (request.Budget is { } budget)
                recipe = recipe.Resolve("training.steps", FormattableString.Invariant($"{trainer.FitTo(budget)}"));
            folder.WriteRecipe(recipe);
        }

        private RunSummary Finish(
            DataSet data, Trainer trainer, IModel model, TrainingResult result, EvaluationSetup evaluation, Backend backend, CancellationToken stop)
        {
            ModelEntry entry = ModelCatalog.Find(recipe.Model);
            RunSummary summary = new RunSummary
            {
                Model = recipe.Model,
                Title = recipe.Title,
                Family = entry.Card.Family,
                Paper = entry.Card.Paper,
                Data = data.Name,
                DataChecksum = data.Checksum,
                Seed = recipe.Settings.Long("training.seed"),
                Version = LikenessVersion.Text,
                Machine = Machine.Text,
                Threads = threads,
                Parameters = model.Parameters.Sum(parameter => parameter.Shape.Size),
                Steps = result.TotalSteps,
                Command = request.Command,
                Rollbacks = result.Rollbacks.Count,
                Averaged = recipe.Settings.Real("training.ema") > 0,
                Warnings = RunWarnings.Of(result.Metrics),
                Metrics =
                [
                    .. result.Metrics.Select(item => new Evaluation.Metric(item.Key, item.Value, "mean over the last epoch", null, "")),
                    .. TrainingCost.Metrics(folder, trainer, threads),
                ],
            };
            if (data.Test is { } test)
            {
                Tell(FormattableString.Invariant($"evaluating on {test.Count} test images"));
                summary = summary.With(evaluation.Measure(model, test, 1, backend, request.Progress, request.Clock, stop));
            }
            Tell("making pictures");
            IReadOnlyList<RunPicture> pictures = RunPictures.Write(folder, recipe, model, data, backend, stop);
            summary = summary with { Pictures = pictures, Seconds = request.Clock.GetElapsedTime(began).TotalSeconds };
            SummaryWriter.Write(folder.SummaryFile, summary);
            TrainingCost.ForgetTime(folder);
            return summary;
        }

        private void Tell(string what) => request.Progress?.Invoke(new PhaseStarted(what));

        private TrainingOutcome Stopped(TrainingResult result) => new(folder.Path, false, result.Step, result.TotalSteps, null);

        private TrainingOutcome Done(RunSummary summary) => new(folder.Path, true, summary.Steps, summary.Steps, summary);
    }
}
