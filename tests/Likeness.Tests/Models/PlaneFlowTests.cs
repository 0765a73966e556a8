using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Models;
using Likeness.Models.Flows;
using Likeness.Tensors;
using Xunit;

namespace Likeness.Tests.Models;

/// <summary>Flows on points of the plane, where a density can be added up.</summary>
public sealed class PlaneFlowTests
{
    private const int Cells = 16, Fine = 16, Drawn = 20_000;
    private const float Reach = 8;

    [Theory]
    [InlineData("maf")]
    [InlineData("realnvp")]
    public void DensityAddsUpToOneAndSamplesFollowIt(string name)
    {
        FlowModel model = Trained(name, "toy:moons");
        double[] expected = Masses(model);
        Assert.Equal(1, expected.Sum(), 0.01);
        float[] points = Sampling.Draw(model, new SampleOptions(Drawn)).Values;
        var counts = new double[Cells * Cells];
        for (int i = 0; i < Drawn; i++)
            if (CellOf(points[2 * i], points[(2 * i) + 1]) is { } cell)
                counts[cell] += 1.0 / Drawn;
        double distance = 0.5 * expected.Zip(counts).Sum(pair => Math.Abs(pair.First - pair.Second));
        Assert.InRange(distance, 0, 0.03);
        Assert.True(expected.Count(mass => mass > 0.01) > 8, "the density is flat or a spike");
    }

    [Theory]
    [InlineData("maf")]
    [InlineData("realnvp")]
    public void TrainingComesNearTheTrueDensity(string name)
    {
        ToyDensity toy = DataCatalog.Toy("toy:gaussians");
        PointSet test = toy.Sample(2000, part: "test");
        double entropy = Enumerable.Range(0, test.Count).Average(i => toy.LogDensity(test.Points.Span[2 * i], test.Points.Span[(2 * i) + 1]));
        Tensor points = Tensor.Of(test.Points.Span, ImageShape.Plane.Batch(test.Count));
        float Score(FlowModel model) => model.LogLikelihood(points, RandomSource.Fixed(1, "unused")).Mean().ToScalar();
        float trained = Score(Trained(name, toy.Name));
        Assert.InRange(trained, entropy - 0.6, entropy + 0.05);
    }

    [Theory]
    [InlineData("maf")]
    [InlineData("realnvp")]
    public void CodesGoBothWays(string name)
    {
        FlowModel model = Trained(name, "toy:circles");
        Tensor codes = RandomSource.Fixed(3, "z").Normal([200, 2]);
        Assert.Equal(codes.ToArray(), model.Encode(model.Decode(codes)).ToArray(), (z, back) => Math.Abs(z - back) < 1e-3);
    }

    // The density's mass in each cell of a window, by its values on a finer grid.
    private static double[] Masses(FlowModel model)
    {
        const int Side = Cells * Fine;
        const float Step = 2 * Reach / Side;
        var places = new float[Side * Side * 2];
        for (int i = 0; i < Side * Side; i++)
            (places[2 * i], places[(2 * i) + 1]) = (Middle(i % Side), Middle(i / Side));
        float[] logs = model.LogLikelihood(Tensor.Of(places, ImageShape.Plane.Batch(Side * Side)), RandomSource.Fixed(1, "unused")).ToArray();
        var masses = new double[Cells * Cells];
        for (int i = 0; i < logs.Length; i++)
            masses[CellOf(places[2 * i], places[(2 * i) + 1])!.Value] += Math.Exp(logs[i]) * Step * Step;
        return masses;
        static float Middle(int i) => ((i + 0.5f) * Step) - Reach;
    }

    private static int? CellOf(float x, float y)
    {
        int column = (int)MathF.Floor((x + Reach) / (2 * Reach) * Cells), row = (int)MathF.Floor((y + Reach) / (2 * Reach) * Cells);
        return column is >= 0 and < Cells && row is >= 0 and < Cells ? (row * Cells) + column : null;
    }

    private static FlowModel Trained(string name, string toy)
    {
        var model = (FlowModel)SmallModel.Create(name, ImageShape.Plane, 1, "hidden=[48, 48]", name == "maf" ? "layers=4" : "couplings=6");
        PointSet points = DataCatalog.Toy(toy).Sample(1000);
        new PhaseStep(model, new Batch(Tensor.Of(points.Points.Span, model.Images.Batch(points.Count)), null), rate: 5e-3).Run(400);
        return model;
    }
}
