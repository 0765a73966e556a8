using Likeness.Formats;
using Xunit;

namespace Likeness.Tests.Formats;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteAllText(folder["sub", "a.txt"], "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["sub", "a.txt"], stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(folder["sub", "a.txt"]));
        Assert.Single(Directory.GetFiles(folder["sub"]));
    }

    [Fact]
    public void The_target_changes_only_when_all_is_written()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteAllText(folder["a.txt"], "old");
        AtomicFile.Write(folder["a.txt"], stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(folder["a.txt"]));
        });
        Assert.Equal("new", File.ReadAllText(folder["a.txt"]));
    }
}
