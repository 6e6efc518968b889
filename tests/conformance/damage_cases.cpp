// What is stored was changed behind the journal's back: no read makes something else of it.
#include "catch.hpp"
#include "suite.hpp"

#include <limits>
#include <set>

using namespace bursar;
using namespace bursar::conformance;

namespace {

constexpr std::int64_t forever = std::numeric_limits<std::int64_t>::max();

/// What the calls of the port made of a damaged store.
struct Reading {
  int refused = 0;    ///< calls that reported damage
  std::string wrong;  ///< what was read, and is not what was stored
  bool verified = false;

  /// Runs one call; to say that the store is damaged is always right.
  template <class Call>
  void attempt(const char* name, const Call& call) {
    try {
      if (!call()) wrong += std::string(wrong.empty() ? "" : ", ") + name;
    } catch (const JournalFailure& failure) {
      if (failure.kind() != JournalFailure::Kind::damaged) throw;
      ++refused;
    }
  }
};

bool as_stored(const Entry& entry, const Visible& honest) {
  const auto at = static_cast<std::size_t>(entry.position - 1);
  return at < honest.entries.size() && same(entry, honest.entries[at]);
}

/// Reads all that can be read. Rows may be missing from what is asked for by a field that was
/// damaged; those that come are as they were stored.
void read_everything(const Journal& journal, const Visible& honest, Reading& reading) {
  reading.attempt("head", [&] { return journal.head() == honest.head; });
  reading.attempt("entries", [&] {
    bool right = true;
    journal.read(1, forever, [&](const Entry& entry) { return right = as_stored(entry, honest); });
    return right;
  });
  for (const auto& [subject, version] : honest.versions) {
    reading.attempt("entries of a subject", [&, of = subject] {
      bool right = true;
      journal.read(of, forever, [&](const Entry& entry) {
        return right = entry.subject == of && as_stored(entry, honest);
      });
      return right;
    });
    reading.attempt("version",
                    [&, of = subject, most = version] { return journal.version(of) <= most; });
  }
  for (const auto& [key, stored] : honest.keys) {
    reading.attempt("key", [&, name = key, as = stored] {
      const auto found = journal.find(name, as.request);
      return found &&
             (!*found || Visible::Key{as.request, (*found)->first_position, (*found)->last_position,
                                      (*found)->recorded_at_us} == as);
    });
  }
  for (std::size_t at = 0; at < honest.links.size(); ++at) {
    reading.attempt(
        "link", [&] { return journal.link_at(static_cast<std::int64_t>(at)) == honest.links[at]; });
  }
  reading.attempt("private parts", [&] {
    const std::set<std::pair<std::int64_t, std::string>> parts(honest.private_parts.begin(),
                                                               honest.private_parts.end());
    bool right = true;
    journal.read_private(1, forever, [&](std::int64_t position, std::string_view bytes) {
      right = right && parts.contains({position, std::string(bytes)});
    });
    return right;
  });
  for (const auto& [position, bytes] : honest.private_parts) {
    reading.attempt("private part", [&, at = position, &stored = bytes] {
      return journal.private_part(at) == stored;
    });
  }
  reading.attempt("vault states", [&] {
    journal.read_vault_states(1, honest.head.position, [](std::int64_t, Journal::VaultState) {});
    return true;
  });
  reading.attempt("verification", [&] {
    reading.verified = verify_chain(journal, honest.head.link).whole();
    return true;
  });
}

/// What a store makes of its n-th damage; nothing if there is none.
std::optional<Damage> try_damage(std::size_t n, Reading& reading) {
  const auto store = make_store_under_test();
  auto journal = store->create("book-1", TestHost().host());
  fill_store(*journal);
  const Visible honest = look(*journal);
  journal.reset();
  const std::optional<Damage> done = store->damage(n);
  if (!done) return done;
  try {
    journal = store->open(TestHost().host());
    REQUIRE(journal);
  } catch (const JournalFailure& failure) {
    CHECK(failure.kind() == JournalFailure::Kind::damaged);
    ++reading.refused;
    return done;
  }
  read_everything(*journal, honest, reading);
  return done;
}

}  // namespace

TEST_CASE("Journal: a stored field that was damaged is refused, or found by verification") {
  if (passed_over(*make_store_under_test(), Ability::damage)) return;
  int of_type = 0;
  int of_value = 0;
  for (std::size_t n = 0;; ++n) {
    Reading reading;
    const std::optional<Damage> damage = try_damage(n, reading);
    if (!damage) break;
    INFO(damage->what);
    if (damage->sort == Damage::Sort::type) {
      ++of_type;
      CHECK(reading.refused > 0);
      CHECK(reading.wrong.empty());
    } else {
      ++of_value;
      CHECK((reading.refused > 0 || !reading.verified));
    }
  }
  CHECK(of_type > 0);
  CHECK(of_value > 0);
}
