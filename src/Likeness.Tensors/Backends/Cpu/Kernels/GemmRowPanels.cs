using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// Copies rows of A into panels as high as the tallest tile, [panel, k, row]. Where neighbours in k lie far apart, a tile meets another line
/// of the cache, and soon another page, with every k, and meets them all again for the next panel of B; from a panel it reads whole lines.
/// </summary>
internal static unsafe class GemmRowPanels
{
    // The rows of so many panels are a line or two of the cache for each k.
    private const int PanelsAtOnce = 4;

    /// <summary>Columns of B that pay for the copy.</summary>
    internal static readonly int FewestColumns = 8 * GemmTiles.Lanes;

    /// <summary>Floats of the panels of so many rows.</summary>
    internal static long Floats(int rows, int depth) => (long)GemmPlan.DivideUp(rows, GemmTiles.MaxRows) * GemmTiles.MaxRows * depth;

    /// <summary>Where each row begins in panels of so many k.</summary>
    internal static void FillTable(int rows, int depth, nint* table)
    {
        for (var row = 0; row < rows; row++)
            table[row] = (nint)(row / GemmTiles.MaxRows) * GemmTiles.MaxRows * depth + row % GemmTiles.MaxRows;
    }

    /// <summary>Copies a block's A to panels and makes the block read it there, in one run (the table begins with 0, as its shift has to).</summary>
    internal static void Use(ref GemmBlock block, nint* table, int depth, float* panels)
    {
        var panel = (nint)GemmTiles.MaxRows * depth;
        var row = 0;
        while (row < block.Rows)
        {
            var rowA = block.Tile.RowA + row;
            var whole = WholePanels(rowA, block.Rows - row);
            var to = panels + row / GemmTiles.MaxRows * panel;
            var rows = whole > 0 ? whole * GemmTiles.MaxRows : Math.Min(GemmTiles.MaxRows, block.Rows - row);
            if (whole > 0)
                CopyNeighbours(block.Tile, rowA[0], whole, panel, to);
            else
                CopyRows(block.Tile, rowA, rows, to);
            row += rows;
        }
        block.Tile.A = panels;
        block.Tile.RowA = table;
        block.Tile.Step = GemmTiles.MaxRows;
        block.Tile.SegmentLength *= block.Tile.SegmentCount;
        block.Tile.SegmentCount = 1;
        block.Tile.Segments = table;
    }

    // How many panels to copy together: their rows are all there, and neighbours in memory.
    private static int WholePanels(nint* rowA, int rows)
    {
        for (var panels = Math.Min(PanelsAtOnce, rows / GemmTiles.MaxRows); panels > 0; panels--)
        {
            var last = panels * GemmTiles.MaxRows - 1;
            if (rowA[last] - rowA[0] == last)
                return panels;
        }
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyNeighbours(in TileArguments tile, nint first, int count, nint panel, float* panels)
    {
        nint high = GemmTiles.MaxRows, step = tile.Step;
        for (var segment = 0; segment < tile.SegmentCount; segment++)
        {
            var from = tile.A + tile.Segments[segment] + first;
            for (nint left = tile.SegmentLength; left != 0; left--, from += step, panels += high)
            {
                float* source = from, to = panels;
                for (var i = 0; i < count; i++, source += high, to += panel)
                {
                    Vector128.Load(source).Store(to);
                    if (high == 8)
                        Vector128.Load(source + 4).Store(to + 4);
                    else if (high == 6)
                        Vector64.Load(source + 4).Store(to + 4);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows(in TileArguments tile, nint* rowA, int rows, float* panel)
    {
        nint high = GemmTiles.MaxRows, step = tile.Step;
        for (var row = 0; row < rows; row++)
        {
            var to = panel + row;
            for (var segment = 0; segment < tile.SegmentCount; segment++)
            {
                var from = tile.A + tile.Segments[segment] + rowA[row];
                for (nint left = tile.SegmentLength; left != 0; left--, from += step, to += high)
                    *to = *from;
            }
        }
    }
}
