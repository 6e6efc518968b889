// What the office's calls share: the state, the ground of a decision, and the loop around it.
#pragma once

#include <bursar/grant/fact_codec.hpp>
#include <bursar/office/office.hpp>

#include "office/overlay_journal.hpp"

#include <functional>
#include <set>

namespace bursar::office {

inline constexpr int attempts_max = 5;
inline const Date end_of_time(9999, 12, 31);
inline const Subject book_subject{SubjectKind::book, {}};

/// The digest that an idempotency key stands for: everything the caller said but private texts, and
/// nothing else. It stays for ever, and would tell after an erasure whether a guess is right.
class CanonicalRequest {
 public:
  CanonicalRequest(std::string_view call, const Request& request, const Subject& subject) {
    add(call).add(request.actor).add(to_iso(request.on)).add(word(subject.kind)).add(subject.id);
  }
  CanonicalRequest& add(std::string_view field) {
    const std::string length = std::to_string(field.size()) + ":";
    digest_.add(length).add(field);
    return *this;
  }
  CanonicalRequest& add(const EncodedFacts& facts) { return add(facts.facts); }
  [[nodiscard]] Digest finish() { return digest_.finish(); }

 private:
  Sha256 digest_;
};

[[nodiscard]] EncodedFacts encode(Date on, std::span<const FactBody> bodies);
[[nodiscard]] Receipt receipt_of(const Appended& appended);

/// What one try of a command is made from: the journal up to one head, twice folded.
struct Ground {
  JournalHead head;
  OverlayJournal view;  ///< the journal up to that head, on which drafts are tried
  Portfolio whole;      ///< everything on record
  Portfolio then;       ///< what was in effect on the command's day
  /// In force on the command's day; nothing for a command that is not judged by it.
  std::shared_ptr<const RuleBook> rules;
  std::set<Subject> subjects;  ///< folded, and guarded
};

/// Whether a command is judged by the rule book in force. One that changes the rules is not: it
/// must be possible where what is in force cannot be read.
enum class JudgedBy : std::uint8_t { rules_in_force, nothing };

/// What a settlement, claim or decision about a project is made from.
[[nodiscard]] Provenance provenance_of(const Ground& ground, const Project& project, Date as_of);

using Decide = std::function<Result<std::vector<Draft>>(Ground&)>;

/// Whether the first entry of an earlier request, with its private part, says what a request says
/// in private texts.
using SaysTheSame = std::function<bool(const Entry& entry, const std::string& private_part)>;

/// One command: what it is known by, what it looks at, and how it is decided.
struct Command {
  Digest digest;
  std::set<Subject> named;
  Decide decide;
  SaysTheSame says_the_same{};  ///< none: it says nothing in private texts
  JudgedBy judged_by = JudgedBy::rules_in_force;
};

}  // namespace bursar::office

namespace bursar {

struct Office::State {
  Journal& journal;
  OfficeHost host;
  // The rule book last used, by the digests it was made from.
  mutable std::string rules_key;
  mutable std::shared_ptr<const RuleBook> rules;

  Result<std::shared_ptr<const RuleBook>> rules_of(const Portfolio& portfolio) const;
  Result<office::Ground> ground(const Request& request, const std::set<Subject>& named,
                                office::JudgedBy judged_by) const;
  /// Checks the request's form, runs the call, and tells the host's log.
  Result<Receipt> judge(const Request& request, const Subject& subject,
                        const std::function<Result<Receipt>()>& call) const;
  /// The same of a call that is refused before it is run.
  Result<Receipt> refuse(const Request& request, const Subject& subject,
                         const Refusal& refusal) const;
  /// The day of a request has come. Refusals: date_in_future.
  Result<void> require_come(const Request& request) const;
  /// Finds the key, decides on the ground of the moment, appends, and starts again when it was
  /// stale.
  Result<Receipt> carry_out(const Request& request, const Subject& subject,
                            const office::Command& command);
  /// The receipt of an earlier request under the key. What it said in private texts lies in no
  /// digest, so it is read again, unless it was erased. Refusals: key_reused.
  Result<Receipt> answer_again(const Appended& earlier, const Request& request,
                               const office::Command& command) const;
};

}  // namespace bursar
