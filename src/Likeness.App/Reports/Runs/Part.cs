namespace Likeness.App.Reports.Runs;

/// <summary>An optional part of a run: there, or not, or unusable for a reason that the report tells.</summary>
internal sealed record Part<T>(T? Value, string? Reason)
    where T : class
{
    public static readonly Part<T> Absent = new(null, null);

    public bool IsAbsent => Value is null && Reason is null;

    public static Part<T> Of(T value) => new(value, null);

    public static Part<T> Unusable(string reason) => new(null, reason);
}
