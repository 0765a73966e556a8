using System.Runtime.InteropServices;
using System.Text;

namespace Likeness.Formats;

/// <summary>Reads one array element of a MATLAB file: flags, sizes, name, then what its class asks for.</summary>
internal static class MatMatrix
{
    private const int CellClass = 1, CharClass = 4, FirstNumber = 6, DeepestNesting = 32;

    private static readonly ElementType?[] ClassTypes =
        [ElementType.F64, ElementType.F32, ElementType.I8, ElementType.U8, ElementType.I16, ElementType.U16, ElementType.I32,
            ElementType.U32, ElementType.I64];

    /// <summary>The name (empty inside cells) and value of an array.</summary>
    public static (string Name, MatValue Value) Parse(ReadOnlyMemory<byte> content, bool swapped, string file, int depth)
    {
        if (content.Length == 0)
            return ("", new MatValue.Numbers(new NumericArray(ElementType.F64, [0, 0], default)));
        if (depth > DeepestNesting)
            throw Damaged(file, $"cells are nested more than {DeepestNesting} deep");
        var parts = new MatElements(content, swapped, file);
        var flags = Native(parts.Expect("flags"), swapped);
        var sizes = MemoryMarshal.Cast<byte, int>(Native(parts.Expect("sizes"), swapped)).ToArray();
        string name = Encoding.Latin1.GetString(parts.Expect("name").Content.Span);
        if (flags.Length < 4)
            throw Damaged(file, "the flags of an array are too short");
        int count = Count(sizes, file), kind = flags[0];
        return (name, kind switch
        {
            CellClass => Cells(parts, sizes, count, swapped, file, depth),
            CharClass => new MatValue.Text(Text(parts.Expect("text"), sizes, count, swapped, file)),
            >= FirstNumber when kind - FirstNumber < ClassTypes.Length =>
                Numbers(parts.Expect("numbers"), ClassTypes[kind - FirstNumber]!.Value,
                sizes, count, swapped, file, complex: (flags[1] & 0x08) != 0),
            _ => new MatValue.Unread($"class {kind}"),
        });
    }

    private static MatValue Cells(MatElements parts, int[] sizes, int count, bool swapped, string file, int depth)
    {
        var items = new List<MatValue>();
        for (int i = 0; i < count; i++)
            items.Add(Parse(parts.Expect($"cell {i} of {count}").Content, swapped, file, depth + 1).Value);
        return new MatValue.Cells(sizes, RowMajor.FromColumnMajor(items, sizes));
    }

    // Numbers may be stored in a smaller type than their class: doubles that are small integers as bytes, for one.
    private static MatValue Numbers(MatElement element, ElementType type, int[] sizes, int count, bool swapped, string file, bool complex)
    {
        if (complex)
            return new MatValue.Unread("complex numbers");
        var stored = Stored(element, count, swapped, file);
        var bytes = RowMajor.FromColumnMajor(stored.Bytes.Span, sizes, stored.Type.Size());
        var array = new NumericArray(stored.Type, sizes, bytes);
        return new MatValue.Numbers(type == stored.Type ? array : Widen(array, type));
    }

    private static NumericArray Widen(NumericArray array, ElementType type)
    {
        var shape = array.Shape.ToArray();
        return type switch
        {
            ElementType.F64 => NumericArray.Of(array.ToDoubles(), shape),
            ElementType.F32 => NumericArray.Of(array.ToSingles(), shape),
            ElementType.I64 => NumericArray.Of(Array.ConvertAll(array.ToDoubles(), value => (long)value), shape),
            ElementType.I32 => NumericArray.Of(array.ToInt32s(), shape),
            _ => array,
        };
    }

    private static string Text(MatElement element, int[] sizes, int count, bool swapped, string file)
    {
        if (element.Kind == MatKind.Utf8)
            return Encoding.UTF8.GetString(element.Content.Span);
        if (element.Kind == MatKind.Utf16)
            element = element with { Kind = MatKind.UInt16 };
        var codes = Stored(element, count, swapped, file).ToInt32s();
        return new string(RowMajor.FromColumnMajor(codes, sizes).Select(code => (char)code).ToArray());
    }

    private static NumericArray Stored(MatElement element, int count, bool swapped, string file)
    {
        ElementType? type = element.Kind switch
        {
            MatKind.Int8 => ElementType.I8,
            MatKind.UInt8 => ElementType.U8,
            MatKind.Int16 => ElementType.I16,
            MatKind.UInt16 => ElementType.U16,
            MatKind.Int32 => ElementType.I32,
            MatKind.UInt32 => ElementType.U32,
            MatKind.Int64 => ElementType.I64,
            MatKind.Single => ElementType.F32,
            MatKind.Double => ElementType.F64,
            _ => null,
        };
        if (type is null || element.Content.Length != (long)count * type.Value.Size())
            throw Damaged(file, $"an array of {count} elements holds {element.Content.Length} bytes of kind {(int)element.Kind}");
        return new NumericArray(type.Value, [count], Native(element, swapped));
    }

    private static byte[] Native(MatElement element, bool swapped)
    {
        var bytes = element.Content.ToArray();
        int size = element.Kind switch
        {
            MatKind.Int8 or MatKind.UInt8 or MatKind.Utf8 => 1,
            MatKind.Int16 or MatKind.UInt16 or MatKind.Utf16 => 2,
            MatKind.Double or MatKind.Int64 => 8,
            _ => 4,
        };
        for (int i = 0; swapped && i + size <= bytes.Length; i += size)
            bytes.AsSpan(i, size).Reverse();
        return bytes;
    }

    private static int Count(int[] sizes, string file)
    {
        long count = 1;
        foreach (int size in sizes)
            count = size >= 0 && count * size <= Array.MaxLength
                ? count * size
                : throw Damaged(file, $"size {size} of an array is out of range");
        return (int)count;
    }

    private static DataFileException Damaged(string file, string problem) => new(file, problem, "the file is damaged; fetch it again");
}
