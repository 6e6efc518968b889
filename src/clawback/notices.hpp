// Which notices count for one claim.
#pragma once

#include "clawback/part.hpp"

#include <bursar/clawback/claims.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace bursar::clawback {

/// The notices about the sum that one payer owes for one source. A notice that names a decision
/// counts only while that decision stands and is this payer's; a refund notice or demand that names
/// none counts only if it is no older than the first decision that fixes the sum. A notice to
/// another organisation does not count. One to a person counts for the lead if the person leads the
/// project, or nobody else could be meant, and for any payer whose decision it names.
class ClaimNotices {
 public:
  ClaimNotices(const Project& project, const OrgId& payer, Source source,
               const RecoveryTerms& terms);

  [[nodiscard]] const Notice* latest(NoticeKind kind) const;
  /// The latest of those that were served by the day of the question; with a decision, only of
  /// those that name it or none.
  [[nodiscard]] const Notice* latest_served(NoticeKind kind, std::string_view decision = {}) const;
  /// The first service that has happened by the day of the question.
  [[nodiscard]] std::optional<Date> first_service(NoticeKind kind,
                                                  std::string_view decision = {}) const;

 private:
  [[nodiscard]] bool counts(const Notice& notice) const;
  [[nodiscard]] bool is_to_payer(const Notice& notice) const;
  [[nodiscard]] bool is_organisation(std::string_view id) const;

  const Project& project_;
  const OrgId& payer_;
  const RecoveryTerms& terms_;
  std::vector<const Decision*> standing_;
  std::optional<Date> first_decided_;  ///< the day of the first decision that fixes a sum
};

}  // namespace bursar::clawback
