#include <bursar/report/charts.hpp>

#include <catch2/catch.hpp>

#include <limits>
#include <regex>

using namespace bursar;

namespace {

const ChartWords words{"c-1", "Title <1>", "What it shows"};

/// The widths of the bars with a class.
std::vector<int> widths(const Markup& picture, const std::string& style) {
  const std::regex bar("width=\"(-?[0-9]+)\" height=\"[0-9]+\" class=\"" + style + "\"");
  std::vector<int> found;
  const std::string& text = picture.text();
  for (auto it = std::sregex_iterator(text.begin(), text.end(), bar); it != std::sregex_iterator();
       ++it) {
    found.push_back(std::stoi((*it)[1]));
  }
  return found;
}

bool contains(const Markup& picture, const std::string& part) {
  return picture.text().find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Charts: a picture has a title and a description that it is labelled by") {
  const std::vector<ChartBar> bars{{"a", 1, "1", Fill::strong}};
  const Markup picture = bar_chart(words, bars);
  CHECK(contains(picture, "aria-labelledby=\"c-1-t c-1-d\""));
  CHECK(contains(picture, "<title id=\"c-1-t\">Title &lt;1&gt;</title>"));
  CHECK(contains(picture, "<desc id=\"c-1-d\">What it shows</desc>"));
}

TEST_CASE("Charts: bars are as long as their values, and what is not zero shows") {
  const std::vector<ChartBar> bars{{"all", 1000, "1,000", Fill::strong},
                                   {"half", 500, "500", Fill::strong},
                                   {"little", 1, "1", Fill::strong},
                                   {"none", 0, "0", Fill::strong},
                                   {"below", -5, "-5", Fill::strong}};
  const std::vector<int> found = widths(bar_chart(words, bars), "f-strong");
  REQUIRE(found.size() == 5);
  CHECK(found[1] == found[0] / 2);
  CHECK(found[2] == 1);
  CHECK(found[3] == 0);
  CHECK(found[4] == 0);
}

TEST_CASE("Charts: the largest amounts there are do not overflow") {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const std::vector<ChartBar> bars{{"a", most, "", Fill::strong},
                                   {"b", most / 2, "", Fill::strong}};
  const std::vector<int> found = widths(bar_chart(words, bars), "f-strong");
  REQUIRE(found.size() == 2);
  CHECK(found[0] - 2 * found[1] <= 2);
  CHECK(found[0] > 300);
  const std::vector<ChartBar> nothing{{"a", 0, "", Fill::strong}};
  CHECK(widths(bar_chart(words, nothing), "f-strong") == std::vector<int>{0});
}

TEST_CASE("Charts: the steps of a waterfall meet") {
  const std::vector<WaterfallStep> steps{{"whole", 0, 900, "900", Fill::strong},
                                         {"less", 900, 300, "600", Fill::medium},
                                         {"left", 0, 300, "300", Fill::hatched}};
  const Markup picture = waterfall_chart(words, steps);
  const auto whole = widths(picture, "f-strong"), less = widths(picture, "f-medium"),
             left = widths(picture, "f-hatched");
  REQUIRE(whole.size() + less.size() + left.size() == 3);
  CHECK(whole[0] == less[0] + left[0]);
}

TEST_CASE("Charts: columns name their year once, and heat is shaded by value") {
  const std::vector<ChartColumn> columns{
      {"11", "2019", 5, {}}, {"12", "2019", 0, {}}, {"1", "2020", 10, {}}};
  const std::string text = column_chart(words, columns, {}).text();
  CHECK(text.find(">2019<") == text.rfind(">2019<"));
  CHECK(text.find(">2020<") != std::string::npos);

  const std::vector<std::string> years{"2019", "2020"};
  const std::vector<HeatRow> rows{{"2018", {{100, "100"}, {0, "–"}}},
                                  {"2019", {{1, "1"}, {50, "50"}}}};
  const Markup heat = heat_chart(words, years, rows);
  CHECK(contains(heat, "class=\"heat-4\""));
  CHECK(contains(heat, "class=\"heat-0\""));
  CHECK(contains(heat, "class=\"on-dark\">100<"));
  CHECK(contains(heat, "class=\"on-light\">1<"));
}

TEST_CASE("Charts: a label that is too long is cut where its columns end") {
  const std::vector<ChartBar> bars{{std::string(40, 'x'), 1, "", Fill::strong},
                                   {"深圳市科技计划项目验收管理办法试行文本", 1, "", Fill::strong}};
  const Markup picture = bar_chart(words, bars);
  CHECK(contains(picture, ">" + std::string(23, 'x') + "…<"));
  CHECK(contains(picture, ">深圳市科技计划项目验收…<"));
}
