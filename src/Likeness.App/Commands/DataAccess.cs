using Likeness.App.Commands.Terminal;
using Likeness.Data;

namespace Likeness.App.Commands;

/// <summary>Where this program's user keeps data sets: --data-dir, then LIKENESS_DATA, then the cache, then a download.</summary>
internal static class DataAccess
{
    public const string Variable = "LIKENESS_DATA";

    /// <summary>A loader of data sets by name or path; tells of downloads in lines such as "downloading x.gz: 40 %".</summary>
    public static Func<string, DataSet> Loader(Surroundings surroundings, string? folder, Action<string> tell)
    {
        if (folder is not null && !Directory.Exists(folder))
            throw new UsageException($"--data-dir {folder}: there is no such folder; give the one that holds mnist/ and the like");
        var options = Places(surroundings, folder) with { Progress = Downloads(tell) };
        return name => DataCatalog.Load(name, options);
    }

    /// <summary>A loader of sets that are here already: it downloads nothing.</summary>
    public static Func<string, DataSet> AtHand(Surroundings surroundings, string? folder)
    {
        var options = Places(surroundings, folder) with { AllowDownload = false };
        return name => DataCatalog.Load(name, options);
    }

    private static DataOptions Places(Surroundings surroundings, string? folder)
    {
        string?[] folders = [folder, surroundings.Variable(Variable)];
        return new DataOptions
        {
            DataDirectories = [.. folders.OfType<string>().Where(each => each.Length > 0)],
            CacheDirectory = surroundings.CacheFolder,
        };
    }

    // Ten lines a file at most.
    private static Action<DownloadProgress> Downloads(Action<string> tell)
    {
        string last = "";
        return progress =>
        {
            string part = progress.Total is > 0 and var total ? $"{progress.Received * 10 / total * 10} %"
                : $"{progress.Received / 10_000_000 * 10} MB";
            string line = $"downloading {progress.File}: {part}";
            if (line != last)
                tell(last = line);
        };
    }
}
