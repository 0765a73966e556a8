using System.Text.Json;
using Likeness.App.Commands.Terminal;
using Likeness.Experiments;
using Spectre.Console;

namespace Likeness.App.Commands;

/// <summary>A profile as tables for people and as JSON for programs.</summary>
internal sealed class ProfileText(StepProfile profile)
{
    /// <summary>A table for each compiled step, largest steps first or in the order of the plan, then totals for each stage.</summary>
    public void Write(IAnsiConsole console, bool inOrder)
    {
        foreach (var part in profile.Parts)
        {
            console.Line();
            console.Line(Heading(part));
            Table(part, inOrder).Write(console);
        }
        foreach (var (stage, total) in profile.Stages)
            WriteTotal(console, stage, total);
    }

    public void WriteJson(Utf8JsonWriter json) => json.Object(() =>
    {
        json.Members(("model", profile.Model), ("data", profile.Data), ("batch", profile.Batch), ("threads", profile.Threads));
        json.Array("stages", profile.Stages, stage => json.Object(() =>
        {
            json.Members(
                [("stage", stage.Stage), ("images_per_second", profile.Batch / stage.Total.Seconds), .. Members(stage.Total)]);
            json.Array("parts", profile.Parts.Where(part => part.Stage == stage.Stage), part => WritePart(json, part));
        }));
    });

    private string Heading(ProfilePart part)
    {
        string rhythm = part.Every == 1 ? "" : FormattableString.Invariant($", in every {part.Every}. step");
        string threads = profile.Threads == 1 ? "1 thread" : FormattableString.Invariant($"{profile.Threads} threads");
        return FormattableString.Invariant($"{profile.Model} on {profile.Data}, batch {profile.Batch}, {threads}: ")
            + $"{part.Stage}/{string.Join('+', part.Phases)}{rhythm}";
    }

    private static Listing Table(ProfilePart part, bool inOrder)
    {
        var table = new Listing("us", "share", "GFLOP/s", "GB/s", "MB", "step") { Right = [0, 1, 2, 3, 4] };
        void Add(IReadOnlyList<ProfileRow> rows, string indent)
        {
            foreach (var row in inOrder ? rows : [.. rows.OrderByDescending(row => row.Seconds)])
            {
                string turns = row.Turns > 0 ? FormattableString.Invariant($"{row.Turns} x ") : "";
                table.Add(Fixed(row.Seconds * 1e6), Percent(row.Share), Rate(row.Flops, row.Seconds), Rate(row.Bytes, row.Seconds),
                    Fixed(row.Bytes / 1e6), indent + turns + row.Title);
                Add(row.Body, indent + "  ");
            }
        }

        Add(part.Rows, "");
        return table;
    }

    private void WriteTotal(IAnsiConsole console, string stage, ProfileTotal total)
    {
        double peak = total.PeakFlops / 1e9;
        console.Line();
        console.Line($"{stage}: a step takes {Figures.Number(total.Seconds * 1e3)} ms (its parts {Figures.Number(total.PartSeconds * 1e3)} ms), "
            + $"{Figures.Count(profile.Batch / total.Seconds)} images/s");
        console.Line($"  {Fixed(total.MultiplyAdds / 1e6)} million multiply-adds, {Percent(total.PeakShare)} of the peak of "
            + $"{Figures.Number(peak)} GFLOP/s ({Figures.Number(peak / profile.Threads)} a thread, measured between the steps)");
        console.Line($"  {Rate(total.Flops, total.Seconds)} GFLOP/s with elementwise operations; "
            + $"{Figures.Number(total.Bytes / 1e6)} MB moved, {Rate(total.Bytes, total.Seconds)} GB/s");
        console.Line($"  arena {Figures.Number(total.ArenaBytes / 1e6)} MB, scratch {Figures.Number(total.ScratchBytes / 1e6)} MB, "
            + $"{Figures.Count(total.AllocatedBytes)} bytes allocated a step");
    }

    private static void WritePart(Utf8JsonWriter json, ProfilePart part) => json.Object(() =>
    {
        json.Members([("phases", part.Phases), ("every", part.Every), .. Members(part.Total)]);
        json.Array("steps", part.Rows, row => WriteRow(json, row));
    });

    private static (string, object)[] Members(ProfileTotal total) =>
    [
        ("seconds", total.Seconds), ("part_seconds", total.PartSeconds), ("multiply_adds", total.MultiplyAdds), ("flops", total.Flops),
        ("bytes", total.Bytes), ("peak_flops_per_second", total.PeakFlops), ("peak_share", total.PeakShare),
        ("arena_bytes", total.ArenaBytes), ("scratch_bytes", total.ScratchBytes), ("allocated_bytes", total.AllocatedBytes),
    ];

    private static void WriteRow(Utf8JsonWriter json, ProfileRow row) => json.Object(() =>
    {
        json.Members(("step", row.Title), ("seconds", row.Seconds), ("share", row.Share), ("multiply_adds", row.MultiplyAdds),
            ("flops", row.Flops), ("bytes", row.Bytes));
        if (row.Turns == 0)
        {
            json.Members(("plan", row.Text));
            return;
        }
        json.Members(("turns", row.Turns));
        json.Array("steps", row.Body, inner => WriteRow(json, inner));
    });

    private static string Percent(double part) => $"{Fixed(100 * part)} %";

    private static string Rate(double amount, double seconds) => seconds > 0 ? Fixed(amount / seconds / 1e9) : "";

    // One decimal in all rows, so that columns can be read down.
    private static string Fixed(double value) => FormattableString.Invariant($"{value:#,0.0}");
}
