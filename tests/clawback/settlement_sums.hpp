// An ordinary project, and what becomes of its money, for the tests of settlements.
#pragma once

#include <bursar/clawback/settlement.hpp>

#include <cstdint>
#include <ostream>
#include <string>

#include "project_maker.hpp"

namespace bursar::test {

/// R 1000, E 700, O 50 (after the end), D 100: A 600, N 250, S 400, S - N 150.
inline Maker ordinary(Outcome outcome, const std::string& regime, std::int64_t interest = 0) {
  Maker maker;
  maker.regime(regime).pay(1000).spend(700).spend(50, "2020-01-15").conclude(outcome);
  maker.opine(100, 0, interest);
  return maker;
}

/// An earlier settlement of the lead's grant after a failed acceptance, made on 2020-03-05.
inline Settlement settled_before(std::int64_t known_position) {
  Settlement settlement;
  settlement.org_id = OrgId("lead");
  settlement.outcome = "failed";
  settlement.made_from.as_of = day("2020-03-05");
  settlement.made_from.known_position = known_position;
  return settlement;
}

struct Sums {
  std::int64_t kept, left, due;
  bool operator==(const Sums&) const = default;
};
inline std::ostream& operator<<(std::ostream& out, const Sums& sums) {
  return out << "kept " << sums.kept << " left " << sums.left << " due " << sums.due;
}
inline Sums sums(const SettlementStatement& it) {
  return {it.kept.value(), it.left.value(), it.due_back.value()};
}

}  // namespace bursar::test
