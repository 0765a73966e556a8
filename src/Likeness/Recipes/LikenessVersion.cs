using System.Reflection;

namespace Likeness.Recipes;

/// <summary>The version of this library, written into recipes and summaries.</summary>
public static class LikenessVersion
{
    /// <summary>For example <c>0.1.0</c>.</summary>
    public static string Text { get; } = (typeof(LikenessVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];
}
