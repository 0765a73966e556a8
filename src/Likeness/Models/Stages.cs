using Likeness.Tensors;

namespace Likeness.Models;

/// <summary>A part of training with its own phases: a layer of a DBN, the autoencoder before the diffusion.</summary>
/// <param name="Name">Shown in progress and kept in checkpoints.</param>
/// <param name="Phases">What one step does, in order.</param>
/// <param name="Share">The part of the epochs that this stage gets, relative to the other stages.</param>
/// <param name="NeedsLabels">Learns from labels: sees only the images whose labels training may use.</param>
/// <param name="Begin">Runs before the first step: may set variables from what the stages before have learned.</param>
public sealed record Stage(string Name, IReadOnlyList<Phase> Phases, double Share = 1, bool NeedsLabels = false, Action? Begin = null);

/// <summary>An objective and the parameters it moves; each phase of a stage has its own optimizer state.</summary>
/// <param name="Name">Shown before the names of its losses when a stage has several phases.</param>
/// <param name="Parameters">What the objective's gradient moves.</param>
/// <param name="Objective">From a batch to what is minimised; traced once.</param>
/// <param name="Every">Runs in every n-th step of the stage (several critic steps, then one generator step).</param>
/// <param name="Optimizer">The recipe's section that moves it, where that is not <c>optimizer</c>.</param>
/// <param name="Limit">After each step every parameter is brought back into [-Limit, Limit]; null for no limit.</param>
public sealed record Phase(
    string Name, IReadOnlyList<Variable> Parameters, Func<Batch, RandomSource, Objective> Objective, int Every = 1, string? Optimizer = null,
    double? Limit = null);

/// <summary>What one training step sees.</summary>
/// <param name="Images">F32 [n, h, w, c] in [0, 1].</param>
/// <param name="Labels">I32 [n], or null when the data has none.</param>
public sealed record Batch(Tensor Images, Tensor? Labels);

/// <summary>A named number of an objective, a scalar: reconstruction, KL, energy of the data.</summary>
public sealed record Term(string Name, Tensor Value);

/// <summary>What an objective stores besides the optimizer's work: a replay buffer, running statistics.</summary>
public sealed record Assignment(Variable Variable, Tensor Value);

/// <summary>A scalar to minimise, with its parts and side effects.</summary>
/// <param name="Loss">The scalar whose gradient moves the parameters.</param>
/// <param name="Terms">Its parts, logged as curves of their own.</param>
/// <param name="Assignments">Variables to store at the end of the step.</param>
public sealed record Objective(Tensor Loss, IReadOnlyList<Term> Terms, params IReadOnlyList<Assignment> Assignments);
