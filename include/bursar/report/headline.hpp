// The figures that a recovery is known by, as sentences.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/refusal.hpp>
#include <bursar/clawback/claims.hpp>

#include <string>

namespace bursar {

/// The headline of one currency.
struct Headline {
  /// "34 projects that failed acceptance are pursued; 6,015,600.00 yuan have been recovered from
  /// them."
  std::string sentence;
  /// The recovered sum once more: in 万元 and, for yuan, in capitals.
  std::string in_other_words;
};
[[nodiscard]] BURSAR_API Headline headline(const CurrencyTotals& totals, Language language);

}  // namespace bursar
