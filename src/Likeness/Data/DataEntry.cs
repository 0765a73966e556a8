namespace Likeness.Data;

/// <summary>One line of the catalogue: what a data set is, its sizes, its variants (each added to the name after a colon),
/// where it comes from and under which licence.</summary>
public sealed record DataEntry(string Name, string Description, string Size, int Classes, IReadOnlyList<string> Variants, string Source,
    string Licence);
