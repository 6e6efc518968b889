// What every adapter of the journal does the same: commitments, leaves and links of one append.
//
// The dear part, hashing, needs no lock and is done when the object is made; `chain` is called
// under the adapter's write lock and costs one or two blocks of SHA-256 an entry.
#pragma once

#include <bursar/journal/journal.hpp>

#include <array>
#include <memory>

namespace bursar {

/// The salt of one private part; it is erased with it.
using Salt = std::array<std::uint8_t, 32>;

/// What an adapter stores beside a draft's own fields.
struct Seal {
  std::optional<Digest> vault_commitment;  ///< nothing for a draft without a private part
  Salt salt{};                             ///< means something only with a commitment
  Digest link;                             ///< set by `chain`
};

/// One append on its way into a store. Keeps references: the request must outlive it.
class BURSAR_API SealedAppend {
 public:
  /// Draws salts for the private parts and hashes everything that is known before the lock.
  SealedAppend(const AppendRequest& request, const JournalHost& host);
  ~SealedAppend();
  SealedAppend(const SealedAppend&) = delete;
  SealedAppend& operator=(const SealedAppend&) = delete;

  /// Gives the entries positions after `head`, the instant max(host clock, last recorded + 1), and
  /// links. The first entry of a book has no last instant. May be called again with another head.
  void chain(const JournalHead& head, const std::optional<std::int64_t>& last_recorded_at_us);

  /// One for each draft, in order.
  [[nodiscard]] std::span<const Seal> seals() const noexcept { return seals_; }
  /// What the append returns; as `chain` left it.
  [[nodiscard]] const Appended& appended() const noexcept { return appended_; }
  /// The head after the append; as `chain` left it.
  [[nodiscard]] const JournalHead& head() const noexcept { return head_; }
  /// The entry of a draft as it is to be stored; as `chain` left it.
  [[nodiscard]] Entry entry(std::size_t draft) const;

 private:
  struct Leaves;
  const AppendRequest& request_;
  const JournalHost& host_;
  std::unique_ptr<Leaves> leaves_;
  std::vector<Seal> seals_;
  Appended appended_;
  JournalHead head_;
};

/// HMAC-SHA-256(salt, private part).
[[nodiscard]] BURSAR_API Digest commitment_of(const Salt& salt, std::string_view private_part);

/// The first refusals of `append`, which need no store: key_empty.
[[nodiscard]] BURSAR_API Result<void> check_key(const AppendRequest& request);
/// The refusal of an append that has nothing in it: nothing_to_append.
[[nodiscard]] BURSAR_API Result<void> check_drafts(const AppendRequest& request);
/// The last refusal of `append`: draft_too_large, naming the field.
[[nodiscard]] BURSAR_API Result<void> check_sizes(const AppendRequest& request);
/// The refusal of a version that was expected and is not there: version_stale.
[[nodiscard]] BURSAR_API Result<void> check_version(const ExpectedVersion& expected,
                                                    std::int64_t actual);
/// The refusal of a key that stands for another request: key_reused.
[[nodiscard]] BURSAR_API Result<void> check_request(std::string_view key, const Digest& recorded,
                                                    const Digest& given);

}  // namespace bursar
