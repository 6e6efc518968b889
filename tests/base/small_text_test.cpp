#include <bursar/base/small_text.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using bursar::SmallText;

TEST_CASE("SmallText: a text of any length comes back, copied and moved") {
  for (const std::size_t size :
       {0U, 1U, 7U, 14U, 15U, 16U, 17U, 127U, 128U, 255U, 256U, 100'000U}) {
    std::string text(size, 'x');
    if (size > 0) text.back() = '\0';
    if (size > 1) text.front() = '\x7f';
    SmallText small(text);
    CHECK(small.view() == text);
    CHECK(small.size() == size);
    CHECK(small.empty() == text.empty());
    SmallText copy = small;
    CHECK(copy == small);
    const SmallText moved = std::move(copy);
    CHECK(moved == text);
    copy = moved;
    CHECK(copy == moved);
    copy = SmallText("other");
    CHECK(copy == "other");
    CHECK(moved == text);
    small.clear();
    CHECK(small.empty());
  }
}

TEST_CASE("SmallText: assigned to itself it stays as it is") {
  SmallText text("longer than fifteen bytes");
  const SmallText& same = text;
  text = same;
  CHECK(text == "longer than fifteen bytes");
}

TEST_CASE("SmallText: compares by code units, also with other texts") {
  const std::vector<std::string> texts{"",
                                       "a",
                                       std::string("a\0", 2),
                                       "ab",
                                       "a long text, one",
                                       "a long text, two",
                                       "\xe9\xa1\xb9\xe7\x9b\xae"};
  for (const std::string& a : texts) {
    for (const std::string& b : texts) {
      CHECK((SmallText(a) == SmallText(b)) == (a == b));
      CHECK((SmallText(a) < SmallText(b)) == (a < b));
      CHECK((SmallText(a) < b) == (a < b));
      CHECK((a < SmallText(b)) == (a < b));
      CHECK((std::string_view(a) == SmallText(b)) == (a == b));
    }
  }
}

TEST_CASE("SmallText: is joined to other texts, found by them, and printed") {
  const SmallText id("PAY-1");
  CHECK(id + "|" + id == "PAY-1|PAY-1");
  CHECK("x" + id == "xPAY-1");
  CHECK(std::string("x") + id == "xPAY-1");
  const std::string whole = id;
  CHECK(whole == "PAY-1");
  std::ostringstream out;
  out << id;
  CHECK(out.str() == "PAY-1");
  const std::vector<SmallText> ids{SmallText("PAY-0"), id};
  CHECK(std::ranges::find(ids, std::string("PAY-1")) == ids.begin() + 1);
  CHECK(std::ranges::find(ids, std::string_view("PAY-2")) == ids.end());
  CHECK(std::hash<SmallText>{}(id) == std::hash<std::string_view>{}("PAY-1"));
}
