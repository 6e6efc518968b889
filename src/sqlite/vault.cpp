#include "sqlite/cells.hpp"
#include "sqlite/impl.hpp"

#include <algorithm>

namespace bursar {

using sqlite_detail::Run;

std::optional<std::string> SqliteJournal::Impl::private_part(std::int64_t position) {
  return run([&]() -> std::optional<std::string> {
    Run row(sql_->private_part, database());
    row->bind(1, position);
    if (!row->executeStep()) return std::nullopt;
    return std::string(sqlite_detail::blob_cell(*row, 0));
  });
}

/// Takes (position, value) pairs in short reads and hands them on between the reads.
template <class Value, class Take, class Visit>
void SqliteJournal::Impl::read_pairs(sqlite_detail::Prepared sqlite_detail::Statements::*statement,
                                     std::int64_t from, std::int64_t up_to_inclusive,
                                     const Take& take, const Visit& visit) {
  std::int64_t next = std::max<std::int64_t>(from, 1);
  bool more = next <= up_to_inclusive;
  while (more) {
    std::vector<std::pair<std::int64_t, Value>> pairs;
    std::size_t bytes = 0;
    more = run([&] {
      Run row((*sql_).*statement, database());
      row->bind(1, next);
      row->bind(2, up_to_inclusive);
      while (row->executeStep()) {
        pairs.emplace_back(sqlite_detail::integer_cell(*row, 0), take(*row, bytes));
        if (pairs.size() == sqlite_detail::batch_entries_max ||
            bytes >= sqlite_detail::batch_bytes_max) {
          return true;
        }
      }
      return false;
    });
    for (const auto& [position, value] : pairs) visit(position, value);
    if (more) next = pairs.back().first + 1;
  }
}

void SqliteJournal::Impl::read_private(
    std::int64_t from, std::int64_t up_to_inclusive,
    const std::function<void(std::int64_t, std::string_view)>& visitor) {
  const auto take = [](const SQLite::Statement& row, std::size_t& bytes) {
    const std::string_view part = sqlite_detail::blob_cell(row, 1);
    bytes += part.size();
    return std::string(part);
  };
  read_pairs<std::string>(&sqlite_detail::Statements::private_parts, from, up_to_inclusive, take,
                          visitor);
}

namespace {

/// Of a row with the columns commitment, salt and bytes after its first.
Journal::VaultState state_of(const SQLite::Statement& row) {
  using State = Journal::VaultState;
  const bool committed = !sqlite_detail::is_null(row, 1);
  const bool present = !sqlite_detail::is_null(row, 2);
  if (!present) return committed ? State::erased : State::none;
  if (!committed) return State::changed;
  Salt salt{};
  const std::string_view stored = sqlite_detail::blob_cell(row, 2);
  if (stored.size() != salt.size()) return State::changed;
  std::copy(stored.begin(), stored.end(), salt.begin());
  const Digest commitment = commitment_of(salt, sqlite_detail::blob_cell(row, 3));
  return commitment == sqlite_detail::digest_cell(row, 1) ? State::intact : State::changed;
}

}  // namespace

void SqliteJournal::Impl::read_vault_states(
    std::int64_t from, std::int64_t up_to_inclusive,
    const std::function<void(std::int64_t, VaultState)>& visitor) {
  const auto take = [](const SQLite::Statement& row, std::size_t& bytes) {
    if (!sqlite_detail::is_null(row, 3)) bytes += sqlite_detail::blob_cell(row, 3).size();
    return state_of(row);
  };
  read_pairs<VaultState>(&sqlite_detail::Statements::vault_states, from, up_to_inclusive, take,
                         visitor);
}

Journal::VaultState SqliteJournal::Impl::vault_state(std::int64_t position) {
  VaultState found = VaultState::none;
  read_vault_states(position, position,
                    [&found](std::int64_t, VaultState state) { found = state; });
  return found;
}

Result<void> SqliteJournal::Impl::erase_private(std::int64_t position) {
  if (options_.read_only) return Code::store_read_only;
  return run_or_refuse([&]() -> Result<void> {
    WriteTransaction transaction(*this);
    {
      Run entry(sql_->link, database());
      entry->bind(1, position);
      if (!entry->executeStep()) {
        return Refusal(Code::entry_unknown).with("position", std::to_string(position));
      }
    }
    int erased = 0;
    {
      Run erase(sql_->erase, database());
      erase->bind(1, position);
      erased = erase->exec();
    }
    if (erased == 0) {
      // Gone already, perhaps by a commit that failed: then it can still come back. It is erased
      // when a later commit has succeeded.
      make_durable(transaction);
    } else {
      transaction.commit();
    }
    return empty_log();
  });
}

/// Pages are overwritten as they are freed (secure_delete). A write-ahead log holds them still, and
/// holds them back from the file, for as long as somebody reads what was there before.
Result<void> SqliteJournal::Impl::empty_log() {
  if (facts_.journal_mode != "wal") return {};
  SQLite::Statement checkpoint(database(), "PRAGMA wal_checkpoint(TRUNCATE)");
  // Busy comes back in the row, not as an exception.
  if (checkpoint.executeStep() && sqlite_detail::integer_cell(checkpoint, 0) == 0) return {};
  return sqlite_detail::busy_refusal(connection_->busy().waited_ms());
}

}  // namespace bursar
