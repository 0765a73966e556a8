using Likeness.Tensors.Runtime;

namespace Likeness.Training;

/// <summary>Where the time of one compiled step of a training goes.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Phases">The names of the phases that are compiled into this step.</param>
/// <param name="Every">It runs in every so many steps of the stage.</param>
/// <param name="Plan">Its plan with times and costs.</param>
public sealed record PhaseProfile(string Stage, IReadOnlyList<string> Phases, int Every, PlanProfile Plan);
