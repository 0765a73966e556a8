using System.Runtime.InteropServices;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors;

/// <summary>
/// Storage that outlives a step: parameters, optimizer moments, Markov chains, replay buffers, counters, resident data.
/// The only mutable thing of the engine; steps change it through updates, the host through <see cref="Write{T}"/>.
/// </summary>
public sealed class Variable
{
    private NativeBuffer memory;
    private long offset;
    private bool bound;
    private bool shared;

    /// <summary>Makes a variable of zeros.</summary>
    public Variable(string name, Shape shape, DType dtype = DType.F32)
    {
        if (dtype == DType.F64)
            throw new ArgumentException($"variable {name}: F64 exists in the reference backend only; use F32");
        (Name, Shape, DType) = (name, shape, dtype);
        memory = new NativeBuffer(Bytes);
        Value = new Tensor(new Node(new VariableOp(this)));
    }

    /// <summary>Makes a variable with initial values in row-major order.</summary>
    public static Variable Of(string name, Shape shape, ReadOnlySpan<float> values)
    {
        var variable = new Variable(name, shape);
        variable.Write(values);
        return variable;
    }

    /// <summary>Makes an integer variable with initial values.</summary>
    public static Variable Of(string name, Shape shape, ReadOnlySpan<int> values)
    {
        var variable = new Variable(name, shape, DType.I32);
        variable.Write(values);
        return variable;
    }

    /// <summary>What the variable is called in listings, checkpoints and errors.</summary>
    public string Name { get; }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The value before the step, as a tensor.</summary>
    public Tensor Value { get; }

    internal long Bytes => Shape.Size * DType.Size();

    internal NativeBuffer Memory => memory;

    /// <summary>Where this variable begins in <see cref="Memory"/>, in bytes; not 0 for a part of a block.</summary>
    internal long Offset => offset;

    internal unsafe byte* Address => (byte*)memory.Pointer + offset;

    internal void Bind() => bound = true;

    /// <summary>The current values, in place: valid while no step runs.</summary>
    public unsafe Span<T> Span<T>() where T : unmanaged
    {
        if (Marshal.SizeOf<T>() != DType.Size())
            throw new ArgumentException($"variable {Name} holds {DType}, not {typeof(T).Name}");
        return new Span<T>(Address, checked((int)Shape.Size));
    }

    /// <summary>Replaces all values.</summary>
    /// <exception cref="ArgumentException">The number or type of the values is not the variable's.</exception>
    public void Write<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        if (values.Length != Shape.Size)
            throw new ArgumentException($"variable {Name} has {Shape.Size} elements {Shape}, got {values.Length}");
        values.CopyTo(Span<T>());
    }

    /// <summary>A copy of the values.</summary>
    public T[] Read<T>() where T : unmanaged => Span<T>().ToArray();

    /// <summary>
    /// Moves F32 variables into one flat block, in order and without gaps, and returns the block: the optimizer updates all of
    /// them in one pass. The parts keep their values and become views of the block: spans of them taken before are no longer
    /// valid. Call it before a step uses them.
    /// </summary>
    public static Variable Pack(string name, IReadOnlyList<Variable> parts)
    {
        var block = new Variable(name, [checked((int)parts.Sum(part => part.Shape.Size))]) { shared = true };
        long position = 0;
        foreach (Variable part in parts)
        {
            if (part.DType != DType.F32)
                throw new InvalidOperationException($"variable {part.Name} cannot join the block {name}: it holds {part.DType}; blocks are F32");
            if (part.bound)
                throw new InvalidOperationException($"variable {part.Name} cannot join the block {name}: a compiled step uses it where it is; pack first, compile then");
            part.Span<float>().CopyTo(block.Span<float>()[(int)position..]);
            if (!part.shared)
                part.memory.Free();
            (part.memory, part.offset, part.shared) = (block.memory, position * sizeof(float), true);
            position += part.Shape.Size;
        }
        return block;
    }

    /// <summary>Name, type and shape.</summary>
    public override string ToString() => $"{Name} {DType.ToString().ToLowerInvariant()}{Shape}";
}
