using Likeness.Nn;
using Likeness.Optim;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench.Workloads;

/// <summary>A training step of layers that are no model of the library yet.</summary>
internal static class AdamStep
{
    /// <summary>Compiles a loss, its gradients and Adam (1e-3) on the parameters, which are packed into a block; the output is the loss.</summary>
    public static CompiledWork Compile(Backend backend, IReadOnlyList<Variable> parameters, Func<Pass, Tensor> objective)
    {
        var adam = new Adam(Variable.Pack("parameters", parameters));
        var rate = Variable.Of("rate", [], [1e-3f]);
        var stream = new RandomStream(1, "step");
        return CompiledWork.Of(Compiler.Compile(
            builder =>
            {
                Tensor loss = objective(Pass.Training(builder.Random(stream)));
                Tensor[] gradients = Gradients.Of(loss, [.. parameters.Select(parameter => parameter.Value)]);
                adam.Step(builder, Tensor.Concat(0, [.. gradients.Select(gradient => gradient.Reshape(-1))]), rate.Value);
                return [loss];
            },
            backend));
    }
}
