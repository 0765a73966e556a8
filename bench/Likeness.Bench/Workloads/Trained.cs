using Likeness.Nn;
using Likeness.Optim;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench.Workloads;

/// <summary>
/// Parameters that one Adam (1e-3) moves. Making it packs them into a block, so make all of a workload before compiling any step.
/// </summary>
internal sealed class Trained
{
    private readonly IReadOnlyList<Variable> parameters;
    private readonly Adam adam;
    private readonly Variable rate;
    private readonly RandomStream stream;

    public Trained(string name, IReadOnlyList<Variable> parameters)
    {
        this.parameters = parameters;
        adam = new Adam(Variable.Pack(name, parameters));
        rate = Variable.Of($"{name}/rate", [], [1e-3f]);
        stream = new RandomStream(1, name);
    }

    /// <summary>Compiles a step: a loss, its gradients, Adam, and what the layers store; its output is the loss.</summary>
    public Compiled Step(Backend backend, Func<Pass, Tensor> objective) => Compiler.Compile(
        builder =>
        {
            var pass = Pass.Training(builder.Random(stream));
            Tensor loss = objective(pass);
            Tensor[] gradients = Gradients.Of(loss, [.. parameters.Select(parameter => parameter.Value)]);
            adam.Step(builder, Tensor.Concat(0, [.. gradients.Select(gradient => gradient.Reshape(-1))]), rate.Value);
            foreach ((Variable variable, Tensor value) in pass.Updates)
                builder.Update(variable, value);
            return [loss];
        },
        backend);
}
