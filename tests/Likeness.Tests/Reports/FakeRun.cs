using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Likeness.Tests.Reports;

/// <summary>A run folder like the trainer's, of a made-up variational autoencoder, in a temporary directory that is deleted afterwards.</summary>
internal sealed class FakeRun : IDisposable
{
    public const int Steps = 4000;
    private const int StepsPerEpoch = 400;

    public FakeRun(string? folder = null) => Folder = folder ?? Directory.CreateTempSubdirectory("likeness-report-").FullName;

    public string Folder { get; }

    /// <summary>A folder with every file and every optional part.</summary>
    public static FakeRun Whole(string? folder = null)
    {
        var run = new FakeRun(folder);
        run.Put("recipe.yaml", Recipe);
        run.Put("metrics.jsonl", Metrics());
        run.Put("summary.json", Summary().ToJsonString());
        run.Put("samples.png", GreyPng.Encode(FakeDigits.Grid(10, 10, (row, column) => (row * 7 + column * 3) % 10, (_, _) => 0.04)));
        run.Put("trajectory.png", GreyPng.Encode(FakeDigits.Grid(4, 12, (row, _) => row * 2 + 1, (_, column) => 1 - column / 11.0)));
        run.Put("reconstructions.png", GreyPng.Encode(FakeDigits.Grid(2, 16, (_, column) => column % 10, (row, _) => 0.1 * row)));
        return run;
    }

    public void Put(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    public void Put(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(Folder, name), bytes);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The summary as an object that a test can change before it writes it.</summary>
    public static JsonObject Summary() => new()
    {
        ["model"] = "vae",
        ["title"] = "Variational autoencoder",
        ["family"] = "Autoencoders",
        ["paper"] = "D. P. Kingma and M. Welling, Auto-Encoding Variational Bayes, ICLR 2014, arXiv:1312.6114",
        ["data"] = "mnist:static",
        ["data_checksum"] = "sha256:5f0b7c1e9a4d2c8836b1f7e0a9d4c3b2a1908f7e6d5c4b3a29181706f5e4d3c2",
        ["seed"] = 7,
        ["version"] = "0.1.0",
        ["machine"] = "Linux x64, 2 cores, AVX-512, CPU backend",
        ["seconds"] = 192.4,
        ["parameters"] = 652_824,
        ["command"] = "likeness train vae --data mnist:static --epochs 10 --seed 7 --set latent=2",
        ["loss_unit"] = "nats per image",
        ["metrics"] = Measurements(),
        ["confusion"] = Confusion(),
        ["classes"] = JsonNode.Parse("""{"names":["0","1","2"],"samples":[0.5,0.5,0],"test":[0.3,0.3,0.4]}"""),
        ["not_defined"] = new JsonObject { ["annealing"] = "it has no constant that annealing could estimate" },
        ["latent"] = Latent(),
        ["reliability"] = Reliability(),
        ["pictures"] = JsonNode.Parse("""
            [{"file":"reconstructions.png","title":"Reconstructions","caption":"Test images above, what the model makes of them below."},
             {"file":"trajectory.png","title":"From noise to image","caption":"Four chains; time runs from left to right."}]
            """),
    };

    private static JsonNode Measurements() => JsonNode.Parse("""
        {"test/elbo":{"value":-134.621,"kind":"lower bound","n":10000,"unit":"nats per image","error":0.38},
         "test/nll":{"value":129.874,"kind":"importance-weighted estimate","n":10000,"unit":"nats per image","error":0.37},
         "test/bpd":{"value":0.23899,"kind":"importance-weighted estimate","n":10000,"unit":"bits"},
         "test/mse":{"value":0.03874,"kind":"exact","n":10000,"unit":"squared grey per pixel"},
         "test/accuracy":{"value":0.9734,"kind":"exact","n":10000,"unit":""},
         "test/ece":{"value":0.0123,"kind":"estimate","n":10000,"unit":""},
         "samples/fid":{"value":18.73,"kind":"estimate","n":10000,"unit":""},
         "samples/precision":{"value":0.914,"kind":"estimate","n":10000,"unit":""},
         "samples/recall":{"value":0.387,"kind":"estimate","n":10000,"unit":""},
         "energy/data":{"value":-1043.2,"kind":"unnormalised energy","n":1000,"unit":"nats"},
         "energy/noise":{"value":212.9,"kind":"unnormalised energy","n":1000,"unit":"nats"}}
        """)!;

    private static JsonObject Confusion()
    {
        var counts = new JsonArray();
        for (var i = 0; i < 10; i++)
            counts.Add(new JsonArray([.. Enumerable.Range(0, 10).Select(j => JsonValue.Create(i == j ? 940 + 13 * i % 70 : Mistakes(i, j)))]));
        return new JsonObject { ["classes"] = new JsonArray([.. Enumerable.Range(0, 10).Select(i => JsonValue.Create($"{i}"))]), ["counts"] = counts };
    }

    private static int Mistakes(int i, int j) => (i, j) is (4, 9) or (9, 4) ? 19 : (i, j) is (7, 2) or (3, 5) ? 11 : (int)(4 * Math.Pow(FakeDigits.Hash(i * 10 + j), 3));

    private static JsonObject Latent()
    {
        var (points, labels) = (new JsonArray(), new JsonArray());
        for (var i = 0; i < 2000; i++)
        {
            var (angle, spread) = (i % 10 * 0.68 + 0.2 * Normal(i), 0.35);
            var radius = 1 + i % 3 * 0.55;
            points.Add(new JsonArray(Math.Round(radius * Math.Cos(angle) + spread * Normal(i + 9000), 3), Math.Round(radius * Math.Sin(angle) + spread * Normal(i + 20000), 3)));
            labels.Add(i % 10);
        }
        return new JsonObject { ["points"] = points, ["labels"] = labels };
    }

    private static JsonNode Reliability() => new JsonObject
    {
        ["bins"] = new JsonArray([.. Enumerable.Range(2, 8).Select(i => new JsonObject
        {
            ["confidence"] = 0.1 * i + 0.05,
            ["accuracy"] = Math.Round(0.1 * i + 0.05 - 0.09 * Math.Sin(i * 0.4), 3),
            ["count"] = (int)Math.Pow(2.6, i),
        })]),
    };

    /// <summary>The lines of a run whose losses fall, noisily, from far above their end.</summary>
    private static string Metrics()
    {
        var lines = new StringBuilder();
        for (var step = 1; step <= Steps; step++)
        {
            if (step % 5 == 0)
                lines.AppendLine(Step(step));
            if (step % StepsPerEpoch == 0)
                lines.AppendLine(Epoch(step));
        }
        return lines.ToString();
    }

    private static string Step(int step)
    {
        var kl = 6.2 * (1 - Math.Exp(-step / 300.0)) * (1 + 0.04 * Normal(step));
        var reconstruction = 130 + 410 * Math.Exp(-step / 60.0) + 40 * Math.Exp(-step / 900.0) + 3.5 * Normal(step + 50000);
        var rate = 0.001 * Math.Min(1, step / 200.0) * 0.5 * (1 + Math.Cos(Math.PI * step / Steps));
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {"kind":"step","step":{{step}},"epoch":{{step / StepsPerEpoch}},"losses":{"loss":{{reconstruction + kl:R}},"reconstruction":{{reconstruction:R}},"kl":{{kl:R}}},"learning_rate":{{rate:R}},"new_field":[1]}
            """);
    }

    private static string Epoch(int step)
    {
        var loss = 136 + 40 * Math.Exp(-step / 900.0);
        var accuracy = 0.974 - 0.2 * Math.Exp(-step / 700.0);
        return string.Create(CultureInfo.InvariantCulture, $$$"""
            {"kind":"epoch","epoch":{{{step / StepsPerEpoch}}},"step":{{{step}}},"metrics":{"train/loss":{{{loss:R}}},"validation/loss":{{{loss + 1.5:R}}},"train/accuracy":{{{accuracy + 0.01:R}}},"validation/accuracy":{{{accuracy:R}}}}}
            """);
    }

    private static double Normal(int n) =>
        Math.Sqrt(-2 * Math.Log(FakeDigits.Hash(2 * n + 1) + 1e-12)) * Math.Cos(2 * Math.PI * FakeDigits.Hash(2 * n + 2));

    private const string Recipe = """
        # vae: Kingma & Welling 2014
        model: vae
        data: mnist:static
        seed: 7
        latent: 2
        encoder:
          hidden: [500, 500]
          activation: relu
        objective:
          beta: 1
          warm_up: 0
        optimizer:
          name: adam
          learning_rate: 0.001
          betas: [0.9, 0.999]
        schedule:
          name: cosine
          warm_up_steps: 200
        batch: 128
        epochs: 10

        """;
}
