#include "clawback/steps.hpp"

#include <algorithm>

namespace bursar::clawback {
namespace {

Deadline on_record(Date day, std::string en, std::string zh) {
  return {day, std::move(en), std::move(zh), CellStatus::seen, std::nullopt};
}

/// The notices about one claim.
class Notices {
 public:
  Notices(const ClaimPosition& position, const Project& project, const RecoveryTerms& terms)
      : position_(position), project_(project), terms_(terms) {}

  [[nodiscard]] const Notice* latest(NoticeKind kind) const {
    const Notice* found = nullptr;
    for (const Notice& each : project_.notices) {
      if (each.kind != kind || !is_about_claim(each)) continue;
      if (found == nullptr || each.issued_on >= found->issued_on) found = &each;
    }
    return found;
  }

  /// The first service among notices of a kind that has happened by the day of the question.
  [[nodiscard]] std::optional<Date> first_service(NoticeKind kind) const {
    std::optional<Date> first;
    for (const Notice& each : project_.notices) {
      if (each.kind != kind || !is_about_claim(each)) continue;
      const std::optional<Date> day = service_of(each, terms_).day;
      if (day && *day <= terms_.as_of && (!first || *day < *first)) first = day;
    }
    return first;
  }

 private:
  [[nodiscard]] bool is_about_claim(const Notice& notice) const {
    if (!notice.decision_id.empty() && !position_.decision_id.empty() &&
        notice.decision_id != position_.decision_id) {
      return false;
    }
    return notice.addressee == position_.payer_org_id.text() || !is_other_organisation(notice);
  }

  /// A notice to somebody of the payer (its legal representative) counts, one to another unit does
  /// not.
  [[nodiscard]] bool is_other_organisation(const Notice& notice) const {
    if (notice.addressee == project_.registered.org_id.text()) return true;
    return std::any_of(project_.partners.begin(), project_.partners.end(),
                       [&](const Partner& each) { return each.org_id.text() == notice.addressee; });
  }

  const ClaimPosition& position_;
  const Project& project_;
  const RecoveryTerms& terms_;
};

class Steps {
 public:
  Steps(ClaimPosition& position, const OpenClaim& claim, const Project& project,
        const RecoveryTerms& terms)
      : it_(position),
        claim_(claim),
        terms_(terms),
        notices_(position, project, terms),
        decided_(!position.decision_id.empty()) {}

  void set() {
    it_.served_on = notices_.first_service(NoticeKind::decision);
    decision_served_ = it_.served_on;
    if (!it_.served_on) it_.served_on = notices_.first_service(NoticeKind::refund);
    set_due();
    if (it_.due.day && it_.outstanding > Minor(0)) {
      it_.days_overdue = std::max<std::int64_t>(0, (terms_.as_of - *it_.due.day).days());
    }
    if (it_.due.day) it_.bucket = age_bucket(it_.days_overdue);
    set_step();
    it_.next = next();
    set_late_charge();
  }

 private:
  void set_due() {
    const Notice* refund = notices_.latest(NoticeKind::refund);
    if (pay_by()) {
      it_.due = on_record(*pay_by(), "decision " + it_.decision_id, "处理决定" + it_.decision_id);
    } else if (refund != nullptr && refund->reply_by) {
      it_.due = on_record(*refund->reply_by, "refund notice " + refund->doc_no,
                          "退款通知" + refund->doc_no);
    } else if (it_.served_on) {
      it_.due = after(terms_, "refund_days", PeriodUnit::days, *it_.served_on);
    } else {
      it_.due = {};
      it_.due.basis = "nothing was served, and no day to pay is set";
      it_.due.basis_zh = "尚未送达，也未确定缴款期限";
    }
  }

  [[nodiscard]] const std::optional<Date>& pay_by() const { return it_.pay_by; }

  void set_step() {
    const bool nothing_left = it_.outstanding == Minor(0);
    if (claim_.record != nullptr && claim_.record->closed_on) {
      it_.step = ClaimStep::closed;
    } else if (nothing_left && claim_.written_off > claim_.set_after) {
      it_.step = ClaimStep::written_off;
    } else if (nothing_left) {
      it_.step = ClaimStep::recovered;
    } else if (claim_.record != nullptr && claim_.record->court_applied_on) {
      it_.step = ClaimStep::court;
    } else if (notices_.latest(NoticeKind::demand) != nullptr) {
      it_.step = ClaimStep::demanded;
    } else if (it_.due.day && *it_.due.day < terms_.as_of) {
      it_.step = ClaimStep::due;
    } else if (it_.served_on) {
      it_.step = ClaimStep::served;
    } else if (decided_) {
      it_.step = ClaimStep::decided;
    } else if (notices_.latest(NoticeKind::intent) != nullptr ||
               notices_.latest(NoticeKind::refund) != nullptr) {
      it_.step = ClaimStep::notified;
    } else {
      it_.step = ClaimStep::proposed;
    }
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
        return {"court_acceptance",
                {},
                after(terms_, "court_acceptance_working_days", PeriodUnit::working_days,
                      *claim_.record->court_applied_on)};
      case ClaimStep::recovered:
      case ClaimStep::written_off:
        return {"close", {}, {}};
      case ClaimStep::closed:
        break;
    }
    return {"none", {}, {}};
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
    const std::optional<Date> served = notices_.first_service(NoticeKind::intent);
    if (!served) return serve(intent);
    NextStep step{"decide", {}, {}};
    if (intent->reply_by) {
      step.not_before =
          on_record(*intent->reply_by, "notice " + intent->doc_no, "告知书" + intent->doc_no);
    } else {
      step.not_before =
          after(terms_, "hearing_request_working_days", PeriodUnit::working_days, *served);
    }
    return step;
  }

  /// Without a decision there is nothing that a court could enforce.
  [[nodiscard]] NextStep demand() const {
    if (!decided_) return {"decide", {}, {}};
    NextStep step{"demand", it_.due, court_deadline()};
    *step.not_before.day += boost::gregorian::days(1);
    if (!step.until.day) return step;
    const Result<Date> latest = latest_service(*step.until.day);
    if (latest.has_value()) {
      step.until.day = *latest;
    } else {
      step.until.day = std::nullopt;
      step.until.refusal = latest.error();
    }
    return step;
  }

  /// The last day on which a demand can be served, so that its period ends before a day.
  [[nodiscard]] Result<Date> latest_service(Date before) const {
    BURSAR_TRY(const std::int64_t days,
               terms_.rules.confirmed_procedure("demand_working_days", before));
    if (terms_.calendar == nullptr) return Code::period_needs_calendar;
    return terms_.calendar->add_working_days(
        before - boost::gregorian::days(1),
        -static_cast<int>(std::min<std::int64_t>(days, 1'000'000)));
  }

  [[nodiscard]] NextStep apply_to_court() const {
    const Notice* notice = notices_.latest(NoticeKind::demand);
    const std::optional<Date> served = notices_.first_service(NoticeKind::demand);
    if (!served) return serve(notice);
    if (!decided_) return {"decide", {}, {}};
    NextStep step{"apply_to_court", {}, court_deadline()};
    step.not_before = after(terms_, "demand_working_days", PeriodUnit::working_days, *served);
    if (step.not_before.day) *step.not_before.day += boost::gregorian::days(1);
    return step;
  }

  /// The last day for the application: the time for suit after service, then the time for the
  /// application.
  [[nodiscard]] Deadline court_deadline() const {
    if (!decision_served_) {
      Deadline none;
      none.basis = "the decision is not served";
      none.basis_zh = "处理决定尚未送达";
      return none;
    }
    const Deadline suit = after(terms_, "suit_months", PeriodUnit::months, *decision_served_);
    if (!suit.day) return suit;
    Deadline court = after(terms_, "court_application_months", PeriodUnit::months, *suit.day);
    court.basis = suit.basis + "; " + court.basis;
    court.basis_zh = suit.basis_zh + "；" + court.basis_zh;
    return court;
  }

  void set_late_charge() {
    if (!it_.due.day || *it_.due.day >= terms_.as_of || claim_.record == nullptr) return;
    const Date due = *it_.due.day;
    const auto days_late = [&](Date until) {
      return Int128(std::max<std::int64_t>(0, (std::min(until, terms_.as_of) - due).days()));
    };
    Int128 fen_days = claim_.outstanding() * days_late(terms_.as_of);
    for (const OpenClaim::Reduction& each : claim_.reductions) {
      fen_days += each.amount * days_late(each.on);
    }
    if (fen_days == 0) return;
    const Result<std::int64_t> rate =
        terms_.rules.confirmed_procedure("late_charge_per_day_millionths", due);
    const Result<std::int64_t> cap =
        terms_.rules.confirmed_procedure("late_charge_cap_percent", due);
    if (rate.has_error() || cap.has_error()) {
      it_.late_charge_refusal = rate.has_error() ? rate.error() : cap.error();
      return;
    }
    // Bounds that no charge below any cap can reach keep the product within 128 bits.
    const Int128 per_day = std::min<std::int64_t>(*rate, 1'000'000'000);
    const Int128 most =
        Int128(it_.principal.value()) * std::min<std::int64_t>(*cap, 1'000'000'000) / 100;
    const Int128 charge = std::min(fen_days * per_day / 1'000'000, most);
    if (!fits_64(charge)) {
      it_.late_charge_refusal = Refusal(Code::money_overflow);
      return;
    }
    const Cell<std::int64_t>& cell = *terms_.rules.procedure("late_charge_per_day_millionths", due);
    it_.late_charge = LateCharge{Minor(static_cast<std::int64_t>(charge)),
                                 Minor(0),
                                 charge == most,
                                 cell.basis,
                                 cell.basis_zh,
                                 cell.status};
  }

  ClaimPosition& it_;
  const OpenClaim& claim_;
  const RecoveryTerms& terms_;
  Notices notices_;
  bool decided_;
  std::optional<Date> decision_served_;
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

Deadline service_of(const Notice& notice, const RecoveryTerms& terms) {
  if (notice.served_on) {
    return on_record(*notice.served_on, "service on record", "送达记录");
  }
  if (notice.service != Service::public_notice) return {};
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

void set_steps(ClaimPosition& position, const OpenClaim& claim, const Project& project,
               const RecoveryTerms& terms) {
  Steps(position, claim, project, terms).set();
}

}  // namespace bursar::clawback
