#include "clawback/steps.hpp"

#include "clawback/claim_walk.hpp"
#include "clawback/owed.hpp"
#include "clawback/part.hpp"

#include <algorithm>
#include <array>

namespace bursar::clawback {
namespace {

Deadline on_record(Date day, std::string en, std::string zh) {
  return {day, std::move(en), std::move(zh), CellStatus::seen, std::nullopt};
}

class Steps {
 public:
  Steps(ClaimPosition& position, const OpenClaim& claim, const std::vector<DecidedShare>& shares,
        const Project& project, const RecoveryTerms& terms)
      : it_(position),
        claim_(claim),
        project_(project),
        terms_(terms),
        phases_(phases_of(project, position.payer_org_id, position.source, position.decision_id,
                          terms)),
        notices_(phases_.back().notices),
        shares_(shares),
        decided_(!position.decision_id.empty()) {}

  void set() {
    decision_served_ = first_service(NoticeKind::decision);
    it_.served_on = first_service(NoticeKind::decision, it_.decision_id);
    if (!it_.served_on) it_.served_on = first_service(NoticeKind::refund, it_.decision_id);
    set_due();
    if (it_.due.day && it_.outstanding > Minor(0)) {
      it_.days_overdue = std::max<std::int64_t>(0, (terms_.as_of - *it_.due.day).days());
    }
    if (it_.due.day) it_.bucket = age_bucket(it_.days_overdue);
    set_step();
    it_.next = next();
    set_late_charge(it_, claim_, owed_, terms_);
  }

 private:
  [[nodiscard]] std::optional<Date> first_service(NoticeKind kind,
                                                  std::string_view decision = {}) const {
    return notices_.first_service(kind, decision, terms_.as_of);
  }

  /// The last day to pay in a phase, as it was known at the end of a day.
  [[nodiscard]] std::optional<Date> due_day(const Phase& phase, Date by) const {
    if (&phase != &phases_.back() || it_.dues.empty()) {
      const Decision* decision = &phase == &phases_.back() ? nullptr : phase.decision;
      DecidedShare alone;
      if (decision != nullptr) {
        const std::string id(decision->decision_id);
        alone = {id, Minor(0), day_to_pay(*decision), id};
      }
      return clawback::due_day(phase.notices, alone, by, terms_).day;
    }
    if (by == terms_.as_of) return it_.due.day;
    std::vector<Owed> owed;
    for (const ClaimDue& each : it_.dues) {
      const Decision* made = decision_named(project_, each.decision_id);
      if (made != nullptr && made->decided_on > by) continue;
      owed.push_back({each.decision_id, each.amount.value(), due_of(each, by).day});
    }
    std::stable_sort(owed.begin(), owed.end(), [](const Owed& a, const Owed& b) {
      return a.due && (!b.due || *a.due < *b.due);
    });
    const std::vector<Int128> left = left_of(owed, claim_, by);
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (left[i] > 0) return owed[i].due;
    }
    return std::nullopt;
  }

  [[nodiscard]] Deadline due_of(const ClaimDue& sum, Date by) const {
    return clawback::due_day(notices_, share_of(sum.decision_id), by, terms_);
  }

  static bool is_due_before(const Deadline& a, const Deadline& b) {
    return a.day && (!b.day || *a.day < *b.day);
  }

  void set_due() {
    for (ClaimDue& each : it_.dues) {
      each.due = due_of(each, terms_.as_of);
    }
    std::stable_sort(it_.dues.begin(), it_.dues.end(), [](const ClaimDue& a, const ClaimDue& b) {
      return is_due_before(a.due, b.due);
    });
    for (const ClaimDue& each : it_.dues) {
      owed_.push_back({each.decision_id, each.amount.value(), each.due.day});
    }
    if (it_.dues.empty()) {
      it_.due = clawback::due_day(notices_, {}, terms_.as_of, terms_);
      owed_.push_back({{}, it_.principal.value(), it_.due.day});
      it_.due_missed =
          missed(it_.due, it_.outstanding, late_of(owed_, claim_, terms_.as_of).front());
      return;
    }
    const std::vector<bool> late = late_of(owed_, claim_, terms_.as_of);
    const std::vector<Int128> left = left_of(owed_, claim_, terms_.as_of);
    const ClaimDue* first = nullptr;
    for (std::size_t i = 0; i < left.size(); ++i) {
      it_.dues[i].outstanding = Minor(static_cast<std::int64_t>(left[i]));
      it_.dues[i].due_missed = missed(it_.dues[i].due, it_.dues[i].outstanding, late[i]);
      if (first == nullptr && left[i] > 0) first = &it_.dues[i];
    }
    // Of a claim that is paid, the day on which the last of it was due.
    if (first == nullptr) first = &it_.dues.back();
    it_.due = first->due;
    it_.due_missed = first->due_missed;
    it_.pay_by = share_of(first->decision_id).pay_by;
    first_due_decision_ = first->decision_id;
  }

  /// What grew today is not late yet, and is past its day all the same.
  [[nodiscard]] bool missed(const Deadline& due, Minor outstanding, bool was_late) const {
    return was_late || (due.missed(terms_.as_of) && outstanding > Minor(0));
  }

  /// What a decision fixes of the sum; of one that fixes nothing, its id alone.
  [[nodiscard]] DecidedShare share_of(const std::string& decision) const {
    const auto found = std::ranges::find(shares_, decision, &DecidedShare::decision_id);
    return found == shares_.end() ? DecidedShare{decision, {}, {}, {}} : *found;
  }

  void set_step() {
    ClaimMoments moments;
    if (claim_.record != nullptr) moments.court_applied_on = claim_.record->court_applied_on;
    // Where something is due again, payments and the closing are contradicted, and hide nothing.
    if (it_.outstanding == Minor(0)) {
      moments.nothing_left_on = nothing_left_on(claim_, terms_.as_of);
      moments.written_off = claim_.written_off > 0;
      if (claim_.written_off == claim_.set_after) moments.recovered_on = claim_.recovered_on;
      if (claim_.record != nullptr && claim_.record->closed_on) {
        moments.closed_on = std::max(*claim_.record->closed_on, *moments.nothing_left_on);
      }
    }
    Walked walked = walk_claim(
        phases_, moments, [&](const Phase& phase, Date by) { return due_day(phase, by); }, terms_);
    it_.step = walked.step;
    demands_ = std::move(walked.demands);
  }

  [[nodiscard]] NextStep next() const {
    switch (it_.step) {
      case ClaimStep::proposed:
        return {"notify", {}, {}};
      case ClaimStep::notified:
        return after_notice();
      case ClaimStep::decided:
        return serve(notices_.latest(NoticeKind::decision));
      case ClaimStep::served:
        return it_.due.day ? NextStep{"pay", {}, it_.due} : NextStep{"fix_due_day", {}, it_.due};
      case ClaimStep::due:
        return demand();
      case ClaimStep::demanded:
        return apply_to_court();
      case ClaimStep::court:
        return at_the_court();
      case ClaimStep::recovered:
      case ClaimStep::written_off:
        return {"close", {}, {}};
      case ClaimStep::closed:
        break;
    }
    return {"none", {}, {}};
  }

  /// The court accepts within its days, then rules within others; neither is on record.
  [[nodiscard]] NextStep at_the_court() const {
    const Deadline accepted = after(terms_, "court_acceptance_working_days",
                                    PeriodUnit::working_days, *claim_.record->court_applied_on);
    if (!accepted.missed(terms_.as_of)) return {"court_acceptance", {}, accepted};
    Deadline ruled =
        after(terms_, "court_ruling_working_days", PeriodUnit::working_days, *accepted.day);
    ruled.status = weaker(accepted.status, ruled.status);
    return {"court_ruling", {}, std::move(ruled)};
  }

  /// Serving a notice; a public one is served by time.
  [[nodiscard]] NextStep serve(const Notice* notice) const {
    if (notice == nullptr || notice->service != Service::public_notice) return {"serve", {}, {}};
    return {"serve", {}, service_of(*notice, terms_)};
  }

  [[nodiscard]] NextStep after_notice() const {
    const Notice* refund = notices_.latest(NoticeKind::refund);
    const Notice* intent = notices_.latest(NoticeKind::intent);
    if (intent == nullptr) return serve(refund);
    const std::optional<Date> served = service_of(*intent, terms_).day;
    if (!served || *served > terms_.as_of) return serve(intent);
    // The last day for a statement or hearing belongs to the payer.
    return {"decide", day_after(term_to_answer(*intent, *served, terms_)), {}};
  }

  /// Without a decision there is nothing that a court could enforce.
  [[nodiscard]] NextStep demand() const {
    if (!decided_) return {"decide", {}, {}};
    if (!service_of_decision()) return serve(notices_.latest(NoticeKind::decision));
    NextStep step{"demand", day_after(it_.due), court_deadline()};
    if (!step.until.day) return step;
    const Result<Date> latest = latest_service(*step.until.day);
    if (latest.has_value()) {
      const auto* demanded = terms_.rules.procedure("demand_working_days", *step.until.day);
      step.until.status = weaker(step.until.status, demanded->status);
      step.until.day = *latest;
    } else {
      step.until.day = std::nullopt;
      step.until.refusal = latest.error();
    }
    return step;
  }

  /// The last day on which a demand can be served, so that its period ends before a day: the one
  /// before the first of as many working days.
  [[nodiscard]] Result<Date> latest_service(Date before) const {
    BURSAR_TRY(const std::int64_t days,
               terms_.rules.confirmed_procedure("demand_working_days", before));
    if (terms_.calendar == nullptr) return Code::period_needs_calendar;
    BURSAR_TRY(const Date first,
               terms_.calendar->add_working_days(
                   before, -static_cast<int>(std::min<std::int64_t>(days, 1'000'000))));
    return first - boost::gregorian::days(1);
  }

  [[nodiscard]] NextStep apply_to_court() const {
    std::optional<Date> served;
    for (const Notice* each : demands_) {
      const std::optional<Date> day = service_of(*each, terms_).day;
      if (day && *day <= terms_.as_of && (!served || *day < *served)) served = day;
    }
    if (!served) return serve(demands_.back());
    if (!decided_) return {"decide", {}, {}};
    // Art. 53: only when nobody asked for review or sued in time; art. 54: and the demand was in
    // vain.
    const Deadline demanded =
        after(terms_, "demand_working_days", PeriodUnit::working_days, *served);
    return {"apply_to_court", day_after(later(demanded, remedies_end())), court_deadline()};
  }

  /// The day of service of the decision whose sum is due first.
  [[nodiscard]] std::optional<Date> service_of_decision() const {
    const auto served = first_service(NoticeKind::decision, first_due_decision_);
    return served ? served : decision_served_;
  }

  /// The last day for review and for suit, where neither was asked for: the later of the two.
  [[nodiscard]] Deadline remedies_end() const {
    const std::optional<Date> served = service_of_decision();
    if (!served) {
      Deadline none;
      none.basis = "the decision is not served";
      none.basis_zh = "处理决定尚未送达";
      return none;
    }
    Deadline suit = after(terms_, "suit_months", PeriodUnit::months, *served);
    if (terms_.rules.procedure("review_days", *served) == nullptr) return suit;
    return later(suit, after(terms_, "review_days", PeriodUnit::days, *served));
  }

  /// The last day for the application: the time for review and suit, then that for the application.
  [[nodiscard]] Deadline court_deadline() const {
    Deadline remedies = remedies_end();
    if (!remedies.day) return remedies;
    Deadline court = after(terms_, "court_application_months", PeriodUnit::months, *remedies.day);
    court.basis = remedies.basis + "; " + court.basis;
    court.basis_zh = remedies.basis_zh + "；" + court.basis_zh;
    court.status = weaker(remedies.status, court.status);
    return court;
  }

  ClaimPosition& it_;
  const OpenClaim& claim_;
  const Project& project_;
  const RecoveryTerms& terms_;
  std::vector<Phase> phases_;
  const ClaimNotices& notices_;  ///< those of the last phase
  const std::vector<DecidedShare>& shares_;
  bool decided_;
  std::vector<const Notice*> demands_;  ///< those that had a place
  std::optional<Date> decision_served_;
  std::string first_due_decision_;  ///< whose sum is due first
  std::vector<Owed> owed_;          ///< by due day
};

}  // namespace

Deadline after(const RecoveryTerms& terms, std::string_view name, PeriodUnit unit, Date event) {
  Deadline deadline;
  if (const Cell<std::int64_t>* cell = terms.rules.procedure(name, event)) {
    deadline.basis = cell->basis;
    deadline.basis_zh = cell->basis_zh;
    deadline.status = cell->status;
  }
  const Result<std::int64_t> length = terms.rules.confirmed_procedure(name, event);
  if (length.has_error()) {
    deadline.refusal = length.error();
    return deadline;
  }
  const Period period{static_cast<int>(std::min<std::int64_t>(*length, 1'000'000)), unit,
                      FirstDay::not_counted, RestDayEnd::next_working_day};
  const Result<Date> day = last_day(period, event, terms.calendar);
  if (day.has_value()) {
    deadline.day = *day;
  } else {
    deadline.refusal = day.error();
  }
  return deadline;
}

Deadline day_after(Deadline last) {
  if (!last.day) return last;
  const Result<Date> next = checked_from_day_number(std::int64_t{day_number(*last.day)} + 1);
  last.day = next.has_value() ? std::optional<Date>(*next) : std::nullopt;
  if (next.has_error()) last.refusal = next.error();
  return last;
}

Deadline due_day(const ClaimNotices& notices, const DecidedShare& share, Date by,
                 const RecoveryTerms& terms) {
  const std::string& decision = share.decision_id;
  if (share.pay_by) {
    const std::string& setting = share.day_by_decision_id;
    return on_record(*share.pay_by, "decision " + setting, "处理决定" + setting);
  }
  const Notice* refund = notices.latest_with_day(NoticeKind::refund, decision, by);
  if (refund != nullptr) {
    return on_record(*refund->reply_by, "refund notice " + refund->doc_no,
                     "退款通知" + refund->doc_no);
  }
  std::optional<Date> served = notices.first_service(NoticeKind::decision, decision, by);
  if (!served) served = notices.first_service(NoticeKind::refund, decision, by);
  if (served) return after(terms, "refund_days", PeriodUnit::days, *served);
  Deadline none;
  none.basis = "nothing was served, and no day to pay is set";
  none.basis_zh = "尚未送达，也未确定缴款期限";
  return none;
}

Deadline due_of_share(const Project& project, const OrgId& payer, Source source,
                      const DecidedSum& sum, const DecidedShare& share,
                      const RecoveryTerms& terms) {
  const std::vector<Phase> phases = phases_of(project, payer, source, sum.decision_id, terms);
  return due_day(phases.back().notices, share, terms.as_of, terms);
}

std::optional<Date> next_service(const Project& project, const RecoveryTerms& terms) {
  std::optional<Date> next;
  for (const Notice& each : project.notices) {
    const std::optional<Date> served = service_of(each, terms).day;
    if (!served || *served <= terms.as_of) continue;
    if (!next || *served < *next) next = served;
  }
  return next;
}

namespace {

/// The end of the period of a public notice.
Deadline publicity_end(const Notice& notice, const RecoveryTerms& terms) {
  constexpr std::string_view name = "public_notice_days";
  Deadline deadline;
  if (const Cell<std::int64_t>* cell = terms.rules.procedure(name, notice.issued_on)) {
    deadline.basis = cell->basis;
    deadline.basis_zh = cell->basis_zh;
    deadline.status = cell->status;
  }
  const Result<std::int64_t> length = terms.rules.confirmed_procedure(name, notice.issued_on);
  if (length.has_value()) {
    // Deemed service is a day, not a period to act in: it stays where it falls.
    const auto days = static_cast<std::int32_t>(std::min<std::int64_t>(*length, 1'000'000));
    const Result<Date> day =
        checked_from_day_number(std::int64_t{day_number(notice.issued_on)} + days);
    if (day.has_value()) deadline.day = *day;
  } else {
    deadline.refusal = length.error();
  }
  return deadline;
}

}  // namespace

Deadline service_of(const Notice& notice, const RecoveryTerms& terms) {
  const bool by_time = notice.service == Service::public_notice;
  Deadline end = by_time ? publicity_end(notice, terms) : Deadline();
  // Nobody is served before the period is over, whatever day is on record for it.
  if (!notice.served_on || (end.day && *end.day > *notice.served_on)) return end;
  return on_record(*notice.served_on, "service on record", "送达记录");
}

Deadline term_to_answer(const Notice& intent, Date served, const RecoveryTerms& terms) {
  if (intent.reply_by && *intent.reply_by >= served) {
    return on_record(*intent.reply_by, "notice " + intent.doc_no, "告知书" + intent.doc_no);
  }
  const auto period = [&](std::string_view name) {
    return after(terms, name, PeriodUnit::working_days, served);
  };
  Deadline statement = period("statement_working_days");
  Deadline hearing = period("hearing_request_working_days");
  if (statement.day && hearing.day) return later(statement, hearing);
  return hearing.day ? hearing : statement;
}

Deadline later(const Deadline& a, const Deadline& b) {
  const bool takes_a = !a.day || (b.day && *a.day >= *b.day);
  Deadline both = takes_a ? a : b;
  if (both.day) both.status = weaker(a.status, b.status);
  if (a.basis != b.basis) {
    both.basis = a.basis + (a.basis.empty() || b.basis.empty() ? "" : "; ") + b.basis;
    both.basis_zh =
        a.basis_zh + (a.basis_zh.empty() || b.basis_zh.empty() ? "" : "；") + b.basis_zh;
  }
  return both;
}

void set_steps(ClaimPosition& position, const OpenClaim& claim,
               const std::vector<DecidedShare>& shares, const Project& project,
               const RecoveryTerms& terms) {
  Steps(position, claim, shares, project, terms).set();
}

}  // namespace bursar::clawback
