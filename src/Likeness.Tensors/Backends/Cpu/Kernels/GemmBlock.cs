using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// A block of C: some rows, some columns, one stretch of k. The columns are walked panel by panel and, inside a panel, the rows tile by
/// tile, so a panel (at most 1024 k of 80 columns, 320 KiB) stays in the second-level cache while A streams past it in runs long enough for
/// the hardware to read ahead.
/// </summary>
internal unsafe struct GemmBlock
{
    /// <summary>Longest stretch of k between two visits to C.</summary>
    internal const int MaxDepth = 1024;

    /// <summary>A, the runs of k, the row tables and C; B and the tile's place are filled in per tile.</summary>
    internal TileArguments Tile;

    internal int Rows;
    internal int Columns;

    /// <summary>Packed panels, or null; panel p begins at Packed + p * PackedDepth * PanelColumns.</summary>
    internal float* Packed;
    internal int PackedDepth;

    /// <summary>This stretch's first k inside the packed panels.</summary>
    internal int FirstDepth;

    /// <summary>B in place (row k of this stretch at Direct + k * DirectStride), or null; columns that do not fill a vector are packed even so.</summary>
    internal float* Direct;
    internal nint DirectStride;

    /// <summary>From A to the rows that the same worker most likely reads next, once it is through with the last panel.</summary>
    internal nint NextRows;

    /// <summary>Neighbours in k lie far apart: tiles ask for operands before they need them.</summary>
    internal bool ReadsAhead;

    /// <summary>Panels of so many columns. Each but the last has <see cref="GemmTiles.PanelColumns"/>.</summary>
    internal static int Panels(int columns) =>
        Math.Max(
            Math.Min(columns, 1),
            GemmPlan.DivideUp(GemmPlan.DivideUp(columns, GemmTiles.Lanes) + GemmTiles.PanelVectors - GemmTiles.LastPanelVectors, GemmTiles.PanelVectors));

    /// <summary>Columns of the next panel where so many remain, those that fill up its last vector included.</summary>
    internal static int PanelWidth(int remaining)
    {
        var vectors = GemmPlan.DivideUp(remaining, GemmTiles.Lanes);
        return (vectors <= GemmTiles.LastPanelVectors ? vectors : GemmTiles.PanelVectors) * GemmTiles.Lanes;
    }

    /// <summary>Whether the last vector has columns that do not exist, so that it cannot be read in place.</summary>
    internal static bool HasRaggedPanel(int columns) => columns % GemmTiles.Lanes != 0;

    /// <summary>Columns that fill vectors: these can be read in place.</summary>
    internal static int WholeColumns(int columns) => columns / GemmTiles.Lanes * GemmTiles.Lanes;

    // Full optimization at once: small products spend their first second here, too long for code still waiting to be recompiled.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Multiply()
    {
        var origin = Tile;
        var (width, whole) = (0, WholeColumns(Columns));
        for (var column = Direct != null && Rows == 1 ? WideColumns() : 0; column < Columns; column += width)
        {
            width = PanelWidth((Direct != null && column < whole ? whole : Columns) - column);
            var existing = Math.Min(width, Columns - column);
            var vectors = width / GemmTiles.Lanes;
            Tile.C = origin.C + column;
            PlaceB(column, existing == width, width);
            var after = column + width < Columns ? 0 : NextRows;
            if (existing == width)
                Panel(vectors, after, null);
            else
                RaggedPanel(vectors, after, existing);
            Tile = origin;
        }
    }

    // One row alone: as many columns as fill its wide tile. Returns where the panels begin.
    private int WideColumns()
    {
        var column = 0;
        var tile = Tile;
        tile.StrideB = DirectStride;
        for (var whole = WholeColumns(Columns); column + GemmRows.Columns <= whole; column += GemmRows.Columns)
        {
            tile.B = Direct + column;
            tile.C = Tile.C + column;
            GemmRows.Tile(&tile);
        }
        return column;
    }

    private void PlaceB(int column, bool whole, int width)
    {
        if (Direct != null && whole)
        {
            Tile.B = Direct + column;
            Tile.StrideB = DirectStride;
        }
        else
        {
            Tile.B = Packed + (nint)column * PackedDepth + (nint)FirstDepth * width;
            Tile.StrideB = width;
        }
    }

    // Tiles write whole vectors: here into a small square, from which the columns that exist are copied (or added).
    private void RaggedPanel(int vectors, nint after, int existing)
    {
        var width = vectors * GemmTiles.Lanes;
        var square = stackalloc float[GemmTiles.MaxRows * width];
        var squareRows = stackalloc nint[GemmTiles.MaxRows];
        for (var row = 0; row < GemmTiles.MaxRows; row++)
            squareRows[row] = row * width;
        var columns = new RaggedColumns
        {
            From = square,
            Width = width,
            C = Tile.C,
            RowC = Tile.RowC,
            Existing = existing,
            Accumulate = Tile.Accumulate,
        };
        Tile.C = square;
        Tile.RowC = squareRows;
        Tile.Accumulate = false;
        Panel(vectors, after, &columns);
    }

    // Tiles of nearly equal height: 9 rows are 5 + 4, not 8 + a slow 1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Panel(int vectors, nint after, RaggedColumns* ragged)
    {
        var tallest = GemmTiles.Tallest(vectors);
        var tiles = (Rows + tallest - 1) / tallest;
        var left = Rows;
        var kernels = GemmTiles.All(ReadsAhead);
        fixed (TileArguments* tile = &Tile)
        {
            for (; tiles > 0; tiles--)
            {
                var rows = (left + tiles - 1) / tiles;
                tile->Next = tile->A + (tiles > 1 ? tile->RowA[rows] : tile->RowA[rows - Rows] + after);
                tile->NextStep = tile->Step == 1 ? rows : tile->Step;
                kernels[(rows - 1) * 5 + vectors - 1](tile);
                tile->RowA += rows;
                if (ragged == null)
                    tile->RowC += rows;
                else
                    ragged->Take(rows);
                left -= rows;
            }
        }
    }

    /// <summary>Where the columns of a ragged panel that exist belong in C, and the square that a tile has just written.</summary>
    private struct RaggedColumns
    {
        internal float* From;
        internal int Width;
        internal float* C;
        internal nint* RowC;
        internal int Existing;
        internal bool Accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        internal void Take(int rows)
        {
            for (var row = 0; row < rows; row++)
                CopyColumns(From + row * Width, C + RowC[row], Existing, Accumulate);
            RowC += rows;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyColumns(float* from, float* to, int count, bool accumulate)
    {
        var i = 0;
        for (; i + 4 <= count; i += 4)
        {
            var value = Vector128.Load(from + i);
            (accumulate ? Vector128.Load(to + i) + value : value).Store(to + i);
        }
        for (; i < count; i++)
            to[i] = accumulate ? to[i] + from[i] : from[i];
    }
}
