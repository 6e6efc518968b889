// repayment_overdue: a sum due back past its day and not fully repaid or written off.
#include "audit/rules/rule_support.hpp"
#include "clawback/adjusted.hpp"
#include "clawback/part.hpp"
#include "clawback/repayments.hpp"
#include "clawback/set_off.hpp"
#include "clawback/steps.hpp"

#include <bursar/audit/ten_rules.hpp>
#include <bursar/clawback/claims.hpp>
#include <bursar/grant/labels.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar {
namespace {

using namespace audit_detail;
using clawback::or_lead;
using clawback::states_a_sum;

enum Need : std::uint8_t { need_sum, need_pay_by, need_refund_days, need_calendar };

/// What a decision in force fixes of the sum due from one payer for one source, and what has come
/// in against it.
struct Due {
  const Decision* decision;
  OrgId payer;
  Int128 sum;
  Deadline day;
  Int128 settled = 0;
  std::vector<const Repayment*> repayments{};
  [[nodiscard]] bool is_of(const OrgId& other, Source source) const {
    return payer == other && decision->source == source;
  }
};

/// Sets what came in and what was written off against the sums of one payer and source: money that
/// names a decision goes to its sum, the rest to the sum that is due first. So does one claim;
/// where the payer has several, money goes to the oldest of them first.
void settle_dues(const Project& project, std::span<Due> dues, const OrgId& payer, Source source) {
  const auto take = [](Due& due, Int128 left) {
    const Int128 part = std::min(left, due.sum - due.settled);
    due.settled += part;
    return part;
  };
  std::vector<std::pair<const Repayment*, Int128>> rest;
  for (const clawback::StandingRepayment& each :
       clawback::payments_of(project, payer, source).repayments) {
    Int128 left = wide(each.amount);
    for (Due& due : dues) {
      if (!due.is_of(payer, source)) continue;
      if (due.decision->decision_id != each.record->decision_id) continue;
      due.repayments.push_back(each.record);
      left -= take(due, left);
    }
    rest.emplace_back(each.record, left);
  }
  for (const clawback::OpenClaim& claim :
       clawback::settle_account(project, payer, source, 0).claims) {
    rest.emplace_back(nullptr, claim.written_off - claim.set_after);
  }
  for (const auto& [record, amount] : rest) {
    Int128 left = amount;
    for (Due& due : dues) {
      if (!due.is_of(payer, source)) continue;
      const Int128 part = take(due, left);
      if (part > 0 && record != nullptr) due.repayments.push_back(record);
      left -= part;
    }
  }
}

Minor minor_of(Int128 amount) {
  if (!fits_64(amount)) throw std::overflow_error("a sum due does not fit 64 bits");
  return Minor(static_cast<std::int64_t>(amount));
}

/// What is missing where the day to pay is not known.
Need need_of(const Deadline& day) {
  if (!day.refusal) return need_pay_by;
  return day.refusal->code() == Code::parameter_unconfirmed ? need_refund_days : need_calendar;
}

/// How far a check came, and how long its answer holds.
struct Reach {
  std::optional<Need> unknown;  ///< the first that was missing
  std::optional<Date> last;     ///< the last day on which the answer holds; none: it always does

  void until(Date day) { last = last ? std::min(*last, day) : day; }
  void lacks(Need need) { unknown = unknown.value_or(need); }
  /// Whether a day has passed; one that has not ends what the answer holds for.
  bool passed(const Deadline& due, Date as_of) {
    if (due.missed(as_of)) return true;
    if (due.day) until(*due.day);
    return false;
  }
  [[nodiscard]] Verdict verdict() const {
    if (unknown) return last ? Verdict::missing_until(*unknown, *last) : Verdict::missing(*unknown);
    return last ? Verdict::checked_until(*last) : Verdict::checked();
  }
};

class RepaymentOverdue final : public ProjectRule {
 public:
  /// Without a rule book only the days count that decisions set.
  RepaymentOverdue(std::shared_ptr<const RuleBook> book,
                   std::shared_ptr<const WorkCalendar> calendar)
      : book_(std::move(book)), calendar_(std::move(calendar)) {}

  RuleInfo info() const override {
    RuleInfo info;
    info.id = "repayment_overdue";
    if (book_ != nullptr) {
      info.revision = 2;
      info.parameters = digests_of(*book_);
      if (calendar_ != nullptr) {
        info.parameters.emplace_back("calendar",
                                     calendar_->name() + " " + calendar_->digest().text());
      }
    }
    info.title = {"逾期未退", "sum due back past its day and not fully repaid"};
    info.severity = Severity::high;
    info.basis = {definition_of(info.id)};
    info.needs = {"principal", "pay_by", "refund_days", "calendar"};
    info.messages["overdue"] = {
        "处理决定{decision}应退{sum} {currency}，缴款期限{pay_by}已过，尚欠{outstanding}",
        "decision {decision}: {sum} {currency} were due back by {pay_by}, "
        "{outstanding} are outstanding"};
    info.messages["overdue_by_assumption"] = {
        "处理决定{decision}应退{sum} {currency}，缴款期限{pay_by}（以单位的假设为据）已过，尚欠"
        "{outstanding}",
        "decision {decision}: {sum} {currency} were due back by {pay_by}, a day that rests on an "
        "assumption of the agency, {outstanding} are outstanding"};
    info.messages["claim_overdue_by_assumption"] = {
        "{payer}（{source}）应退{sum} {currency}，缴款期限{pay_by}（以单位的假设为据）已过，尚欠"
        "{outstanding}",
        "{payer} ({source}): {sum} {currency} were due back by {pay_by}, a day that rests on an "
        "assumption of the agency, {outstanding} are outstanding"};
    info.messages["claim_overdue"] = {
        "{payer}（{source}）应退{sum} {currency}，缴款期限{pay_by}已过，尚欠{outstanding}",
        "{payer} ({source}): {sum} {currency} were due back by {pay_by}, {outstanding} are "
        "outstanding"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    if (project.project().decisions.empty() && project.project().notices.empty()) {
      return Verdict::not_applicable();
    }
    bool sum_unknown = false;
    const std::vector<Due> dues = dues_of(project, sum_unknown);
    const std::vector<ClaimPosition> claims = undecided(project);
    if (dues.empty() && claims.empty() && !sum_unknown) return Verdict::not_applicable();

    Reach reach;
    if (sum_unknown) reach.unknown = need_sum;
    for (const Due& due : dues) {
      if (due.settled >= due.sum) continue;
      if (reach.passed(due.day, project.as_of())) report(project, due, sink);
      if (!due.day.day) reach.lacks(need_of(due.day));
    }
    for (const ClaimPosition& claim : claims) {
      if (claim.outstanding == Minor(0)) continue;
      if (reach.passed(claim.due, project.as_of())) report(project, claim, sink);
      // Nothing called it in yet: it cannot be late.
      if (claim.due.refusal) reach.lacks(need_of(claim.due));
    }
    if (book_ != nullptr) {
      if (const auto served = clawback::next_service(project.project(), terms(project))) {
        reach.until(*served - boost::gregorian::days(1));
      }
    }
    return reach.verdict();
  }

 private:
  [[nodiscard]] std::vector<Due> dues_of(const ProjectCase& it, bool& sum_unknown) const {
    const Project& project = it.project();
    std::vector<Due> dues = decided_dues(it, sum_unknown);
    std::stable_sort(dues.begin(), dues.end(), [](const Due& a, const Due& b) {
      constexpr auto last = boost::gregorian::max_date_time;
      const Date day_a = a.day.day.value_or(Date(last));
      const Date day_b = b.day.day.value_or(Date(last));
      return day_a != day_b ? day_a < day_b : a.decision->decision_id < b.decision->decision_id;
    });
    std::set<std::pair<OrgId, Source>> accounts;
    for (const Due& due : dues) {
      if (!accounts.emplace(due.payer, due.decision->source).second) continue;
      settle_dues(project, dues, due.payer, due.decision->source);
    }
    return dues;
  }

  /// The sums that decisions in force fix, as a claim carries them: of a part that several state,
  /// the latest governs.
  [[nodiscard]] std::vector<Due> decided_dues(const ProjectCase& it, bool& sum_unknown) const {
    const Project& project = it.project();
    std::vector<Due> dues;
    std::set<std::pair<OrgId, Source>> seen;
    for (const Decision& each : project.decisions) {
      if (each.kind == DecisionKind::penalty || !project.stands(each)) continue;
      if (!states_a_sum(each)) {
        sum_unknown = sum_unknown || each.kind == DecisionKind::recover;
        continue;
      }
      const OrgId& payer = or_lead(each.payer_org_id, project);
      if (!seen.emplace(payer, each.source).second) continue;
      const auto decided = decided_sum(project, payer, each.source);
      if (decided.has_error()) throw std::overflow_error("a decided sum does not fit 64 bits");
      for (const DecidedShare& share : (*decided)->shares) {
        if (share.amount <= Minor(0)) continue;
        dues.push_back({clawback::decision_named(project, share.decision_id), payer,
                        wide(share.amount), day_of(it, payer, each.source, **decided, share)});
      }
    }
    return dues;
  }

  /// The day of the claim, so that the audit and the claims call the same sums late.
  [[nodiscard]] Deadline day_of(const ProjectCase& it, const OrgId& payer, Source source,
                                const DecidedSum& sum, const DecidedShare& share) const {
    if (share.pay_by || book_ == nullptr) {
      Deadline set;
      set.day = share.pay_by;
      return set;
    }
    return clawback::due_of_share(it.project(), payer, source, sum, share, terms(it));
  }

  [[nodiscard]] RecoveryTerms terms(const ProjectCase& it) const {
    return {*book_, calendar_.get(), it.as_of()};
  }

  /// What is due back of sums that no decision fixes, as the claims say it. Only a refund notice,
  /// or one of a decision, can set them a day.
  [[nodiscard]] std::vector<ClaimPosition> undecided(const ProjectCase& it) const {
    const Project& project = it.project();
    const bool called_in = std::ranges::any_of(project.notices, [](const Notice& each) {
      return each.kind == NoticeKind::refund || each.kind == NoticeKind::decision;
    });
    if (book_ == nullptr || !called_in) return {};
    const SettlementReport report = settle_project(project, *book_, SettlementDetail::figures);
    std::vector<ClaimPosition> claims =
        clawback::recover_adjusted(project, settled_parts(project, report), terms(it)).claims;
    std::erase_if(claims, [](const ClaimPosition& each) { return each.decided.has_value(); });
    return claims;
  }

  static void report(const ProjectCase& project, const Due& due, FindingSink& sink) {
    const Currency currency = project.project().currency;
    const Minor outstanding = minor_of(due.sum - std::max(due.settled, Int128{0}));
    FindingDraft draft;
    draft.subject = due.decision->decision_id;
    draft.message_key = due.day.rests_on_assumption() ? "overdue_by_assumption" : "overdue";
    draft.arguments = {{"decision", due.decision->decision_id},
                       {"sum", amount_text(minor_of(due.sum), currency)},
                       {"currency", std::string(currency.code())},
                       {"pay_by", to_iso(*due.day.day)},
                       {"outstanding", amount_text(outstanding, currency)}};
    Evidence decision = sum_evidence(project.project(), EvidenceKind::decision,
                                     due.decision->decision_id, minor_of(due.sum), outstanding);
    decision.on = due.day.day;
    decision.trace = due.decision->trace;
    draft.evidence.push_back(std::move(decision));
    for (const Repayment* repayment : due.repayments) {
      Evidence evidence = sum_evidence(project.project(), EvidenceKind::repayment,
                                       repayment->repayment_id, repayment->amount, Minor(0));
      evidence.on = repayment->on;
      evidence.trace = repayment->trace;
      draft.evidence.push_back(std::move(evidence));
    }
    sink.report(std::move(draft));
  }

  /// The same of a sum that no decision fixes: a notice called it in.
  static void report(const ProjectCase& project, const ClaimPosition& claim, FindingSink& sink) {
    const std::string account = claim.payer_org_id.text() + ":" + std::string(word(claim.source));
    FindingDraft draft;
    draft.subject = claim.claim_id.empty() ? account : claim.claim_id;
    draft.message_key =
        claim.due.rests_on_assumption() ? "claim_overdue_by_assumption" : "claim_overdue";
    draft.arguments = {{"payer", claim.payer_org_id.text()},
                       {"source", wording(claim.source)},
                       {"sum", amount_text(claim.principal, claim.currency)},
                       {"currency", std::string(claim.currency.code())},
                       {"pay_by", to_iso(*claim.due.day)},
                       {"outstanding", amount_text(claim.outstanding, claim.currency)}};
    Evidence evidence = sum_evidence(project.project(), EvidenceKind::other, draft.subject,
                                     claim.principal, claim.outstanding);
    evidence.on = claim.due.day;
    for (const Claim& each : project.project().claims) {
      if (each.claim_id == claim.claim_id) evidence.trace = each.trace;
    }
    draft.evidence.push_back(std::move(evidence));
    sink.report(std::move(draft));
  }

  std::shared_ptr<const RuleBook> book_;
  std::shared_ptr<const WorkCalendar> calendar_;
};

}  // namespace

AnyRule repayment_overdue() { return std::make_shared<const RepaymentOverdue>(nullptr, nullptr); }

AnyRule repayment_overdue(std::shared_ptr<const RuleBook> rule_book,
                          std::shared_ptr<const WorkCalendar> calendar) {
  return std::make_shared<const RepaymentOverdue>(std::move(rule_book), std::move(calendar));
}

}  // namespace bursar
