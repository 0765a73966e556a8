using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports.Sections;

/// <summary>The other pictures of a run: reconstructions, trajectories, interpolations.</summary>
internal static class Pictures
{
    private const int Room = 1040;

    public static Section? Of(IReadOnlyList<(PictureEntry Entry, Part<Picture> Picture)> pictures)
    {
        var leading = Leading(pictures);
        var others = pictures.Where(pair => pair.Entry != leading?.Entry).Select(pair => pair.Picture.Value is { } picture
            ? Figure.Of(picture, Room)
            : Section.NotAvailable(pair.Entry.Title ?? pair.Entry.File, pair.Picture.Reason!)).ToArray();
        return others.Length == 0 ? null : new Section("pictures", "Pictures", Html.Lines(others));
    }

    /// <summary>The picture at the top of the report: the samples, or of a model that cannot sample the first it has.</summary>
    public static (PictureEntry Entry, Part<Picture> Picture)? Leading(IReadOnlyList<(PictureEntry Entry, Part<Picture> Picture)> pictures) =>
        pictures.Where(pair => pair.Picture.Value is not null).OrderBy(pair => pair.Entry.File == "samples.png" ? 0 : 1)
            .Cast<(PictureEntry, Part<Picture>)?>().FirstOrDefault();
}
