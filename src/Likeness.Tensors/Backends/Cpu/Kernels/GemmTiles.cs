using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>The register tiles of the chosen vector width: their largest size, and one entry point per smaller size.</summary>
internal static unsafe class GemmTiles
{
    /// <summary>Floats in a vector.</summary>
    internal static readonly int Lanes = SimdWidth.Current;

    /// <summary>Columns of a full panel of B: two vectors.</summary>
    internal static readonly int PanelColumns = 2 * Lanes;

    /// <summary>
    /// Rows of the tallest tile. 32 registers hold 8 x 2 accumulators with room to spare; 16 registers hold 6 x 2 with two of B and one of
    /// A, and 4 x 2 where multiply and add are apart and need a temporary.
    /// </summary>
    internal static readonly int MaxRows = Lanes == 16 ? 8 : Lanes == 8 ? 6 : 4;

    private static readonly delegate*<TileArguments*, void>[] Tiles =
        Lanes == 16 ? All<Lanes512, Vector512<float>>() :
        Lanes == 8 ? All<Lanes256, Vector256<float>>() :
        All<Lanes128, Vector128<float>>();

    /// <summary>The tile of 1..8 rows by 1..2 vectors of columns.</summary>
    internal static delegate*<TileArguments*, void> Tile(int rows, int vectors) => Tiles[(rows - 1) * 2 + vectors - 1];

    private static delegate*<TileArguments*, void>[] All<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
    [
        &GemmTile<TLanes, TVector, One, One>.Run, &GemmTile<TLanes, TVector, One, Two>.Run,
        &GemmTile<TLanes, TVector, Two, One>.Run, &GemmTile<TLanes, TVector, Two, Two>.Run,
        &GemmTile<TLanes, TVector, Three, One>.Run, &GemmTile<TLanes, TVector, Three, Two>.Run,
        &GemmTile<TLanes, TVector, Four, One>.Run, &GemmTile<TLanes, TVector, Four, Two>.Run,
        &GemmTile<TLanes, TVector, Five, One>.Run, &GemmTile<TLanes, TVector, Five, Two>.Run,
        &GemmTile<TLanes, TVector, Six, One>.Run, &GemmTile<TLanes, TVector, Six, Two>.Run,
        &GemmTile<TLanes, TVector, Seven, One>.Run, &GemmTile<TLanes, TVector, Seven, Two>.Run,
        &GemmTile<TLanes, TVector, Eight, One>.Run, &GemmTile<TLanes, TVector, Eight, Two>.Run,
    ];
}
