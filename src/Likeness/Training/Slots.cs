using Likeness.Formats;
using Likeness.Models;

namespace Likeness.Training;

/// <summary>All arrays that a checkpoint keeps: capture them, put them back.</summary>
internal sealed class Slots
{
    private readonly List<Slot> slots;

    /// <summary>What one stage needs to go on exactly.</summary>
    public Slots(IModel model, ParameterBlocks blocks, StageProgram program)
    {
        slots = [.. OfModel(model)];
        slots.AddRange(blocks.All.SelectMany(Averages));
        foreach (PhaseTrace phase in program.Phases)
            slots.AddRange(phase.State.Select(variable => new Slot($"training/{phase.Name}/{variable.Name}", variable)));
        slots.Add(new Slot("training/step", program.Clock.Step));
        slots.Add(new Slot("training/rate factor", program.Clock.RateFactor));
        slots.Add(new Slot("training/data stream", program.DataStream.State));
    }

    /// <summary>The parameters and the state of a model.</summary>
    public static IEnumerable<Slot> OfModel(IModel model) =>
        model.Parameters.Concat(model.State).Select(variable => new Slot(variable.Name, variable));

    /// <summary>Copies of all values.</summary>
    public IReadOnlyList<NamedArray> Capture() => [.. slots.Select(slot => slot.Capture())];

    /// <summary>Puts all values back.</summary>
    /// <exception cref="FormatException">An array is missing or of another shape.</exception>
    public void Restore(IReadOnlyList<NamedArray> arrays) => Restore(slots, arrays);

    /// <inheritdoc cref="Restore(IReadOnlyList{NamedArray})"/>
    public static void Restore(IEnumerable<Slot> slots, IReadOnlyList<NamedArray> arrays)
    {
        Dictionary<string, NumericArray> byName = arrays.ToDictionary(array => array.Name, array => array.Array);
        foreach (Slot slot in slots)
            slot.Restore(byName.TryGetValue(slot.Name, out NumericArray? array) ? array
                : throw new FormatException($"there is no array {slot.Name}"));
    }

    /// <summary>The name under which the average of a parameter is kept.</summary>
    public static string AverageName(string parameter) => $"ema/{parameter}";

    // The average is one flat block in memory; in the file it has the parameters' names, so that other programs can read it.
    private static IEnumerable<Slot> Averages(ParameterBlock block)
    {
        if (block.Average is not { } average)
            yield break;
        long start = 0;
        foreach (var parameter in block.Parameters)
        {
            yield return new Slot(AverageName(parameter.Name), average.Shadow, parameter.Shape, (int)start);
            start += parameter.Shape.Size;
        }
        foreach (var variable in average.State.Where(variable => variable != average.Shadow))
            yield return new Slot($"training/{variable.Name}", variable);
    }
}
