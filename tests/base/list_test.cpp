#include <bursar/base/list.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using bursar::List;

namespace {

using Texts = List<std::string>;

Texts some_texts() { return {"one", "a text that is longer than a short one", "three"}; }

/// Refuses to be copied when told so.
struct Stubborn {
  explicit Stubborn(int number) : value(std::make_unique<int>(number)) {}
  Stubborn(const Stubborn& other) : value(std::make_unique<int>(*other.value)) {
    if (*value == refused) throw std::runtime_error("no copy");
  }
  Stubborn(Stubborn&&) noexcept = default;
  Stubborn& operator=(const Stubborn&) = delete;
  Stubborn& operator=(Stubborn&&) noexcept = default;
  ~Stubborn() = default;

  std::unique_ptr<int> value;
  static inline int refused = -1;
};

}  // namespace

static_assert(sizeof(Texts) == sizeof(void*));

TEST_CASE("List: grows like a vector and keeps its items") {
  Texts list;
  std::vector<std::string> model;
  CHECK(list.empty());
  CHECK(list.begin() == list.end());
  for (int i = 0; i < 200; ++i) {
    list.push_back("item " + std::to_string(i));
    model.push_back("item " + std::to_string(i));
    if (i % 7 == 3) {
      list.erase(list.begin() + i / 9);
      list.push_back(list.front());
      model.erase(model.begin() + i / 9);
      model.push_back(std::string(model.front()));
    }
    if (i % 11 == 5) {
      list.pop_back();
      model.pop_back();
    }
    REQUIRE(std::vector<std::string>(list.begin(), list.end()) == model);
  }
  CHECK(list.back() == model.back());
  CHECK(list.capacity() >= list.size());
  list.shrink_to_fit();
  CHECK(list.capacity() == list.size());
  CHECK(erase_if(list, [](const std::string& each) { return each.ends_with("1"); }) > 0);
  std::erase_if(model, [](const std::string& each) { return each.ends_with("1"); });
  CHECK(list == Texts(model));
}

TEST_CASE("List: copies are their own, moves leave nothing behind") {
  Texts list = some_texts();
  Texts copy = list;
  copy[0] = "other";
  CHECK(list[0] == "one");
  const Texts moved = std::move(list);
  CHECK(moved == some_texts());
  copy = moved;
  CHECK(copy == some_texts());
  const Texts& same = copy;
  copy = same;
  CHECK(copy == some_texts());
  copy = {};
  CHECK(copy.empty());
}

TEST_CASE("List: resizes, assigns and gives its room back") {
  Texts list = some_texts();
  list.resize(5);
  CHECK(list[2] == "three");
  CHECK(list[4].empty());
  list.resize(1);
  CHECK(list == Texts{"one"});
  list.assign(3, "x");
  CHECK(list == Texts{"x", "x", "x"});
  list.clear();
  list.shrink_to_fit();
  CHECK(list.capacity() == 0);
  list.reserve(4);
  CHECK(list.capacity() == 4);
  CHECK(list.empty());
}

TEST_CASE("List: where a copy throws, nothing has changed") {
  List<Stubborn> list;
  for (int i = 0; i < 4; ++i) list.emplace_back(i);
  Stubborn::refused = 2;
  CHECK_THROWS_AS(List<Stubborn>(list), std::runtime_error);
  List<Stubborn> other;
  other.emplace_back(9);
  CHECK_THROWS_AS(other = list, std::runtime_error);
  Stubborn::refused = -1;
  REQUIRE(other.size() == 1);
  CHECK(*other[0].value == 9);
  CHECK(list.size() == 4);
}
