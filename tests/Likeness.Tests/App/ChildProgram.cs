using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Likeness.Tests.App;

/// <summary>The program as a process of its own, to be sent signals and killed.</summary>
internal sealed partial class ChildProgram : IDisposable
{
    private const int Interrupt = 2;

    private readonly Process process;
    private readonly BlockingCollection<string> lines = [];
    private readonly StringBuilder seen = new();
    private readonly Task<string> errors;

    private ChildProgram(Process process)
    {
        (this.process, errors) = (process, process.StandardError.ReadToEndAsync());
        _ = Task.Run(() =>
        {
            while (process.StandardOutput.ReadLine() is { } line)
                lines.Add(line);
            lines.CompleteAdding();
        });
    }

    public static ChildProgram Start(params string[] arguments)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string[] program = [host, Path.Combine(AppContext.BaseDirectory, "Likeness.App.dll"), .. arguments];
        // Jobs that a script puts into the background ignore Ctrl-C, and so do their children, unless told otherwise.
        if (OperatingSystem.IsLinux())
            program = ["env", "--default-signal=INT", .. program];
        var start = new ProcessStartInfo(program[0], program[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new ChildProgram(Process.Start(start)!);
    }

    public bool HasExited => process.HasExited;

    public Ran Wait()
    {
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
            throw new TimeoutException($"likeness still runs after two minutes: {string.Join(' ', process.StartInfo.ArgumentList)}");
        WaitFor(_ => false);
        return new Ran(process.ExitCode, seen.ToString(), errors.Result);
    }

    /// <summary>Waits until it has printed such a line, or has ended.</summary>
    public void WaitFor(Func<string, bool> isThis)
    {
        foreach (string line in lines.GetConsumingEnumerable())
        {
            seen.AppendLine(line);
            if (isThis(line))
                return;
        }
    }

    /// <summary>kill -9, unless it is over already.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>What Ctrl-C sends.</summary>
    public void SendInterrupt() => SendSignal(process.Id, Interrupt);

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
