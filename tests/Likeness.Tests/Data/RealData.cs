using Likeness.Data;
using Xunit;

namespace Likeness.Tests.Data;

/// <summary>The folder of real data sets that some tests need.</summary>
internal static class RealData
{
    /// <summary>The folder, or skips the test.</summary>
    public static string Folder(params string[] parts)
    {
        string? root = Environment.GetEnvironmentVariable("LIKENESS_DATA");
        string path = root is null ? "" : Path.Combine([root, .. parts]);
        Assert.SkipUnless(root is not null && Path.Exists(path),
            $"needs the real data: set LIKENESS_DATA to a folder that holds {Path.Combine(parts)}");
        return path;
    }

    /// <summary>Options that look only in the real folder.</summary>
    public static DataOptions Options(params string[] parts)
    {
        Folder(parts);
        return new DataOptions { DataDirectories = [Folder()], AllowDownload = false };
    }
}
