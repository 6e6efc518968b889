#include "clawback/notices.hpp"

#include "clawback/steps.hpp"

#include <algorithm>

namespace bursar::clawback {

bool is_to_organisation(const Project& project, const NoticeIssued& notice) {
  if (notice.addressed_to) return notice.addressed_to == PartyKind::organisation;
  return notice.addressee == project.registered.org_id.text() ||
         std::any_of(project.partners.begin(), project.partners.end(),
                     [&](const Partner& each) { return each.org_id.text() == notice.addressee; });
}

ClaimNotices::ClaimNotices(const Project& project, const OrgId& payer, NoticeSpan span,
                           const RecoveryTerms& terms)
    : project_(project), payer_(payer), span_(std::move(span)), terms_(terms) {}

bool ClaimNotices::is_to_payer(const NoticeIssued& notice) const {
  if (notice.addressee == payer_.text()) return true;
  if (is_to_organisation(project_, notice)) return false;
  // Somebody of a unit, say its legal representative: of which unit is not on record.
  if (!notice.decision_id.empty()) return true;
  if (payer_ != project_.registered.org_id) return false;
  return notice.addressee == project_.leader_in_force().text() ||
         project_.registered.liability == Liability::lead ||
         std::none_of(project_.partners.begin(), project_.partners.end(),
                      [&](const Partner& each) { return each.org_id != payer_; });
}

bool ClaimNotices::counts(const NoticeIssued& notice, Date issued_on) const {
  if (!notice.decision_id.empty()) {
    const auto& named = span_.decisions;
    const bool found = std::any_of(named.begin(), named.end(), [&](const Decision* each) {
      return each->decision_id == notice.decision_id;
    });
    return found && is_to_payer(notice);
  }
  const bool asks = notice.kind == NoticeKind::refund || notice.kind == NoticeKind::demand;
  if (asks && span_.decided_on && issued_on < *span_.decided_on) return false;
  if ((span_.begin && issued_on < *span_.begin) || (span_.end && issued_on >= *span_.end)) {
    return false;
  }
  return is_to_payer(notice);
}

std::vector<const Notice*> ClaimNotices::all() const {
  std::vector<const Notice*> found;
  for (const Notice& each : project_.notices) {
    if (counts(each)) found.push_back(&each);
  }
  return found;
}

const Notice* ClaimNotices::latest(NoticeKind kind) const {
  const Notice* found = nullptr;
  for (const Notice& each : project_.notices) {
    if (each.kind != kind || !counts(each)) continue;
    if (found == nullptr || each.issued_on >= found->issued_on) found = &each;
  }
  return found;
}

bool ClaimNotices::is_about(const Notice& notice, std::string_view decision) const {
  if (decision.empty()) return true;
  if (!notice.decision_id.empty()) return notice.decision_id == decision;
  const Decision* made = decision_named(project_, decision);
  return made == nullptr || notice.issued_on >= made->decided_on;
}

bool ClaimNotices::sets_a_day(const Notice& notice) const {
  if (!notice.reply_by || *notice.reply_by < notice.issued_on) return false;
  const Decision* about = decision_named(project_, notice.decision_id);
  return about == nullptr || *notice.reply_by >= about->decided_on;
}

const Notice* ClaimNotices::latest_with_day(NoticeKind kind, std::string_view decision,
                                            Date by) const {
  const Notice* found = nullptr;
  for (const Notice& each : project_.notices) {
    if (each.kind != kind || !sets_a_day(each) || !counts(each) || !is_about(each, decision))
      continue;
    const std::optional<Date> day = service_of(each, terms_).day;
    if (!day || *day > by) continue;
    if (found == nullptr || each.issued_on >= found->issued_on) found = &each;
  }
  return found;
}

std::optional<Date> ClaimNotices::first_service(NoticeKind kind, std::string_view decision,
                                                Date by) const {
  std::optional<Date> first;
  for (const Notice& each : project_.notices) {
    if (each.kind != kind || !counts(each) || !is_about(each, decision)) continue;
    const std::optional<Date> day = service_of(each, terms_).day;
    if (day && *day <= by && (!first || *day < *first)) first = day;
  }
  return first;
}

}  // namespace bursar::clawback
