// The suite that every adapter of the journal passes: for the authors of adapters.
//
// Compile the sources of this folder into your test program, next to a main of Catch2's, and define
// `make_store_under_test`. In CMake an OBJECT library does it; from a static archive the linker
// drops the test cases, and the program passes without having run one. examples/own_journal
// shows all of it.
#pragma once

#include <bursar/journal/journal.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bursar::conformance {

/// What the suite asks of a store besides the port, to see what it does when others use it, when a
/// write fails, and when somebody got at what is stored.
enum class Ability : std::uint8_t {
  reopening,      ///< `open`: what is written outlives the object that wrote it
  failing_write,  ///< `fail_write`
  overwriting,    ///< `overwrite_private_part`
  damage,         ///< `damage`
};

/// What was done to a store behind the journal's back.
struct Damage {
  enum class Sort : std::uint8_t {
    type,   ///< a field holds what no append can put there: another type, a number that is none of
            ///< its words, bytes too few
    value,  ///< a field holds what it could hold, and is not what was stored
  };
  Sort sort = Sort::type;
  std::string what;
};

/// One empty place for one store. A test case makes its own.
class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;

  /// A new store of a book; called once, first.
  virtual std::unique_ptr<Journal> create(std::string_view book_id, JournalHost host) = 0;

  /// Why this store lacks an ability. The cases that need it then say so and are passed over;
  /// where nothing is said against it, the store has it, and they fail if it does not.
  [[nodiscard]] virtual std::string reason_against(Ability ability) const {
    static_cast<void>(ability);
    return {};
  }

  /// Another journal object on the store that was made, also while the first is open.
  virtual std::unique_ptr<Journal> open(JournalHost host) {
    static_cast<void>(host);
    return nullptr;
  }

  /// From now on the n-th write of an append fails, once; the first has the number 1. A write is
  /// whatever an append does here that can fail before it returns: storing a row or a file, a sync,
  /// the commit; in memory, an allocation.
  virtual void fail_write(std::int64_t n) { static_cast<void>(n); }
  /// No write fails any more. Whether one did.
  virtual bool stop_failing() { return false; }

  /// Damages a store that holds what `fill_store` appends, and that no object has open: in the n-th
  /// of the ways that there are, counted from 0. Nothing where there are no more. There is one for
  /// each stored field at least, and both sorts are among them.
  virtual std::optional<Damage> damage(std::size_t n) {
    static_cast<void>(n);
    return std::nullopt;
  }

  /// Overwrites a stored private part behind the journal's back. Whether it could.
  virtual bool overwrite_private_part(std::int64_t position, std::string_view bytes) {
    static_cast<void>(position);
    static_cast<void>(bytes);
    return false;
  }
};

/// Defined by the test program.
std::unique_ptr<StoreUnderTest> make_store_under_test();

/// A clock and a random source that give the same values every time; copies share the clock.
class TestHost {
 public:
  explicit TestHost(std::int64_t now_us = 1'600'000'000'000'000);
  /// Every look at the clock advances it by one second.
  [[nodiscard]] JournalHost host() const;
  void set_clock(std::int64_t now_us) { state_->now_us = now_us; }
  void set_random(std::uint64_t seed) { state_->random = seed; }

 private:
  struct State {
    std::int64_t now_us;
    std::uint64_t random;
  };
  std::shared_ptr<State> state_;
};

/// A draft about a project.
[[nodiscard]] Draft draft(std::string_view project_id, std::string_view facts,
                          std::string_view private_part = {});
/// A request whose digest is that of its key.
[[nodiscard]] AppendRequest request(std::string_view key, std::vector<Draft> drafts);
/// Three appends with the keys "key 0" to "key 2", the second one an import. Each has an entry of
/// P1 with a private part and one of P2 without: 6 entries.
void fill_store(Journal& journal);
/// All entries up to the head.
[[nodiscard]] std::vector<Entry> all_entries(const Journal& journal);
/// Whether two entries are the same in every field.
[[nodiscard]] bool same(const Entry& a, const Entry& b);

}  // namespace bursar::conformance
