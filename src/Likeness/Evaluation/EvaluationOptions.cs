namespace Likeness.Evaluation;

/// <summary>How much work evaluation may put into what has no closed form.</summary>
/// <param name="Importance">k of the importance-weighted estimate; 0 leaves it out.</param>
/// <param name="Images">Test images that it looks at, always the same ones, drawn from all; 0 for all.</param>
/// <param name="Chains">Chains of annealed importance sampling.</param>
/// <param name="Temperatures">Places on their path.</param>
/// <param name="Samples">Samples whose quality and diversity are measured; 0 leaves that out.</param>
/// <param name="Levels">Noise levels drawn for each image in the bound of a diffusion model; 0 leaves it out.</param>
/// <param name="Outliers">Images of each kind that outliers are looked for among; 0 leaves that out.</param>
/// <param name="Seconds">How long all of it may take; 0 for as long as it does.</param>
/// <param name="Steps">Refinement steps of the samples, or null for the model's own number.</param>
/// <param name="Sampler">One of a diffusion model's samplers, or null for its own.</param>
public sealed record EvaluationOptions(
    int Importance = 0, int Images = 0, int Chains = 100, int Temperatures = 14_500, int Samples = 0, int Levels = 0,
    int Outliers = 0, double Seconds = 0, int? Steps = null, string? Sampler = null);
