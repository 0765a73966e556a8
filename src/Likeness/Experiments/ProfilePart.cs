namespace Likeness.Experiments;

/// <summary>A step of a plan and its part in the time of the whole.</summary>
/// <param name="Title">The step in one line.</param>
/// <param name="Text">The step with all its operations, as the plan prints it.</param>
/// <param name="Seconds">Of one training step; in a loop, of all turns together.</param>
/// <param name="Share">The seconds, of those of all steps of its plan.</param>
/// <param name="MultiplyAdds">Multiply-adds of products.</param>
/// <param name="Flops">Floating-point operations, elementwise ones included.</param>
/// <param name="Bytes">Bytes read and written.</param>
/// <param name="Turns">Turns of a loop, else 0.</param>
/// <param name="Body">The steps in a loop.</param>
public sealed record ProfileRow(
    string Title, string Text, double Seconds, double Share, long MultiplyAdds, double Flops, long Bytes, long Turns,
    IReadOnlyList<ProfileRow> Body);

/// <summary>One compiled step of a training.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Phases">The phases in it.</param>
/// <param name="Every">It runs in every so many steps of the stage.</param>
/// <param name="Rows">The steps of its plan, in order.</param>
/// <param name="Total">What one run of it takes; its share is 1.</param>
public sealed record ProfilePart(string Stage, IReadOnlyList<string> Phases, int Every, IReadOnlyList<ProfileRow> Rows, ProfileTotal Total);

/// <summary>Time and cost of a compiled step, or of the several that are one training step of a stage.</summary>
/// <param name="Seconds">The median time.</param>
/// <param name="PartSeconds">The median times of the steps of the plan, added up.</param>
/// <param name="MultiplyAdds">Multiply-adds of products.</param>
/// <param name="Flops">Floating-point operations, elementwise ones included.</param>
/// <param name="Bytes">Bytes read and written.</param>
/// <param name="PeakFlops">FLOP/s of multiply-adds that the threads could reach, measured between the steps.</param>
/// <param name="ArenaBytes">Memory of intermediate values.</param>
/// <param name="ScratchBytes">Memory of the kernels.</param>
/// <param name="AllocatedBytes">Managed bytes that a step allocates.</param>
public sealed record ProfileTotal(double Seconds, double PartSeconds, double MultiplyAdds, double Flops, double Bytes, double PeakFlops,
    long ArenaBytes, long ScratchBytes, long AllocatedBytes)
{
    /// <summary>The rate of multiply-adds, of the machine's peak.</summary>
    public double PeakShare => 2 * MultiplyAdds / Seconds / PeakFlops;
}
