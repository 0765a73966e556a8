using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>
/// Where layers make their variables: gives each a path such as <c>encoder/0/weight</c>, initial values that are a pure
/// function of (seed, path, shape), and lists them in the order in which they were made.
/// </summary>
public sealed class Scope
{
    private readonly ulong seed;
    private readonly string path;
    private readonly Lists lists;

    /// <summary>The root scope of a model.</summary>
    public Scope(ulong seed)
        : this(seed, "", new Lists())
    {
    }

    private Scope(ulong seed, string path, Lists lists) => (this.seed, this.path, this.lists) = (seed, path, lists);

    /// <summary>Every parameter made so far under the root.</summary>
    public IReadOnlyList<Variable> Parameters => lists.Parameters;

    /// <summary>Every variable made so far under the root that training stores but no gradient moves.</summary>
    public IReadOnlyList<Variable> State => lists.State;

    /// <summary>The scope of a part.</summary>
    public Scope this[string name] => new(seed, path + name + "/", lists);

    /// <summary>The scope of a numbered part.</summary>
    public Scope this[int index] => this[index.ToString(System.Globalization.CultureInfo.InvariantCulture)];

    /// <summary>A parameter: F32, moved by an optimizer.</summary>
    /// <exception cref="ArgumentException">The path is taken.</exception>
    public Variable Parameter(string name, Shape shape, Initializer initializer) => Add(lists.Parameters, name, shape, initializer);

    /// <summary>A variable that training stores but no gradient moves: running statistics, chains, replay buffers.</summary>
    /// <exception cref="ArgumentException">The path is taken.</exception>
    public Variable Kept(string name, Shape shape, Initializer initializer) => Add(lists.State, name, shape, initializer);

    private Variable Add(List<Variable> list, string name, Shape shape, Initializer initializer)
    {
        string full = path + name;
        if (!lists.Names.Add(full))
            throw new ArgumentException($"the model already has a variable named {full}; give each part a scope of its own");
        var variable = Variable.Of(full, shape, initializer(shape, RandomSource.Fixed(seed, "init/" + full)));
        list.Add(variable);
        return variable;
    }

    private sealed class Lists
    {
        public List<Variable> Parameters { get; } = [];

        public List<Variable> State { get; } = [];

        public HashSet<string> Names { get; } = [];
    }
}
