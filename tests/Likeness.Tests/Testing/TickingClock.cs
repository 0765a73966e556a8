namespace Likeness.Tests.Testing;

/// <summary>A clock that moves so many seconds at each look: 1 makes every step report progress, 0 none.</summary>
internal sealed class TickingClock(long seconds = 1) : TimeProvider
{
    private long now;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => now += seconds;
}
