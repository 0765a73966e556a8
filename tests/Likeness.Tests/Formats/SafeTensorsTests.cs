using System.Buffers.Binary;
using System.Text;
using Likeness.Formats;
using Xunit;

namespace Likeness.Tests.Formats;

public sealed class SafeTensorsTests
{
    private static readonly NamedArray[] Arrays =
    [
        new("bytes", NumericArray.Of((byte[])[1, 2, 3], 3)),
        new("b/weight", NumericArray.Of([1.5f, -2f, 3f, 4f, 5f, 6f], 2, 3)),
        new("scalar", new NumericArray(ElementType.I32, [], new byte[] { 7, 0, 0, 0 })),
        new("wide", NumericArray.Of([1e300, -0.0], 2)),
        new("none", NumericArray.Of((float[])[], 0, 4)),
        new("long", NumericArray.Of((long[])[long.MaxValue], 1)),
    ];

    [Fact]
    public void Written_files_read_back()
    {
        using var folder = new TemporaryFolder();
        SafeTensors.Write(folder["a.safetensors"], Arrays, new Dictionary<string, string> { ["step"] = "12", ["note"] = "µ \"x\"" });
        var read = SafeTensors.Read(folder["a.safetensors"]);
        Assert.Equal(Arrays.Length, read.Arrays.Count);
        foreach (var (name, array) in Arrays)
        {
            Assert.Equal(array.Type, read[name].Type);
            Assert.Equal(array.Shape, read[name].Shape);
            Assert.Equal(array.Bytes.ToArray(), read[name].Bytes.ToArray());
        }
        Assert.Equal("12", read.Metadata["step"]);
        Assert.Equal("µ \"x\"", read.Metadata["note"]);
        Assert.Throws<KeyNotFoundException>(() => read["missing"]);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format_and_always_the_same()
    {
        var bytes = Written([new("a", NumericArray.Of([1f]))], new() { ["z"] = "1", ["b"] = "2" });
        string header = """{"__metadata__":{"b":"2","z":"1"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8);
        Assert.Equal(header, Encoding.UTF8.GetString(bytes, 8, bytes.Length - 12).TrimEnd(' '));
        Assert.Equal([0, 0, 0x80, 0x3F], bytes[^4..]);
        Assert.Equal(bytes, Written([new("a", NumericArray.Of([1f]))], new() { ["b"] = "2", ["z"] = "1" }));
    }

    [Fact]
    public void Arrays_are_aligned_to_their_elements()
    {
        var bytes = Written(Arrays, []);
        var read = SafeTensors.Read(bytes, "file");
        long at = 8 + BinaryPrimitives.ReadInt64LittleEndian(bytes);
        foreach (var (_, array) in read.Arrays)
        {
            Assert.Equal(0, at % array.Type.Size());
            at += array.Bytes.Length;
        }
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "overlap or leave a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "where 0 is due")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "lies at bytes 0..4 of 3")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "holds 8 bytes of data, its arrays 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes, got 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "not as safetensors demands")]
    [InlineData("""{"a":{"dtype":"F8","shape":[4],"data_offsets":[0,4]}}""", 4, "type F8")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "not as safetensors demands")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "not as safetensors demands")]
    [InlineData("""[1]""", 0, "not as safetensors demands")]
    [InlineData("""{"a":""", 0, "not as safetensors demands")]
    public void Bad_headers_are_explained(string header, int dataBytes, string message)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        byte[] file = [.. length, .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]];
        var error = Assert.Throws<DataFileException>(() => SafeTensors.Read(file, "file.safetensors"));
        Assert.StartsWith("file.safetensors: ", error.Message);
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_file_cut_short_is_refused()
    {
        var bytes = Written(Arrays, []);
        foreach (int kept in (int[])[0, 7, 20, bytes.Length - 1])
            Assert.Throws<DataFileException>(() => SafeTensors.Read(bytes.AsMemory(0, kept), "file"));
    }

    [Fact]
    public void A_name_used_twice_is_refused()
    {
        NamedArray one = new("a", NumericArray.Of([1f]));
        Assert.Contains("'a' is used twice", Assert.Throws<ArgumentException>(() =>
            SafeTensors.Write(new MemoryStream(), [one, one])).Message);
        Assert.Throws<ArgumentException>(() => SafeTensors.Write(new MemoryStream(), [one with { Name = "__metadata__" }]));
    }

    private static byte[] Written(NamedArray[] arrays, Dictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, arrays, metadata);
        return stream.ToArray();
    }
}
