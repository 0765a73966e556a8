using System.Security.Cryptography;
using System.Text;
using Likeness.Formats;
using Likeness.Models;

namespace Likeness.Training;

/// <summary>
/// A training at one moment: arrays, where it stands, and facts about the run. Kept as one safetensors file, so that one
/// rename makes it valid: whatever the moment of a kill, the folder holds a whole checkpoint.
/// </summary>
internal sealed record Checkpoint(TrainingState State, IReadOnlyList<NamedArray> Arrays, IReadOnlyDictionary<string, string> Facts)
{
    private const string StateKey = "likeness.state", HashKey = "likeness.sha256";

    /// <summary>Replaces the file. The same checkpoint gives the same bytes.</summary>
    public void Write(string path)
    {
        var metadata = new Dictionary<string, string>(Facts) { [StateKey] = State.ToJson(), [HashKey] = Hash(Arrays) };
        SafeTensors.Write(path, Arrays, metadata);
    }

    /// <summary>Puts parameters and state into a model; the averaged parameters where there are some, which it then returns true for.</summary>
    /// <exception cref="FormatException">An array is missing or of another shape.</exception>
    public bool LoadInto(IModel model)
    {
        Slots.Restore(Slots.OfModel(model), Arrays);
        var averages = model.Parameters.Where(parameter => Arrays.Any(array => array.Name == Slots.AverageName(parameter.Name))).ToList();
        Slots.Restore(averages.Select(parameter => new Slot(Slots.AverageName(parameter.Name), parameter)), Arrays);
        return averages.Count > 0;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="RunException">It is missing or damaged.</exception>
    public static Checkpoint Read(string path)
    {
        if (!File.Exists(path))
            throw new RunException($"there is no checkpoint {path}: train first, or give the folder of a run");
        try
        {
            SafeTensorsContent content = SafeTensors.Read(path);
            if (!content.Metadata.TryGetValue(StateKey, out string? state) || !content.Metadata.TryGetValue(HashKey, out string? hash))
                throw new FormatException("it was not written by this program");
            if (hash != Hash(content.Arrays))
                throw new FormatException("its arrays do not match its checksum");
            var facts = content.Metadata.Where(item => item.Key is not (StateKey or HashKey)).ToDictionary(item => item.Key, item => item.Value);
            return new Checkpoint(TrainingState.FromJson(state), content.Arrays, facts);
        }
        catch (Exception error) when (error is FormatException or DataFileException or InvalidDataException)
        {
            throw Damaged(path, error);
        }
    }

    /// <summary>The error for a checkpoint that cannot be used.</summary>
    public static RunException Damaged(string path, Exception error) =>
        new($"checkpoint {path} cannot be used ({error.Message}): restore the file from a copy, or train again into another folder", error);

    /// <summary>The SHA-256 of arrays, in hexadecimal.</summary>
    // In order of name: the file lays arrays out by element size, so the order differs between memory and disk.
    public static string Hash(IReadOnlyList<NamedArray> arrays)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (NamedArray array in arrays.OrderBy(array => array.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(array.Name));
            hash.AppendData(array.Array.Bytes.Span);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
