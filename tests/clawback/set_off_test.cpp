// Money that came in, set against claims: by hand, and against a slow model on random histories.
#include <bursar/clawback/claims.hpp>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>

#include "project_maker.hpp"

using namespace bursar;
using test::day;
using test::Maker;
using test::shenzhen;

namespace {

ProjectRecovery recovery(const Project& project) {
  static const RuleBook rules = shenzhen();
  return recover_project(project, settled_parts(project, settle_project(project, rules)),
                         {rules, nullptr, day("2023-12-31")});
}

/// "id repaid+of it after a write-off, written off, outstanding, credit; ..."
std::string text(const ProjectRecovery& made) {
  std::string text;
  for (const ClaimPosition& it : made.claims) {
    text +=
        (it.claim_id.empty() ? "proposed" : it.claim_id) + " " + std::to_string(it.repaid.value()) +
        "+" + std::to_string(it.recovered_after_write_off.value()) + " off " +
        std::to_string(it.written_off.value()) + " open " + std::to_string(it.outstanding.value()) +
        " credit " + std::to_string(it.credit.value()) + "; ";
  }
  return text;
}
std::string text(const Maker& maker) { return text(recovery(maker.project)); }

void write_off(Claim& claim, std::int64_t amount, const char* on) {
  WriteOff made;
  made.claim_id = claim.claim_id;
  made.amount = Minor(amount);
  made.on = day(on);
  claim.write_offs.push_back(made);
}

void adjust(Claim& claim, std::int64_t principal, const char* on) {
  ClaimAdjustment adjusted;
  adjusted.before = std::exchange(claim.principal, Minor(principal));
  adjusted.principal = Minor(principal);
  adjusted.on = day(on);
  claim.adjustments.push_back(adjusted);
}

}  // namespace

TEST_CASE("Set-off: the oldest claim first, part by part") {
  Maker maker;
  maker.claim(100, "2021-02-01");
  maker.claim(50, "2021-01-01");
  maker.repay(30, "2021-03-01");
  CHECK(text(maker) == "CL-2 30+0 off 0 open 20 credit 0; CL-1 0+0 off 0 open 100 credit 0; ");
  maker.repay(30, "2021-03-02");
  CHECK(text(maker) == "CL-2 50+0 off 0 open 0 credit 0; CL-1 10+0 off 0 open 90 credit 0; ");
  maker.repay(95, "2021-03-03");
  CHECK(text(maker) == "CL-2 50+0 off 0 open 0 credit 0; CL-1 100+0 off 0 open 0 credit 5; ");
}

TEST_CASE("Set-off: money ahead of its claim waits as credit and is taken up") {
  Maker maker;
  maker.repay(70, "2020-01-01");
  ProjectRecovery made = recovery(maker.project);
  CHECK(made.claims.empty());
  REQUIRE(made.accounts.size() == 1);
  CHECK(made.accounts[0].credit == Minor(70));
  maker.claim(100, "2021-01-01");
  CHECK(text(maker) == "CL-1 70+0 off 0 open 30 credit 0; ");
  made = recovery(maker.project);
  REQUIRE(made.set_offs.size() == 1);
  CHECK(made.set_offs[0].on == day("2020-01-01"));
  CHECK(made.set_offs[0].repayment_id == "RP-1");
}

TEST_CASE("Set-off: charges and penalties pay no claim") {
  Maker maker;
  maker.claim(100);
  maker.repay(10).part = RepaymentPart::late_charge;
  maker.repay(20).part = RepaymentPart::penalty;
  maker.repay(30).part = RepaymentPart::interest;
  CHECK(text(maker) == "CL-1 30+0 off 0 open 70 credit 0; ");
  const ProjectRecovery made = recovery(maker.project);
  CHECK(made.accounts[0].late_charges_paid == Minor(10));
  CHECK(made.accounts[0].penalties_paid == Minor(20));
  CHECK(made.accounts[0].paid == Minor(30));
}

TEST_CASE("Set-off: payer, source and project keep their money apart") {
  Maker maker;
  maker.claim(100);
  maker.claim(100, "2020-05-01", "partner");
  maker.claim(100, "2020-05-01", "", Source::grant_city);
  maker.repay(10);
  maker.repay(20, "2020-06-01", "partner");
  maker.repay(30, "2020-06-01", "", Source::grant_city);
  CHECK(text(maker) ==
        "CL-1 10+0 off 0 open 90 credit 0; CL-3 30+0 off 0 open 70 credit 0; "
        "CL-2 20+0 off 0 open 80 credit 0; ");
}

TEST_CASE("Set-off: a reversal takes back the repayment that it reverses") {
  Maker maker;
  maker.claim(100);
  maker.repay(60, "2020-06-01");
  maker.repay(30, "2020-06-02");
  maker.repay(-60, "2020-07-01").reverses = "RP-1";
  CHECK(text(maker) == "CL-1 30+0 off 0 open 70 credit 0; ");
  CHECK(recovery(maker.project).claims[0].receipt_nos == std::vector<std::string>{"NO-2"});
  maker.repay(-10, "2020-07-02").reverses = "nobody";
  CHECK(text(maker) == "CL-1 20+0 off 0 open 80 credit 0; ");
  maker.repay(-500, "2020-07-03");
  CHECK(text(maker) == "CL-1 0+0 off 0 open 100 credit 0; ");
}

TEST_CASE("Set-off: what is written off can still come in, and no more than that") {
  Maker maker;
  Claim& claim = maker.claim(100, "2020-01-01");
  maker.repay(30, "2020-02-01");
  write_off(claim, 50, "2020-03-01");
  CHECK(text(maker) == "CL-1 30+0 off 50 open 20 credit 0; ");
  maker.repay(25, "2020-04-01");
  CHECK(text(maker) == "CL-1 55+5 off 45 open 0 credit 0; ");
  maker.repay(60, "2020-05-01");
  CHECK(text(maker) == "CL-1 100+50 off 0 open 0 credit 15; ");
}

TEST_CASE("Set-off: no more is written off than was outstanding on that day") {
  Maker maker;
  Claim& claim = maker.claim(100, "2020-01-01");
  Decision& decision = maker.decide(DecisionKind::recover, "2020-01-01");
  decision.principal = Minor(100);
  decision.pay_by = test::day("2020-01-31");
  maker.repay(80, "2020-02-01");
  write_off(claim, 50, "2020-03-01");
  CHECK(text(maker) == "CL-1 80+0 off 20 open 0 credit 0; ");
  CHECK(recovery(maker.project).claims[0].step == ClaimStep::written_off);
}

TEST_CASE("Set-off: a claim that grows leaves as it was what was written off, and came in since") {
  Maker maker;
  Claim& claim = maker.claim(83, "2020-01-01");
  write_off(claim, 15, "2020-02-01");
  maker.repay(83, "2020-03-01");
  CHECK(text(maker) == "CL-1 83+15 off 0 open 0 credit 0; ");
  adjust(claim, 183, "2020-04-01");
  CHECK(text(maker) == "CL-1 83+15 off 0 open 100 credit 0; ");
  // What was cut down to the sum of its day stays cut down.
  Maker cut;
  Claim& small = cut.claim(100, "2020-01-01");
  cut.repay(80, "2020-02-01");
  write_off(small, 50, "2020-03-01");
  adjust(small, 200, "2020-04-01");
  CHECK(text(cut) == "CL-1 80+0 off 20 open 100 credit 0; ");
  // Credit waits for it.
  cut.repay(130, "2020-03-15");
  CHECK(text(cut) == "CL-1 200+20 off 0 open 0 credit 10; ");
}

TEST_CASE("Set-off: a claim that shrinks counts as if it had never been more") {
  Maker maker;
  Claim& claim = maker.claim(100, "2020-01-01");
  write_off(claim, 30, "2020-02-01");
  adjust(claim, 0, "2020-03-01");
  CHECK(text(maker) == "CL-1 0+0 off 0 open 0 credit 0; ");
  adjust(claim, 100, "2020-04-01");
  CHECK(text(maker) == "CL-1 0+0 off 0 open 100 credit 0; ");
  maker.repay(60, "2020-01-15");
  adjust(claim, 40, "2020-05-01");
  CHECK(text(maker) == "CL-1 40+0 off 0 open 0 credit 20; ");
}

TEST_CASE("Set-off: an open claim goes before one that was written off") {
  Maker maker;
  Claim& old = maker.claim(100, "2020-01-01");
  write_off(old, 100, "2020-02-01");
  maker.claim(50, "2020-03-01");
  maker.repay(60, "2020-04-01");
  CHECK(text(maker) == "CL-1 10+10 off 90 open 0 credit 0; CL-2 50+0 off 0 open 0 credit 0; ");
}

TEST_CASE("Set-off: what is proposed beyond the claims on record stands last") {
  Maker maker;
  maker.pay(1000).spend(700).conclude(Outcome::failed);
  maker.repay(250, "2020-04-01");
  CHECK(text(maker) == "proposed 250+0 off 0 open 50 credit 0; ");
  maker.claim(200, "2020-05-01");
  CHECK(text(maker) == "CL-1 200+0 off 0 open 0 credit 0; proposed 50+0 off 0 open 50 credit 0; ");
  maker.claim(100, "2020-06-01");
  CHECK(text(maker) == "CL-1 200+0 off 0 open 0 credit 0; CL-2 50+0 off 0 open 50 credit 0; ");
}

TEST_CASE("Set-off: the parts of a claim add up to its sum") {
  Maker maker;
  maker.regime("cn-shenzhen-2020").pay(1000).spend(700).conclude(Outcome::failed).opine(0, 0, 20);
  maker.decide(DecisionKind::recover).principal = Minor(300);
  maker.project.decisions[0].interest = Minor(20);
  maker.project.decisions[0].used_recovered = Minor(50);
  maker.claim(360);
  const ProjectRecovery made = recovery(maker.project);
  REQUIRE(made.claims.size() == 2);
  CHECK(made.claims[0].parts.surplus == Minor(300));
  CHECK(made.claims[0].parts.interest == Minor(20));
  CHECK(made.claims[0].parts.used == Minor(40));
  CHECK(made.claims[1].principal == Minor(10));
}

namespace {

/// The slow model: money is single coins, and every coin looks for its place.
struct Model {
  struct Bond {
    std::int64_t open = 0, off = 0, set = 0, after = 0;
    bool raised = false;
  };
  std::vector<Bond> bonds;
  std::int64_t purse = 0;

  void settle() {
    for (bool moved = true; purse > 0 && moved;) {
      moved = false;
      for (Bond& bond : bonds) {
        if (!bond.raised || bond.open == 0) continue;
        --bond.open;
        ++bond.set;
        moved = true;
        break;
      }
      if (moved) {
        --purse;
        continue;
      }
      for (Bond& bond : bonds) {
        if (!bond.raised || bond.off == bond.after) continue;
        ++bond.after;
        moved = true;
        break;
      }
      if (moved) --purse;
    }
  }
};

struct Happening {
  int on;
  int rank;  // raised, grown, paid, written off
  std::size_t claim;
  std::int64_t amount;
};

}  // namespace

TEST_CASE("Set-off: equal to a model of single coins on random histories") {
  CHECK(rc::check("equal", [] {
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    std::mt19937 random(seed);
    const auto below = [&](std::uint32_t limit) {
      return static_cast<std::int64_t>(random() % limit);
    };
    Maker maker;
    std::vector<Happening> happenings;
    const std::int64_t claims = 1 + below(3);
    const auto on = [&](std::int64_t offset) {
      return to_iso(from_day_number(18500 + static_cast<std::int32_t>(offset)));
    };
    for (std::int64_t i = 0; i < claims; ++i) {
      const std::int64_t raised = i * 10 + below(10);
      std::int64_t sum = 1 + below(60);
      Claim& claim = maker.claim(sum, on(raised));
      const auto place = static_cast<std::size_t>(i);
      happenings.push_back({static_cast<int>(raised), 0, place, sum});
      for (std::int64_t n = below(3), day = raised; n > 0; --n) {
        day += below(20);
        const std::int64_t more = below(30);
        adjust(claim, sum + more, on(day).c_str());
        sum += more;
        happenings.push_back({static_cast<int>(day), 1, place, more});
      }
      for (std::int64_t n = below(3); n > 0; --n) {
        const std::int64_t off_on = raised + below(30);
        const std::int64_t off = below(40);
        write_off(claim, off, on(off_on).c_str());
        happenings.push_back({static_cast<int>(off_on), 3, place, off});
      }
    }
    for (std::int64_t n = below(6); n > 0; --n) {
      const std::int64_t paid_on = below(60);
      const std::int64_t paid = 1 + below(50);
      maker.repay(paid, on(paid_on));
      happenings.push_back({static_cast<int>(paid_on), 2, 0, paid});
    }
    std::stable_sort(happenings.begin(), happenings.end(), [](const auto& a, const auto& b) {
      return std::pair(a.on, a.rank) < std::pair(b.on, b.rank);
    });
    Model model;
    model.bonds.resize(static_cast<std::size_t>(claims));
    for (const Happening& it : happenings) {
      Model::Bond& bond = model.bonds[it.claim];
      if (it.rank == 0) {
        bond.raised = true;
        bond.open += it.amount;
      } else if (it.rank == 1) {
        bond.open += it.amount;
      } else if (it.rank == 2) {
        model.purse += it.amount;
      } else {
        const std::int64_t off = std::min(it.amount, bond.open);
        bond.open -= off;
        bond.off += off;
      }
      model.settle();
    }
    const ProjectRecovery made = recovery(maker.project);
    RC_ASSERT(made.claims.size() == model.bonds.size());
    for (std::size_t i = 0; i < model.bonds.size(); ++i) {
      const ClaimPosition& it = made.claims[i];
      RC_ASSERT(it.repaid.value() == model.bonds[i].set + model.bonds[i].after);
      RC_ASSERT(it.recovered_after_write_off.value() == model.bonds[i].after);
      RC_ASSERT(it.written_off.value() == model.bonds[i].off - model.bonds[i].after);
      RC_ASSERT(it.outstanding.value() == model.bonds[i].open);
      RC_ASSERT(it.principal.value() ==
                it.repaid.value() + it.written_off.value() + it.outstanding.value());
    }
    RC_ASSERT(made.claims.back().credit.value() == model.purse);
    std::int64_t set = 0;
    for (const SetOff& each : made.set_offs) set += each.amount.value();
    RC_ASSERT(set == made.accounts.at(0).paid.value());
    RC_ASSERT(made.accounts[0].claimed.value() == made.accounts[0].recovered.value() +
                                                      made.accounts[0].written_off.value() +
                                                      made.accounts[0].outstanding.value());
  }));
}
