#include <bursar/journal/memory_journal.hpp>

#include <bursar/journal/sealed_append.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace bursar {
namespace {

/// Everything new is built beside the journal and moved in without an allocation, so that an append
/// which runs out of memory has changed nothing.
class MemoryJournal final : public Journal {
 public:
  MemoryJournal(std::string book_id, JournalHost host)
      : host_(std::move(host)), head_{std::move(book_id), 0, {}} {
    head_.link = link_zero(head_.book_id);
  }

  Result<Appended> append(const AppendRequest& request) override {
    BURSAR_TRY_VOID(check_key(request));
    BURSAR_TRY(const std::optional<Appended> earlier, find(request.key, request.request));
    if (earlier) return *earlier;
    BURSAR_TRY_VOID(check_drafts(request));
    for (const ExpectedVersion& expected : request.expected) {
      BURSAR_TRY_VOID(check_version(expected, version(expected.subject)));
    }
    BURSAR_TRY_VOID(check_sizes(request));
    SealedAppend sealed(request, host_);
    sealed.chain(head_,
                 entries_.empty() ? std::nullopt : std::optional(entries_.back().recorded_at_us));
    return take(request, sealed);
  }

  void read(std::int64_t from, std::int64_t up_to_inclusive,
            const EntryVisitor& visitor) const override {
    std::int64_t at = std::max<std::int64_t>(from, 1);
    const std::int64_t last = std::min(up_to_inclusive, head_.position);
    for (; at <= last; ++at) {
      const Entry entry = entry_at(at);  // a copy: the visitor may append
      if (!visitor(entry)) return;
    }
  }

  void read(const Subject& subject, std::int64_t up_to_inclusive,
            const EntryVisitor& visitor) const override {
    std::vector<std::int64_t> positions;
    for (auto at = subjects_.lower_bound({subject, 0, 0});
         at != subjects_.end() && at->subject == subject && at->position <= up_to_inclusive; ++at) {
      positions.push_back(at->position);
    }
    for (const std::int64_t position : positions) {
      const Entry entry = entry_at(position);
      if (!visitor(entry)) return;
    }
  }

  std::int64_t version(const Subject& subject) const override {
    auto after = subjects_.upper_bound({subject, std::numeric_limits<std::int64_t>::max(), 0});
    if (after == subjects_.begin()) return 0;
    --after;
    return after->subject == subject ? after->version : 0;
  }

  JournalHead head() const override { return head_; }

  std::optional<Digest> link_at(std::int64_t position) const override {
    if (position == 0) return link_zero(head_.book_id);
    if (!has(position)) return std::nullopt;
    return entry_at(position).link;
  }

  Result<std::optional<Appended>> find(std::string_view key, const Digest& request) const override {
    const auto known = appends_.find(key);
    if (known == appends_.end()) return std::optional<Appended>();
    BURSAR_TRY_VOID(check_request(key, entry_at(known->second.first_position).request, request));
    return std::optional(known->second);
  }

  std::optional<std::string> private_part(std::int64_t position) const override {
    const auto found = vault_.find(position);
    if (found == vault_.end()) return std::nullopt;
    return found->second.bytes;
  }

  void read_private(std::int64_t from, std::int64_t up_to_inclusive,
                    const std::function<void(std::int64_t position, std::string_view bytes)>&
                        visitor) const override {
    std::int64_t next = from;
    for (auto at = vault_.lower_bound(next); at != vault_.end() && at->first <= up_to_inclusive;
         at = vault_.upper_bound(next)) {
      next = at->first;
      const std::string bytes = at->second.bytes;  // a copy: the visitor may erase
      visitor(next, bytes);
    }
  }

  Result<void> erase_private(std::int64_t position) override {
    if (!has(position))
      return Refusal(Code::entry_unknown).with("position", std::to_string(position));
    vault_.erase(position);
    return {};
  }

  VaultState vault_state(std::int64_t position) const override {
    if (!has(position)) return VaultState::none;
    const std::optional<Digest>& commitment = entry_at(position).vault_commitment;
    if (!commitment) return VaultState::none;
    const auto found = vault_.find(position);
    if (found == vault_.end()) return VaultState::erased;
    return commitment_of(found->second.salt, found->second.bytes) == *commitment
               ? VaultState::intact
               : VaultState::changed;
  }

 private:
  struct SubjectEntry {
    Subject subject;
    std::int64_t position = 0;
    std::int64_t version = 0;  // the subject's number of entries up to this one
    friend bool operator<(const SubjectEntry& a, const SubjectEntry& b) {
      return std::tie(a.subject, a.position) < std::tie(b.subject, b.position);
    }
  };
  struct Private {
    Salt salt;
    std::string bytes;
  };

  bool has(std::int64_t position) const { return position >= 1 && position <= head_.position; }
  const Entry& entry_at(std::int64_t position) const {
    return entries_[static_cast<std::size_t>(position - 1)];
  }

  Appended take(const AppendRequest& request, const SealedAppend& sealed) {
    std::vector<Entry> entries;
    std::set<SubjectEntry> subjects;
    std::map<std::int64_t, Private> vault;
    std::map<Subject, std::int64_t> versions;
    entries.reserve(request.drafts.size());
    for (std::size_t i = 0; i < request.drafts.size(); ++i) {
      entries.push_back(sealed.entry(i));
      const Entry& entry = entries.back();
      const auto [known, first] = versions.try_emplace(entry.subject, 0);
      if (first) known->second = version(entry.subject);
      subjects.insert({entry.subject, entry.position, ++known->second});
      if (entry.vault_commitment) {
        vault.emplace(entry.position,
                      Private{sealed.seals()[i].salt, request.drafts[i].private_part});
      }
    }
    Appended recorded = sealed.appended();
    recorded.already_recorded = true;
    std::map<std::string, Appended, std::less<>> appends{{request.key, recorded}};
    if (entries_.capacity() - entries_.size() < entries.size()) {
      entries_.reserve(std::max(entries_.size() + entries.size(), 2 * entries_.capacity()));
    }
    JournalHead head = sealed.head();
    // Nothing below allocates.
    for (Entry& entry : entries) entries_.push_back(std::move(entry));
    subjects_.merge(subjects);
    vault_.merge(vault);
    appends_.merge(appends);
    std::swap(head_, head);
    return sealed.appended();
  }

  JournalHost host_;
  JournalHead head_;
  std::vector<Entry> entries_;
  std::set<SubjectEntry> subjects_;
  std::map<std::int64_t, Private> vault_;
  std::map<std::string, Appended, std::less<>> appends_;
};

}  // namespace

std::unique_ptr<Journal> make_memory_journal(std::string book_id, JournalHost host) {
  return std::make_unique<MemoryJournal>(std::move(book_id), std::move(host));
}

}  // namespace bursar
