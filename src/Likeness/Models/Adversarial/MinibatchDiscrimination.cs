using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Adversarial;

/// <summary>
/// Tells a critic how much each image resembles the others of its batch, so that a generator that repeats itself is found out
/// (Salimans et al. 2016, section 3.2): with M = T f of the features f, o_b(i) is the mean over j of exp(-|M_bi - M_bj|_1).
/// </summary>
internal sealed class MinibatchDiscrimination(Scope scope, int features)
{
    // Resemblances, and in how many dimensions each is measured.
    private const int Kernels = 16, Dimensions = 8;

    private readonly Linear map = new(scope, features, Kernels * Dimensions, biased: false);

    /// <summary>How many numbers are put beside the features.</summary>
    public static int Outputs => Kernels;

    /// <summary>Features [n, f] to [n, f + outputs].</summary>
    public Tensor Apply(Tensor features)
    {
        int n = features.Shape[0];
        Tensor m = map.Apply(features).Reshape(n, Kernels, Dimensions);
        Tensor distances = (m.Reshape(n, 1, Kernels, Dimensions) - m.Reshape(1, n, Kernels, Dimensions)).Abs().Sum([3]);
        // An image resembles itself entirely, which says nothing.
        Tensor others = (-distances).Exp().Sum([1]) - 1f;
        return Tensor.Concat(1, features, others * (1f / Math.Max(1, n - 1)));
    }
}
