#include <bursar/clawback/overdue.hpp>

#include "clawback/notices.hpp"
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
    set_notices();
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

  /// Whether a notice sets a term: a reminder sets none, and takes none away.
  static bool sets_a_term(const Notice& notice) {
    return notice.kind == NoticeKind::apply_by || notice.kind == NoticeKind::intent;
  }

  /// Whether a notice is about this lateness: issued after the end, and not to a partner or to an
  /// organisation outside of the project.
  [[nodiscard]] bool is_about_lateness(const Notice& notice) const {
    if (notice.issued_on <= it_.end_on) return false;
    if (!sets_a_term(notice) && notice.kind != NoticeKind::remind) return false;
    return notice.addressee == project_.registered.org_id.text() ||
           !clawback::is_to_organisation(project_, notice);
  }

  /// The day on which a notice was served, if that has happened.
  [[nodiscard]] std::optional<Date> served_on(const Notice& notice) const {
    const std::optional<Date> day = clawback::service_of(notice, terms_).day;
    return day && *day <= terms_.as_of ? day : std::nullopt;
  }

  /// How long a notice holds: until it is served, and its term, or the hearing, is over. A term
  /// that nobody knows does not end.
  [[nodiscard]] Date holds_until(const Notice& notice) const {
    constexpr auto for_good = boost::gregorian::max_date_time;
    const std::optional<Date> served = served_on(notice);
    if (!served || notice.response == Response::hearing) return Date(for_good);
    if (notice.kind == NoticeKind::apply_by) return notice.reply_by.value_or(*served);
    return clawback::term_to_answer(notice, *served, terms_).day.value_or(Date(for_good));
  }

  /// Whether the term of a served notice, or the hearing, is not over.
  [[nodiscard]] bool runs(const Notice& notice) const {
    return served_on(notice) && holds_until(notice) >= terms_.as_of;
  }

  /// Whether a notice takes the place of one before it: of those of one day, the one that holds
  /// longest governs.
  [[nodiscard]] bool governs(const Notice& notice, const Notice* before) const {
    if (before == nullptr || notice.issued_on > before->issued_on) return true;
    return notice.issued_on == before->issued_on && holds_until(notice) >= holds_until(*before);
  }

  /// The latest of each kind that sets a term; of the two the later one, unless its term is over
  /// and that of the other is not.
  void set_notices() {
    const Notice* intent = nullptr;
    const Notice* apply_by = nullptr;
    for (const Notice& each : project_.notices) {
      if (!is_about_lateness(each)) continue;
      if (!it_.last_notice_on || each.issued_on >= *it_.last_notice_on) {
        it_.last_notice = word(each.kind);
        it_.last_notice_on = each.issued_on;
      }
      if (!sets_a_term(each)) continue;
      const Notice*& latest = each.kind == NoticeKind::intent ? intent : apply_by;
      if (governs(each, latest)) latest = &each;
    }
    notice_ = apply_by;
    const Notice* other = intent;
    if (intent != nullptr && governs(*intent, apply_by)) std::swap(notice_, other);
    if (other == nullptr || !runs(*other)) return;
    if (served_on(*notice_) && !runs(*notice_)) notice_ = other;
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
      hold_from_first_day(made.from, made.basis, made.basis_zh, made.status);
    } else {
      made.refusal = value.error();
    }
    return made;
  }

  /// Nothing follows from a rule before its own first day; where nobody knows that day, no source
  /// says that the rule held on this one.
  void hold_from_first_day(Date& day, std::string& basis, std::string& basis_zh,
                           CellStatus& status) const {
    const Cell<Date>& first = regime_->in_force_from;
    if (first.value) {
      day = std::max(day, *first.value);
      status = clawback::weaker(status, first.status);
      return;
    }
    basis += "; the first day of the rule is not known";
    basis_zh += "；该规则的施行日不详";
    status = clawback::weaker(status, CellStatus::derived);
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
    if (last.has_error()) {
      from.refusal = last.error();
      return;
    }
    from.day = *last;
    from = clawback::day_after(std::move(from));
    if (from.day) hold_from_first_day(*from.day, from.basis, from.basis_zh, from.status);
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
      return each.service == Service::public_notice && is_about_lateness(each);
    });
  }

  void set_next() {
    const bool may_end = it_.terminate_from.day && *it_.terminate_from.day <= terms_.as_of;
    if (notice_ != nullptr && notice_->kind == NoticeKind::intent) {
      answer_intent();
    } else if (unreachable() && !public_notice_issued()) {
      it_.next = {"public_notice", {}, {}};
    } else if (notice_ != nullptr && notice_->kind == NoticeKind::apply_by && can_apply()) {
      heed_apply_by(may_end);
    } else if (may_end || !can_apply()) {
      it_.next = {"terminate", it_.terminate_from, {}};
    } else {
      it_.next = {"late_application", {}, last_day_to_apply()};
    }
  }

  /// A notice that sets a day to apply: until then the unit may apply; after it the authority acts
  /// as soon as it may, and until then a late application is still one.
  void heed_apply_by(bool may_end) {
    const Deadline served = clawback::service_of(*notice_, terms_);
    if (!served.day || *served.day > terms_.as_of) {
      it_.next = {"serve", {}, served};
      return;
    }
    const bool open = notice_->reply_by && *notice_->reply_by >= terms_.as_of;
    if (open || !may_end) {
      Deadline until = last_day_to_apply();
      if (open) {
        until = {notice_->reply_by, "notice " + notice_->doc_no, "通知" + notice_->doc_no,
                 CellStatus::seen, std::nullopt};
      }
      it_.next = {"late_application", {}, until};
    } else {
      it_.next = {"terminate", it_.terminate_from, {}};
    }
  }

  /// A notice that the authority is about to decide: statement or hearing first, then the decision.
  void answer_intent() {
    const Deadline served = clawback::service_of(*notice_, terms_);
    if (!served.day || *served.day > terms_.as_of) {
      it_.next = {"serve", {}, served};
      return;
    }
    const Deadline until = clawback::term_to_answer(*notice_, *served.day, terms_);
    const Response response = notice_->response.value_or(Response::none);
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
    return clawback::later(clawback::day_after(std::move(until)), it_.terminate_from);
  }

  const Project& project_;
  const RecoveryTerms& terms_;
  const Regime* regime_ = nullptr;
  const Notice* notice_ = nullptr;  ///< the one whose term runs
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
