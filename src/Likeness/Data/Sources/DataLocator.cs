namespace Likeness.Data.Sources;

/// <summary>Finds the folder of a real set: in the data directories, then in the cache, then by download into the cache.</summary>
internal static class DataLocator
{
    /// <summary>The folder, or a <see cref="DataSourceException"/> that says where it was looked for and what to do.</summary>
    public static string Find(PublicSet set, DataOptions options)
    {
        foreach (string directory in options.DataDirectories)
            if (FindIn(directory, set) is { } found)
                return found;
        string? cached = options.CacheDirectory is null ? null : Path.Combine(options.CacheDirectory, set.Entry.Name);
        // A cache is complete or it is filled up: an interrupted download must not pass for a set without a test part.
        if (cached is not null && set.Exists(cached) && IsComplete(set, cached))
            return cached;
        string? problem = Download(set, cached, options);
        return problem is null && set.Exists(cached!)
            ? cached!
            : throw NotFound(set, options, problem ?? $"{cached}: the download does not hold the set");
    }

    private static string? FindIn(string directory, PublicSet set)
    {
        foreach (string folder in set.FolderNames)
            if (set.Exists(Path.Combine(directory, folder)))
                return Path.Combine(directory, folder);
        // The directory may be the set itself, unless its own name says that it is another one.
        string own = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        bool another = PublicSet.All.Any(other => other != set && other.FolderNames.Contains(own, StringComparer.OrdinalIgnoreCase));
        return !another && set.Exists(directory) ? directory : null;
    }

    private static bool IsComplete(PublicSet set, string folder) =>
        set.Files.All(file => file.IsArchive || File.Exists(Path.Combine(folder, file.Name)));

    private static string? Download(PublicSet set, string? folder, DataOptions options)
    {
        if (!options.AllowDownload || folder is null)
            return "downloads are off";
        using var download = new FileDownload(options);
        foreach (var file in set.Files)
            if (download.Fetch(file, folder) is { } problem)
                return problem;
        return null;
    }

    private static DataSourceException NotFound(PublicSet set, DataOptions options, string problem)
    {
        string looked = options.DataDirectories.Count > 0
            ? $"not in {string.Join(" or ", options.DataDirectories)}"
            : "no data directory was given";
        string files = string.Join(", ", set.Files.Select(file => file.IsArchive ? $"the unpacked files of {file.Name}" : file.Name));
        return new DataSourceException($"data set '{set.Entry.Name}' not found: {looked}, and {problem}; " +
            $"put {files} into DIR/{set.Entry.Name} and pass --data-dir DIR or set LIKENESS_DATA=DIR");
    }
}
