namespace Likeness.Data;

/// <summary>Where data sets come from, in order: the data directories, the cache, the public source.</summary>
public sealed record DataOptions
{
    /// <summary>Folders to look in, first to last: the one given by the user, then the one of the environment.
    /// Each may hold one folder a set (DIR/mnist/train-images-idx3-ubyte.gz) or be a set itself (DIR/train-images-idx3-ubyte.gz).</summary>
    public IReadOnlyList<string> DataDirectories { get; init; } = [];

    /// <summary>The user's cache, where downloads are kept; null: no cache, so no downloads.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Whether a set that is not found may be downloaded into the cache.</summary>
    public bool AllowDownload { get; init; } = true;

    /// <summary>Called now and then while a file is downloaded.</summary>
    public Action<DownloadProgress>? Progress { get; init; }

    /// <summary>Sends the requests of downloads; null: the platform's own. Tests and proxies put theirs here.</summary>
    public HttpMessageHandler? HttpHandler { get; init; }
}

/// <summary>How far a download is: bytes received of <paramref name="Total"/> (null when the server does not say).</summary>
public sealed record DownloadProgress(string File, long Received, long? Total);
