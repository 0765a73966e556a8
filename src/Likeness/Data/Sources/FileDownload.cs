using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Likeness.Formats;

namespace Likeness.Data.Sources;

/// <summary>Downloads files over HTTPS into the cache: checked by SHA-256, written atomically, from the first source that works.</summary>
internal sealed class FileDownload(DataOptions options) : IDisposable
{
    private const int ReportEvery = 1 << 18;

    private readonly HttpClient _client = options.HttpHandler is null
        ? new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) })
        : new HttpClient(options.HttpHandler, disposeHandler: false);

    /// <summary>Fetches <paramref name="file"/> into <paramref name="folder"/> unless it is there; the error, null when all went
    /// well.</summary>
    public string? Fetch(RemoteFile file, string folder)
    {
        string target = Path.Combine(folder, file.Name);
        if (File.Exists(target))
            return null;
        string? problem = null;
        foreach (string url in file.Urls)
        {
            problem = Try(file, url, target);
            if (problem is null)
                return file.IsArchive ? Unpack(target, folder) : null;
        }
        return problem;
    }

    public void Dispose() => _client.Dispose();

    private string? Try(RemoteFile file, string url, string target)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var response = _client.Send(request, HttpCompletionOption.ResponseHeadersRead);
            if (!response.IsSuccessStatusCode)
                return $"{url}: the server answers {(int)response.StatusCode}";
            AtomicFile.Write(target, stream => Copy(file, response, stream, url));
            return null;
        }
        catch (Exception error)
            when (error is HttpRequestException or IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            return error is DataFileException ? error.Message : $"{url}: {error.Message}";
        }
    }

    private void Copy(RemoteFile file, HttpResponseMessage response, Stream target, string url)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var source = response.Content.ReadAsStream();
        long? total = response.Content.Headers.ContentLength;
        var buffer = new byte[1 << 16];
        long received = 0, reported = 0;
        for (int count; (count = source.Read(buffer)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
            target.Write(buffer, 0, count);
            received += count;
            if (received - reported >= ReportEvery)
                options.Progress?.Invoke(new DownloadProgress(file.Name, reported = received, total));
        }
        options.Progress?.Invoke(new DownloadProgress(file.Name, received, total));
        string digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (file.Sha256 is not null && digest != file.Sha256)
            throw new DataFileException(url, $"has SHA-256 {digest}, expected {file.Sha256}",
                "the source has changed or the download is damaged");
    }

    // Only plain files, by their bare names: nothing in an archive can point outside the folder.
    private static string? Unpack(string archive, string folder)
    {
        try
        {
            using (var packed = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress))
            using (var reader = new TarReader(packed))
                while (reader.GetNextEntry() is { } entry)
                    if (entry is { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile, DataStream: { } content })
                        AtomicFile.Write(Path.Combine(folder, Path.GetFileName(entry.Name)), content.CopyTo);
            return null;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return $"{archive}: cannot be unpacked ({error.Message})";
        }
        finally
        {
            File.Delete(archive);
        }
    }
}
