namespace Likeness.Recipes;

/// <summary>A recipe cannot be used as written: an unknown key, a value out of range. The message is one line with the fix.</summary>
public sealed class RecipeException(string message, Exception? cause = null) : Exception(message, cause);
