using Likeness.Data;
using Likeness.Recipes;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>Where the time of a model's training steps goes.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Data">The data set.</param>
/// <param name="Batch">Images in a step.</param>
/// <param name="Threads">Threads that computed.</param>
/// <param name="Parts">The compiled steps, stage by stage.</param>
public sealed record StepProfile(string Model, string Data, int Batch, int Threads, IReadOnlyList<ProfilePart> Parts)
{
    /// <summary>Each stage with one training step of it: parts with another rhythm count by how often they run.</summary>
    public IEnumerable<(string Stage, ProfileTotal Total)> Stages =>
        Parts.GroupBy(part => part.Stage)
            .Select(parts => (parts.Key, parts.Select(part => Scaled(part.Total, 1.0 / part.Every)).Aggregate(Sum)));

    /// <summary>Compiles the training steps of a recipe and measures them; trains nothing and writes nothing.</summary>
    /// <exception cref="RecipeException">A setting is wrong, or does not fit the data.</exception>
    public static StepProfile Measure(ProfileRequest request)
    {
        TrainingSettings.Read(request.Recipe.Settings);
        request.Progress?.Invoke(new PhaseStarted($"loading {request.Recipe.Data}"));
        DataSet data = request.LoadData(request.Recipe.Data);
        var setup = new RecipeSetup(request.Recipe, data);
        Backend backend = request.Threads is { } n ? Backend.Cpu(n) : Backend.Default;
        var trainer = new Trainer(setup.Model, setup.Images, setup.Options, backend) { Clock = request.Clock, Progress = request.Progress };
        return new StepProfile(request.Recipe.Model, data.Name, setup.Options.Batch, request.Threads ?? Environment.ProcessorCount,
            [.. trainer.Profile(request.Time).Select(PartOf)]);
    }

    private static ProfilePart PartOf(PhaseProfile phase)
    {
        PlanProfile plan = phase.Plan;
        double sum = plan.Steps.Sum(step => step.Seconds);
        var total = new ProfileTotal(plan.Seconds, sum, plan.Cost.MultiplyAdds, plan.Cost.Flops, plan.Cost.Bytes, plan.PeakFlops,
            plan.ArenaBytes, plan.ScratchBytes, plan.AllocatedBytes);
        return new ProfilePart(phase.Stage, phase.Phases, phase.Every, [.. plan.Steps.Select(step => RowOf(step, sum))], total);
    }

    private static ProfileRow RowOf(ProfiledStep step, double sum) => new(
        step.Title, step.Text, step.Seconds, step.Seconds / sum, step.Cost.MultiplyAdds, step.Cost.Flops, step.Cost.Bytes, step.Turns,
        [.. step.Body.Select(inner => RowOf(inner, sum))]);

    private static ProfileTotal Scaled(ProfileTotal total, double factor) => total with
    {
        Seconds = total.Seconds * factor,
        PartSeconds = total.PartSeconds * factor,
        MultiplyAdds = total.MultiplyAdds * factor,
        Flops = total.Flops * factor,
        Bytes = total.Bytes * factor,
    };

    private static ProfileTotal Sum(ProfileTotal a, ProfileTotal b) => new(
        a.Seconds + b.Seconds, a.PartSeconds + b.PartSeconds, a.MultiplyAdds + b.MultiplyAdds,
        a.Flops + b.Flops, a.Bytes + b.Bytes, Math.Max(a.PeakFlops, b.PeakFlops),
        a.ArenaBytes + b.ArenaBytes, a.ScratchBytes + b.ScratchBytes, a.AllocatedBytes + b.AllocatedBytes);
}
