using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion;

/// <summary>
/// A network that says what is behind noise, trained at random levels of it, and sampled by undoing noise from level to level: what all
/// members of the family share. With classes w leads to where the answer without the class and w times what the class changes add up
/// (classifier-free guidance, Ho and Salimans 2022): 0 forgets the class, 1 is the model of the class.
/// </summary>
public abstract class DiffusionModel : IModel, IDiffusion
{
    private readonly Scope scope;
    private readonly Conditioning conditioning;
    private readonly UNet network;
    private readonly DenoisingOptions options;
    private readonly DenoisingRules rules;
    private readonly NoisedSpace space;

    private protected DiffusionModel(
        DenoisingRules rules, DenoisingOptions options, NoisedSpace space, ImageShape images, int classes, ulong seed)
    {
        (Images, this.rules, this.options, this.space, scope) = (images, rules, options, space, new Scope(seed));
        Sampler.Named(options.Sampler);
        conditioning = new Conditioning(rules.Name, options.Conditional, classes);
        network = new UNet(scope["unet"], space.Shape, options.Channels, Classes);
        Stages = [.. space.Stages, new Stage(rules.Name, [new Phase(rules.Name, scope.Parameters, Objective)], 1 - space.Stages.Sum(stage => stage.Share))];
    }

    /// <inheritdoc/>
    public ImageShape Images { get; }

    /// <inheritdoc/>
    public int Classes => conditioning.Classes;

    /// <inheritdoc/>
    public IReadOnlyList<Variable> Parameters => [.. space.Parameters, .. scope.Parameters];

    /// <inheritdoc/>
    public IReadOnlyList<Variable> State => [.. space.State, .. scope.State];

    /// <inheritdoc/>
    public IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public int DefaultSteps => rules.Steps;

    /// <inheritdoc/>
    public IReadOnlyList<string> Samplers => Sampler.Names;

    /// <inheritdoc/>
    public Tensor Sample(SampleRequest request, RandomSource random) => this.Refined(request, random);

    /// <inheritdoc/>
    public Tensor Start(SampleRequest request, RandomSource random)
    {
        conditioning.Asked(request);
        Tensor x = rules.Path.At(1f).Noise * random.Normal(space.Shape.Batch(request.Count));
        return SamplerOf(request).HasMemory ? Tensor.Concat(-1, x, Tensor.Zeros(x.Shape)) : x;
    }

    /// <inheritdoc/>
    public Tensor Refine(Tensor state, Tensor turn, SampleRequest request, RandomSource random)
    {
        Tensor? classes = conditioning.Asked(request);
        double guidance = request.Guidance ?? options.Guidance;
        return SamplerOf(request).Turn(
            new Turn(
                rules.Path, turn, request.Steps ?? Tensor.Scalar(DefaultSteps), (x, level) => Denoise(x, level, classes, guidance), random.At(turn)),
            state);
    }

    /// <inheritdoc/>
    public Tensor Picture(Tensor state) => space.Back(state.Slice(-1, 0, space.Shape.Channels));

    /// <summary>What the network thinks is behind x [n, h, w, c] of a level.</summary>
    internal Estimate Denoise(Tensor x, Level level, Tensor? classes = null, double guidance = 1)
    {
        Estimate behind = rules.Prediction.Read(level, x, Guided(x, level, classes, (float)guidance));
        if (rules.Limit is not { } limit)
            return behind;
        Tensor clean = behind.Clean.Clamp(-limit, limit);
        return new Estimate(clean, level.NoiseOf(x, clean));
    }

    /// <summary>The loss with everything random given: images, or their codes, levels, and noise of the images' shape.</summary>
    internal Objective Loss(Tensor clean, Level level, Tensor noise, Tensor? classes, RandomSource random)
    {
        Tensor x = level.Mix(clean, noise);
        Tensor Said(Tensor at) => Apply(at, level, classes);
        Tensor loss = rules.Loss is { } other ? other(Said, level, x, random)
            : (Said(x) - rules.Prediction.Target(level, clean, noise)).Square().Mean();
        return new Objective(loss, []);
    }

    private Objective Objective(Batch batch, RandomSource random)
    {
        Tensor clean = space.Into(batch.Images).Detach();
        int n = clean.Shape[0];
        Tensor? classes = conditioning.Of(batch);
        if (classes is not null)
            classes *= random.Bernoulli(Tensor.Full([n, 1], 1 - (float)options.DropLabel));
        return Loss(clean, rules.Path.Draw(n, random), random.Normal(clean.Shape), classes, random);
    }

    private Tensor Guided(Tensor x, Level level, Tensor? classes, float guidance)
    {
        if (classes is null || guidance is 0 or 1)
            return Apply(x, level, guidance == 0 ? null : classes);
        Tensor without = Apply(x, level, null);
        return without + (guidance * (Apply(x, level, classes) - without));
    }

    private Tensor Apply(Tensor x, Level level, Tensor? classes) => network.Apply(level.Sized(x), level.Time, classes);

    private Sampler SamplerOf(SampleRequest request) => Sampler.Named(request.Sampler ?? options.Sampler);
}
