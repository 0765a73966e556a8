using Likeness.Bench;
using Likeness.Recipes;
using Xunit;

namespace Likeness.Tests.Structure;

/// <summary>The catalogue and <c>bench/run</c> have the same models.</summary>
public class BenchRowsTests
{
    [Fact]
    public void EveryModelIsARow() =>
        Assert.Equal(ModelCatalog.All.Select(model => model.Name).Order(), Workload.All.Select(workload => workload.Name).Order());
}
