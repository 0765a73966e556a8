using System.Globalization;
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

    /// <summary>An object of members alone.</summary>
    public static void Object(this Utf8JsonWriter json, params (string Name, object Value)[] members) =>
        json.Object(() => json.Members(members));

    /// <summary>Members of the object that is being written: texts, numbers, truth values, lists of words.</summary>
    public static void Members(this Utf8JsonWriter json, params (string Name, object Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);
            json.Value(value);
        }
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

    private static void Value(this Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            default:
                json.Array(null, (IEnumerable<string>)value, json.WriteStringValue);
                break;
        }
    }
}
