using Likeness.Tensors;

namespace Likeness.Models;

/// <summary>Sampling by refinement.</summary>
public static class Refinement
{
    /// <summary>What <see cref="ISampler.Sample"/> is for a model that refines: all its turns, and the picture of where they end.</summary>
    public static Tensor Refined(this IRefiner model, SampleRequest request, RandomSource random) => model.Picture(Tensor.Loop(
        request.Steps ?? Tensor.Scalar(model.DefaultSteps), model.Start(request, random),
        (turn, state) => model.Refine(state, turn, request, random)));
}
