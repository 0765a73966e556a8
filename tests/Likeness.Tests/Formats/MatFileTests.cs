using Likeness.Formats;
using Likeness.Tests.Data;
using Xunit;

namespace Likeness.Tests.Formats;

public sealed class MatFileTests
{
    private const byte Cell = 1, Char = 4, Double = 6, Byte = 9, Int32 = 12, Structure = 2;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Numbers_text_and_cells_are_read_in_row_order(bool bigEndian)
    {
        var mat = new MatBytes(bigEndian);
        var image = mat.Matrix(Byte, [2, 3], "", mat.Element(2, [1, 4, 2, 5, 3, 6]));
        var text = mat.Matrix(Char, [1, 2], "", bigEndian ? mat.Element(4, [0, 72, 0, 105]) : mat.Small(4, [72, 0, 105, 0]));
        var file = mat.File(mat.Matrix(Cell, [1, 2], "both", image, text), mat.Matrix(Int32, [1, 1], "n", mat.Element(5, mat.Word(-7))));
        var variables = MatFile.Read(file, "file");
        Assert.Equal(["both", "n"], variables.Keys);
        var cells = Assert.IsType<MatValue.Cells>(variables["both"]);
        Assert.Equal([1, 2], cells.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], Assert.IsType<MatValue.Numbers>(cells.Items[0]).Array.Bytes.ToArray());
        Assert.Equal("Hi", Assert.IsType<MatValue.Text>(cells.Items[1]).Value);
        Assert.Equal([-7], Assert.IsType<MatValue.Numbers>(variables["n"]).Array.ToInt32s());
    }

    [Fact]
    public void Cells_of_a_matrix_are_turned_to_row_order()
    {
        var mat = new MatBytes();
        byte[][] items = [.. Enumerable.Range(0, 6).Select(i => mat.Matrix(Byte, [1, 1], "", mat.Small(2, [(byte)i])))];
        var cells = (MatValue.Cells)MatFile.Read(mat.File(mat.Matrix(Cell, [2, 3], "c", items)), "file")["c"];
        Assert.Equal([0, 2, 4, 1, 3, 5], cells.Items.Select(item => ((MatValue.Numbers)item).Array.Bytes.Span[0]));
    }

    [Fact]
    public void Compressed_elements_and_doubles_stored_as_bytes_are_read()
    {
        var mat = new MatBytes();
        var file = mat.File(mat.Compressed(mat.Matrix(Double, [1, 3], "x", mat.Small(2, [1, 2, 3]))), mat.Matrix(Structure, [1, 1], "s"));
        var variables = MatFile.Read(file, "file");
        var numbers = Assert.IsType<MatValue.Numbers>(variables["x"]).Array;
        Assert.Equal(ElementType.F64, numbers.Type);
        Assert.Equal([1.0, 2.0, 3.0], numbers.ToDoubles());
        Assert.IsType<MatValue.Unread>(variables["s"]);
    }

    [Fact]
    public void Damage_is_found_and_named()
    {
        var mat = new MatBytes();
        var sound = mat.File(mat.Matrix(Byte, [2, 3], "x", mat.Element(2, [1, 2, 3, 4, 5, 6])));
        Fails(sound[..100], "is not a MATLAB file");
        Fails(sound[..^8], "more than are left");
        Fails(mat.File(mat.Matrix(Byte, [2, 3], "x", mat.Element(2, [1, 2, 3]))), "6 elements holds 3 bytes");
        Fails(mat.File(mat.Matrix(Byte, [-2, 3], "x", mat.Element(2, [1]))), "size -2");
        Fails(mat.File(mat.Matrix(Byte, [1 << 20, 1 << 20], "x", mat.Element(2, [1]))), "out of range");
        Fails(mat.File(mat.Matrix(Cell, [1, 2], "x", mat.Matrix(Byte, [1, 1], "", mat.Small(2, [1])))), "ends before its cell 1 of 2");
        var damaged = mat.File(mat.Compressed(mat.Matrix(Byte, [1, 1], "x", mat.Small(2, [1]))));
        damaged[140] ^= 0x7F;
        Fails(damaged, "damaged");
        var newer = (byte[])sound.Clone();
        newer[125] = 2;
        Fails(newer, "save it with '-v7'");
    }

    [Fact]
    public void The_original_AlphaDigits_file_holds_what_its_description_says()
    {
        var variables = MatFile.Read(RealData.Folder("alpha-digits", "binaryalphadigs.mat"));
        Assert.Equal([36, 39], Assert.IsType<MatValue.Cells>(variables["dat"]).Shape);
        Assert.Equal([36.0], Assert.IsType<MatValue.Numbers>(variables["numclass"]).Array.ToDoubles());
        Assert.IsType<MatValue.Cells>(variables["classlabels"]);
        var counts = Assert.IsType<MatValue.Numbers>(variables["classcounts"] is MatValue.Cells cells ? cells.Items[0] : variables["classcounts"]);
        Assert.All(counts.Array.ToDoubles(), count => Assert.Equal(39, count));
    }

    private static void Fails(byte[] file, string message)
    {
        var error = Assert.Throws<DataFileException>(() => MatFile.Read(file, "file.mat"));
        Assert.StartsWith("file.mat: ", error.Message);
        Assert.Contains(message, error.Message);
    }
}
