#include <bursar/base/result.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <set>
#include <string>

#include "chinese.hpp"

using namespace bursar;

namespace {
Result<int> half(int value) {
  if (value % 2 != 0)
    return Refusal(Code::text_unknown).with("field", "value").with("value", "odd");
  return value / 2;
}
Result<int> quarter(int value) {
  BURSAR_TRY(const int once, half(value));
  BURSAR_TRY(const int twice, half(once));
  return twice;
}
Result<void> divisible_by_four(int value) {
  BURSAR_TRY_VOID(quarter(value));
  return {};
}
}  // namespace

TEST_CASE("Result: a value passes through BURSAR_TRY, a refusal returns at once") {
  CHECK(quarter(8).value() == 2);
  REQUIRE_FALSE(quarter(6).has_value());
  CHECK(quarter(6).error().code() == Code::text_unknown);
  CHECK(divisible_by_four(4).has_value());
  CHECK(divisible_by_four(2).error().name() == "text_unknown");
}

TEST_CASE("Result: asking a refused result for its value throws and names the refusal") {
  try {
    (void)half(3).value();
    FAIL("no exception");
  } catch (const BadResultAccess& error) {
    CHECK(std::string(error.what()).find("text_unknown") != std::string::npos);
  }
}

TEST_CASE("Result: a move-only value can be taken out") {
  auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
  auto take = [&]() -> Result<int> {
    BURSAR_TRY(const auto pointer, make());
    return *pointer;
  };
  CHECK(take().value() == 7);
}

TEST_CASE("Refusal: the text is filled from the arguments, and loses none") {
  const Refusal refusal = Refusal(Code::text_empty).with("field", "title").with("line", "3");
  CHECK(refusal.text(Language::en) == "title is empty [line=3]");
  CHECK(refusal.text(Language::zh) == "项目名称（title）为空 [line=3]");
  CHECK(refusal.argument("line") == "3");
  CHECK(refusal.argument("column").empty());
}

TEST_CASE("Refusal: an argument in words comes in the language of the text") {
  const Refusal refusal = Refusal(Code::date_malformed)
                              .with("value", "x")
                              .with("expected", Wording{"日期", "a day"})
                              .with("rest", Wording{"其余", "what is left"});
  CHECK(refusal.text(Language::en) == "'x' is not a date; expected a day [rest=what is left]");
  CHECK(refusal.text(Language::zh) == "“x”不是日期；应为日期 [rest=其余]");
  CHECK(refusal.argument("expected") == "a day");
}

TEST_CASE("Refusal: Chinese says the name of a field, and the name that is typed behind it") {
  const auto missing = [](std::string field) {
    return Refusal(Code::field_missing).with("field", std::move(field));
  };
  CHECK(missing("interest").text(Language::zh) == "缺少孳息（interest）");
  CHECK(missing("interest").text(Language::en) == "interest is required");
  CHECK(missing("interest").argument("field") == "interest");
  CHECK(missing("capitals").text(Language::zh) == "缺少大写金额");  // nobody types that name
  CHECK(missing("a host's own").text(Language::zh) == "缺少a host's own");
  CHECK(Refusal(Code::days_reversed)
            .with("field", "to")
            .with("value", "2020-01-01")
            .with("other_field", "from")
            .with("other", "2020-02-01")
            .text(Language::zh) ==
        "结束日期（to）（2020-01-01）早于起始日期（from）（2020-02-01）");
  // What a caller says in words of its own stands.
  CHECK(
      Refusal(Code::field_missing).with("field", Wording{"利息", "interest"}).text(Language::zh) ==
      "缺少利息");
}

TEST_CASE("Refusal: what is said in Chinese is Chinese, but for names, fields and codes") {
  CHECK(bursar_test::foreign_word("须为CSV，{expected}填在replaces或changed_on") == "");
  CHECK(bursar_test::foreign_word("应为a number such as 1,234.56") == "a");
  for (const CodeInfo& row : all_codes()) {
    INFO(row.name << ": " << row.zh);
    CHECK(bursar_test::foreign_word(row.zh) == "");
  }
}

TEST_CASE("Refusal: every code has a unique name and both texts") {
  std::set<std::string_view> names;
  for (const CodeInfo& row : all_codes()) {
    CHECK(names.insert(row.name).second);
    CHECK_FALSE(row.en.empty());
    CHECK_FALSE(row.zh.empty());
    CHECK(&info(row.code) == &row);
  }
}
