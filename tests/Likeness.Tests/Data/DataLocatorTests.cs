using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Likeness.Data;
using Likeness.Data.Sources;
using Likeness.Formats;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.Data;

public sealed class DataLocatorTests
{
    [Fact]
    public void Directories_come_in_order_before_the_cache_and_may_be_the_set_itself()
    {
        using var folder = new TemporaryFolder();
        WriteTest(folder["first", "mnist"], 1);
        WriteTest(folder["second"], 2);
        WriteTest(folder["cache", "mnist"], 3);
        DataOptions options = new() { CacheDirectory = folder["cache"], AllowDownload = false };
        Assert.Equal(1, Count(options with { DataDirectories = [folder["first"], folder["second"]] }));
        Assert.Equal(2, Count(options with { DataDirectories = [folder["empty"], folder["second"]] }));
        foreach (string part in (string[])["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"])
            File.Copy(folder["cache", "mnist", part.Replace("train", "t10k")], folder["cache", "mnist", part]);
        Assert.Equal(3, Count(options));
    }

    [Fact]
    public void A_directory_named_after_another_set_is_not_this_one()
    {
        using var folder = new TemporaryFolder();
        WriteTest(folder["fashion-mnist"], 1);
        DataOptions options = new() { DataDirectories = [folder["fashion-mnist"]], AllowDownload = false };
        Assert.Throws<DataSourceException>(() => DataCatalog.Load("mnist", options));
        Assert.Equal(1, DataCatalog.Load("fashion-mnist", options).Test!.Count);
    }

    [Fact]
    public void Not_found_says_where_it_looked_and_what_to_do()
    {
        var error = Assert.Throws<DataSourceException>(() => DataCatalog.Load("mnist",
            new DataOptions { DataDirectories = ["nowhere"], AllowDownload = false }));
        Assert.Contains("'mnist' not found: not in nowhere, and downloads are off", error.Message);
        Assert.Contains("put train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz", error.Message);
        Assert.Contains("--data-dir DIR or set LIKENESS_DATA=DIR", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_download_is_checked_reported_and_kept()
    {
        using var folder = new TemporaryFolder();
        var content = new byte[700_000];
        var seen = new List<DownloadProgress>();
        using var server = new FakeServer(new() { ["https://b/file.bin"] = content });
        DataOptions options = new() { HttpHandler = server, Progress = seen.Add };
        using var download = new FileDownload(options);
        RemoteFile file = new("file.bin", Convert.ToHexStringLower(SHA256.HashData(content)), "https://a/file.bin", "https://b/file.bin");
        Assert.Null(download.Fetch(file, folder["cache"]));
        Assert.Equal(content, File.ReadAllBytes(folder["cache", "file.bin"]));
        Assert.Equal(["https://a/file.bin", "https://b/file.bin"], server.Asked);
        Assert.True(seen.Count >= 3);
        Assert.Equal(new DownloadProgress("file.bin", 700_000, 700_000), seen[^1]);
        Assert.Null(download.Fetch(file, folder["cache"]));
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public void A_wrong_checksum_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        using var server = new FakeServer(new() { ["https://a/file.bin"] = [1, 2, 3] });
        using var download = new FileDownload(new DataOptions { HttpHandler = server });
        string? problem = download.Fetch(new RemoteFile("file.bin", new string('0', 64), "https://a/file.bin"), folder["cache"]);
        Assert.Contains("https://a/file.bin: has SHA-256 039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81, expected 0000",
            problem);
        Assert.Empty(Directory.GetFiles(folder["cache"]));
    }

    [Fact]
    public void A_failed_download_is_part_of_the_message()
    {
        using var folder = new TemporaryFolder();
        using var server = new FakeServer([]);
        DataOptions options = new() { CacheDirectory = folder.Path, HttpHandler = server };
        var error = Assert.Throws<DataSourceException>(() => DataCatalog.Load("kmnist", options));
        Assert.Contains("no data directory was given, and https://codh.rois.ac.jp/kmnist/dataset/kmnist/train-images-idx3-ubyte.gz: the server answers 404", error.Message);
        Assert.Single(server.Asked);
    }

    [Fact]
    public void An_archive_is_unpacked_into_its_folder_only()
    {
        using var folder = new TemporaryFolder();
        using var server = new FakeServer(new() { ["https://a/x.tar.gz"] = TarGz(("../../outside.bin", [1]), ("deep/inside.bin", [2])) });
        using var download = new FileDownload(new DataOptions { HttpHandler = server });
        Assert.Null(download.Fetch(new RemoteFile("x.tar.gz", null, "https://a/x.tar.gz"), folder["cache"]));
        Assert.Equal(["inside.bin", "outside.bin"], Directory.GetFiles(folder["cache"]).Select(Path.GetFileName).Order());
        Assert.Equal(["cache"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Every_public_file_has_a_source_over_https()
    {
        var files = PublicSet.All.SelectMany(set => set.Files).ToArray();
        Assert.All(files, file => Assert.All(file.Urls, url => Assert.StartsWith("https://", url)));
        Assert.All(files.Where(file => file.Sha256 is not null), file => Assert.Equal(64, file.Sha256!.Length));
    }

    private static int Count(DataOptions options) => DataCatalog.Load("mnist", options).Test!.Count;

    private static void WriteTest(string folder, int count)
    {
        Idx.Write(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"),
            NumericArray.Of(Enumerable.Range(0, count * 784).Select(i => (byte)i).ToArray(), count, 28, 28));
        Idx.Write(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"), NumericArray.Of(new byte[count]));
    }

    private static byte[] TarGz(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
            foreach (var (name, content) in files)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        return packed.ToArray();
    }

    private sealed class FakeServer(Dictionary<string, byte[]> files) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken token)
        {
            string url = request.RequestUri!.ToString();
            Asked.Add(url);
            return files.TryGetValue(url, out var content)
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) }
                : new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token) =>
            Task.FromResult(Send(request, token));
    }
}
