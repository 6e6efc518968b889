#include "clawback/notices.hpp"

#include "clawback/steps.hpp"

#include <algorithm>

namespace bursar::clawback {

ClaimNotices::ClaimNotices(const Project& project, const OrgId& payer, Source source,
                           const RecoveryTerms& terms)
    : project_(project),
      payer_(payer),
      terms_(terms),
      standing_(standing_decisions(project, payer, source)) {
  for (const Decision* each : standing_) {
    if (states_a_sum(*each) && !first_decided_) first_decided_ = each->decided_on;
  }
}

bool ClaimNotices::is_organisation(std::string_view id) const {
  return id == project_.registered.org_id.text() ||
         std::any_of(project_.partners.begin(), project_.partners.end(),
                     [&](const Partner& each) { return each.org_id.text() == id; });
}

bool ClaimNotices::is_to_payer(const Notice& notice) const {
  if (notice.addressee == payer_.text()) return true;
  if (is_organisation(notice.addressee)) return false;
  // Somebody of a unit, say its legal representative: of which unit is not on record.
  if (!notice.decision_id.empty()) return true;
  if (payer_ != project_.registered.org_id) return false;
  return notice.addressee == project_.leader_in_force().text() ||
         project_.registered.liability == Liability::lead ||
         std::none_of(project_.partners.begin(), project_.partners.end(),
                      [&](const Partner& each) { return each.org_id != payer_; });
}

bool ClaimNotices::counts(const Notice& notice) const {
  if (!notice.decision_id.empty()) {
    const bool stands = std::any_of(standing_.begin(), standing_.end(), [&](const Decision* each) {
      return each->decision_id == notice.decision_id;
    });
    if (!stands) return false;
  } else if (notice.kind == NoticeKind::refund || notice.kind == NoticeKind::demand) {
    if (first_decided_ && notice.issued_on < *first_decided_) return false;
  }
  return is_to_payer(notice);
}

const Notice* ClaimNotices::latest(NoticeKind kind) const {
  const Notice* found = nullptr;
  for (const Notice& each : project_.notices) {
    if (each.kind != kind || !counts(each)) continue;
    if (found == nullptr || each.issued_on >= found->issued_on) found = &each;
  }
  return found;
}

const Notice* ClaimNotices::latest_served(NoticeKind kind, std::string_view decision) const {
  const Notice* found = nullptr;
  for (const Notice& each : project_.notices) {
    if (each.kind != kind || !counts(each)) continue;
    if (!decision.empty() && !each.decision_id.empty() && each.decision_id != decision) continue;
    const std::optional<Date> day = service_of(each, terms_).day;
    if (!day || *day > terms_.as_of) continue;
    if (found == nullptr || each.issued_on >= found->issued_on) found = &each;
  }
  return found;
}

std::optional<Date> ClaimNotices::first_service(NoticeKind kind, std::string_view decision) const {
  std::optional<Date> first;
  for (const Notice& each : project_.notices) {
    if (each.kind != kind || !counts(each)) continue;
    if (!decision.empty() && !each.decision_id.empty() && each.decision_id != decision) continue;
    const std::optional<Date> day = service_of(each, terms_).day;
    if (day && *day <= terms_.as_of && (!first || *day < *first)) first = day;
  }
  return first;
}

}  // namespace bursar::clawback
