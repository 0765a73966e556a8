using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Adversarial;

/// <summary>
/// A generator that makes images of noise against a critic that tells them from real ones (Goodfellow et al. 2014): what all
/// members of the family share. Phase <c>critic</c> moves the critic in every step, phase <c>generator</c> the generator after
/// every so many of them; each draws noise of its own. Images are in [-1, 1] inside.
/// </summary>
public abstract class AdversarialModel : IModel, ISampler, IConditional
{
    private const string Generators = "generator", Critics = "critic";

    private readonly Scope scope;
    private readonly Conditioning conditioning;
    private readonly IGenerator generator;
    private readonly ICritic critic;
    private readonly AdversarialLoss loss;
    private readonly int latent;

    private protected AdversarialModel(string name, GameRules rules, ModelSize size, ulong seed)
    {
        conditioning = new Conditioning(name, rules.Conditional, size.Classes);
        (Images, latent, loss, scope) = (size.Images, rules.Latent, rules.Loss, new Scope(seed));
        ModelSize known = size with { Classes = conditioning.Classes };
        generator = rules.Generator(scope[Generators], rules.Latent + conditioning.Classes, known);
        critic = rules.Critic(scope[Critics], known);
        Stages = [new Stage(name,
        [
            new Phase(Critics, Of(Critics), CriticObjective, Limit: loss.WeightLimit),
            new Phase(Generators, Of(Generators), GeneratorObjective, Every: rules.CriticSteps),
        ])];
    }

    /// <inheritdoc/>
    public ImageShape Images { get; }

    /// <inheritdoc/>
    public int Classes => conditioning.Classes;

    /// <inheritdoc/>
    public IReadOnlyList<Variable> Parameters => scope.Parameters;

    /// <inheritdoc/>
    public IReadOnlyList<Variable> State => scope.State;

    /// <inheritdoc/>
    public IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public int DefaultSteps => 0;

    /// <inheritdoc/>
    public Tensor Sample(SampleRequest request, RandomSource random)
    {
        Tensor z = Conditioning.Join(random.Normal([request.Count, latent]), conditioning.Of(request, random));
        return 0.5f * (generator.Generate(z, random, Pass.Evaluation) + 1f);
    }

    /// <summary>Images in [-1, 1] of z [n, latent + classes], as the critic sees them.</summary>
    internal Tensor Generate(Tensor z, RandomSource random, Pass pass) => generator.Generate(z, random, pass);

    /// <summary>What the critic says of images in [-1, 1], with their classes as rows where it learned some: [n].</summary>
    internal Tensor Score(Tensor images, Tensor? classes, Pass pass) => critic.Score(images, classes, pass);

    /// <summary>The critic's objective with its noise given: z of the fake images [n, latent], and what the penalty needs [n, 1, 1, 1].</summary>
    internal Objective CriticObjective(Batch batch, Tensor noise, Tensor parts, RandomSource random)
    {
        var pass = Pass.Training(random);
        Tensor? classes = conditioning.Of(batch);
        Tensor fake = generator.Generate(Conditioning.Join(noise, classes), random, Pass.Training(random)).Detach();
        Tensor real = (2f * batch.Images) - 1f;
        // Real images last: what the layers keep of a pass is then the statistics of these.
        Tensor onFake = critic.Score(fake, classes, pass), onReal = critic.Score(real, classes, pass);
        Tensor distance = loss.Critic(onReal, onFake);
        Term[] said = [new("d_real", loss.Opinion(onReal).Mean()), new("d_fake", loss.Opinion(onFake).Mean())];
        if (loss.Penalty is null)
            return new Objective(distance, said, Kept(pass));
        Tensor penalty = loss.Penalty((images, rows) => critic.Score(images, classes?.Slice(0, 0, rows), pass), real, fake, parts);
        return new Objective(distance + penalty, [.. said, new Term("penalty", penalty)], Kept(pass));
    }

    /// <summary>The generator's objective with its noise given [n, latent].</summary>
    internal Objective GeneratorObjective(Batch batch, Tensor noise, RandomSource random)
    {
        var pass = Pass.Training(random);
        Tensor? classes = conditioning.Of(batch);
        Tensor fake = generator.Generate(Conditioning.Join(noise, classes), random, pass);
        Tensor score = critic.Score(fake, classes, Pass.Training(random));
        return new Objective(loss.Generator(score), [new Term("diversity", Diversity.Of(fake, (2f * batch.Images) - 1f))], Kept(pass));
    }

    private Objective CriticObjective(Batch batch, RandomSource random) => CriticObjective(
        batch, Noise(batch, random), random.Uniform([batch.Images.Shape[0], 1, 1, 1]), random);

    private Objective GeneratorObjective(Batch batch, RandomSource random) => GeneratorObjective(batch, Noise(batch, random), random);

    private Tensor Noise(Batch batch, RandomSource random) => random.Normal([batch.Images.Shape[0], latent]);

    private Variable[] Of(string player) => [.. scope.Parameters.Where(p => p.Name.StartsWith(player + "/", StringComparison.Ordinal))];

    private static Assignment[] Kept(Pass pass) => [.. pass.Updates.Select(update => new Assignment(update.Variable, update.Value))];
}

/// <summary>Makes images in [-1, 1] of noise.</summary>
internal interface IGenerator
{
    /// <summary>z [n, latent + classes] to images [n, h, w, c]; further noise comes from the random source.</summary>
    Tensor Generate(Tensor z, RandomSource random, Pass pass);
}

/// <summary>Tells real images from made ones.</summary>
internal interface ICritic
{
    /// <summary>Images [n, h, w, c] in [-1, 1], and their classes as rows or null, to [n]: high for real.</summary>
    Tensor Score(Tensor images, Tensor? classes, Pass pass);
}

/// <summary>The images a model is for, and their classes.</summary>
internal sealed record ModelSize(ImageShape Images, int Classes);

/// <summary>What a member of the family consists of.</summary>
/// <param name="Generator">Makes the generator in a scope, for so many inputs.</param>
/// <param name="Critic">Makes the critic in a scope.</param>
/// <param name="Loss">What each side minimises.</param>
/// <param name="Latent">Coordinates of z.</param>
/// <param name="CriticSteps">Steps of the critic for one of the generator.</param>
/// <param name="Conditional">Whether both are told the class.</param>
internal sealed record GameRules(
    Func<Scope, int, ModelSize, IGenerator> Generator, Func<Scope, ModelSize, ICritic> Critic, AdversarialLoss Loss,
    int Latent, bool Conditional, int CriticSteps = 1);
