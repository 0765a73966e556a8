using Likeness.Evaluation.Quality;

namespace Likeness.Evaluation;

/// <summary>The part of the samples that is of each class, beside that of as many test images, by the classifier behind the features.</summary>
/// <param name="Names">Of the classes.</param>
/// <param name="Samples">A share a class.</param>
/// <param name="Test">A share a class.</param>
public sealed record ClassShares(IReadOnlyList<string> Names, IReadOnlyList<double> Samples, IReadOnlyList<double> Test)
{
    /// <summary>Null where the features name no classes.</summary>
    internal static ClassShares? Of(Appearance made, Appearance test, IReadOnlyList<string> names) =>
        names.Count == 0 ? null : new ClassShares(names, QualityMetrics.Shares(made.Probabilities), QualityMetrics.Shares(test.Probabilities));
}
