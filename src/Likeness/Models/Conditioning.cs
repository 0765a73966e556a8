using Likeness.Tensors;

namespace Likeness.Models;

/// <summary>
/// The one way in which a class enters a model: as a one-hot row [n, classes] beside its input. A model that was not trained with
/// classes has none, and says so when it is asked for one.
/// </summary>
internal sealed class Conditioning
{
    private readonly string model;

    /// <param name="model">The model's name, for messages.</param>
    /// <param name="isConditional">Whether the model is to learn classes.</param>
    /// <param name="classes">How many the data has.</param>
    /// <exception cref="ArgumentException">Classes are wanted and the data names fewer than two.</exception>
    public Conditioning(string model, bool isConditional, int classes)
    {
        if (isConditional && classes < 2)
            throw new ArgumentException($"architecture.conditional needs labels of at least 2 classes and the data has {classes}; set it to false or choose labelled data");
        (this.model, Classes) = (model, isConditional ? classes : 0);
    }

    /// <summary>How many classes the model was trained with; 0 for none.</summary>
    public int Classes { get; }

    /// <summary>The classes of a batch as rows [n, classes], or null without classes.</summary>
    public Tensor? Of(Batch batch) => Classes == 0 ? null
        : (batch.Labels ?? throw new ArgumentException($"{model} learns classes and the batch has no labels")).OneHot(Classes);

    /// <summary>The classes to sample as rows: those asked for, else any with equal chances.</summary>
    /// <exception cref="NotSupportedException">Labels are asked for and the model was trained without.</exception>
    public Tensor? Of(SampleRequest request, RandomSource random) =>
        Asked(request) ?? (Classes == 0 ? null : random.Integers([request.Count], Classes).OneHot(Classes));

    /// <summary>The classes asked for as rows, or null when none are.</summary>
    /// <exception cref="NotSupportedException">Labels are asked for and the model was trained without.</exception>
    public Tensor? Asked(SampleRequest request) => request.Labels is null ? null
        : Classes > 0 ? request.Labels.OneHot(Classes) : throw new NotSupportedException(Untrained(model));

    /// <summary>Why a model that could have learned classes cannot be asked for one.</summary>
    public static string Untrained(string model) =>
        $"{model} was trained without labels and cannot be asked for a class; train it with --set conditional=true, or sample without --label";

    /// <summary>Why a model that learns no classes cannot be asked for one.</summary>
    public static string ImagesAlone(string model) => $"{model} models images alone and cannot be asked for a class; sample without --label";

    /// <summary>Rows [.., n, k] with the classes [n, classes] beside them.</summary>
    public static Tensor Join(Tensor x, Tensor? classes) => classes is null ? x
        : Tensor.Concat(-1, x, classes.BroadcastTo(x.Shape.With(-1, classes.Shape[-1])));

    /// <summary>What is said of images [n, ..] with each class, [classes, n]: of copies [classes n, ..] and their classes as rows.</summary>
    public Tensor OfEach(Tensor images, Func<Tensor, Tensor, Tensor> said)
    {
        int n = images.Shape[0];
        Tensor copies = images.BroadcastTo(Shape.Create([Classes]).Concat(images.Shape)).Reshape(images.Shape.With(0, Classes * n));
        return said(copies, Tensor.Iota([Classes, n]).Reshape(-1).OneHot(Classes)).Reshape(Classes, n);
    }
}
