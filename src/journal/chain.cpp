#include <bursar/journal/journal.hpp>

#include <algorithm>
#include <limits>

namespace bursar {
namespace {

constexpr std::size_t damage_lines_max = 1000;

/// Walks the entries in order, up to the head as it was at the beginning: others may append
/// meanwhile. Notes what cannot be. After a damage it goes on from the link that is stored, so that
/// one changed entry is one line.
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
      journal_.read(std::numeric_limits<std::int64_t>::min(), stored_head_.position,
                    [this](const Entry& entry) {
                      check(entry);
                      return true;
                    });
    } catch (const JournalFailure& failure) {
      if (failure.kind() != JournalFailure::Kind::damaged) throw;
      const std::string last = std::to_string(report_.head.position);
      note({"第" + last + "条记录之后无法读取：" + failure.what(),
            "after entry " + last + " nothing could be read: " + failure.what()});
    }
    check_vault();
    check_ends();
    return std::move(report_);
  }

 private:
  void note(Wording line) {
    if (report_.damages.size() < damage_lines_max) {
      report_.damages.push_back(std::move(line));
    } else if (report_.damages.size() == damage_lines_max) {
      report_.damages.push_back({"此后还有损坏", "more damage follows"});
    }
  }

  void note(const Entry& entry, const Wording& what) {
    const std::string position = std::to_string(entry.position);
    note({"第" + position + "条记录" + what.zh, "entry " + position + ' ' + what.en});
  }

  void check(const Entry& entry) {
    if (entry.position != report_.head.position + 1) {
      const std::string before = std::to_string(report_.head.position);
      note(entry, {"紧接第" + before + "条记录", "follows entry " + before});
    }
    const Digest link = link_after(stored_link_, entry.position, leaf_of(entry));
    if (link != entry.link)
      note(entry, {"与原链接内容不符", "is not what was chained at its place"});
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
      note(entry, {"的登记时刻与同批其他记录不同",
                   "was recorded at another instant than the rest of its append"});
    } else if (!same_append && report_.entries > 0 &&
               entry.recorded_at_us <= last_recorded_at_us_) {
      note(entry, {"的登记时刻不晚于前一批", "was recorded no later than the append before it"});
    }
    if (!same_append) last_key_ = entry.key;
    last_recorded_at_us_ = entry.recorded_at_us;
  }

  void check_vault() {
    journal_.read_vault_states(
        1, report_.head.position, [this](std::int64_t position, Journal::VaultState state) {
          if (state == Journal::VaultState::erased) ++report_.private_erased;
          if (state != Journal::VaultState::changed) return;
          const std::string at = std::to_string(position);
          note({"第" + at + "条记录的非公开部分与承诺值不符",
                "entry " + at + ": its private part is not what was committed to"});
        });
  }

  void check_ends() {
    if (stored_head_.position != report_.head.position || stored_head_.link != stored_link_) {
      const std::string head = std::to_string(stored_head_.position);
      const std::string end = std::to_string(report_.head.position);
      note({"日志头在第" + head + "条，记录止于第" + end + "条",
            "the journal's head is at " + head + ", its entries end at " + end});
    }
    if (kept_link_ && !kept_found_) {
      note({"链不经过所留存的日志头：有记录被删除或改写",
            "the chain does not lead through the head that was kept: entries were removed or "
            "rewritten"});
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
