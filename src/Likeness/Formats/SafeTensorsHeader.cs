using System.Text.Encodings.Web;
using System.Text.Json;

namespace Likeness.Formats;

/// <summary>The JSON header of safetensors: {"__metadata__": {...}, "name": {"dtype", "shape", "data_offsets": [begin, end]},
/// ...}.</summary>
internal static class SafeTensorsHeader
{
    private const string MetadataKey = "__metadata__";

    /// <summary>The header of arrays laid end to end, padded with spaces so that the data start at a multiple of 8.</summary>
    public static byte[] Write(IReadOnlyList<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(json, metadata);
            var names = new HashSet<string> { MetadataKey };
            long offset = 0;
            foreach (var (name, array) in arrays)
            {
                if (!names.Add(name))
                    throw new ArgumentException($"array name '{name}' is used twice or reserved");
                WriteArray(json, name, array, ref offset);
            }
            json.WriteEndObject();
        }
        while (bytes.Length % 8 != 0)
            bytes.WriteByte((byte)' ');
        return bytes.ToArray();
    }

    /// <summary>The arrays of a header as views of <paramref name="data"/>.</summary>
    public static SafeTensorsContent Read(ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> data, string file)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
            var placed = new List<(long Begin, long End, NamedArray Array)>();
            foreach (var item in json.RootElement.EnumerateObject())
                if (item.Name == MetadataKey)
                    foreach (var entry in item.Value.EnumerateObject())
                        metadata[entry.Name] = entry.Value.GetString() ?? "";
                else
                    placed.Add(ReadArray(item, data, file));
            placed.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
            CheckCover(placed, data.Length, file);
            return new SafeTensorsContent(placed.Select(item => item.Array).ToArray(), metadata);
        }
        catch (Exception error)
            when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new DataFileException(file, $"its header is not as safetensors demands ({error.Message.Split('\n')[0]})",
                "write the file anew", error);
        }
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, NumericArray array, ref long offset)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", array.Type == ElementType.Bool ? "BOOL" : array.Type.ToString());
        json.WriteStartArray("shape");
        foreach (int size in array.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset += array.Bytes.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static (long, long, NamedArray) ReadArray(JsonProperty item, ReadOnlyMemory<byte> data, string file)
    {
        var shape = item.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()).ToArray();
        var offsets = item.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        if (offsets.Length != 2)
            throw new FormatException($"array '{item.Name}' has {offsets.Length} data offsets, not 2");
        long begin = offsets[0], end = offsets[1];
        string type = item.Value.GetProperty("dtype").GetString() ?? "";
        if (begin < 0 || end < begin || end > data.Length)
            throw new DataFileException(file, $"array '{item.Name}' lies at bytes {begin}..{end} of {data.Length}",
                "the file is cut short or damaged; write it anew");
        if (TypeOf(type) is not { } element)
            throw new DataFileException(file, $"array '{item.Name}' has elements of type {type}", "convert it to F32, F64, I32, I64 or U8");
        return (begin, end, new NamedArray(item.Name, new NumericArray(element, shape, data.Slice((int)begin, (int)(end - begin)))));
    }

    private static void CheckCover(List<(long Begin, long End, NamedArray Array)> placed, long length, string file)
    {
        long at = 0;
        foreach (var (begin, end, array) in placed)
        {
            if (begin != at)
                throw new DataFileException(file,
                    $"array '{array.Name}' begins at byte {begin}, where {at} is due: arrays overlap or leave a gap",
                    "write the file anew");
            at = end;
        }
        if (at != length)
            throw new DataFileException(file, $"holds {length} bytes of data, its arrays {at}", "the file is damaged; write it anew");
    }

    private static ElementType? TypeOf(string name) => name switch
    {
        "BOOL" => ElementType.Bool,
        "U8" => ElementType.U8,
        "I8" => ElementType.I8,
        "U16" => ElementType.U16,
        "I16" => ElementType.I16,
        "U32" => ElementType.U32,
        "I32" => ElementType.I32,
        "I64" => ElementType.I64,
        "F32" => ElementType.F32,
        "F64" => ElementType.F64,
        _ => null,
    };
}
