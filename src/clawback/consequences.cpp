#include <bursar/clawback/consequences.hpp>

#include "clawback/part.hpp"
#include "policy/weaker.hpp"
#include "portfolio/approved_changes.hpp"

#include <optional>
#include <utility>

namespace bursar {
namespace {

using policy::weaker;

/// What one regime says about one project.
class Sayings {
 public:
  Sayings(const Project& project, const RuleBook& rules, const Regime& regime)
      : project_(project),
        rules_(rules),
        regime_(regime),
        status_(clawback::status_of_choice(project, rules, regime)) {}

  [[nodiscard]] Result<std::optional<Bar>> bar(const Attempt& attempt) const {
    BURSAR_TRY(Bar bar, leader_bar(regime_, *attempt.concluded_on, attempt.notified_on));
    if (bar.last_day() < bar.first) return std::optional<Bar>();
    bar.status = weaker(bar.status, status_);
    return std::optional<Bar>(std::move(bar));
  }

  [[nodiscard]] Result<std::optional<Ruled<MemberStrikes>>> strikes() const {
    BURSAR_TRY(const std::int64_t projects, regime_.confirmed("member_strikes"));
    if (projects == 0) return std::optional<Ruled<MemberStrikes>>();
    BURSAR_TRY(const std::int64_t months, regime_.confirmed("member_bar_months"));
    auto said = ruled(MemberStrikes{projects, months}, "member_strikes");
    policy::rest_on(said, *regime_.parameter("member_bar_months"));
    return std::optional(std::move(said));
  }

  [[nodiscard]] Result<Ruled<AcceptanceForm>> form() const {
    const std::optional<Minor>& award = project_.registered.award;
    if (!award) return Refusal(Code::field_missing).with("field", "award");
    if (project_.currency != rules_.currency()) {
      return Refusal(Code::currency_mismatch)
          .with("left", std::string(project_.currency.code()))
          .with("right", std::string(rules_.currency().code()));
    }
    BURSAR_TRY(const AcceptanceForm form, acceptance_form(regime_, *award, false));
    constexpr std::string_view site = "on_site_from_minor";
    if (form == AcceptanceForm::on_site) return ruled(form, site);
    auto said = ruled(form, "panel_from_minor");
    if (regime_.confirmed(site)) policy::rest_on(said, *regime_.parameter(site));
    return said;
  }

  [[nodiscard]] Result<Ruled<std::int64_t>> publicity() const {
    BURSAR_TRY(const std::int64_t days, regime_.confirmed("publicity_days"));
    return ruled(days, "publicity_days");
  }

 private:
  /// A value with the source of the confirmed parameter that it comes from.
  template <class T>
  [[nodiscard]] Ruled<T> ruled(T value, std::string_view parameter) const {
    const Cell<std::int64_t>& cell = *regime_.parameter(parameter);
    return {value, weaker(cell.status, status_), cell.basis, cell.basis_zh};
  }

  const Project& project_;
  const RuleBook& rules_;
  const Regime& regime_;
  CellStatus status_;
};

/// What may be nothing, or a refusal, as a refusal that may be nothing.
template <class T>
std::optional<Result<T>> turned(Result<std::optional<T>> said) {
  if (said.has_error()) return Result<T>(said.error());
  if (!*said) return std::nullopt;
  return Result<T>(**std::move(said));
}

}  // namespace

std::optional<Consequences> consequences_of(const Project& project, const RuleBook& rules) {
  const Attempt* attempt = project.concluding_attempt();
  if (attempt == nullptr) return std::nullopt;
  const Conclusion conclusion{*attempt->concluded_on, std::string(word(*attempt->outcome))};
  const bool failed = attempt->outcome == Outcome::failed;
  const PersonId leader = fold::leader_in_force_on(project, conclusion.cut_off);
  const Result<const Regime*> regime = governing_regime(project, rules, conclusion);
  if (regime.has_error()) {
    const Refusal& why = regime.error();
    Consequences unknown{*attempt->outcome,
                         conclusion.cut_off,
                         attempt->notified_on,
                         {},
                         leader,
                         std::nullopt,
                         std::nullopt,
                         why,
                         why};
    if (failed) {
      unknown.leader_bar = why;
      unknown.member_strikes = why;
    }
    return unknown;
  }
  const Sayings says(project, rules, **regime);
  Consequences made{
      *attempt->outcome, conclusion.cut_off, attempt->notified_on, (*regime)->id,   leader,
      std::nullopt,      std::nullopt,       says.form(),          says.publicity()};
  if (failed) {
    made.leader_bar = turned(says.bar(*attempt));
    made.member_strikes = turned(says.strikes());
  }
  return made;
}

BarredLeaders barred_leaders(const Portfolio& portfolio, const RuleBook& rules) {
  BarredLeaders found;
  for (const Project& project : portfolio.projects()) {
    const Attempt* attempt = project.concluding_attempt();
    if (attempt == nullptr || attempt->outcome != Outcome::failed) continue;
    const std::optional<Consequences> it = consequences_of(project, rules);
    if (!it->leader_bar) continue;
    const Result<Bar>& bar = *it->leader_bar;
    if (bar.has_value() && bar->covers(portfolio.as_of().effective) == false) {
      ++found.over;
    } else {
      found.barred.push_back({project.id, it->leader_id, it->concluded_on, bar});
    }
  }
  return found;
}

}  // namespace bursar
