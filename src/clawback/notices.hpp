// Which notices count for one claim.
#pragma once

#include "clawback/part.hpp"

#include <bursar/clawback/claims.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace bursar::clawback {

/// Which notices a stretch of a claim's time has.
struct NoticeSpan {
  std::vector<const Decision*> decisions;  ///< those that a notice may name
  std::optional<Date> decided_on;  ///< of those that name none, no refund notice or demand before
  std::optional<Date> begin, end;  ///< of those that name none, none before and none from `end` on
};

/// Whether a notice is addressed to an organisation, of the project or not, as far as is known.
[[nodiscard]] bool is_to_organisation(const Project& project, const NoticeIssued& notice);

/// The notices about the sum that one payer owes for one source. A notice that names a decision
/// counts only where the span has that decision; one that names none counts only within the span. A
/// notice to another organisation does not count, of the project or not. One to a person counts for
/// the lead if the person leads the project, or nobody else could be meant, and for any payer whose
/// decision it names; so does one to somebody of whom the book knows nothing.
class ClaimNotices {
 public:
  ClaimNotices(const Project& project, const OrgId& payer, NoticeSpan span,
               const RecoveryTerms& terms);

  /// Whether a notice counts that is issued on a day.
  [[nodiscard]] bool counts(const NoticeIssued& notice, Date issued_on) const;
  /// All that count.
  [[nodiscard]] std::vector<const Notice*> all() const;
  [[nodiscard]] const Notice* latest(NoticeKind kind) const;
  /// The latest of those that set a day and were served by a day; with a decision, only of those
  /// about it.
  [[nodiscard]] const Notice* latest_with_day(NoticeKind kind, std::string_view decision,
                                              Date by) const;
  /// The first service that has happened by a day.
  [[nodiscard]] std::optional<Date> first_service(NoticeKind kind, std::string_view decision,
                                                  Date by) const;

 private:
  [[nodiscard]] bool counts(const Notice& notice) const { return counts(notice, notice.issued_on); }
  [[nodiscard]] bool is_to_payer(const NoticeIssued& notice) const;
  /// Whether a notice names a decision, or names none and is not older than it: no sum falls due by
  /// a notice that came before the decision on it.
  [[nodiscard]] bool is_about(const Notice& notice, std::string_view decision) const;
  /// Whether a notice sets a day: one before it was issued, or before the decision that it names,
  /// is a slip of the pen.
  [[nodiscard]] bool sets_a_day(const Notice& notice) const;

  const Project& project_;
  const OrgId& payer_;
  NoticeSpan span_;
  const RecoveryTerms& terms_;
};

}  // namespace bursar::clawback
