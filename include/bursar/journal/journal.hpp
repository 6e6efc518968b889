// The persistence port: an append-only journal of entries, hash-chained, with a vault beside it.
//
//   leaf = SHA-256(0x00 ‖ format version ‖ length-prefixed fields as stored, without position)
//   link = SHA-256(0x01 ‖ previous link ‖ position ‖ leaf);   link 0 = SHA-256 of the book id
//
// The bytes under the digests are written down in docs/journal-format.md. Adapters implement this
// class, with the help of sealed_append.hpp; one conformance suite (tests/conformance) runs on all
// of them. The memory journal is the reference model. Nothing here knows SQL, files or clocks.
#pragma once

#include <bursar/base/digest.hpp>
#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/grant/words.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// The version of the entry format; part of every leaf.
inline constexpr std::uint8_t journal_format_version = 1;

/// The most bytes that one text, the facts or the private part of a draft may have.
inline constexpr std::size_t draft_field_bytes_max = std::size_t{64} << 20U;

/// A broken environment: the disk, the connection or the store itself. Refusals are values; this is
/// not one.
class BURSAR_API JournalFailure : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t {
    busy,      ///< others held the store until the deadline; the same call may be made again
    io,        ///< reading or writing failed, or the disk is full
    damaged,   ///< what is stored cannot be what was stored
    poisoned,  ///< an earlier call failed; the store must be opened anew
  };
  JournalFailure(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  [[nodiscard]] Kind kind() const noexcept { return kind_; }

 private:
  Kind kind_;
};

/// What an entry is about. The book itself has an empty id.
struct Subject {
  SubjectKind kind = SubjectKind::book;
  std::string id;
  friend auto operator<=>(const Subject&, const Subject&) = default;
};

/// How a fact came in: by a command that was allowed, or by an import that records what happened.
enum class Door : std::uint8_t { office, import };
BURSAR_VOCABULARY(Door, "door", "office", "import");

/// What one append says about one subject, before it has a position.
struct Draft {
  Subject subject;
  std::string facts;         ///< the encoded facts, 1..n, as grant/fact_codec.hpp writes them
  std::string private_part;  ///< goes to the vault under a random salt; empty = nothing private
};

/// A stored entry. `facts` are the stored bytes; they are never serialised again.
struct Entry {
  std::int64_t position = 0;  ///< 1, 2, 3 ... without gaps
  Subject subject;
  std::string key;  ///< the request's idempotency key; entries of one append share it
  Digest request;   ///< digest of the request that the key stands for
  Door door = Door::office;
  std::string batch;  ///< of an import; empty for a command
  std::string actor;
  std::int64_t recorded_at_us =
      0;  ///< UTC microseconds since 1970; the same for all entries of an append
  std::string facts;
  std::optional<Digest> vault_commitment;  ///< HMAC-SHA-256(salt, private part)
  Digest link;
};

/// A subject's version is the number of its entries. A guard may name a subject that receives
/// nothing.
struct ExpectedVersion {
  Subject subject;
  std::int64_t entries = 0;
};

/// One atomic, durable append over any number of subjects.
struct AppendRequest {
  std::string key;  ///< the caller's idempotency key, not empty
  Digest request;   ///< digest of the canonical request that the key stands for
  Door door = Door::office;
  std::string batch;
  std::string actor;
  std::vector<ExpectedVersion> expected;
  std::vector<Draft> drafts;
};

/// Where the journal stands: a head that a user keeps proves later truncation or rewriting.
struct JournalHead {
  std::string book_id;
  std::int64_t position = 0;
  Digest link;
  friend bool operator==(const JournalHead&, const JournalHead&) = default;
};

/// The receipt of an append.
struct Appended {
  std::int64_t first_position = 0;
  std::int64_t last_position = 0;
  std::int64_t recorded_at_us = 0;
  bool already_recorded =
      false;  ///< the key was known, with the same request: nothing was appended
};

/// What the host lends to a journal: the domain itself reads no clock and no randomness.
struct JournalHost {
  std::function<std::int64_t()> now_us;                 ///< UTC microseconds since 1970
  std::function<void(std::span<std::uint8_t>)> random;  ///< fills with unpredictable bytes
};

/// What entries are read for. Returning false stops the reading.
using EntryVisitor = std::function<bool(const Entry&)>;

/// The port. Calls on one object come from one thread at a time; several objects, in several
/// processes, may work on one store. Exceptions mean a broken environment: JournalFailure for disk,
/// connection and a damaged store, std::bad_alloc for memory. After one was thrown by `append`,
/// whether the entries are in is unknown until the store was opened anew, or until the same key was
/// appended again.
class BURSAR_API Journal {
 public:
  virtual ~Journal() = default;

  /// Appends all drafts, or nothing; durable before it returns. recorded_at = max(host clock, last
  /// + 1). Refusals, in this order: key_empty; key_reused (known key, other request);
  /// nothing_to_append; version_stale (naming the subject); draft_too_large; and from an adapter
  /// whose store others use too, store_busy. A known key with the same request is no refusal:
  /// `already_recorded`.
  virtual Result<Appended> append(const AppendRequest& request) = 0;

  /// Entries with from <= position <= up_to_inclusive, ascending. Positions past the head are none.
  /// No lock is held while a visitor runs: it may read from this journal or append to it.
  virtual void read(std::int64_t from, std::int64_t up_to_inclusive,
                    const EntryVisitor& visitor) const = 0;
  /// All entries of one subject up to a position, ascending.
  virtual void read(const Subject& subject, std::int64_t up_to_inclusive,
                    const EntryVisitor& visitor) const = 0;
  /// The number of entries of a subject.
  virtual std::int64_t version(const Subject& subject) const = 0;
  /// The last entry's position and link; position 0 and link 0 for a journal without entries.
  virtual JournalHead head() const = 0;
  /// The link of one position; nothing past the head. Position 0 has link 0.
  virtual std::optional<Digest> link_at(std::int64_t position) const = 0;

  /// What an earlier append with this key returned. Refusals: key_reused (the key stands for
  /// another request). Nothing if the key is unknown.
  virtual Result<std::optional<Appended>> find(std::string_view key,
                                               const Digest& request) const = 0;

  /// The private part of an entry; nothing if it has none, or if it was erased.
  virtual std::optional<std::string> private_part(std::int64_t position) const = 0;
  /// Private parts of a range, ascending by position; erased ones are passed over.
  virtual void read_private(
      std::int64_t from, std::int64_t up_to_inclusive,
      const std::function<void(std::int64_t position, std::string_view bytes)>& visitor) const = 0;
  /// Erases the private part and its salt for good. The chain stays whole. An entry that has none,
  /// or none any more, is left as it is. Refusals: entry_unknown; store_busy as for `append`: the
  /// part may be out of sight then, but it is erased only when a later call has succeeded.
  virtual Result<void> erase_private(std::int64_t position) = 0;

  /// Checks the stored private part against the entry's commitment, for `verify`.
  enum class VaultState : std::uint8_t { none, intact, erased, changed };
  virtual VaultState vault_state(std::int64_t position) const = 0;
  /// The states of a range, ascending by position; those that are `none` may be passed over. Asks
  /// `vault_state` for each; an adapter that can answer for many at once overrides it.
  virtual void read_vault_states(
      std::int64_t from, std::int64_t up_to_inclusive,
      const std::function<void(std::int64_t position, VaultState state)>& visitor) const;
};

/// Everything that `verify` found.
struct ChainReport {
  JournalHead head;  ///< as recomputed from the stored bytes
  std::int64_t entries = 0;
  std::int64_t private_erased = 0;
  std::vector<Wording> damages;  ///< one line each, naming the position; empty = whole
  [[nodiscard]] bool whole() const noexcept { return damages.empty(); }
};

/// Recomputes every leaf and link from the stored bytes, checks positions, times and the vault,
/// and, if a head is given that the user kept, that the chain still leads through it. The kept head
/// may be a link alone.
[[nodiscard]] BURSAR_API ChainReport
verify_chain(const Journal& journal, const std::optional<Digest>& kept_link = std::nullopt);

/// The leaf of an entry over its stored fields.
[[nodiscard]] BURSAR_API Digest leaf_of(const Entry& entry);
/// The link that follows `previous` at the entry's position.
[[nodiscard]] BURSAR_API Digest link_after(const Digest& previous, std::int64_t position,
                                           const Digest& leaf);
/// Link 0 of a book.
[[nodiscard]] BURSAR_API Digest link_zero(std::string_view book_id);

}  // namespace bursar
