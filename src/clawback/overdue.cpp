#include <bursar/clawback/overdue.hpp>

#include "clawback/steps.hpp"

#include <algorithm>

namespace bursar {
namespace {

/// Whether a request for acceptance stands: any attempt that was not withdrawn.
bool acceptance_requested(const Project& project) {
  return std::any_of(project.attempts.begin(), project.attempts.end(), [](const Attempt& each) {
    return each.outcome != Outcome::withdrawn && (each.requested_on || each.concluded_on);
  });
}

bool is_over(const Project& project) {
  return project.closed_on || project.state == ProjectState::closed ||
         conclusion_of(project).has_value();
}

template <class T>
void copy_ground(const Cell<T>* cell, std::string& en, std::string& zh, CellStatus& status) {
  if (cell == nullptr) return;
  en = cell->basis;
  zh = cell->basis_zh;
  status = cell->status;
}

class Lateness {
 public:
  Lateness(const Project& project, const Organisation* lead, const RecoveryTerms& terms,
           Date end_on)
      : project_(project), terms_(terms) {
    it_.project_id = project.id;
    it_.title = project.registered.title;
    it_.org_id = project.registered.org_id;
    it_.leader_id = project.leader_in_force();
    it_.programme = project.registered.programme;
    it_.end_on = end_on;
    it_.days_late = (terms.as_of - end_on).days();
    it_.bucket = age_bucket(it_.days_late);
    it_.suspended = project.state == ProjectState::suspended;
    if (lead != nullptr) {
      it_.org_kind = lead->registered.kind;
      it_.org_status = lead->status;
    }
  }

  OverdueProject make() {
    const Result<const Regime*> regime = governing_regime(project_, terms_.rules);
    if (regime.has_value()) {
      regime_ = *regime;
      it_.regime = regime_->id;
    } else {
      it_.regime_refusal = regime.error();
    }
    set_pending_extension();
    set_last_notice();
    set_blocks();
    set_termination();
    set_next();
    return std::move(it_);
  }

 private:
  void set_pending_extension() {
    for (const Change& each : project_.changes) {
      if (each.kind == ChangeKind::extension && !each.approved_on) {
        it_.pending_extension = each.change_id;
      }
    }
  }

  void set_last_notice() {
    for (const Notice& each : project_.notices) {
      const bool counts = each.kind == NoticeKind::remind || each.kind == NoticeKind::apply_by ||
                          each.kind == NoticeKind::intent;
      if (!counts || each.issued_on <= it_.end_on) continue;
      if (last_ != nullptr && each.issued_on < last_->issued_on) continue;
      last_ = &each;
    }
    if (last_ == nullptr) return;
    it_.last_notice = word(last_->kind);
    it_.last_notice_on = last_->issued_on;
  }

  /// A yes-or-no parameter of the regime as a block.
  OverdueBlock block(std::string kind, std::string id, std::string_view parameter) const {
    OverdueBlock made{std::move(kind),
                      std::move(id),
                      it_.end_on + boost::gregorian::days(1),
                      std::nullopt,
                      {},
                      {},
                      CellStatus::unknown,
                      std::nullopt};
    if (regime_ == nullptr) {
      made.refusal = it_.regime_refusal;
      return made;
    }
    copy_ground(regime_->parameter(parameter), made.basis, made.basis_zh, made.status);
    const Result<std::int64_t> value = regime_->confirmed(parameter);
    if (value.has_value()) {
      made.in_force = *value != 0;
    } else {
      made.refusal = value.error();
    }
    return made;
  }

  void set_blocks() {
    if (!it_.leader_id.empty()) {
      it_.blocks.push_back(block("person", it_.leader_id.text(), "overdue_bars_leader"));
    }
    if (it_.org_kind && it_.org_kind != OrgKind::enterprise) return;
    OverdueBlock unit = block("organisation", it_.org_id.text(), "overdue_bars_enterprise");
    // An enterprise is barred, another unit is not; where the kind is blank nobody can say.
    if (!it_.org_kind && unit.in_force == true) {
      unit.in_force = std::nullopt;
      unit.refusal = Refusal(Code::field_missing).with("field", "kind");
    }
    it_.blocks.push_back(std::move(unit));
  }

  void set_termination() {
    Deadline& from = it_.terminate_from;
    if (regime_ == nullptr) {
      from.refusal = it_.regime_refusal;
      return;
    }
    constexpr std::string_view name = "overdue_terminate_after_months";
    copy_ground(regime_->parameter(name), from.basis, from.basis_zh, from.status);
    const Result<std::int64_t> months = regime_->confirmed(name);
    if (months.has_error()) {
      from.refusal = months.error();
      return;
    }
    const int count = static_cast<int>(std::min<std::int64_t>(*months, 12'000));
    const Result<Date> last = add_months(it_.end_on, count, MonthEnd::clamp);
    if (last.has_value()) {
      from.day = *last + boost::gregorian::days(1);
    } else {
      from.refusal = last.error();
    }
  }

  [[nodiscard]] Deadline last_day_to_apply() const {
    Deadline until = it_.terminate_from;
    if (until.day) *until.day -= boost::gregorian::days(1);
    return until;
  }

  /// Whether there is nobody at the unit's own address to serve, or nobody at all.
  [[nodiscard]] bool unreachable() const {
    return it_.org_status == OrgStatus::unreachable || it_.org_status == OrgStatus::abnormal ||
           it_.org_status == OrgStatus::licence_revoked ||
           it_.org_status == OrgStatus::deregistered;
  }

  /// Whether the unit can still apply: one that is dissolved, or in the hands of an administrator,
  /// cannot.
  [[nodiscard]] bool can_apply() const {
    return it_.org_status != OrgStatus::deregistered && it_.org_status != OrgStatus::bankrupt;
  }

  /// Whether this lateness was made public: a reminder of another year, or of something else, was
  /// not that.
  [[nodiscard]] bool public_notice_issued() const {
    return std::any_of(project_.notices.begin(), project_.notices.end(), [&](const Notice& each) {
      return each.service == Service::public_notice && each.issued_on > it_.end_on &&
             (each.kind == NoticeKind::remind || each.kind == NoticeKind::apply_by ||
              each.kind == NoticeKind::intent);
    });
  }

  void set_next() {
    const bool may_end = it_.terminate_from.day && *it_.terminate_from.day <= terms_.as_of;
    if (last_ != nullptr && last_->kind == NoticeKind::intent) {
      answer_intent();
    } else if (unreachable() && !public_notice_issued()) {
      it_.next = {"public_notice", {}, {}};
    } else if (last_ != nullptr && last_->kind == NoticeKind::apply_by && can_apply()) {
      heed_apply_by(may_end);
    } else if (may_end || !can_apply()) {
      it_.next = {"terminate", it_.terminate_from, {}};
    } else {
      it_.next = {"late_application", {}, last_day_to_apply()};
    }
  }

  /// A notice that sets a day to apply: until then the unit may apply, after it the authority acts.
  void heed_apply_by(bool may_end) {
    const Deadline served = clawback::service_of(*last_, terms_);
    if (!served.day || *served.day > terms_.as_of) {
      it_.next = {"serve", {}, served};
      return;
    }
    const bool open = last_->reply_by && *last_->reply_by >= terms_.as_of;
    if (open || !may_end) {
      Deadline until = last_day_to_apply();
      if (last_->reply_by) {
        until = {last_->reply_by, "notice " + last_->doc_no, "通知" + last_->doc_no,
                 CellStatus::seen, std::nullopt};
      }
      it_.next = {"late_application", {}, until};
    } else {
      it_.next = {"terminate", it_.terminate_from, {}};
    }
  }

  /// A notice that the authority is about to decide: statement or hearing first, then the decision.
  void answer_intent() {
    const Deadline served = clawback::service_of(*last_, terms_);
    if (!served.day || *served.day > terms_.as_of) {
      it_.next = {"serve", {}, served};
      return;
    }
    Deadline until =
        clawback::after(terms_, "statement_working_days", PeriodUnit::working_days, *served.day);
    if (last_->reply_by) {
      until = {last_->reply_by, "notice " + last_->doc_no, "告知书" + last_->doc_no,
               CellStatus::seen, std::nullopt};
    }
    const Response response = last_->response.value_or(Response::none);
    if (response == Response::hearing) {
      // Nothing ends before the hearing was held; that it was is not on record.
      it_.next = {"hearing", {}, {}};
    } else if (response == Response::agreed) {
      it_.next = {"terminate", it_.terminate_from, {}};
    } else if (response == Response::statement || until.missed(terms_.as_of)) {
      it_.next = {"terminate", after_term(until), {}};
    } else {
      it_.next = {"statement", {}, until};
    }
  }

  /// The first day on which both the term to answer is over and the project may be terminated.
  [[nodiscard]] Deadline after_term(Deadline until) const {
    if (until.day) *until.day += boost::gregorian::days(1);
    return clawback::later(until, it_.terminate_from);
  }

  const Project& project_;
  const RecoveryTerms& terms_;
  const Regime* regime_ = nullptr;
  const Notice* last_ = nullptr;
  OverdueProject it_;
};

}  // namespace

std::optional<OverdueProject> overdue(const Project& project, const Organisation* lead,
                                      const RecoveryTerms& terms) {
  const std::optional<Date> end_on = project.end_in_force();
  if (!end_on || *end_on >= terms.as_of) return std::nullopt;
  if (is_over(project) || acceptance_requested(project)) return std::nullopt;
  return Lateness(project, lead, terms, *end_on).make();
}

std::vector<OverdueProject> overdue_projects(const Portfolio& portfolio, const RuleBook& rules,
                                             const WorkCalendar* calendar) {
  const RecoveryTerms terms{rules, calendar, portfolio.as_of().effective};
  std::vector<OverdueProject> found;
  for (const Project& project : portfolio.projects()) {
    const Organisation* lead = portfolio.organisation(project.registered.org_id.text());
    if (std::optional<OverdueProject> one = overdue(project, lead, terms)) {
      found.push_back(*std::move(one));
    }
  }
  std::stable_sort(
      found.begin(), found.end(),
      [](const OverdueProject& a, const OverdueProject& b) { return a.days_late > b.days_late; });
  return found;
}

}  // namespace bursar
