// repayment_overdue: a decided sum past its day and not fully repaid or written off.
#include "audit/rules/rule_support.hpp"
#include "clawback/part.hpp"

#include <bursar/audit/ten_rules.hpp>
#include <bursar/clawback/settlement.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar {
namespace {

using namespace audit_detail;
using clawback::or_lead;

enum Need : std::uint8_t { need_sum, need_pay_by };

/// What a decision in force fixes of the sum due from one payer for one source, and what has come
/// in against it.
struct Due {
  const Decision* decision;
  OrgId payer;
  Int128 sum;
  std::optional<Date> pay_by;
  Int128 settled = 0;
  std::vector<const Repayment*> repayments{};
  [[nodiscard]] bool is_of(const OrgId& other, Source source) const {
    return payer == other && decision->source == source;
  }
};

bool states_a_sum(const Decision& decision) {
  return decision.principal || decision.interest || decision.used_recovered ||
         decision.asset_proceeds;
}

/// What a repayment is against: its own decision, or that of the repayment which it reverses.
std::string_view decision_of(const Project& project, const Repayment& repayment) {
  if (!repayment.decision_id.empty() || repayment.reverses.empty()) return repayment.decision_id;
  for (const Repayment& other : project.repayments) {
    if (other.repayment_id == repayment.reverses) return other.decision_id;
  }
  return {};
}

/// Charges and penalties are accounts of their own, and pay off nothing of the sum due back.
bool pays_off(const Repayment& repayment) {
  return repayment.part == RepaymentPart::principal || repayment.part == RepaymentPart::interest;
}

/// Repayments that name no decision in force go to the sums of their payer and source, oldest
/// first.
void settle_unassigned(const Project& project, std::vector<Due>& dues) {
  for (const Repayment& repayment : project.repayments) {
    if (!pays_off(repayment)) continue;
    const std::string_view named = decision_of(project, repayment);
    if (std::any_of(dues.begin(), dues.end(),
                    [&](const Due& due) { return due.decision->decision_id == named; })) {
      continue;
    }
    Int128 left = wide(repayment.amount);
    for (Due& due : dues) {
      if (!due.is_of(or_lead(repayment.payer_org_id, project), repayment.source)) continue;
      const Int128 part = left > 0 ? std::min(left, due.sum - std::min(due.sum, due.settled))
                                   : std::max(left, -due.settled);
      if (part == 0) continue;
      due.settled += part;
      due.repayments.push_back(&repayment);
      left -= part;
    }
  }
}

/// What was paid or written off beyond one sum goes to the others of its payer and source, oldest
/// first.
void share_excess(std::vector<Due>& dues) {
  for (Due& from : dues) {
    for (Due& to : dues) {
      if (!to.is_of(from.payer, from.decision->source)) continue;
      const Int128 part = std::min(from.settled - from.sum, to.sum - to.settled);
      if (part <= 0) continue;
      from.settled -= part;
      to.settled += part;
    }
  }
}

Minor minor_of(Int128 amount) {
  if (!fits_64(amount)) throw std::overflow_error("a sum due does not fit 64 bits");
  return Minor(static_cast<std::int64_t>(amount));
}

class RepaymentOverdue final : public ProjectRule {
 public:
  RuleInfo info() const override {
    RuleInfo info;
    info.id = "repayment_overdue";
    info.title = {"逾期未退", "sum due back past its day and not fully repaid"};
    info.severity = Severity::high;
    info.basis = {definition_of(info.id)};
    info.needs = {"principal", "pay_by"};
    info.messages["overdue"] = {
        "处理决定{decision}应退{sum} {currency}，缴款期限{pay_by}已过，尚欠{outstanding}",
        "decision {decision}: {sum} {currency} were due back by {pay_by}, "
        "{outstanding} are outstanding"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    if (project.project().decisions.empty()) return Verdict::not_applicable();
    bool sum_unknown = false;
    std::vector<Due> dues = dues_of(project.project(), sum_unknown);
    if (dues.empty()) return sum_unknown ? Verdict::missing(need_sum) : Verdict::not_applicable();

    bool day_unknown = false;
    std::optional<Date> next;
    for (const Due& due : dues) {
      if (due.settled >= due.sum) continue;
      if (!due.pay_by) {
        day_unknown = true;
      } else if (*due.pay_by < project.as_of()) {
        report(project, due, sink);
      } else if (!next || *due.pay_by < *next) {
        next = due.pay_by;
      }
    }
    if (sum_unknown) return Verdict::missing(need_sum);
    if (day_unknown) return Verdict::missing(need_pay_by);
    return next ? Verdict::checked_until(*next) : Verdict::checked();
  }

 private:
  static std::vector<Due> dues_of(const Project& project, bool& sum_unknown) {
    std::vector<Due> dues = decided_dues(project, sum_unknown);
    std::stable_sort(dues.begin(), dues.end(), [](const Due& a, const Due& b) {
      constexpr auto last = boost::gregorian::max_date_time;
      const Date day_a = a.pay_by.value_or(Date(last));
      const Date day_b = b.pay_by.value_or(Date(last));
      return day_a != day_b ? day_a < day_b : a.decision->decision_id < b.decision->decision_id;
    });
    for (Due& due : dues) {
      for (const Repayment& repayment : project.repayments) {
        if (!pays_off(repayment) || decision_of(project, repayment) != due.decision->decision_id)
          continue;
        due.settled += wide(repayment.amount);
        due.repayments.push_back(&repayment);
      }
      for (const Claim& claim : project.claims) {
        if (claim.decision_id != due.decision->decision_id) continue;
        for (const WriteOff& written_off : claim.write_offs)
          due.settled += wide(written_off.amount);
      }
    }
    settle_unassigned(project, dues);
    share_excess(dues);
    return dues;
  }

  /// The sums that decisions in force fix, as a claim carries them: of a part that several state,
  /// the latest governs.
  static std::vector<Due> decided_dues(const Project& project, bool& sum_unknown) {
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
        const auto made = std::find_if(
            project.decisions.begin(), project.decisions.end(),
            [&](const Decision& decision) { return decision.decision_id == share.decision_id; });
        if (share.amount > Minor(0)) {
          dues.push_back({&*made, payer, wide(share.amount), share.pay_by});
        }
      }
    }
    return dues;
  }

  static void report(const ProjectCase& project, const Due& due, FindingSink& sink) {
    const Currency currency = project.project().currency;
    const Minor outstanding = minor_of(due.sum - std::max(due.settled, Int128{0}));
    FindingDraft draft;
    draft.subject = due.decision->decision_id;
    draft.message_key = "overdue";
    draft.arguments = {{"decision", due.decision->decision_id},
                       {"sum", amount_text(minor_of(due.sum), currency)},
                       {"currency", std::string(currency.code())},
                       {"pay_by", to_iso(*due.pay_by)},
                       {"outstanding", amount_text(outstanding, currency)}};
    Evidence decision = sum_evidence(project.project(), EvidenceKind::decision,
                                     due.decision->decision_id, minor_of(due.sum), outstanding);
    decision.on = due.pay_by;
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
};

}  // namespace

AnyRule repayment_overdue() { return std::make_shared<const RepaymentOverdue>(); }

}  // namespace bursar
