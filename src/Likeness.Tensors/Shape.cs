using System.Collections;
using System.Runtime.CompilerServices;

namespace Likeness.Tensors;

/// <summary>The extents of a tensor, outermost first; row-major order. An empty shape is a scalar. Compares by value.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    private readonly int[]? dims;

    private Shape(int[] dims) => this.dims = dims;

    /// <summary>Makes a shape from its extents.</summary>
    /// <exception cref="ArgumentException">An extent is negative.</exception>
    public static Shape Create(ReadOnlySpan<int> extents)
    {
        foreach (int extent in extents)
            if (extent < 0)
                throw new ArgumentException($"shape [{string.Join(", ", extents.ToArray())}] has the negative extent {extent}; extents start at 0");
        return new Shape(extents.ToArray());
    }

    /// <summary>The shape of a scalar: no dimensions, one element.</summary>
    public static Shape Scalar => default;

    /// <summary>How many dimensions there are.</summary>
    public int Rank => dims?.Length ?? 0;

    /// <inheritdoc/>
    public int Count => Rank;

    /// <summary>The number of elements: the product of the extents.</summary>
    public long Size
    {
        get
        {
            long size = 1;
            foreach (int extent in Span)
                size *= extent;
            return size;
        }
    }

    /// <summary>The extents as a span.</summary>
    public ReadOnlySpan<int> Span => dims;

    /// <summary>The extent of one dimension; negative axes count from the end.</summary>
    public int this[int axis] => dims![Axis(axis)];

    /// <summary>Resolves a possibly negative axis.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public int Axis(int axis)
    {
        int resolved = axis < 0 ? axis + Rank : axis;
        if (resolved < 0 || resolved >= Rank)
            throw new ArgumentException($"axis {axis} is outside shape {this}, which has {Rank} dimensions");
        return resolved;
    }

    /// <summary>This shape with one extent replaced.</summary>
    public Shape With(int axis, int extent)
    {
        int[] copy = Span.ToArray();
        copy[Axis(axis)] = extent;
        return Create(copy);
    }

    /// <summary>The extents of the given range of axes.</summary>
    public Shape Slice(int start, int length) => Create(Span.Slice(start, length));

    /// <summary>This shape followed by another.</summary>
    public Shape Concat(Shape tail) => Create([.. Span, .. tail.Span]);

    /// <summary>Row-major strides in elements.</summary>
    internal long[] Strides()
    {
        var strides = new long[Rank];
        long stride = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= dims![axis];
        }
        return strides;
    }

    /// <summary>A copy as an array.</summary>
    public int[] ToArray() => Span.ToArray();

    /// <inheritdoc/>
    public bool Equals(Shape other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int extent in Span)
            hash.Add(extent);
        return hash.ToHashCode();
    }

    /// <summary>Value equality.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Value inequality.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(dims ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>For example <c>[128, 784]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", dims ?? [])}]";
}
