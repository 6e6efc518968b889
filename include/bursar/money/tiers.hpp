// Caps that grow by tiers, such as the cap on indirect costs: 20 % of the first 5 million yuan, 15
// % of the next 5 million, 13 % of the rest. The tiers are data; the result is exact and rounded
// once.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/money/money.hpp>
#include <bursar/money/rate.hpp>
#include <bursar/money/rounding.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bursar {

/// A rate for the part of the base that lies above the tier before, up to an amount.
struct Tier {
  Rate rate;
  std::optional<Minor> up_to;  ///< empty: without end
  friend bool operator==(const Tier&, const Tier&) = default;
};

/// An immutable scale of tiers in one currency.
class BURSAR_API TieredCap {
 public:
  /// Refusals: tiers_malformed (no tier; an end that is not above the one before; an end on the
  /// last tier or none on another; a negative rate; rates whose common denominator or numerators
  /// exceed 10^9).
  [[nodiscard]] static Result<TieredCap> of(Currency currency, std::vector<Tier> tiers);

  [[nodiscard]] Currency currency() const noexcept { return currency_; }
  [[nodiscard]] std::span<const Tier> tiers() const noexcept { return tiers_; }

  /// The cap on a base. Refusals: currency_mismatch, base_negative, amount_not_exact,
  /// money_overflow.
  [[nodiscard]] Result<Money> cap(Money base, Rounding rounding) const;
  /// The inverse: the largest part b of a total that keeps the cap on the rest, b = cap(total - b).
  /// With total = direct + indirect costs without equipment, b is the largest indirect cost.
  /// Rounded toward zero or to the floor, the part stays within the cap. Refusals: as for cap.
  [[nodiscard]] Result<Money> largest_within(Money total, Rounding rounding) const;

  friend bool operator==(const TieredCap& a, const TieredCap& b) {
    return a.currency_ == b.currency_ && a.tiers_ == b.tiers_;
  }

 private:
  TieredCap(Currency currency, std::vector<Tier> tiers, std::int64_t denominator)
      : currency_(currency), tiers_(std::move(tiers)), denominator_(denominator) {}
  [[nodiscard]] Result<void> check(Money amount) const;

  Currency currency_;
  std::vector<Tier> tiers_;
  std::int64_t denominator_;  ///< common to all rates
};

}  // namespace bursar
