using Likeness.Tests.App;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Browser.Tests;

/// <summary>One report of each sort, made once: of a run, a study, a comparison.</summary>
public sealed class Reports : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public Reports()
    {
        string data = folder["data"];
        SmallData.Write(data);
        Ran.Well("train", "jem", "--data", data, "--set", "training.steps=20", "--set", "channels=[4,4,4,4]", "--out", folder["run"]);
        File.WriteAllText(folder["study.yaml"], $$"""
            study: own
            title: A study
            about: Widths.
            data: {{data}}
            settings: {training.batch: 20, training.steps: 40, latent: 2}
            variants:
              - {name: vae, model: vae}
            sweeps:
              - name: Width
                axes:
                  - {key: architecture.hidden, values: [[8], [16]]}
            """);
        Ran.Well("study", folder["study.yaml"], "--out", folder["study"]);
        Ran.Well("compare", "--models", "vae,gan,jem,ddpm", "--data", data, "--steps", "20", "-n", "20", "--set", "training.batch=20", "--out", folder["comparison"]);
    }

    /// <summary>Their names.</summary>
    public static TheoryData<string> Names => ["run", "study", "comparison"];

    /// <summary>The address of a report on this machine.</summary>
    public Uri this[string name] => new(folder[name, "report.html"]);

    public void Dispose() => folder.Dispose();
}
