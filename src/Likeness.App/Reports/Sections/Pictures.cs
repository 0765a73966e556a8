using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports.Sections;

/// <summary>The other pictures of a run: reconstructions, trajectories, interpolations.</summary>
internal static class Pictures
{
    private const int Room = 1040;

    public static Section? Of(IReadOnlyList<(PictureEntry Entry, Part<Picture> Picture)> pictures)
    {
        var others = pictures.Where(pair => pair.Entry.File != "samples.png").Select(pair => pair.Picture.Value is { } picture
            ? Figure.Of(picture, Room)
            : Section.NotAvailable(pair.Entry.Title ?? pair.Entry.File, pair.Picture.Reason!)).ToArray();
        return others.Length == 0 ? null : new Section("pictures", "Pictures", Html.Lines(others));
    }
}
