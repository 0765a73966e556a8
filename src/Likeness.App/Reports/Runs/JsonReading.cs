using System.Globalization;
using System.Text.Json;

namespace Likeness.App.Reports.Runs;

/// <summary>Forgiving access to JSON that other programs may have written: absent and oddly typed values give null, not errors.</summary>
internal static class JsonReading
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member : null;

    /// <summary>A number, or one of the strings that stand for what JSON cannot say: "NaN", "Infinity", "-Infinity".</summary>
    public static double? Number(this JsonElement element, string name) => element.Member(name)?.AsNumber();

    public static double? AsNumber(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.String => AsNumber(element.GetString()!),
        _ => null,
    };

    /// <summary>Any value as text: a list with spaces between, an object as "name: value" pairs.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { } member && AsText(member) is { Length: > 0 } text ? text : null;

    public static IEnumerable<JsonElement> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Members(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } record ? record.EnumerateObject() : [];

    public static string AsText(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Array => string.Join(' ', element.EnumerateArray().Select(AsText)),
        JsonValueKind.Object => string.Join(", ", element.EnumerateObject().Select(member => $"{member.Name}: {AsText(member.Value)}")),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => element.GetRawText(),
    };

    private static double? AsNumber(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null,
    };
}
