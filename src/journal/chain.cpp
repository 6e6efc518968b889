#include <bursar/journal/journal.hpp>

#include <algorithm>
#include <limits>

namespace bursar {
namespace {

constexpr std::size_t damage_lines_max = 1000;

/// Walks the entries in order and notes what cannot be. After a damage it goes on from the link
/// that is stored, so that one changed entry is one line.
class ChainWalk {
 public:
  ChainWalk(const Journal& journal, const std::optional<Digest>& kept_link)
      : journal_(journal), kept_link_(kept_link) {
    report_.head = journal.head();
    stored_head_ = report_.head;
    report_.head.position = 0;
    report_.head.link = link_zero(report_.head.book_id);
    stored_link_ = report_.head.link;
    kept_found_ = kept_link_ == stored_link_;
  }

  ChainReport run() {
    try {
      journal_.read(std::numeric_limits<std::int64_t>::min(),
                    std::numeric_limits<std::int64_t>::max(), [this](const Entry& entry) {
                      check(entry);
                      return true;
                    });
    } catch (const JournalFailure& failure) {
      if (failure.kind() != JournalFailure::Kind::damaged) throw;
      note("after entry " + std::to_string(report_.head.position) +
           " nothing could be read: " + failure.what());
    }
    check_vault();
    check_ends();
    return std::move(report_);
  }

 private:
  void note(std::string line) {
    if (report_.damages.size() < damage_lines_max) {
      report_.damages.push_back(std::move(line));
    } else if (report_.damages.size() == damage_lines_max) {
      report_.damages.emplace_back("more damage follows");
    }
  }

  void note(const Entry& entry, std::string_view what) {
    note("entry " + std::to_string(entry.position) + ' ' + std::string(what));
  }

  void check(const Entry& entry) {
    if (entry.position != report_.head.position + 1) {
      note(entry, "follows entry " + std::to_string(report_.head.position));
    }
    const Digest link = link_after(stored_link_, entry.position, leaf_of(entry));
    if (link != entry.link) note(entry, "is not what was chained at its place");
    check_time(entry);
    report_.head.position = entry.position;
    report_.head.link = link;
    stored_link_ = entry.link;
    kept_found_ = kept_found_ || kept_link_ == link;
    ++report_.entries;
  }

  void check_time(const Entry& entry) {
    const bool same_append = report_.entries > 0 && entry.key == last_key_;
    if (same_append && entry.recorded_at_us != last_recorded_at_us_) {
      note(entry, "was recorded at another instant than the rest of its append");
    } else if (!same_append && report_.entries > 0 &&
               entry.recorded_at_us <= last_recorded_at_us_) {
      note(entry, "was recorded no later than the append before it");
    }
    if (!same_append) last_key_ = entry.key;
    last_recorded_at_us_ = entry.recorded_at_us;
  }

  void check_vault() {
    journal_.read_vault_states(1, report_.head.position,
                               [this](std::int64_t position, Journal::VaultState state) {
                                 if (state == Journal::VaultState::erased) ++report_.private_erased;
                                 if (state != Journal::VaultState::changed) return;
                                 note("entry " + std::to_string(position) +
                                      ": its private part is not what was committed to");
                               });
  }

  void check_ends() {
    if (stored_head_.position != report_.head.position || stored_head_.link != stored_link_) {
      note("the journal's head is at " + std::to_string(stored_head_.position) +
           ", its entries end at " + std::to_string(report_.head.position));
    }
    if (kept_link_ && !kept_found_) {
      note(
          "the chain does not lead through the head that was kept: entries were removed or "
          "rewritten");
    }
  }

  const Journal& journal_;
  std::optional<Digest> kept_link_;
  ChainReport report_;
  JournalHead stored_head_;
  Digest stored_link_;
  std::string last_key_;
  std::int64_t last_recorded_at_us_ = 0;
  bool kept_found_ = false;
};

}  // namespace

void Journal::read_vault_states(
    std::int64_t from, std::int64_t up_to_inclusive,
    const std::function<void(std::int64_t position, VaultState state)>& visitor) const {
  const std::int64_t last = std::min(up_to_inclusive, head().position);
  for (std::int64_t at = std::max<std::int64_t>(from, 1); at <= last; ++at)
    visitor(at, vault_state(at));
}

ChainReport verify_chain(const Journal& journal, const std::optional<Digest>& kept_link) {
  return ChainWalk(journal, kept_link).run();
}

}  // namespace bursar
