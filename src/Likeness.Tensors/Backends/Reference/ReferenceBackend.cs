using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Reference;

/// <summary>Runs the graph of a plan node by node, in double precision: the oracle of every other backend.</summary>
internal sealed class ReferenceBackend : Backend
{
    internal override Compiled Compile(Plan plan) => new ReferenceStep(plan);
}
