namespace Likeness.Evaluation;

/// <summary>How much work evaluation may put into what has no closed form.</summary>
/// <param name="Importance">k of the importance-weighted estimate; 0 leaves it out.</param>
/// <param name="Images">Test images that it looks at, equally spaced among all of them; 0 for all.</param>
public sealed record EvaluationOptions(int Importance = 0, int Images = 0);
