using Likeness.App.Reports.Sections;
using Likeness.Experiments.Studies;
using Likeness.Recipes;

namespace Likeness.App.Reports.Comparisons;

/// <summary>Where the models and the measures come from.</summary>
internal static class Bibliography
{
    private static readonly (string Metric, string Paper)[] Measures =
    [
        ("samples/fid", "FID: Heusel et al., GANs trained by a two time-scale update rule converge to a local Nash equilibrium, NeurIPS 2017, arXiv:1706.08500"),
        ("samples/kid", "KID: Bińkowski et al., Demystifying MMD GANs, ICLR 2018, arXiv:1801.01401"),
        ("samples/precision", "precision, recall: Kynkäänniemi et al., Improved precision and recall metric for assessing generative models, NeurIPS 2019, arXiv:1904.06991"),
        ("samples/density", "density, coverage: Naeem et al., Reliable fidelity and diversity metrics for generative models, ICML 2020, arXiv:2002.09797"),
        ("test/ais", "AIS: Salakhutdinov, Murray, On the quantitative analysis of deep belief networks, ICML 2008"),
        ("test/iw", "importance weighting: Burda et al., Importance weighted autoencoders, ICLR 2016, arXiv:1509.00519"),
        ("test/vlb", "VLB: Ho et al., Denoising diffusion probabilistic models, NeurIPS 2020, arXiv:2006.11239"),
        ("test/ece", "ECE: Guo et al., On calibration of modern neural networks, ICML 2017, arXiv:1706.04599"),
        ("ood/auroc", "outliers: Hendrycks, Gimpel, A baseline for detecting misclassified and out-of-distribution examples, ICLR 2017, arXiv:1610.02136"),
    ];

    public static Section Of(StudyRun run)
    {
        IEnumerable<string> models = run.Study.Variants.Select(variant => $"{variant.Model}: {ModelCatalog.Find(variant.Model).Card.Paper}");
        IEnumerable<string> measures = Measures.Where(pair => run.Rows.Any(row => row.Metric(pair.Metric) is not null)).Select(pair => pair.Paper);
        return new Section("bibliography", "Bibliography", Html.Of(
            $"""<ul class="papers">{models.Concat(measures).Select(paper => Html.Of($"<li>{Links.In(paper)}</li>"))}</ul>"""));
    }
}
