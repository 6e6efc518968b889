// What a run keeps, so that a re-audit need not begin anew.
#pragma once

#include "audit/shared_keys.hpp"

#include <bursar/audit/audit.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bursar {

/// Projects have ordinals: their places in the first run, and one up for each that came later.
struct AuditRun::Memory {
  Digest rules;
  AsOf folded;
  Holdings holdings;

  std::vector<ProjectId> ids;  ///< by ordinal; the first `sorted` of them ascend
  std::size_t sorted = 0;
  std::map<std::string, std::uint32_t, std::less<>> later;  ///< ordinals from `sorted` on

  std::vector<std::int64_t> versions;     ///< by ordinal
  std::vector<std::int32_t> valid_until;  ///< by ordinal: the earliest day of its verdicts
  std::vector<std::uint8_t> held;         ///< by ordinal: which kinds of records the project has
  /// Verdict codes, by ordinal and place of the rule; failed_code where the rule threw.
  std::vector<std::uint8_t> cells;
  /// How many projects have which code, by place of the rule.
  std::vector<std::array<std::int64_t, 256>> counts;
  /// What rules threw, by place of the rule and ordinal; for links, see `link_failures`.
  std::map<std::pair<std::size_t, std::uint32_t>, std::string> failures;
  std::map<std::pair<std::size_t, std::uint64_t>, std::string> link_failures;
  std::map<std::size_t, audit_detail::SharedKeyIndex> indexes;  ///< by place of the rule

  static constexpr std::uint8_t failed_code = 255;
  static constexpr std::int32_t forever = 0x7fffffff;
};

}  // namespace bursar
