#include "sqlite/cells.hpp"
#include "sqlite/impl.hpp"

#include <algorithm>
#include <limits>

namespace bursar {

using sqlite_detail::AppendRow;
using sqlite_detail::Run;

namespace {

[[noreturn]] void damaged(const std::string& what) {
  throw JournalFailure(JournalFailure::Kind::damaged, what);
}

void take_append(AppendRow& append, const SQLite::Statement& row) {
  append.first = sqlite_detail::integer_cell(row, 0);
  append.key = sqlite_detail::text_cell(row, 1);
  append.request = sqlite_detail::digest_cell(row, 2);
  const std::int64_t door = sqlite_detail::integer_cell(row, 3);
  if (door != 0 && door != 1)
    damaged("append " + std::to_string(append.first) + " has no known door");
  append.door = static_cast<Door>(door);
  append.recorded_at_us = sqlite_detail::integer_cell(row, 4);
  append.batch = sqlite_detail::text_cell(row, 5);
  append.actor = sqlite_detail::text_cell(row, 6);
}

/// The entry's own cells; its strings keep their memory from one batch to the next.
void take_entry(Entry& entry, const SQLite::Statement& row) {
  entry.position = sqlite_detail::integer_cell(row, 0);
  const std::int64_t kind = sqlite_detail::integer_cell(row, 1);
  if (kind < 0 || kind > static_cast<std::int64_t>(SubjectKind::application)) {
    damaged("entry " + std::to_string(entry.position) + " is about no known kind of subject");
  }
  entry.subject.kind = static_cast<SubjectKind>(kind);
  entry.subject.id = sqlite_detail::text_cell(row, 2);
  entry.link = sqlite_detail::digest_cell(row, 3);
  entry.vault_commitment.reset();
  if (!sqlite_detail::is_null(row, 4)) entry.vault_commitment = sqlite_detail::digest_cell(row, 4);
  entry.facts = sqlite_detail::blob_cell(row, 5);
}

void take_fields(Entry& entry, const AppendRow& append) {
  entry.key = append.key;
  entry.request = append.request;
  entry.door = append.door;
  entry.recorded_at_us = append.recorded_at_us;
  entry.batch = append.batch;
  entry.actor = append.actor;
}

}  // namespace

/// What one statement read before it let go of its lock.
struct SqliteJournal::Impl::Batch {
  std::vector<Entry> entries;
  std::size_t count = 0;
  std::size_t bytes = 0;

  void clear() { count = bytes = 0; }
  [[nodiscard]] bool full() const {
    return count >= sqlite_detail::batch_entries_max || bytes >= sqlite_detail::batch_bytes_max;
  }
  Entry& next() {
    if (count == entries.size()) entries.emplace_back();
    return entries[count++];
  }
};

void SqliteJournal::Impl::fill(Batch& batch, std::int64_t from, std::int64_t up_to_inclusive) {
  Run appends(sql_->appends_from, database());
  appends->bind(1, from);
  Run rows(sql_->entries, database());
  rows->bind(1, from);
  rows->bind(2, up_to_inclusive);
  AppendRow append;
  bool more_appends = appends->executeStep();
  while (!batch.full() && rows->executeStep()) {
    Entry& entry = batch.next();
    take_entry(entry, *rows);
    while (more_appends && sqlite_detail::integer_cell(*appends, 0) <= entry.position) {
      take_append(append, *appends);
      more_appends = appends->executeStep();
    }
    if (append.first == 0)
      damaged("entry " + std::to_string(entry.position) + " belongs to no append");
    take_fields(entry, append);
    batch.bytes += entry.facts.size();
  }
}

void SqliteJournal::Impl::fill(Batch& batch, const Subject& subject, std::int64_t from,
                               std::int64_t up_to_inclusive) {
  Run rows(sql_->entries_of_subject, database());
  rows->bind(1, from);
  rows->bind(2, up_to_inclusive);
  rows->bind(3, static_cast<std::int64_t>(subject.kind));
  rows->bindNoCopy(4, subject.id);
  AppendRow append;
  while (!batch.full() && rows->executeStep()) {
    Entry& entry = batch.next();
    take_entry(entry, *rows);
    if (entry.position < append.first || entry.position > append.last) {
      append = append_row(entry.position);
    }
    take_fields(entry, append);
    batch.bytes += entry.facts.size();
  }
}

AppendRow SqliteJournal::Impl::append_row(std::int64_t position) {
  Run row(sql_->append_of, database());
  row->bind(1, position);
  if (!row->executeStep()) damaged("entry " + std::to_string(position) + " belongs to no append");
  AppendRow append;
  take_append(append, *row);
  append.last = sqlite_detail::integer_cell(*row, 7);
  return append;
}

template <class Fill>
void SqliteJournal::Impl::read_batches(std::int64_t from, std::int64_t up_to_inclusive,
                                       const EntryVisitor& visitor, const Fill& fill) {
  Batch batch;
  std::int64_t next = std::max<std::int64_t>(from, 1);
  while (next <= up_to_inclusive) {
    batch.clear();
    run([&] { fill(batch, next, up_to_inclusive); });
    for (std::size_t i = 0; i < batch.count; ++i) {
      if (!visitor(batch.entries[i])) return;
    }
    if (!batch.full()) return;
    next = batch.entries[batch.count - 1].position + 1;
  }
}

void SqliteJournal::Impl::read(std::int64_t from, std::int64_t up_to_inclusive,
                               const EntryVisitor& visitor) {
  read_batches(
      from, up_to_inclusive, visitor,
      [this](Batch& batch, std::int64_t next, std::int64_t last) { fill(batch, next, last); });
}

void SqliteJournal::Impl::read(const Subject& subject, std::int64_t up_to_inclusive,
                               const EntryVisitor& visitor) {
  read_batches(1, up_to_inclusive, visitor,
               [this, &subject](Batch& batch, std::int64_t next, std::int64_t last) {
                 fill(batch, subject, next, last);
               });
}

std::int64_t SqliteJournal::Impl::count_entries(const Subject& subject) {
  Run row(sql_->version, database());
  row->bind(1, static_cast<std::int64_t>(subject.kind));
  row->bindNoCopy(2, subject.id);
  row->executeStep();
  return sqlite_detail::integer_cell(*row, 0);
}

std::int64_t SqliteJournal::Impl::version(const Subject& subject) {
  return run([&] { return count_entries(subject); });
}

JournalHead SqliteJournal::Impl::read_head() {
  Run row(sql_->head, database());
  if (!row->executeStep()) return JournalHead{book_id_, 0, link_zero(book_id_)};
  return JournalHead{book_id_, sqlite_detail::integer_cell(*row, 0),
                     sqlite_detail::digest_cell(*row, 1)};
}

JournalHead SqliteJournal::Impl::head() {
  return run([&] { return read_head(); });
}

std::optional<Digest> SqliteJournal::Impl::link_at(std::int64_t position) {
  if (position == 0) return link_zero(book_id_);
  return run([&]() -> std::optional<Digest> {
    Run row(sql_->link, database());
    row->bind(1, position);
    if (!row->executeStep()) return std::nullopt;
    return sqlite_detail::digest_cell(*row, 0);
  });
}

}  // namespace bursar
