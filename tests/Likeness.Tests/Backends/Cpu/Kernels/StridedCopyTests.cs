using Likeness.Tensors.Backends.Cpu.Kernels;
using Xunit;

namespace Likeness.Tests.Backends.Cpu.Kernels;

/// <summary>Runs of affine views against index arithmetic, from every start that ends a row, a plane or nothing.</summary>
public sealed unsafe class StridedCopyTests
{
    private const int Buffer = 6000;
    private const int Origin = 3000;

    public static TheoryData<int[], long[]> Views => new()
    {
        { [], [] },
        { [1], [5] },
        { [33], [1] },
        { [33], [0] },
        { [33], [7] },
        { [33], [-3] },
        { [9, 17], [17, 1] },
        { [9, 17], [40, 1] },
        { [9, 17], [1, 9] },
        { [17, 9], [1, 17] },
        { [40, 36], [1, 41] },
        { [9, 17], [0, 1] },
        { [9, 17], [1, 0] },
        { [9, 17], [0, 0] },
        { [9, 17], [-17, -1] },
        { [9, 3], [5, 1] },
        { [33, 2], [4, 1] },
        { [5, 7, 2], [60, 4, 1] },
        { [9, 4], [-13, 1] },
        { [9, 8], [21, 1] },
        { [3, 5, 7], [1, 21, 3] },
        { [3, 1, 5, 7], [35, 99, 7, 1] },
        { [4, 5, 6], [1, 24, 4] },
        { [2, 3, 2, 3, 2, 3], [500, 1, 200, 9, 50, 13] },
        { [2, 2, 2, 2, 2, 2, 2, 2], [1, 256, 2, 512, 4, 1024, 8, -32] },
        { [0, 4], [1, 2] },
        { [4, 20], [300, -2] },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void Gathers_of_words(int[] dims, long[] strides)
    {
        using TileMemory source = TileMemory.Of<int>([.. Enumerable.Range(0, Buffer)]);
        AffineView view = AffineView.Create(dims, strides);
        ForRuns(dims, strides, (start, places) =>
        {
            using var tile = new TileMemory(places.Length * sizeof(int));
            StridedCopy.Gather32(view, source.Ints + Origin, start, tile.Start, places.Length);
            Assert.Equal(places, tile.Values<int>());
        });
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Gathers_of_bytes(int[] dims, long[] strides)
    {
        byte[] bytes = [.. Enumerable.Range(0, Buffer).Select(i => (byte)(i * 31))];
        using TileMemory source = TileMemory.Of<byte>(bytes);
        AffineView view = AffineView.Create(dims, strides);
        ForRuns(dims, strides, (start, places) =>
        {
            using var narrow = new TileMemory(places.Length);
            StridedCopy.Gather8(view, source.Start + Origin, start, narrow.Start, places.Length);
            Assert.Equal(places.Select(p => bytes[p]), narrow.Values<byte>());
        });
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Scatters(int[] dims, long[] strides)
    {
        AffineView view = AffineView.Create(dims, strides);
        ForRuns(dims, strides, (start, places) =>
        {
            if (places.Distinct().Count() != places.Length)
                return;
            int[] expected = new int[Buffer];
            for (int i = 0; i < places.Length; i++)
                expected[places[i]] = i + 1;
            using TileMemory words = TileMemory.Of<int>(new int[Buffer]);
            using TileMemory tile = TileMemory.Of<int>([.. Enumerable.Range(1, places.Length)]);
            StridedCopy.Scatter32(view, words.Ints + Origin, start, tile.Start, places.Length);
            Assert.True(expected.AsSpan().SequenceEqual(words.Values<int>()), $"{places.Length} words from {start}");
            using TileMemory bytes = TileMemory.Of<byte>(new byte[Buffer]);
            using TileMemory narrow = TileMemory.Of<byte>([.. Enumerable.Range(1, places.Length).Select(i => (byte)i)]);
            StridedCopy.Scatter8(view, bytes.Start + Origin, start, narrow.Start, places.Length);
            Assert.True(expected.Select(v => (byte)v).SequenceEqual(bytes.Values<byte>()), $"{places.Length} bytes from {start}");
        });
    }

    [Fact]
    public void Dimensions_that_continue_one_another_merge()
    {
        AffineView dense = AffineView.Create([2, 1, 3, 4], [12, 7, 4, 1]);
        Assert.True(dense.IsContiguous);
        Assert.Equal(24, dense.Count);
        Assert.True(AffineView.Create([5, 6], [0, 0]).IsScalar);
        Assert.Equal(2, AffineView.Create([2, 3, 4], [0, 4, 1]).Rank);
    }

    [Fact]
    public void Views_that_do_not_fit_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => AffineView.Create([2, 3], [1]));
        Assert.Contains("2 extents has 1 strides", error.Message);
        int[] dims = [.. Enumerable.Repeat(2, 9)];
        long[] strides = [.. Enumerable.Range(0, 9).Select(i => (long)(i * i))];
        Assert.Contains("9 dimensions", Assert.Throws<ArgumentException>(() => AffineView.Create(dims, strides)).Message);
    }

    private static void ForRuns(int[] dims, long[] strides, Action<int, int[]> check)
    {
        int[] places = [Origin];
        for (int axis = 0; axis < dims.Length; axis++)
            places = [.. from place in places from i in Enumerable.Range(0, dims[axis]) select place + (i * (int)strides[axis])];
        foreach (int start in Enumerable.Range(0, places.Length + 1).Where(i => i < 10 || i % 37 == 0 || i > places.Length - 2))
            foreach (int count in (int[])[0, 1, 7, 16, 33, 65, 256, places.Length - start])
                if (count >= 0 && start + count <= places.Length)
                    check(start, places[start..(start + count)]);
    }
}
