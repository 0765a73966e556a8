namespace Likeness.Evaluation;

/// <summary>How much work evaluation may put into what has no closed form.</summary>
/// <param name="Importance">k of the importance-weighted estimate; 0 leaves it out.</param>
/// <param name="Images">Test images that it looks at, always the same ones, drawn from all; 0 for all.</param>
/// <param name="Chains">Chains of annealed importance sampling.</param>
/// <param name="Temperatures">Places on their path.</param>
/// <param name="Samples">Samples whose quality and diversity are measured; 0 leaves that out.</param>
/// <param name="Levels">Noise levels drawn for each image in the bound of a diffusion model; 0 leaves it out.</param>
public sealed record EvaluationOptions(
    int Importance = 0, int Images = 0, int Chains = 100, int Temperatures = 14_500, int Samples = 0, int Levels = 0);
