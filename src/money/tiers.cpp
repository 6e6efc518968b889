#include <bursar/money/tiers.hpp>

#include "money/int128.hpp"
#include "money/refused_amount.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

namespace bursar {
namespace {

// Bounds that keep every intermediate within 128 bits: an amount below 2^63 times such a number,
// summed over all tiers, stays below 2^127.
constexpr std::int64_t scale_max = 1'000'000'000;
constexpr std::size_t tiers_max = 1000;

Refusal malformed(Wording reason) {
  return Refusal(Code::tiers_malformed).with("reason", std::move(reason));
}

/// Where a tier ends; the last one ends beyond all amounts.
Int128 end_of(const Tier& tier) {
  return tier.up_to ? Int128{tier.up_to->value()}
                    : Int128{std::numeric_limits<std::int64_t>::max()};
}

/// The rate as a number of 1/denominator.
Int128 scaled(const Tier& tier, std::int64_t denominator) {
  return Int128{tier.rate.numerator()} * (denominator / tier.rate.denominator());
}

Result<std::int64_t> common_denominator(const std::vector<Tier>& tiers) {
  std::int64_t common = 1;
  for (const Tier& tier : tiers) {
    const std::int64_t denominator = tier.rate.denominator();
    const Int128 next = Int128{common / std::gcd(common, denominator)} * denominator;
    if (next > scale_max)
      return malformed(
          {"各档比率没有不超过10^9的公分母", "the rates have no common denominator up to 10^9"});
    common = static_cast<std::int64_t>(next);
  }
  for (const Tier& tier : tiers) {
    if (scaled(tier, common) > scale_max) return malformed({"有比率过大", "a rate is too large"});
  }
  return common;
}

}  // namespace

Result<TieredCap> TieredCap::of(Currency currency, std::vector<Tier> tiers) {
  if (tiers.empty() || tiers.size() > tiers_max)
    return malformed({"没有分档，或分档过多", "there are none, or too many"});
  Int128 previous = 0;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    const auto wrong = [&](std::string_view zh, std::string_view en) {
      const std::string number = std::to_string(i + 1);
      return malformed(
          {"第" + number + "档" + std::string(zh), "tier " + number + " " + std::string(en)});
    };
    const bool last = i + 1 == tiers.size();
    if (tiers[i].rate.is_negative()) return wrong("的比率为负", "has a negative rate");
    if (last && tiers[i].up_to) return malformed({"末档设了上限", "the last tier has an end"});
    if (!last && !tiers[i].up_to) return wrong("没有上限", "has no end");
    if (!last && end_of(tiers[i]) <= previous)
      return wrong("的上限不高于下限", "ends before it begins");
    previous = end_of(tiers[i]);
  }
  BURSAR_TRY(const std::int64_t denominator, common_denominator(tiers));
  return TieredCap(currency, std::move(tiers), denominator);
}

Result<void> TieredCap::check(Money amount) const {
  if (amount.currency() != currency_) {
    return Refusal(Code::currency_mismatch)
        .with("left", std::string(currency_.code()))
        .with("right", std::string(amount.currency().code()));
  }
  if (amount.is_negative()) {
    return with_amounts(Refusal(Code::base_negative), currency_, {{"amount", amount.minor()}});
  }
  return {};
}

Result<Money> TieredCap::cap(Money base, Rounding rounding) const {
  BURSAR_TRY_VOID(check(base));
  Int128 sum = 0;
  Int128 begin = 0;
  for (const Tier& tier : tiers_) {
    const Int128 end = std::min(Int128{base.minor()}, end_of(tier));
    if (end <= begin) break;
    sum += (end - begin) * scaled(tier, denominator_);
    begin = end;
  }
  BURSAR_TRY(const std::int64_t minor, rounded_quotient(sum, denominator_, rounding));
  return Money::of_minor(minor, currency_);
}

Result<Money> TieredCap::largest_within(Money total, Rounding rounding) const {
  BURSAR_TRY_VOID(check(total));
  // Within a tier that begins at `begin`, where the cap is sum/d, and whose rate is r/d:
  // b = sum/d + (total - b - begin) * r/d, so b = (sum + (total - begin) * r) / (d + r).
  Int128 sum = 0;
  Int128 begin = 0;
  for (const Tier& tier : tiers_) {
    const Int128 rate = scaled(tier, denominator_);
    const Int128 end = end_of(tier);
    const Int128 sum_at_end = sum + (end - begin) * rate;
    // The total at which the base reaches the end of the tier is end + cap(end).
    if (tier.up_to && (Int128{total.minor()} - end) * denominator_ > sum_at_end) {
      sum = sum_at_end;
      begin = end;
      continue;
    }
    const Int128 numerator = sum + (total.minor() - begin) * rate;
    BURSAR_TRY(const std::int64_t minor,
               rounded_quotient(numerator, denominator_ + rate, rounding));
    return Money::of_minor(minor, currency_);
  }
  return Code::money_overflow;  // not reached: the last tier has no end
}

}  // namespace bursar
