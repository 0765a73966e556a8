using Likeness.Formats;

namespace Likeness.Data.Sources;

/// <summary>Reads a set that is named by its path: a folder of IDX files or of PNG pictures, or an NPY or NPZ file.</summary>
internal static class PathSource
{
    public static DataParts Read(string path, string name)
    {
        if (File.Exists(path))
            return IsNumpy(path)
                ? NumpySource.Read(path, name)
                : throw new DataFileException(path, "is no .npy or .npz file",
                    "name a folder of IDX files or PNG pictures, or an array file");
        if (!Directory.Exists(path))
            throw new DataFileException(path, "does not exist", "check the path");
        if (IdxSource.Exists(path))
            return IdxSource.Read(path, name, null);
        if (PngFolderSource.Exists(path))
            return PngFolderSource.Read(path, name);
        throw new DataFileException(path, "holds neither IDX files nor PNG pictures",
            "put train-images-idx3-ubyte(.gz) and its like there, or PNG pictures, one sub-folder a class");
    }

    private static bool IsNumpy(string path) =>
        path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
}
