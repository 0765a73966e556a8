using Likeness.Data;
using Likeness.Experiments.Studies;
using Likeness.Tests.Training;

namespace Likeness.Tests.Experiments;

/// <summary>A study that takes a moment: two variants of two small models on blobs.</summary>
internal static class SmallStudy
{
    /// <summary>Five cells: widths 4 and 8 of <c>vae</c> and <c>ae</c>, and beta 3; beta 1 at width 4 is the first cell again.</summary>
    public const string Yaml = """
        study: small
        title: A small study
        about: Widths and betas.
        data: blobs
        settings: {training.steps: 24, training.batch: 8, training.log_every: 4, training.checkpoint_every: 4, sampling.count: 4}
        variants:
          - name: bayesian
            model: vae
            settings: {architecture.latent: 2, objective.beta: 1}
          - {name: plain, model: ae}
        sweeps:
          - name: Width
            about: Of the layers.
            axes:
              - {key: architecture.hidden, label: units, values: [[4], [8]], quick: [4]}
          - name: Beta
            variants: [bayesian]
            settings: {architecture.hidden: [4]}
            metrics: [test/elbo, samples/nothing-yet]
            axes:
              - {key: objective.beta, values: [1, 3]}
        quick:
          settings: {training.steps: 8}
        """;

    public static readonly string[] Cells = ["bayesian-units-4-s1", "bayesian-units-8-s1", "plain-units-4-s1", "plain-units-8-s1", "bayesian-beta-3-s1"];

    public static Study Read(string yaml = Yaml, bool quick = false) => StudyYaml.Read(yaml, "small.yaml", quick);

    public static StudyRequest Request(string folder, Study? study = null) => new(study ?? Read(), folder, Data) { Threads = 1, Command = "likeness study small" };

    /// <summary>Trains the cells that wait.</summary>
    public static StudyRun Finish(string folder, Study? study = null)
    {
        var run = new StudyRun(Request(folder, study));
        for (int i = 0; i < run.Rows.Count; i++)
            run.Run(i);
        return run;
    }

    private static DataSet Data(string name) => name == "blobs" ? new DataSet(name, TrainingSetup.Images(44), 4, TrainingSetup.Images(20))
        : throw new DataSourceException($"unknown data set '{name}'");
}
