namespace Likeness.Tests; public class Smoke { [Xunit.Fact] public void T() { } }
