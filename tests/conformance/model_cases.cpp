// Random histories against the reference model.
#include "catch.hpp"
#include "suite.hpp"

#include <bursar/journal/memory_journal.hpp>

#include <random>

using namespace bursar;
using namespace bursar::conformance;

namespace {

/// Does the same to a store and to the memory journal, and compares what they answer.
class Twins {
 public:
  Twins(std::uint32_t seed, StoreUnderTest& store)
      : random_(seed),
        store_(store),
        journal_(store.create("book-1", host_.host())),
        model_(make_memory_journal("book-1", model_host_.host())) {}

  void step() {
    // Who looks at the clock and draws salts before it refuses has used up more of them.
    now_us_ = draw(20) == 0 ? 1'000 : now_us_ + 2'000'000;
    for (TestHost* host : {&host_, &model_host_}) {
      host->set_clock(now_us_);
      host->set_random(static_cast<std::uint64_t>(now_us_));
    }
    switch (draw(10)) {
      case 0:
        find();
        break;
      case 1:
        erase();
        break;
      case 2:
        reopen();
        break;
      default:
        append();
    }
    CHECK(journal_->head() == model_->head());
  }

  void compare() {
    const std::vector<Entry> a = all_entries(*journal_);
    const std::vector<Entry> b = all_entries(*model_);
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      REQUIRE(same(a[i], b[i]));
      const std::int64_t position = a[i].position;
      CHECK(journal_->private_part(position) == model_->private_part(position));
      CHECK(journal_->vault_state(position) == model_->vault_state(position));
      CHECK(journal_->link_at(position) == model_->link_at(position));
    }
    for (int id = 0; id < 6; ++id)
      CHECK(journal_->version(subject(id)) == model_->version(subject(id)));
    CHECK(verify_chain(*journal_).damages == verify_chain(*model_).damages);
    CHECK(verify_chain(*journal_).private_erased == verify_chain(*model_).private_erased);
  }

 private:
  int draw(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  static Subject subject(int id) {
    return {id % 2 == 0 ? SubjectKind::project : SubjectKind::person, std::to_string(id / 2)};
  }
  std::string bytes() {
    return std::string(static_cast<std::size_t>(draw(40)), static_cast<char>(draw(256)));
  }

  void append() {
    AppendRequest next = request("key " + std::to_string(draw(60)), {});
    if (draw(6) == 0) next.request = sha256("other");
    for (int i = draw(5); i > 0; --i) {
      next.drafts.push_back({subject(draw(6)), bytes(), draw(2) == 0 ? bytes() : ""});
    }
    for (int i = draw(3); i > 0; --i) {
      const Subject about = subject(draw(6));
      next.expected.push_back({about, model_->version(about) + (draw(4) == 0 ? 1 : 0)});
    }
    const auto a = journal_->append(next);
    const auto b = model_->append(next);
    compare(a, b);
  }

  void find() {
    const std::string key = "key " + std::to_string(draw(60));
    const Digest digest = sha256(draw(4) == 0 ? "other" : key);
    const auto a = journal_->find(key, digest);
    const auto b = model_->find(key, digest);
    REQUIRE(a.has_value() == b.has_value());
    if (!a) {
      CHECK(a.error() == b.error());
    } else {
      REQUIRE(a->has_value() == b->has_value());
      if (*a) compare(Result<Appended>(**a), Result<Appended>(**b));
    }
  }

  void erase() {
    const std::int64_t position = draw(30);
    const auto a = journal_->erase_private(position);
    const auto b = model_->erase_private(position);
    REQUIRE(a.has_value() == b.has_value());
    if (!a) CHECK(a.error() == b.error());
  }

  void reopen() {
    if (!store_.reason_against(Ability::reopening).empty()) return;
    journal_ = store_.open(host_.host());
    REQUIRE(journal_);
  }

  static void compare(const Result<Appended>& a, const Result<Appended>& b) {
    REQUIRE(a.has_value() == b.has_value());
    if (!a) {
      CHECK(a.error() == b.error());
      return;
    }
    CHECK(a->first_position == b->first_position);
    CHECK(a->last_position == b->last_position);
    CHECK(a->recorded_at_us == b->recorded_at_us);
    CHECK(a->already_recorded == b->already_recorded);
  }

  std::mt19937 random_;
  StoreUnderTest& store_;
  TestHost host_;
  TestHost model_host_;
  std::int64_t now_us_ = 1'600'000'000'000'000;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<Journal> model_;
};

}  // namespace

TEST_CASE("Journal: random histories end as the reference model's do") {
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    INFO("seed " << seed);
    const auto store = make_store_under_test();
    Twins twins(seed, *store);
    for (int i = 0; i < 120; ++i) twins.step();
    twins.compare();
  }
}
