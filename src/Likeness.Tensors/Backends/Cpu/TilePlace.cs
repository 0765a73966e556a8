using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>What the address of a tile's operand is relative to.</summary>
internal enum TileBase
{
    /// <summary>Nothing: fixed memory.</summary>
    Fixed,

    /// <summary>The worker's temporary tiles.</summary>
    Temporary,

    /// <summary>The rows that a contraction hands to its epilogue.</summary>
    Product,
}

/// <summary>Where a value of a tile program is found: base + Offset + Step * position, all in bytes.</summary>
internal readonly struct TilePlace(TileBase origin, nint offset, nint step)
{
    private readonly nint origin = (nint)origin;

    /// <summary>A single value for all positions.</summary>
    public bool IsSplat => step == 0 && origin == (nint)TileBase.Fixed;

    /// <summary>Memory that tile after tile goes through in order.</summary>
    public bool IsStream => step != 0 && origin == (nint)TileBase.Fixed;

    /// <summary>True for the rows of a contraction.</summary>
    public bool IsProduct => origin == (nint)TileBase.Product;

    /// <summary>The address at position 0 of a value in fixed memory.</summary>
    public nint Fixed => offset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void* At(nint* bases, long position) => (void*)(bases[origin] + offset + (step * (nint)position));
}
