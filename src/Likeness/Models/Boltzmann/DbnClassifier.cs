using System.Runtime.CompilerServices;
using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Boltzmann;

/// <summary>
/// <c>dbn-classifier</c>: a network of sigmoid layers whose weights are pretrained as a deep belief network and then fine-tuned by
/// cross-entropy (Hinton and Salakhutdinov 2006; Bengio et al. 2007), or trained from random weights to compare with.
/// </summary>
public sealed class DbnClassifier : IModel, IClassifier, IFilters
{
    private readonly BeliefStack stack;
    private readonly Linear head;
    private readonly Scope scope;

    /// <summary>Makes the model.</summary>
    internal DbnClassifier(IReadOnlyList<int> hidden, bool pretrain, double share, ContrastiveOptions options, ImageShape images, int classes, ulong seed)
    {
        if (hidden.Count == 0)
            throw new ArgumentException("architecture.hidden is empty; give the units of at least one layer, such as [500, 500, 2000]");
        (Images, Classes, scope) = (images, classes, new Scope(seed));
        stack = new BeliefStack(scope, images.Size, hidden, pretrain ? null : Initializers.GlorotUniform);
        head = new Linear(scope["head"], hidden[^1], classes, Initializers.GlorotUniform, Initializers.Zeros);
        Variable[] moved = [.. stack.Machines.SelectMany(machine => machine.Upward), head.Weight, head.Bias!];
        var fineTuning = new Stage("fine-tuning", [new Phase("classifier", moved, (batch, _) => Loss(batch))], pretrain ? 1 - share : 1, NeedsLabels: true);
        Stages = [.. pretrain ? stack.Pretraining(stack.Learning(scope["pretraining"], options), share, "pretraining") : [], fineTuning];
        // Without pretraining nothing moves the visible biases.
        Parameters = [.. scope.Parameters.Where(parameter => Stages.Any(stage => stage.Phases.Any(phase => phase.Parameters.Contains(parameter))))];
    }

    /// <inheritdoc/>
    public ImageShape Images { get; }

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Variable> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Variable> State => scope.State;

    /// <inheritdoc/>
    public IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public Tensor Filters => stack.Machines[0].Filters.Reshape(Images.Batch(stack.Machines[0].Hidden));

    /// <inheritdoc/>
    public Tensor Logits(Tensor images) => head.Apply(stack.Up(images.Flatten(), stack.Machines.Count));

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("dbn-classifier", request => new DbnClassifier(
        request.Settings.Ints("architecture.hidden", 1, 65_536),
        request.Settings.Bool("pretraining.enabled"),
        request.Settings.Real("pretraining.share", 0.001, 0.999),
        ContrastiveOptions.Read(request.Settings, "pretraining"),
        request.Images, request.Classes, request.Seed));

    private Objective Loss(Batch batch)
    {
        Tensor logits = Logits(batch.Images), loss = logits.CrossEntropy(batch.Labels!).Mean();
        Tensor right = logits.ArgMax(-1).IsEqual(batch.Labels!).Cast(DType.F32).Mean();
        return new Objective(loss, [new Term("accuracy", right)]);
    }
}
