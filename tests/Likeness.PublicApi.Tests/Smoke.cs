namespace Likeness.PublicApi.Tests; public class Smoke { [Xunit.Fact] public void T() { } }
