using Likeness.Data;

namespace Likeness.Training;

/// <summary>The order in which an epoch goes through the images: a pure function of seed, stage, epoch and count.</summary>
internal static class DataOrder
{
    /// <summary>0, 1, 2 and so on.</summary>
    public static void Straight(Span<int> order)
    {
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
    }

    /// <summary>A permutation of 0 .. count - 1 (Fisher and Yates), written over the span.</summary>
    public static void Permute(Span<int> order, ulong seed, int stage, long epoch)
    {
        ulong key = CounterHash.At(CounterHash.At(CounterHash.At(CounterHash.Key("data order"), seed), (ulong)stage), (ulong)epoch);
        Straight(order);
        for (int i = order.Length - 1; i > 0; i--)
        {
            // The high half of a 64-bit product maps a hash to 0..i without a bias that matters.
            int j = (int)Math.BigMul(CounterHash.At(key, (ulong)i), (ulong)i + 1, out _);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
