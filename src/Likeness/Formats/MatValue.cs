namespace Likeness.Formats;

/// <summary>A value of a MATLAB file: numbers, text or a cell array of values.</summary>
public abstract record MatValue
{
    private MatValue() { }

    /// <summary>A numeric or logical array; elements have been put in row-major order.</summary>
    public sealed record Numbers(NumericArray Array) : MatValue;

    /// <summary>A character array; the rows of a matrix of characters follow one another.</summary>
    public sealed record Text(string Value) : MatValue;

    /// <summary>A cell array; items have been put in row-major order.</summary>
    public sealed record Cells(IReadOnlyList<int> Shape, IReadOnlyList<MatValue> Items) : MatValue;

    /// <summary>A value of a kind that is not read (structure, sparse, object), named for messages.</summary>
    public sealed record Unread(string Kind) : MatValue;
}
