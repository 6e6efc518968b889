#include "sqlite/cells.hpp"
#include "sqlite/impl.hpp"

#include <limits>

namespace bursar {

using sqlite_detail::Run;

namespace {

static_assert(static_cast<int>(SubjectKind::book) == 0 &&
                  static_cast<int>(SubjectKind::project) == 1 &&
                  static_cast<int>(SubjectKind::organisation) == 2 &&
                  static_cast<int>(SubjectKind::person) == 3 &&
                  static_cast<int>(SubjectKind::programme) == 4 &&
                  static_cast<int>(SubjectKind::call) == 5 &&
                  static_cast<int>(SubjectKind::application) == 6 &&
                  static_cast<int>(Door::office) == 0 && static_cast<int>(Door::import) == 1,
              "these numbers are stored");

/// An append of this size is looked up by its key before it is hashed: a repeated import costs
/// nothing.
constexpr std::size_t large_append_bytes = std::size_t{64} << 10U;

bool is_large(const AppendRequest& request) {
  std::size_t bytes = 0;
  for (const Draft& draft : request.drafts) bytes += draft.facts.size() + draft.private_part.size();
  return bytes > large_append_bytes;
}

}  // namespace

std::optional<Appended> SqliteJournal::Impl::find_key(std::string_view key, Digest& request) {
  Run row(sql_->find, database());
  sqlite_detail::bind_text(*row, 1, key);
  if (!row->executeStep()) return std::nullopt;
  request = sqlite_detail::digest_cell(*row, 1);
  return Appended{sqlite_detail::integer_cell(*row, 0), sqlite_detail::integer_cell(*row, 3),
                  sqlite_detail::integer_cell(*row, 2), true};
}

/// A row that is seen may be one whose commit failed in another process, and then a power cut can
/// still take it back. So `already_recorded` is said only after a commit that came later has
/// succeeded.
bool SqliteJournal::Impl::durability_unknown(const Appended& found) const noexcept {
  return proves_durability_ && !options_.read_only && found.last_position > durable_up_to_;
}

void SqliteJournal::Impl::make_durable(WriteTransaction& transaction) {
  const std::int64_t position = read_head().position;
  database().exec("PRAGMA user_version = " + std::to_string(facts_.schema_version));
  transaction.commit();
  durable_up_to_ = position;
}

Result<std::optional<Appended>> SqliteJournal::Impl::find(std::string_view key,
                                                          const Digest& request) {
  return run_or_refuse([&]() -> Result<std::optional<Appended>> {
    Digest recorded;
    const std::optional<Appended> found = find_key(key, recorded);
    if (!found) return found;
    BURSAR_TRY_VOID(check_request(key, recorded, request));
    if (durability_unknown(*found)) {
      WriteTransaction transaction(*this);
      make_durable(transaction);
    }
    return found;
  });
}

Result<Appended> SqliteJournal::Impl::append(const AppendRequest& request) {
  if (options_.read_only) return Code::store_read_only;
  BURSAR_TRY_VOID(check_key(request));
  if (request.drafts.empty() || is_large(request)) {
    BURSAR_TRY(const std::optional<Appended> known, find(request.key, request.request));
    if (known) return *known;
    BURSAR_TRY_VOID(check_drafts(request));
  }
  return run_or_refuse([&]() -> Result<Appended> {
    SealedAppend sealed(request, host_);
    WriteTransaction transaction(*this);
    return append_in(transaction, request, sealed);
  });
}

Result<Appended> SqliteJournal::Impl::append_in(WriteTransaction& transaction,
                                                const AppendRequest& request,
                                                SealedAppend& sealed) {
  Digest recorded;
  if (const std::optional<Appended> known = find_key(request.key, recorded)) {
    BURSAR_TRY_VOID(check_request(request.key, recorded, request.request));
    if (durability_unknown(*known)) make_durable(transaction);
    return *known;
  }
  for (const ExpectedVersion& expected : request.expected) {
    BURSAR_TRY_VOID(check_version(expected, count_entries(expected.subject)));
  }
  BURSAR_TRY_VOID(check_sizes(request));
  sealed.chain(read_head(), last_recorded_at());
  insert(request, sealed);
  transaction.commit();
  durable_up_to_ = sealed.head().position;
  return sealed.appended();
}

void SqliteJournal::Impl::insert(const AppendRequest& request, const SealedAppend& sealed) {
  Run append(sql_->insert_append, database());
  append->bind(1, sealed.appended().first_position);
  append->bindNoCopy(2, request.key);
  sqlite_detail::bind_blob(*append, 3, request.request.view());
  append->bind(4, static_cast<std::int64_t>(request.door));
  append->bind(5, sealed.appended().recorded_at_us);
  append->bindNoCopy(6, request.batch);
  append->bindNoCopy(7, request.actor);
  append->exec();
  std::int64_t position = sealed.appended().first_position;
  for (std::size_t i = 0; i < request.drafts.size(); ++i, ++position) {
    const Draft& draft = request.drafts[i];
    const Seal& seal = sealed.seals()[i];
    Run entry(sql_->insert_entry, database());
    entry->bind(1, position);
    entry->bind(2, static_cast<std::int64_t>(draft.subject.kind));
    entry->bindNoCopy(3, draft.subject.id);
    sqlite_detail::bind_blob(*entry, 4, seal.link.view());
    if (seal.vault_commitment) {
      sqlite_detail::bind_blob(*entry, 5, seal.vault_commitment->view());
    } else {
      entry->bind(5);
    }
    sqlite_detail::bind_blob(*entry, 6, draft.facts);
    entry->exec();
    if (!seal.vault_commitment) continue;
    Run part(sql_->insert_vault, database());
    part->bind(1, position);
    sqlite_detail::bind_blob(*part, 2,
                             {reinterpret_cast<const char*>(seal.salt.data()), seal.salt.size()});
    sqlite_detail::bind_blob(*part, 3, draft.private_part);
    part->exec();
  }
}

std::optional<std::int64_t> SqliteJournal::Impl::last_recorded_at() {
  Run row(sql_->last_recorded, database());
  if (!row->executeStep()) return std::nullopt;
  return sqlite_detail::integer_cell(*row, 0);
}

}  // namespace bursar
