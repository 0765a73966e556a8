using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Likeness.Formats;

/// <summary>An array of numbers as files hold it: element type, shape, and little-endian bytes in row-major order.</summary>
public sealed class NumericArray
{
    /// <summary>Wraps <paramref name="bytes"/> (not copied). Throws <see cref="ArgumentException"/> when their length is not
    /// the product of the shape times the element size.</summary>
    public NumericArray(ElementType type, IReadOnlyList<int> shape, ReadOnlyMemory<byte> bytes)
    {
        if (shape.Any(size => size < 0))
            throw new ArgumentException($"shape [{string.Join(", ", shape)}] has a negative size");
        long count = ShapeSize.Count(shape);
        if (count * type.Size() != bytes.Length)
            throw new ArgumentException(
                $"{type} array of shape [{string.Join(", ", shape)}] needs {count * type.Size()} bytes, got {bytes.Length}");
        (Type, Shape, Bytes, Count) = (type, shape.ToArray(), bytes, (int)count);
    }

    /// <summary>The element type.</summary>
    public ElementType Type { get; }

    /// <summary>The sizes, outermost first; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The elements: little-endian, row-major.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>Copies floats into an array of the given shape.</summary>
    public static NumericArray Of(ReadOnlySpan<float> values, params int[] shape) => Copy(ElementType.F32, values, shape);

    /// <summary>Copies doubles into an array of the given shape.</summary>
    public static NumericArray Of(ReadOnlySpan<double> values, params int[] shape) => Copy(ElementType.F64, values, shape);

    /// <summary>Copies 32-bit integers into an array of the given shape.</summary>
    public static NumericArray Of(ReadOnlySpan<int> values, params int[] shape) => Copy(ElementType.I32, values, shape);

    /// <summary>Copies 64-bit integers into an array of the given shape.</summary>
    public static NumericArray Of(ReadOnlySpan<long> values, params int[] shape) => Copy(ElementType.I64, values, shape);

    /// <summary>Copies bytes into an array of the given shape.</summary>
    public static NumericArray Of(ReadOnlySpan<byte> values, params int[] shape) => Copy(ElementType.U8, values, shape);

    /// <summary>The elements in place, on a little-endian machine; <typeparamref name="T"/> must have the element's size.</summary>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() != Type.Size())
            throw new InvalidOperationException(
                $"array of {Type} read as {typeof(T).Name}: use ToSingles, ToDoubles or ToInt32s to convert");
        return MemoryMarshal.Cast<byte, T>(Bytes.Span);
    }

    /// <summary>Element <paramref name="index"/> (row-major), as a double.</summary>
    public double this[int index]
    {
        get
        {
            var at = Bytes.Span.Slice(index * Type.Size(), Type.Size());
            return Type switch
            {
                ElementType.Bool or ElementType.U8 => at[0],
                ElementType.I8 => (sbyte)at[0],
                ElementType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(at),
                ElementType.I16 => BinaryPrimitives.ReadInt16LittleEndian(at),
                ElementType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(at),
                ElementType.I32 => BinaryPrimitives.ReadInt32LittleEndian(at),
                ElementType.I64 => BinaryPrimitives.ReadInt64LittleEndian(at),
                ElementType.F32 => BinaryPrimitives.ReadSingleLittleEndian(at),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(at),
            };
        }
    }

    /// <summary>All elements as floats (row-major copy).</summary>
    public float[] ToSingles() => Type == ElementType.F32
        ? AsSpan<float>().ToArray()
        : Array.ConvertAll(ToDoubles(), value => (float)value);

    /// <summary>All elements as doubles (row-major copy).</summary>
    public double[] ToDoubles()
    {
        var values = new double[Count];
        for (int i = 0; i < Count; i++)
            values[i] = this[i];
        return values;
    }

    /// <summary>All elements as 32-bit integers; throws <see cref="OverflowException"/> for a fraction or a value out of range.</summary>
    public int[] ToInt32s()
    {
        var values = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            double value = this[i];
            values[i] = value >= int.MinValue && value <= int.MaxValue && value == Math.Floor(value)
                ? (int)value
                : throw new OverflowException($"element {i} is {value}, not a 32-bit integer");
        }
        return values;
    }

    private static NumericArray Copy<T>(ElementType type, ReadOnlySpan<T> values, int[] shape) where T : unmanaged =>
        new(type, shape.Length == 0 ? [values.Length] : shape, MemoryMarshal.AsBytes(values).ToArray());
}

/// <summary>An array with a name, as checkpoints and archives hold it.</summary>
public sealed record NamedArray(string Name, NumericArray Array);
