using MathNet.Numerics.LinearAlgebra;

namespace Likeness.Evaluation.Quality;

/// <summary>Mean and covariance of features: all that the Frechet distance sees of a set.</summary>
/// <param name="Mean">Of each feature.</param>
/// <param name="Covariance">With n - 1 in the denominator.</param>
/// <param name="Count">Images behind them.</param>
public sealed record Moments(Vector<double> Mean, Matrix<double> Covariance, int Count)
{
    /// <summary>The moments of a set.</summary>
    /// <exception cref="ArgumentException">It has fewer than two images.</exception>
    public static Moments Of(FeatureSet features)
    {
        if (features.Count < 2)
            throw new ArgumentException($"a covariance needs at least two images, got {features.Count}");
        Matrix<double> rows = Matrix<double>.Build.Dense(features.Count, features.Width, (i, j) => features[i][j]);
        Vector<double> mean = rows.ColumnSums() / features.Count;
        Matrix<double> centered = Matrix<double>.Build.Dense(features.Count, features.Width, (i, j) => rows[i, j] - mean[j]);
        return new Moments(mean, centered.TransposeThisAndMultiply(centered) / (features.Count - 1), features.Count);
    }
}

/// <summary>
/// The Frechet distance between the Gaussians with the moments of two sets (Heusel et al. 2017):
/// |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)). It falls with the number of images behind it, so print that beside it.
/// </summary>
public static class FrechetDistance
{
    /// <summary>The distance; singular covariances are no obstacle.</summary>
    /// <exception cref="ArgumentException">The moments are of different features.</exception>
    public static double Between(Moments a, Moments b)
    {
        if (a.Mean.Count != b.Mean.Count)
            throw new ArgumentException($"moments of {a.Mean.Count} and of {b.Mean.Count} features have no distance; use the same features for both");
        // (C1 C2)^(1/2) has the trace of (C1^(1/2) C2 C1^(1/2))^(1/2), which is symmetric: its eigenvalues are real and not negative.
        Matrix<double> root = SquareRoot(a.Covariance), product = root * b.Covariance * root;
        double cross = Spectrum((product + product.Transpose()) / 2).EigenValues.Sum(value => Math.Sqrt(Math.Max(value.Real, 0)));
        double means = (a.Mean - b.Mean).L2Norm();
        return Math.Max(0, (means * means) + a.Covariance.Trace() + b.Covariance.Trace() - (2 * cross));
    }

    private static Matrix<double> SquareRoot(Matrix<double> covariance)
    {
        var spectrum = Spectrum(covariance);
        Vector<double> roots = spectrum.EigenValues.Map(value => Math.Sqrt(Math.Max(value.Real, 0)));
        return spectrum.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(roots) * spectrum.EigenVectors.Transpose();
    }

    private static MathNet.Numerics.LinearAlgebra.Factorization.Evd<double> Spectrum(Matrix<double> symmetric) => symmetric.Evd(Symmetricity.Symmetric);
}
