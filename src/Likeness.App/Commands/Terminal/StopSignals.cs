using System.Runtime.InteropServices;

namespace Likeness.App.Commands.Terminal;

/// <summary>Turns the first of some signals (Ctrl-C, SIGTERM) into a request to stop; the second one ends the process as usual.
/// Work that cannot be stopped halfway does not watch at all, and ends at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public StopSignals(params PosixSignal[] signals) =>
        registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Ask))];

    public CancellationToken Token => source.Token;

    /// <summary>Called by the second signal, just before the process ends.</summary>
    public Action Ending { get; init; } = () => { };

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Ask(PosixSignalContext context)
    {
        if (source.IsCancellationRequested)
        {
            Ending();
            return;
        }
        context.Cancel = true;
        source.Cancel();
    }
}
