using Likeness.Models;
using Likeness.Models.Flows;
using Likeness.Nn;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Models;

/// <summary>What holds for normalizing flows: they are invertible, and their volume is that of their Jacobian.</summary>
public abstract class FlowLaws(string name, params string[] settings) : DescentLaws(name, settings)
{
    private static readonly ImageShape Few = new(4, 6, 1);

    [Fact]
    public void BackFromTheCodeIsTheImage()
    {
        FlowModel model = Trained(Images);
        Tensor images = Tensor.Concat(0, PhaseStep.Batch(Images, 5).Images, Tensor.Zeros(Images.Batch(1)), Tensor.Ones(Images.Batch(1)));
        Assert.All(model.InversionError(images).ToArray(), error => Assert.InRange(error, 0, 1e-4));
        float[] back = model.Decode(model.Encode(images)).ToArray();
        Assert.Equal(images.ToArray(), back, (x, y) => Math.Abs(x - y) < 1e-4);
    }

    [Fact]
    public void VolumeIsThatOfTheFullJacobian()
    {
        FlowModel model = Trained(Few);
        (double[] z, double[] volumes) = Differences(model, PhaseStep.Batch(Few, 1).Images.ToArray(), 1e-4);
        int size = Few.Size;
        // Row i is z after a step of pixel i, row size + i before it.
        var jacobian = new float[size * size];
        for (int i = 0; i < jacobian.Length; i++)
            jacobian[i] = (float)((z[i] - z[(size * size) + i]) / (2e-4 * 255));
        double expected = LuFactors.Of(jacobian, size).LogScale.Sum(x => (double)x);
        Assert.Equal(expected, volumes[^1], 1e-3 * size);
        Assert.True(Math.Abs(expected) > 1, $"a volume of {expected} shows little");
    }

    [Fact]
    public void LikelihoodIsInNatsOfThePixels()
    {
        FlowModel model = Trained(Images);
        Tensor images = PhaseStep.Batch(Images, 4).Images;
        float nats = -model.LogLikelihood(images, RandomSource.Fixed(1, "u")).Mean().ToScalar();
        Tensor? classes = model.Classes == 0 ? null : PhaseStep.Batch(Images, 4).Labels!.OneHot(3);
        Objective loss = model.Loss(images, RandomSource.Fixed(1, "u").Uniform(images.Shape), classes, Pass.Evaluation);
        Assert.Equal(loss.Terms[0].Value.ToScalar(), loss.Loss.ToScalar() * Images.Size * MathF.Log(2), 1e-2);
        if (model.Classes == 0)
            Assert.Equal(nats, loss.Terms[0].Value.ToScalar(), 1e-2);
        else
            Assert.InRange(nats, 0, loss.Terms[0].Value.ToScalar() + Math.Log(3) + 1e-2);
    }

    [Fact]
    public void ColdSamplesAreAllOne()
    {
        var cold = (FlowModel)Create(1, "temperature=0", "conditional=false");
        float[][] samples = [.. cold.Sample(new SampleRequest(3), RandomSource.Fixed(1, "z")).ToArray().Chunk(Images.Size)];
        Assert.All(samples, sample => Assert.Equal(samples[0], sample));
    }

    [Theory]
    [InlineData(28, 28, 1)]
    [InlineData(20, 16, 1)]
    [InlineData(14, 14, 1)]
    [InlineData(28, 20, 1)]
    [InlineData(9, 13, 3)]
    [InlineData(6, 5, 1)]
    public void TakesTheSizesOfItsData(int height, int width, int channels)
    {
        var shape = new ImageShape(height, width, channels);
        var model = (FlowModel)Create(shape, 1);
        Tensor images = PhaseStep.Batch(shape, 2).Images;
        Assert.Equal([2, shape.Size + model.Classes], model.Encode(images).Shape.ToArray());
        Assert.All(model.InversionError(images).ToArray(), error => Assert.InRange(error, 0, 1e-4));
    }

    private protected FlowModel Trained(ImageShape images, int steps = 5)
    {
        var model = (FlowModel)Create(images, 1);
        new PhaseStep(model, PhaseStep.Batch(images, 6), rate: 1e-2).Run(steps);
        return model;
    }

    // z and volumes, in double precision, of one image with a step forward in each pixel, a step back in each, and no step.
    private static (double[] Z, double[] Volumes) Differences(FlowModel model, float[] image, double distance)
    {
        int size = image.Length, n = (2 * size) + 1;
        Tensor? classes = model.Classes == 0 ? null : Tensor.Ones([n]).Cast(DType.I32).OneHot(model.Classes);
        Compiled step = Compiler.Compile(
            builder =>
            {
                Tensor x = builder.Input("x", model.Images.Batch(n));
                (Tensor z, Tensor volume) = model.Noise(x, Tensor.Full(x.Shape, 0.3f), classes, Pass.Evaluation);
                return [z, volume];
            },
            Backend.Reference);
        double[] values = [.. Enumerable.Range(0, n * size).Select(i => image[i % size] + (distance * Moved(i / size, i % size, size)))];
        step.Inputs["x"].Write<double>(values);
        step.Run();
        return (Read(step.Outputs[0]), Read(step.Outputs[1]));
    }

    private static int Moved(int row, int pixel, int size) => row == pixel ? 1 : row == size + pixel ? -1 : 0;

    private static double[] Read(StepValue output)
    {
        var values = new double[output.Shape.Size];
        output.Read<double>(values);
        return values;
    }
}
