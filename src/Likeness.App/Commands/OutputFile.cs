using Likeness.App.Commands.Terminal;
using Spectre.Console;

namespace Likeness.App.Commands;

/// <summary>The picture or array file that a command writes: named and checked before any work is done.</summary>
internal static class OutputFile
{
    /// <summary>The path to write to: the one asked for, else the usual one. Its folder is made; that it can be written is
    /// certain.</summary>
    /// <exception cref="UsageException">The extension is not .png or .npy, or nothing can be written there.</exception>
    public static string Prepare(string? asked, string usual)
    {
        string path = asked ?? usual;
        if (Path.GetExtension(path).ToLowerInvariant() is not (".png" or ".npy"))
            throw new UsageException($"--out {path}: the name must end in .png (a sheet of pictures) or .npy (an array)");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            Probe(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--out {path} cannot be written ({fault.Message.TrimEnd('.')}): choose another place");
        }
        return path;
    }

    public static void Tell(IAnsiConsole console, string path, string what) => console.Line($"wrote {path} ({what})");

    // A file that was there stays as it is until the new one is whole.
    private static void Probe(string path)
    {
        if (Directory.Exists(path))
            throw new IOException("it is a folder");
        bool existed = File.Exists(path);
        File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
        if (!existed)
            File.Delete(path);
    }
}
