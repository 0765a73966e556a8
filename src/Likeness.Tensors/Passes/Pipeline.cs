using Likeness.Tensors.Graph;

namespace Likeness.Tensors.Passes;

/// <summary>The passes in their order, each checked in debug builds and on request.</summary>
internal static class Pipeline
{
    /// <summary>Checks the graph after every pass; always on in debug builds and in the tests.</summary>
    public static bool Checked { get; set; } =
#if DEBUG
        true;
#else
        false;
#endif

    public static StepGraph Run(StepGraph graph)
    {
        graph = Check(Deduplicate.Run(graph), "tracing");
        graph = Check(SplitUpdates.Run(Simplify.Run(graph)), nameof(Simplify));
        graph = Check(Deduplicate.Run(graph), nameof(Deduplicate));
        graph = Check(InnerRuns.Run(graph), nameof(InnerRuns));
        return Check(Materialize.Run(graph), nameof(Materialize));
    }

    private static StepGraph Check(StepGraph graph, string after) => Checked ? Verify.Run(graph, after) : graph;
}
