#include "clawback/claim_walk.hpp"

#include "clawback/steps.hpp"

#include <algorithm>
#include <tuple>

namespace bursar::clawback {
namespace {

const Date long_ago{boost::gregorian::date(1400, 1, 1)};

/// A decision that fixed the sum and does so no more, and the day since when it does not.
struct Fallen {
  const Decision* decision = nullptr;
  Date until;
};

Date fallen_since(const Project& project, const Decision& decision) {
  Date day = decision.decided_on;
  if (const auto restated = restated_since(project, decision)) return *restated;
  if (decision.status != DecisionStatus::in_force) {
    day = decision.status_on.value_or(day);
  } else {
    for (const Decision& each : project.decisions) {
      if (each.replaces == decision.decision_id) day = std::max(day, each.decided_on);
    }
  }
  return std::max(day, decision.decided_on);
}

Fallen last_fallen(const Project& project, const OrgId& payer, Source source,
                   const std::optional<Date>& decided_on) {
  Fallen last;
  for (const Decision& each : project.decisions) {
    if (each.kind == DecisionKind::penalty || each.source != source || !states_a_sum(each) ||
        or_lead(each.payer_org_id, project) != payer) {
      continue;
    }
    if (project.stands(each) && !restated_since(project, each)) continue;
    if (decided_on && each.decided_on > *decided_on) continue;
    Date until = fallen_since(project, each);
    if (decided_on) until = std::min(until, *decided_on);
    if (last.decision == nullptr || until >= last.until) last = {&each, until};
  }
  return last;
}

}  // namespace

std::vector<Phase> phases_of(const Project& project, const OrgId& payer, Source source,
                             std::string_view decision_id, const RecoveryTerms& terms) {
  std::vector<const Decision*> standing = standing_decisions(project, payer, source);
  std::erase_if(standing,
                [&](const Decision* each) { return restated_since(project, *each).has_value(); });
  const Decision* fixes = nullptr;
  for (const Decision* each : standing) {
    if (fixes == nullptr && states_a_sum(*each)) fixes = each;
  }
  const std::optional<Date> since =
      fixes == nullptr ? std::nullopt : std::optional<Date>(fixes->decided_on);
  for (const Decision* each : standing) {
    if (fixes == nullptr && each->decision_id == decision_id) fixes = each;
  }
  if (decision_id.empty()) fixes = nullptr;
  const std::optional<Date> decided_on =
      fixes == nullptr ? std::nullopt : std::optional<Date>(fixes->decided_on);
  const Fallen fallen = last_fallen(project, payer, source, decided_on);

  std::vector<Phase> phases;
  const auto add = [&](const Decision* decision, Date begin, std::optional<Date> end,
                       NoticeSpan span) {
    phases.push_back(
        {decision, begin, end, false, ClaimNotices(project, payer, std::move(span), terms)});
  };
  std::optional<Date> lifted_on;
  if (fallen.decision != nullptr) {
    const Date fell_on = fallen.decision->decided_on;
    add(nullptr, long_ago, fell_on, {{}, {}, {}, fell_on});
    add(fallen.decision, fell_on, fallen.until, {{fallen.decision}, fell_on, {}, fallen.until});
    if (!decided_on || fallen.until < *decided_on) {
      lifted_on = fallen.until;
      phases.back().lifted = true;
    }
  }
  if (decided_on && (fallen.decision == nullptr || lifted_on)) {
    add(nullptr, lifted_on.value_or(long_ago), decided_on, {{}, {}, lifted_on, decided_on});
  }
  add(fixes, decided_on.value_or(lifted_on.value_or(long_ago)), std::nullopt,
      {standing, since, lifted_on, {}});
  return phases;
}

namespace {

class Walk {
 public:
  Walk(const ClaimMoments& moments, const DueDay& due_day, const RecoveryTerms& terms)
      : moments_(moments), due_day_(due_day), terms_(terms) {}

  Walked along(const std::vector<Phase>& phases) {
    for (const Phase& phase : phases) pass(phase);
    return std::move(walked_);
  }

 private:
  struct Happening {
    Date on;
    ClaimEvent event;
    const Notice* notice = nullptr;
  };

  void pass(const Phase& phase) {
    if (phase.decision != nullptr) take({phase.begin, ClaimEvent::decide});
    for (const Happening& each : happenings(phase)) {
      fall_due(phase, each.on, day_before(each.on));
      take(each);
    }
    if (phase.end) {
      fall_due(phase, *phase.end, day_before(*phase.end));
    } else {
      fall_due(phase, terms_.as_of, terms_.as_of);
    }
    if (phase.lifted) take({*phase.end, ClaimEvent::lift_decision});
  }

  /// What happened in a phase, by day; on one day in the order of the events.
  [[nodiscard]] std::vector<Happening> happenings(const Phase& phase) const {
    std::vector<Happening> all;
    const auto add = [&](const std::optional<Date>& on, ClaimEvent event,
                         const Notice* notice = nullptr) {
      if (!on || *on > terms_.as_of || (phase.end && *on >= *phase.end)) return;
      all.push_back({std::max(*on, phase.begin), event, notice});
    };
    for (const Notice* each : phase.notices.all()) {
      const bool refund = each->kind == NoticeKind::refund;
      if (refund || each->kind == NoticeKind::intent) add(each->issued_on, ClaimEvent::give_notice);
      if (refund || each->kind == NoticeKind::decision) {
        add(service_of(*each, terms_).day, ClaimEvent::serve);
      }
      if (each->kind == NoticeKind::demand) add(each->issued_on, ClaimEvent::demand, each);
    }
    const auto moment = [&](const std::optional<Date>& on, ClaimEvent event) {
      if (on && *on >= phase.begin) add(on, event);
    };
    moment(moments_.court_applied_on, ClaimEvent::apply_to_court);
    moment(moments_.nothing_left_on,
           moments_.written_off ? ClaimEvent::write_off : ClaimEvent::repay_in_full);
    moment(moments_.recovered_on, ClaimEvent::repay_in_full);
    moment(moments_.closed_on, ClaimEvent::close);
    std::stable_sort(all.begin(), all.end(), [](const Happening& a, const Happening& b) {
      return std::tuple(a.on, order_of(a.event)) < std::tuple(b.on, order_of(b.event));
    });
    return all;
  }

  /// What was written off on the day on which the rest came in, came in last.
  static int order_of(ClaimEvent event) {
    constexpr int after_write_off = static_cast<int>(ClaimEvent::write_off) * 2 + 1;
    return event == ClaimEvent::repay_in_full ? after_write_off : static_cast<int>(event) * 2;
  }

  void take(const Happening& what) {
    auto to = state_after(claim_lifecycle(), walked_.step, what.event);
    if (!to && what.event == ClaimEvent::write_off) to = without_a_row_for_write_off();
    if (!to) return;
    walked_.step = *to;
    if (what.event == ClaimEvent::demand) walked_.demands.push_back(what.notice);
    if (what.event == ClaimEvent::decide || what.event == ClaimEvent::lift_decision) {
      walked_.demands.clear();
    }
  }

  /// What was written off had been due; what never was is as good as paid.
  [[nodiscard]] std::optional<ClaimStep> without_a_row_for_write_off() const {
    const Lifecycle& lifecycle = claim_lifecycle();
    if (const auto due = state_after(lifecycle, walked_.step, ClaimEvent::fall_due)) {
      return state_after(lifecycle, *due, ClaimEvent::write_off);
    }
    return state_after(lifecycle, walked_.step, ClaimEvent::repay_in_full);
  }

  /// Lets the claim fall due where its last day, as it was known then, has passed before a day.
  void fall_due(const Phase& phase, Date before, Date known_by) {
    if (!state_after(claim_lifecycle(), walked_.step, ClaimEvent::fall_due)) return;
    const auto due = due_day_(phase, known_by);
    if (due && *due < before) take({before, ClaimEvent::fall_due});
  }

  static Date day_before(Date day) {
    return day <= long_ago ? long_ago : day - boost::gregorian::days(1);
  }

  const ClaimMoments& moments_;
  const DueDay& due_day_;
  const RecoveryTerms& terms_;
  Walked walked_;
};

}  // namespace

Walked walk_claim(const std::vector<Phase>& phases, const ClaimMoments& moments,
                  const DueDay& due_day, const RecoveryTerms& terms) {
  return Walk(moments, due_day, terms).along(phases);
}

}  // namespace bursar::clawback
