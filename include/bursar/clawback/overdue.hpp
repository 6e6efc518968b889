// 超期未申请验收: projects past their end without a request for acceptance.
#pragma once

#include <bursar/clawback/claims.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bursar {

/// A block that follows from being late, with its source. `in_force` is blank where nobody
/// confirmed it.
struct OverdueBlock {
  std::string subject_kind;  ///< "person" (the leader) or "organisation" (an enterprise)
  std::string subject_id;
  /// The day after the end, or the first day of the rule, where that is later; it lasts until
  /// acceptance is requested.
  Date from;
  std::optional<bool> in_force;
  std::string basis, basis_zh;
  CellStatus status = CellStatus::unknown;
  std::optional<Refusal> refusal;  ///< what is not confirmed
};

/// One overdue project as of a day.
struct OverdueProject {
  ProjectId project_id;
  std::string title;
  OrgId org_id;
  PersonId leader_id;
  std::string programme;
  std::string regime;  ///< empty: it cannot be told, see `regime_refusal`
  std::optional<Refusal> regime_refusal;
  Date end_on;  ///< the end in force
  std::int64_t days_late = 0;
  AgeBucket bucket = AgeBucket::days_to_30;
  std::optional<OrgKind> org_kind;
  OrgStatus org_status = OrgStatus::normal;
  bool suspended = false;
  std::string pending_extension;  ///< change_id of an extension that was asked for and not approved
  std::vector<OverdueBlock> blocks;
  /// How far the clean-up got: the latest of remind, apply_by, intent that was issued; empty =
  /// nothing.
  std::string last_notice;
  std::optional<Date> last_notice_on;
  /// What comes next: "late_application" (until the termination, or the term of a notice),
  /// "public_notice" (nobody can be served), "serve", "statement", "hearing" (one was asked for),
  /// "terminate" (not before its day).
  NextStep next;
  Deadline terminate_from;  ///< the first day on which the project is to be terminated
};

/// One project; nothing if it is not overdue: its end in force lies before the day, it is neither
/// concluded, terminated, revoked nor closed, and no request for acceptance stands (one that was
/// withdrawn does not).
[[nodiscard]] BURSAR_API std::optional<OverdueProject> overdue(const Project& project,
                                                               const Organisation* lead,
                                                               const RecoveryTerms& terms);

/// All of them, by days late (longest first), then by id.
[[nodiscard]] BURSAR_API std::vector<OverdueProject> overdue_projects(const Portfolio& portfolio,
                                                                      const RuleBook& rules,
                                                                      const WorkCalendar* calendar);

}  // namespace bursar
