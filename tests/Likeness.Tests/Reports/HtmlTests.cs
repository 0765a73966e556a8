using Likeness.App.Reports;
using Xunit;

namespace Likeness.Tests.Reports;

public class HtmlTests
{
    [Fact]
    public void Text_in_a_hole_is_escaped()
    {
        var hostile = "<script>\"a\" & 'b'</script>";
        Assert.Equal("<p>&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;</p>", Html.Of($"<p>{hostile}</p>").ToString());
    }

    [Fact]
    public void Markup_in_a_hole_is_kept() =>
        Assert.Equal("<p><b>1</b><b>2</b></p>", Html.Of($"<p>{new[] { 1, 2 }.Select(i => Html.Of($"<b>{i}</b>"))}</p>").ToString());

    [Fact]
    public void What_is_no_character_of_a_page_becomes_the_replacement_character() =>
        Assert.Equal("a\ufffdb\ufffdc\ufffd\td", Html.Text("a\0b\ud800c\u0085\td").ToString());

    [Fact]
    public void Coordinates_have_two_decimals_and_are_always_numbers() =>
        Assert.Equal("1.23 0 0 -5", Html.Of($"{1.2345} {double.NaN} {-0.0001} {-5.0}").ToString());
}
