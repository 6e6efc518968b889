// The change of one kind that governs: of those that were approved by a day, the last.
#pragma once

#include <bursar/portfolio/project.hpp>

namespace bursar::fold {

/// Of the changes of a kind that were approved by a day and that count, the one approved last; of
/// one day, the later on record. Nothing where there is none.
template <class Counts>
[[nodiscard]] const Change* last_approved(const Project& project, ChangeKind kind, Date by,
                                          const Counts& counts) {
  const Change* last = nullptr;
  for (const Change& each : project.changes) {
    if (each.kind != kind || !each.approved_on || *each.approved_on > by || !counts(each)) continue;
    if (last == nullptr || *each.approved_on >= *last->approved_on) last = &each;
  }
  return last;
}

/// The end in force on a day: the contract's, or the new end of the extension approved last.
[[nodiscard]] inline std::optional<Date> end_in_force_on(const Project& project, Date day) {
  const Change* extension =
      last_approved(project, ChangeKind::extension, day,
                    [](const Change& each) { return each.new_end_on.has_value(); });
  return extension == nullptr ? project.registered.end_on : extension->new_end_on;
}

/// The leader in force on a day.
[[nodiscard]] inline PersonId leader_in_force_on(const Project& project, Date day) {
  const Change* change = last_approved(project, ChangeKind::leader, day, [](const Change& each) {
    return !each.new_leader_id.empty();
  });
  return change == nullptr ? project.registered.leader_id : change->new_leader_id;
}

}  // namespace bursar::fold
