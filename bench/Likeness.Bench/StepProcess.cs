using System.Diagnostics;
using System.Globalization;

namespace Likeness.Bench;

/// <summary>What a side says at its end; of the peer only the peak of memory is known.</summary>
/// <param name="PeakBytes">The peak of its memory.</param>
/// <param name="BytesAllocated">What a step allocates on the managed heap.</param>
/// <param name="MultiplyAdds">Multiply-adds of the products of a step.</param>
/// <param name="BytesMoved">Bytes that a step reads and writes, counted from shapes.</param>
internal sealed record StepEnd(double PeakBytes, double BytesAllocated, double MultiplyAdds, double BytesMoved);

/// <summary>One side of a workload in a process of its own: a number of steps goes in, the seconds that they took come out.</summary>
internal sealed class StepProcess : IDisposable
{
    // The threads of a matrix library go on spinning for some time after their work: longer than a short round of the other side.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly Process process;

    private StepProcess(ProcessStartInfo start)
    {
        long before = Stopwatch.GetTimestamp();
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        Loss = Exchange(1)[1];
        SecondsToFirstStep = Stopwatch.GetElapsedTime(before).TotalSeconds;
    }

    /// <summary>From the start of the process to the end of its first step.</summary>
    public double SecondsToFirstStep { get; }

    /// <summary>The loss of the first step.</summary>
    public double Loss { get; }

    public static StepProcess Ours(string workload, int threads) =>
        new(new ProcessStartInfo(Environment.ProcessPath!, ["worker", workload, Text(threads)]));

    // By default the peer spins while it waits, which slows it down on a shared machine.
    public static StepProcess Peer(string script, string workload, int threads) =>
        new(new ProcessStartInfo(Environment.GetEnvironmentVariable("PEER_PYTHON") ?? "/usr/bin/python3", [script, workload, Text(threads)])
        {
            Environment = { ["OMP_WAIT_POLICY"] = "passive", ["OMP_NUM_THREADS"] = Text(threads), ["PYTHONDONTWRITEBYTECODE"] = "1" },
        });

    /// <summary>Seconds that some steps take; then waits until the process is at rest.</summary>
    public double Run(int steps)
    {
        double seconds = Exchange(steps)[0];
        Thread.Sleep(Rest);
        return seconds;
    }

    /// <summary>How many steps take about so many seconds, at least one; found by running some.</summary>
    public int StepsIn(double seconds)
    {
        double first = Run(1);
        if (first > seconds)
            return 1;
        Run(3);
        return Math.Max(1, (int)(seconds / (Run(5) / 5)));
    }

    /// <summary>Ends the process.</summary>
    public StepEnd Finish()
    {
        double[] last = Exchange(0);
        process.WaitForExit();
        return new StepEnd(last[0], last.ElementAtOrDefault(1), last.ElementAtOrDefault(2), last.ElementAtOrDefault(3));
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private double[] Exchange(int steps)
    {
        process.StandardInput.WriteLine(Text(steps));
        string answer = process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"{string.Join(' ', process.StartInfo.ArgumentList)} ended early: see its error above");
        return [.. answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
