using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Likeness.Formats;

/// <summary>The header of an NPY file: a Python dictionary with 'descr', 'fortran_order' and 'shape'.</summary>
internal sealed partial record NpyHeader(ElementType Type, bool BigEndian, bool FortranOrder, int[] Shape)
{
    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads magic, version and dictionary.</summary>
    public static NpyHeader Read(ByteSource source)
    {
        Span<byte> start = stackalloc byte[8];
        source.ReadExactly(start, "the NPY magic");
        if (!start.StartsWith(Magic) || start[6] is 0 or > 3)
            throw new DataFileException(source.Name, "is not an NPY file of version 1 to 3", "write it with numpy.save");
        Span<byte> length = stackalloc byte[4];
        length.Clear();
        source.ReadExactly(length[..(start[6] == 1 ? 2 : 4)], "the header length");
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (size > LongestHeader || size > source.MostBytes)
            throw new DataFileException(source.Name, $"claims a header of {size} bytes",
                "the file is damaged; write it anew with numpy.save");
        var text = new byte[size];
        source.ReadExactly(text, "the header");
        return Parse(Encoding.UTF8.GetString(text), source.Name);
    }

    /// <summary>The bytes before the data: version 1, padded so that the data start at a multiple of 64.</summary>
    public static byte[] Write(NumericArray array)
    {
        string shape = string.Concat(array.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture) + ", "));
        if (array.Shape.Count > 1)
            shape = shape[..^2];
        string text = $"{{'descr': '{Descr(array.Type)}', 'fortran_order': False, 'shape': ({shape.TrimEnd()}), }}";
        int total = (10 + text.Length + 1 + 63) / 64 * 64;
        var bytes = new byte[total];
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(total - 10));
        Encoding.ASCII.GetBytes(text.PadRight(total - 11) + "\n", bytes.AsSpan(10));
        return bytes;
    }

    private static NpyHeader Parse(string text, string file)
    {
        var descr = DescrPattern().Match(text);
        var order = OrderPattern().Match(text);
        var shape = ShapePattern().Match(text);
        if (!descr.Success || !order.Success || !shape.Success)
            throw new DataFileException(file, "its NPY header cannot be understood",
                "save a plain array of numbers (no structured or object type)");
        var type = TypeOf(descr.Groups[2].Value + descr.Groups[3].Value);
        if (type is null)
            throw new DataFileException(file, $"holds elements of type '{descr.Groups[2].Value}{descr.Groups[3].Value}'",
                "convert it with array.astype to float32, float64, uint8, int32, int64 or bool");
        return new NpyHeader(type.Value, descr.Groups[1].Value == ">", order.Groups[1].Value == "True", Sizes(shape.Groups[1].Value, file));
    }

    [GeneratedRegex(@"'descr'\s*:\s*'([<>|=]?)([a-zA-Z?])(\d*)'")]
    private static partial Regex DescrPattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([0-9,\sL]*)\)")]
    private static partial Regex ShapePattern();

    private static int[] Sizes(string text, string file) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part =>
            int.TryParse(part.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out int size)
                ? size
                : throw new DataFileException(file, $"size '{part}' in its shape is out of range",
                    "the file is damaged or too large")).ToArray();

    private static ElementType? TypeOf(string code) => code switch
    {
        "b1" or "?" or "?1" => ElementType.Bool,
        "u1" => ElementType.U8,
        "i1" => ElementType.I8,
        "u2" => ElementType.U16,
        "i2" => ElementType.I16,
        "u4" => ElementType.U32,
        "i4" => ElementType.I32,
        "i8" => ElementType.I64,
        "f4" => ElementType.F32,
        "f8" => ElementType.F64,
        _ => null,
    };

    private static string Descr(ElementType type) => type switch
    {
        ElementType.Bool => "|b1",
        ElementType.U8 => "|u1",
        ElementType.I8 => "|i1",
        ElementType.U16 => "<u2",
        ElementType.I16 => "<i2",
        ElementType.U32 => "<u4",
        ElementType.I32 => "<i4",
        ElementType.I64 => "<i8",
        ElementType.F32 => "<f4",
        _ => "<f8",
    };
}
