namespace Likeness.Data.Sources;

/// <summary>A file of a public source: its name in the cache, its SHA-256 where known (null otherwise), and where to fetch it, best
/// first.</summary>
internal sealed record RemoteFile(string Name, string? Sha256, params string[] Urls)
{
    /// <summary>True for an archive that is unpacked into the folder rather than kept.</summary>
    public bool IsArchive => Name.EndsWith(".tar.gz", StringComparison.Ordinal);
}
