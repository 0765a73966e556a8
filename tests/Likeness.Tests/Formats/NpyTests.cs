using System.IO.Compression;
using System.Text;
using Likeness.Formats;
using Xunit;

namespace Likeness.Tests.Formats;

public sealed class NpyTests
{
    public static TheoryData<ElementType> Types => [.. Enum.GetValues<ElementType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_reads_back(ElementType type)
    {
        int size = NumericArray.Of((byte[])[1]).Count * type.Size();
        var bytes = Enumerable.Range(0, 6 * size).Select(i => (byte)(type == ElementType.Bool ? i % 2 : i + 1)).ToArray();
        using var stream = new MemoryStream();
        Npy.Write(stream, new NumericArray(type, [2, 3], bytes));
        stream.Position = 0;
        var read = Npy.Read(stream, "array");
        Assert.Equal(type, read.Type);
        Assert.Equal([2, 3], read.Shape);
        Assert.Equal(bytes, read.Bytes.ToArray());
    }

    [Theory]
    [InlineData(new int[0], "()")]
    [InlineData(new[] { 3 }, "(3,)")]
    [InlineData(new[] { 3, 1 }, "(3, 1)")]
    public void The_header_is_the_one_numpy_writes(int[] shape, string text)
    {
        using var stream = new MemoryStream();
        int count = shape.Aggregate(1, (product, size) => product * size);
        Npy.Write(stream, new NumericArray(ElementType.F32, shape, new byte[4 * count]));
        var bytes = stream.ToArray();
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], bytes[..8]);
        string header = Encoding.ASCII.GetString(bytes, 10, bytes.Length - 10 - 4 * count);
        Assert.StartsWith($"{{'descr': '<f4', 'fortran_order': False, 'shape': {text}, }}", header);
        Assert.EndsWith("\n", header);
        Assert.Equal(0, (10 + header.Length) % 64);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Versions_1_to_3_and_fortran_order_are_read(byte version)
    {
        var read = Read(version, "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", [1, 4, 2, 5, 3, 6]);
        Assert.Equal([1, 2, 3, 4, 5, 6], read.Bytes.ToArray());
    }

    [Fact]
    public void Three_axes_of_fortran_order_are_turned()
    {
        // Element (i, j, k) = 100 i + 10 j + k, first index fastest.
        int[] two = [0, 1], three = [0, 1, 2];
        var columnMajor = from k in two from j in three from i in two select (byte)(100 * i + 10 * j + k);
        var rowMajor = from i in two from j in three from k in two select (byte)(100 * i + 10 * j + k);
        var read = Read(1, "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2), }", columnMajor.ToArray());
        Assert.Equal(rowMajor.ToArray(), read.Bytes.ToArray());
    }

    [Fact]
    public void Big_endian_numbers_are_read() =>
        Assert.Equal([258], Read(1, "{'descr': '>i4', 'fortran_order': False, 'shape': (1,), }", [0, 0, 1, 2]).ToInt32s());

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "type 'O'")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "cannot be understood")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "ends inside its 2 elements")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", "goes on after its last item")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999, 99999), }", "more than the file can hold")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", "out of range")]
    public void Bad_headers_are_explained(string header, string message)
    {
        var error = Assert.Throws<DataFileException>(() => Read(1, header, [1, 2, 3, 4]));
        Assert.Contains("array: ", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Another_format_is_refused() =>
        Assert.Contains("is not an NPY file", Assert.Throws<DataFileException>(() =>
            Npy.Read(new MemoryStream(new byte[64]), "array")).Message);

    [Fact]
    public void Archives_give_their_arrays_by_name()
    {
        using var folder = new TemporaryFolder();
        using (var archive = ZipFile.Open(folder["a.npz"], ZipArchiveMode.Create))
            foreach (var (name, value) in new[] { ("x", 1f), ("y", 2f) })
                using (var entry = archive.CreateEntry(name + ".npy").Open())
                    Npy.Write(entry, NumericArray.Of([value]));
        var arrays = Npy.ReadArchive(folder["a.npz"]);
        Assert.Equal(["x", "y"], arrays.Select(array => array.Name));
        Assert.Equal([2f], arrays[1].Array.ToSingles());
        File.WriteAllText(folder["b.npz"], "no archive");
        Assert.Contains("b.npz: is not a readable ZIP archive",
            Assert.Throws<DataFileException>(() => Npy.ReadArchive(folder["b.npz"])).Message);
        Assert.Contains("cannot be opened", Assert.Throws<DataFileException>(() => Npy.ReadArchive(folder["c.npz"])).Message);
    }

    private static NumericArray Read(byte version, string header, byte[] data)
    {
        byte[] length = version == 1 ? [(byte)header.Length, 0] : [(byte)header.Length, 0, 0, 0];
        byte[] file = [0x93, .. "NUMPY"u8, version, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. data];
        return Npy.Read(new MemoryStream(file), "array");
    }
}
