using System.Runtime.InteropServices;
using Likeness.Formats;
using Likeness.Tensors;

namespace Likeness.Training;

/// <summary>A named array of a checkpoint and the variable, or the part of one, that it is kept in.</summary>
internal sealed record Slot(string Name, Variable Variable, Shape Shape, int Start)
{
    public Slot(string name, Variable variable)
        : this(name, variable, variable.Shape, 0)
    {
    }

    /// <summary>A copy of the values now.</summary>
    public NamedArray Capture() => new(Name, new NumericArray(Type, Shape.ToArray(), Bytes().ToArray()));

    /// <summary>Puts values back.</summary>
    /// <exception cref="FormatException">Type or shape are others.</exception>
    public void Restore(NumericArray array)
    {
        if (array.Type != Type || !array.Shape.SequenceEqual(Shape))
            throw new FormatException($"array {Name} is {array.Type}[{string.Join(", ", array.Shape)}] where {Type}{Shape} is wanted");
        array.Bytes.Span.CopyTo(Bytes());
    }

    private ElementType Type => Variable.DType switch
    {
        DType.F32 => ElementType.F32,
        DType.I32 => ElementType.I32,
        _ => ElementType.U8,
    };

    private Span<byte> Bytes()
    {
        Span<byte> all = Variable.DType switch
        {
            DType.F32 => MemoryMarshal.AsBytes(Variable.Span<float>()),
            DType.I32 => MemoryMarshal.AsBytes(Variable.Span<int>()),
            _ => Variable.Span<byte>(),
        };
        int size = Variable.DType.Size();
        return all.Slice(Start * size, checked((int)Shape.Size * size));
    }
}
