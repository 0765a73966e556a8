using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Likeness.App.Commands.Terminal;

/// <summary>JSON for other programs: one document, indented, and nothing else on the output.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter writer, Action<Utf8JsonWriter> content)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Options))
            content(json);
        writer.WriteLine(Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length));
        writer.Flush();
    }

    public static void Object(this Utf8JsonWriter json, Action content)
    {
        json.WriteStartObject();
        content();
        json.WriteEndObject();
    }

    public static void Array<T>(this Utf8JsonWriter json, string? name, IEnumerable<T> items, Action<T> item)
    {
        if (name is not null)
            json.WritePropertyName(name);
        json.WriteStartArray();
        foreach (var one in items)
            item(one);
        json.WriteEndArray();
    }

    /// <summary>A list of words.</summary>
    public static void Words(this Utf8JsonWriter json, string name, IEnumerable<string> words) =>
        json.Array(name, words, json.WriteStringValue);
}
