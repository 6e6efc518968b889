#include "file_journal.hpp"

#include <bursar/journal/sealed_append.hpp>

#include <algorithm>
#include <map>
#include <utility>

#include "append_record.hpp"
#include "record_log.hpp"
#include "vault.hpp"

namespace host {
namespace {

using namespace bursar;
using Lock = File::Lock;

/// The first record of a file is this and the book's id.
constexpr std::string_view format = "own_journal 1\n";

/// What the file says up to `end`.
struct Known {
  std::uint64_t end = 0;
  JournalHead head;
  std::vector<Entry> entries;
  std::map<Subject, std::vector<std::int64_t>> subjects;
  std::map<std::string, Appended, std::less<>> keys;

  [[nodiscard]] bool has(std::int64_t position) const {
    return position >= 1 && position <= head.position;
  }
  [[nodiscard]] const Entry& at(std::int64_t position) const {
    return entries.at(static_cast<std::size_t>(position - 1));
  }
  [[nodiscard]] std::int64_t version(const Subject& subject) const {
    const auto found = subjects.find(subject);
    return found == subjects.end() ? 0 : static_cast<std::int64_t>(found->second.size());
  }
  [[nodiscard]] Result<std::optional<Appended>> find(std::string_view key,
                                                     const Digest& request) const {
    const auto found = keys.find(key);
    if (found == keys.end()) return std::optional<Appended>();
    BURSAR_TRY_VOID(check_request(key, at(found->second.first_position).request, request));
    return std::optional(found->second);
  }

  void take(std::string_view record) {
    if (end != 0) return take_append(decode_append(record, head.position + 1));
    if (!record.starts_with(format)) {
      throw JournalFailure(JournalFailure::Kind::damaged, "not a file of this journal");
    }
    head.book_id = record.substr(format.size());
    head.link = link_zero(head.book_id);
  }

 private:
  void take_append(std::vector<Entry> appended) {
    const Entry& last = appended.back();
    keys[last.key] = {appended.front().position, last.position, last.recorded_at_us, true};
    head.position = last.position;
    head.link = last.link;
    for (Entry& entry : appended) {
      subjects[entry.subject].push_back(entry.position);
      entries.push_back(std::move(entry));
    }
  }
};

class FileJournal final : public Journal {
 public:
  FileJournal(const std::filesystem::path& folder, JournalHost host)
      : host_(std::move(host)),
        log_(folder / "journal", File::Mode::existing),
        vault_(folder / "vault") {}

  /// Whether a book was ever begun here.
  [[nodiscard]] bool is_there() const { return look().end != 0; }

  Result<Appended> append(const AppendRequest& request) override {
    BURSAR_TRY_VOID(check_key(request));
    SealedAppend sealed(request, host_);  // the dear part, before the lock
    const Lock lock(log_.file(), Lock::Kind::exclusive);
    catch_up();
    BURSAR_TRY(const std::optional<Appended> earlier, known_.find(request.key, request.request));
    if (earlier) return *earlier;
    BURSAR_TRY_VOID(check_drafts(request));
    for (const ExpectedVersion& expected : request.expected) {
      BURSAR_TRY_VOID(check_version(expected, known_.version(expected.subject)));
    }
    BURSAR_TRY_VOID(check_sizes(request));
    sealed.chain(known_.head, known_.entries.empty()
                                  ? std::nullopt
                                  : std::optional(known_.entries.back().recorded_at_us));
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < request.drafts.size(); ++i) entries.push_back(sealed.entry(i));
    // The vault comes first: an entry is there with its private part, or neither is. What a crash
    // leaves between the two belongs to no entry, is not shown, and gives way to the next append.
    write_vault(request, sealed, entries);
    log_.append(known_.end, encode_append(entries));
    take_up([] {});  // from the file, as others do: memory never says what the file does not
    return sealed.appended();
  }

  void read(std::int64_t from, std::int64_t up_to_inclusive,
            const EntryVisitor& visitor) const override {
    const std::int64_t last = std::min(up_to_inclusive, look().head.position);
    for (std::int64_t at = std::max<std::int64_t>(from, 1); at <= last; ++at) {
      const Entry entry = entry_at(at);
      if (!visitor(entry)) return;
    }
  }

  void read(const Subject& subject, std::int64_t up_to_inclusive,
            const EntryVisitor& visitor) const override {
    look();
    const auto found = known_.subjects.find(subject);
    if (found == known_.subjects.end()) return;
    const std::vector<std::int64_t> positions = found->second;
    for (const std::int64_t position : positions) {
      if (position > up_to_inclusive) return;
      const Entry entry = entry_at(position);
      if (!visitor(entry)) return;
    }
  }

  std::int64_t version(const Subject& subject) const override { return look().version(subject); }

  JournalHead head() const override { return look().head; }

  std::optional<Digest> link_at(std::int64_t position) const override {
    look();
    if (position == 0) return link_zero(known_.head.book_id);
    if (!known_.has(position)) return std::nullopt;
    return known_.at(position).link;
  }

  Result<std::optional<Appended>> find(std::string_view key, const Digest& request) const override {
    return look().find(key, request);
  }

  std::optional<std::string> private_part(std::int64_t position) const override {
    look();
    auto part = stored_part(position);
    if (!part) return std::nullopt;
    return std::move(part->bytes);
  }

  void read_private(std::int64_t from, std::int64_t up_to_inclusive,
                    const std::function<void(std::int64_t position, std::string_view bytes)>&
                        visitor) const override {
    const std::int64_t last = std::min(up_to_inclusive, look().head.position);
    for (std::int64_t at = std::max<std::int64_t>(from, 1); at <= last; ++at) {
      if (const auto part = stored_part(at)) visitor(at, part->bytes);
    }
  }

  Result<void> erase_private(std::int64_t position) override {
    const Lock lock(log_.file(), Lock::Kind::exclusive);
    catch_up();
    if (!known_.has(position)) {
      return Refusal(Code::entry_unknown).with("position", std::to_string(position));
    }
    // Also where another has just removed it: that one may not have seen it on the disk.
    vault_.remove(position);
    vault_.sync();
    return {};
  }

  VaultState vault_state(std::int64_t position) const override {
    look();
    if (!known_.has(position)) return VaultState::none;
    const std::optional<Digest> commitment = known_.at(position).vault_commitment;
    if (!commitment) return VaultState::none;
    const auto part = stored_part(position);
    if (!part) return VaultState::erased;
    return commitment_of(part->salt, part->bytes) == *commitment ? VaultState::intact
                                                                 : VaultState::changed;
  }

 private:
  /// A copy: the visitor that it is for may append, and that may fail.
  [[nodiscard]] Entry entry_at(std::int64_t position) const {
    return known_.has(position) ? known_.at(position) : look().at(position);
  }

  /// Nothing if the entry has no private part, or none any more.
  [[nodiscard]] std::optional<Vault::Part> stored_part(std::int64_t position) const {
    if (!known_.has(position) || !known_.at(position).vault_commitment) return std::nullopt;
    return vault_.find(position);
  }

  void write_vault(const AppendRequest& request, const SealedAppend& sealed,
                   const std::vector<Entry>& entries) {
    bool changed = false;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::int64_t position = entries[i].position;
      if (entries[i].vault_commitment) {
        vault_.put(position, {sealed.seals()[i].salt, request.drafts[i].private_part});
        changed = true;
      } else {
        changed = vault_.remove(position) || changed;
      }
    }
    if (changed) vault_.sync();
  }

  /// What the file says now.
  const Known& look() const {
    const Lock lock(log_.file(), Lock::Kind::shared);
    catch_up();
    return known_;
  }

  /// Takes up what others have appended since. Its writer may have died before it was on the disk:
  /// nobody is told of it before it is.
  void catch_up() const {
    take_up([this] { log_.file().sync(); });
  }

  template <class AfterNews>
  void take_up(AfterNews after_news) const {
    const std::uint64_t before = known_.end;
    try {
      log_.read(before, [this](std::string_view record, std::uint64_t end) {
        known_.take(record);
        known_.end = end;
      });
      if (known_.end != before) after_news();
    } catch (...) {
      known_ = {};  // half taken up; the next call reads the file from its beginning
      throw;
    }
  }

  JournalHost host_;
  RecordLog log_;
  Vault vault_;
  mutable Known known_;
};

}  // namespace

Result<std::unique_ptr<Journal>> create_file_journal(const std::filesystem::path& folder,
                                                     std::string_view book_id, JournalHost host) {
  if (book_id.empty()) return Refusal(Code::text_empty).with("field", "book_id");
  make_folder(folder / "vault");
  {
    RecordLog log(folder / "journal", File::Mode::shared);
    const Lock lock(log.file(), Lock::Kind::exclusive);
    bool taken = false;
    log.read(0, [&taken](std::string_view, std::uint64_t) { taken = true; });
    if (taken) return Refusal(Code::store_exists).with("path", folder.string());
    log.append(0, std::string(format) + std::string(book_id));
  }
  sync_folder(folder);
  sync_folder(std::filesystem::absolute(folder).parent_path());
  return open_file_journal(folder, std::move(host));
}

Result<std::unique_ptr<Journal>> open_file_journal(const std::filesystem::path& folder,
                                                   JournalHost host) {
  const Refusal missing = Refusal(Code::store_missing).with("path", folder.string());
  std::error_code error;
  if (!std::filesystem::exists(folder / "journal", error)) return missing;
  auto journal = std::make_unique<FileJournal>(folder, std::move(host));
  if (!journal->is_there()) return missing;
  return std::unique_ptr<Journal>(std::move(journal));
}

}  // namespace host
