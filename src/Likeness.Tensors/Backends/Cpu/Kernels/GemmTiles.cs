using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>The register tiles of the chosen vector width: their largest size, and one entry point per smaller size.</summary>
internal static unsafe class GemmTiles
{
    /// <summary>Floats in a vector.</summary>
    internal static readonly int Lanes = SimdWidth.Current;

    /// <summary>
    /// Vectors of columns in a full panel of B. Four where 32 registers allow it: a tile then loads 10 values for 24 multiply-adds, with two
    /// vectors 10 for 16, and cores that load as slowly as they multiply are kept from multiplying.
    /// </summary>
    internal static readonly int PanelVectors = Lanes == 16 ? 4 : 2;

    /// <summary>
    /// Vectors in the widest last panel: one vector left over joins the panel before it. Alone it would load as often as it multiplies, and
    /// 400 columns, 25 vectors, would lose a sixteenth of their time to it.
    /// </summary>
    internal static readonly int LastPanelVectors = Lanes == 16 ? 5 : PanelVectors;

    /// <summary>Columns of a full panel of B.</summary>
    internal static readonly int PanelColumns = PanelVectors * Lanes;

    /// <summary>
    /// Rows of the tallest tile. 32 registers hold 8 x 3 accumulators (6 x 4) beside those of B and A; 16 registers hold 6 x 2 with two of B
    /// and one of A, and 4 x 2 where multiply and add are apart and need a temporary.
    /// </summary>
    internal static readonly int MaxRows = Lanes == 16 ? 8 : Lanes == 8 ? 6 : 4;

    /// <summary>k between two visits to C where the tile reads ahead: it then asks for the next visit's operands.</summary>
    internal static int DepthAhead => Far.Value;

    private static readonly delegate*<TileArguments*, void>[] Plain = Every<Zero>();
    private static readonly delegate*<TileArguments*, void>[] Ahead = Every<Far>();

    /// <summary>
    /// The tiles of 1..8 rows by 1..5 vectors of columns, as far as <see cref="Tallest"/> allows: entry (rows - 1) * 5 + vectors - 1.
    /// </summary>
    internal static delegate*<TileArguments*, void>[] All(bool readsAhead) => readsAhead ? Ahead : Plain;

    /// <summary>Rows of the tallest tile with so many vectors of columns.</summary>
    internal static int Tallest(int vectors) => Math.Min(MaxRows, vectors == 5 ? 5 : vectors == 4 ? 6 : 8);

    private static delegate*<TileArguments*, void>[] Every<TAhead>()
        where TAhead : struct, IConstant =>
        Lanes == 16 ? Every<Lanes512, Vector512<float>, TAhead>() :
        Lanes == 8 ? Every<Lanes256, Vector256<float>, TAhead>() :
        Every<Lanes128, Vector128<float>, TAhead>();

    private static delegate*<TileArguments*, void>[] Every<TLanes, TVector, TAhead>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TAhead : struct, IConstant =>
    [
        &GemmTile<TLanes, TVector, One, One, TAhead>.Run, &GemmTile<TLanes, TVector, One, Two, TAhead>.Run,
        &GemmTile<TLanes, TVector, One, Three, TAhead>.Run, &GemmTile<TLanes, TVector, One, Four, TAhead>.Run,
        &GemmTile<TLanes, TVector, One, Five, TAhead>.Run,
        &GemmTile<TLanes, TVector, Two, One, TAhead>.Run, &GemmTile<TLanes, TVector, Two, Two, TAhead>.Run,
        &GemmTile<TLanes, TVector, Two, Three, TAhead>.Run, &GemmTile<TLanes, TVector, Two, Four, TAhead>.Run,
        &GemmTile<TLanes, TVector, Two, Five, TAhead>.Run,
        &GemmTile<TLanes, TVector, Three, One, TAhead>.Run, &GemmTile<TLanes, TVector, Three, Two, TAhead>.Run,
        &GemmTile<TLanes, TVector, Three, Three, TAhead>.Run, &GemmTile<TLanes, TVector, Three, Four, TAhead>.Run,
        &GemmTile<TLanes, TVector, Three, Five, TAhead>.Run,
        &GemmTile<TLanes, TVector, Four, One, TAhead>.Run, &GemmTile<TLanes, TVector, Four, Two, TAhead>.Run,
        &GemmTile<TLanes, TVector, Four, Three, TAhead>.Run, &GemmTile<TLanes, TVector, Four, Four, TAhead>.Run,
        &GemmTile<TLanes, TVector, Four, Five, TAhead>.Run,
        &GemmTile<TLanes, TVector, Five, One, TAhead>.Run, &GemmTile<TLanes, TVector, Five, Two, TAhead>.Run,
        &GemmTile<TLanes, TVector, Five, Three, TAhead>.Run, &GemmTile<TLanes, TVector, Five, Four, TAhead>.Run,
        &GemmTile<TLanes, TVector, Five, Five, TAhead>.Run,
        &GemmTile<TLanes, TVector, Six, One, TAhead>.Run, &GemmTile<TLanes, TVector, Six, Two, TAhead>.Run,
        &GemmTile<TLanes, TVector, Six, Three, TAhead>.Run, &GemmTile<TLanes, TVector, Six, Four, TAhead>.Run, null,
        &GemmTile<TLanes, TVector, Seven, One, TAhead>.Run, &GemmTile<TLanes, TVector, Seven, Two, TAhead>.Run,
        &GemmTile<TLanes, TVector, Seven, Three, TAhead>.Run, null, null,
        &GemmTile<TLanes, TVector, Eight, One, TAhead>.Run, &GemmTile<TLanes, TVector, Eight, Two, TAhead>.Run,
        &GemmTile<TLanes, TVector, Eight, Three, TAhead>.Run, null, null,
    ];
}
