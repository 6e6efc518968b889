// Random projects in a narrow window of days and small sums, so that boundaries are hit all the
// time.
#pragma once

#include "project_maker.hpp"

#include <random>
#include <string>

namespace bursar::test {

class RandomProject {
 public:
  explicit RandomProject(std::uint64_t seed) : random_(seed) {}

  Project make() {
    Project& it = maker_.project;
    it.id = ProjectId("P-" + std::to_string(below(1000)));
    static const char* const regimes[] = {"cn-shenzhen-2018", "cn-shenzhen-2019",
                                          "cn-shenzhen-2020"};
    it.registered.regime = chance(2) ? (chance(50) ? "" : "cn-atlantis") : regimes[below(3)];
    it.registered.start_on = chance(1) ? std::nullopt : std::optional(near(5));
    it.registered.end_on = chance(5) ? std::nullopt : std::optional(near(30));
    if (chance(10))
      it.registered.contract_deposit = std::nullopt;
    else
      it.registered.contract_deposit = Minor(below(1500));
    if (chance(70)) it.registered.liability = chance(50) ? Liability::lead : Liability::each;
    conclusion();
    money();
    spending();
    opinions();
    decisions();
    return std::move(it);
  }

 private:
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(limit));
  }
  bool chance(int percent) { return below(100) < percent; }
  Date near(std::int32_t around) {
    return from_day_number(18000 + around + static_cast<std::int32_t>(below(7)) - 3);
  }
  Date any_day() { return from_day_number(18000 + static_cast<std::int32_t>(below(60))); }
  std::string iso(Date date) { return to_iso(date); }
  std::string any_org() {
    static const char* const orgs[] = {"", "lead", "lead", "a", "z"};
    return orgs[below(single_ ? 3 : 5)];
  }
  Source any_source() {
    static constexpr Source sources[] = {Source::grant, Source::grant, Source::grant_city,
                                         Source::grant_province, Source::self_raised};
    return sources[below(single_ ? 2 : 5)];
  }

  void conclusion() {
    single_ = chance(50);
    static constexpr Outcome outcomes[] = {Outcome::failed,
                                           Outcome::failed,
                                           Outcome::failed,
                                           Outcome::passed,
                                           Outcome::passed,
                                           Outcome::rectify,
                                           Outcome::closed_without_pass,
                                           Outcome::passed_after_rectification};
    for (std::int64_t n = below(3); n >= 0; --n) {
      maker_.conclude(outcomes[below(8)], iso(near(40)), chance(50) ? iso(near(30)) : "");
    }
    if (chance(30)) maker_.extend(chance(80) ? iso(near(38)) : "", iso(near(34)));
    if (chance(10)) maker_.extend(iso(near(38)), iso(near(45)));
  }
  void money() {
    for (std::int64_t n = below(4); n > 0; --n) {
      maker_.pay(below(1000), iso(any_day()), any_org(), any_source());
    }
    if (chance(20)) maker_.bounce(below(300));
    for (std::int64_t n = single_ ? 0 : below(3); n > 0; --n) {
      maker_.transfer(below(300), any_org(), any_org(), any_source());
    }
    if (chance(15)) maker_.dispose(below(200) - (chance(5) ? 150 : 0), iso(any_day()), any_org());
    for (std::int64_t n = below(3); n > 0; --n) {
      maker_.accrue(below(200), chance(80) ? AccrualKind::payable : AccrualKind::advance, any_org(),
                    any_source());
    }
  }
  void spending() {
    const auto accruals = static_cast<std::int64_t>(maker_.project.accruals.size());
    for (std::int64_t n = chance(85) ? below(9) : 0; n > 0; --n) {
      const std::int32_t accrual =
          accruals > 0 && chance(30) ? static_cast<std::int32_t>(below(accruals)) : -1;
      const std::int64_t amount = chance(12) ? -below(60) : below(400);
      maker_.spend(amount, iso(any_day()), any_org(), any_source(), accrual);
    }
    for (std::int64_t n = below(4); n > 0; --n) {
      const std::string opinion = chance(40) ? "O-" + std::to_string(below(4) + 1) : "";
      maker_.final_account(below(400), opinion, any_org(), any_source());
    }
  }
  void opinions() {
    for (std::int64_t n = below(4); n > 0; --n) {
      Opinion& it =
          maker_.opine(below(120), chance(40) ? below(150) : 0, chance(50) ? below(50) : 0,
                       iso(near(32)), any_org(), any_source());
      it.adopted = chance(80);
      if (chance(5)) it.interest = std::nullopt;
      if (chance(2)) it.disallowed = Minor(-1);
      if (chance(40)) it.replaces = "O-" + std::to_string(below(n + 2) + 1);
      if (it.replaces == it.opinion_id) it.replaces.clear();
    }
    // Chains and rings of replacements are tried by hand; here one replacement is enough.
    for (Opinion& each : maker_.project.opinions) {
      for (const Opinion& other : maker_.project.opinions) {
        if (!each.replaces.empty() && other.opinion_id == each.replaces &&
            !other.replaces.empty()) {
          each.replaces.clear();
        }
      }
    }
  }
  void decisions() {
    static constexpr DecisionKind kinds[] = {DecisionKind::acceptance, DecisionKind::recover,
                                             DecisionKind::recover,    DecisionKind::penalty,
                                             DecisionKind::terminate,  DecisionKind::revoke};
    for (std::int64_t n = below(4); n > 0; --n) {
      Decision& it = maker_.decide(kinds[below(6)], iso(near(42)), any_org(), any_source());
      if (chance(50)) it.principal = Minor(below(500));
      if (chance(30)) it.interest = Minor(below(50));
      if (chance(40)) it.used_recovered = Minor(below(500));
      if (chance(20)) it.status = DecisionStatus::annulled;
    }
    if (maker_.project.decisions.size() > 1 && chance(30)) {
      maker_.project.decisions[1].replaces = "J-1";
    }
  }

  std::mt19937_64 random_;
  Maker maker_;
  bool single_ = false;
};

}  // namespace bursar::test
