#include <bursar/report/html_writer.hpp>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using namespace bursar;

TEST_CASE("HTML: texts and attribute values cannot become markup") {
  HtmlWriter html;
  html.element("p", "<b onclick='x'>&\"", {{"class", "a\" onload=\"x"}});
  CHECK(html.finish().text() ==
        "<p class=\"a&quot; onload=&quot;x\">&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;</p>\n");
}

TEST_CASE("HTML: what no reader should see is replaced") {
  const auto written = [](std::string_view text) {
    return HtmlWriter().text(text).finish().text();
  };
  CHECK(written("a\tb\nc") == "a\tb\nc");
  CHECK(written(std::string_view("a\0b", 3)) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(written("\x1b[31m") == "\xEF\xBF\xBD[31m");
  CHECK(written("\xFF\xFE") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(written("\xE2\x80\xAE"
                "abc") ==
        "\xEF\xBF\xBD"
        "abc");  // right-to-left override
  CHECK(written("验收") == "验收");
}

TEST_CASE("HTML: elements end in the order in which they began") {
  HtmlWriter html;
  html.open("table").open("tr").element("td", "1").close().close();
  CHECK(html.finish().text() == "<table><tr><td>1</td></tr>\n</table>\n");
  CHECK_THROWS_AS(HtmlWriter().close(), std::logic_error);
  CHECK_THROWS_AS(HtmlWriter().open("p").finish(), std::logic_error);
}

TEST_CASE("HTML: a link leads nowhere but to the page itself") {
  HtmlWriter html;
  html.element("a", "here", {{"href", "#here"}});
  CHECK(html.finish().text() == "<a href=\"#here\">here</a>");
  for (const char* target : {"https://example.org", "javascript:alert(1)", "//x", ""}) {
    CHECK_THROWS_AS(HtmlWriter().element("a", "there", {{"href", target}}), std::logic_error);
  }
}

TEST_CASE("HTML: any bytes stay text") {
  CHECK(rc::check("no byte of a text opens a tag, an entity or a quotation",
                  [](const std::string& bytes) {
                    const std::string written =
                        HtmlWriter().element("p", bytes, {{"title", bytes}}).finish().text();
                    std::size_t tags = 0, quotes = 0;
                    for (const char c : written) {
                      tags += c == '<' ? 1 : 0;
                      quotes += c == '"' ? 1 : 0;
                    }
                    RC_ASSERT(tags == 2);
                    RC_ASSERT(quotes == 2);
                  }));
}
