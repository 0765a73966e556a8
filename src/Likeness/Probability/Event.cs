using Likeness.Tensors;

namespace Likeness.Probability;

/// <summary>Sums over what belongs to one example: every axis but the first.</summary>
internal static class Event
{
    public static Tensor Sum(Tensor x) => x.Sum([.. Enumerable.Range(1, x.Rank - 1)]);
}
