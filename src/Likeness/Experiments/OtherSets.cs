using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Formats;

namespace Likeness.Experiments;

/// <summary>The other data sets at hand with images of the same size: what is no image of a set.</summary>
internal static class OtherSets
{
    /// <summary>Their test parts, in the order of the catalogue; sets that are not here are left out.</summary>
    /// <param name="data">The set that they are not of.</param>
    /// <param name="load">Loads a set that is at hand, and downloads nothing; null: there are none.</param>
    public static IReadOnlyList<OutlierSet> Of(DataSet data, Func<string, DataSet>? load) => load is null ? [] :
    [
        .. from entry in DataCatalog.All
           where entry.Name != NameOf(data) && entry.Size.Contains($" {data.Height}x{data.Width} ", StringComparison.Ordinal)
           let other = TestOf(entry.Name, load)
           where other is not null && (other.Height, other.Width, other.Channels) == (data.Height, data.Width, data.Channels)
           select new OutlierSet(entry.Name, other),
    ];

    // Variants of a set are no other set.
    private static string NameOf(DataSet data) => data.Name.Split(':')[0];

    private static ImageSet? TestOf(string name, Func<string, DataSet> load)
    {
        try
        {
            return load(name).Test;
        }
        catch (Exception absent) when (absent is DataSourceException or DataFileException)
        {
            return null;
        }
    }
}
