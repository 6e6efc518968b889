// Exact money: a whole number of minor units of one currency. No floating point, no silent
// rounding, no silent overflow, no conversion.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/money/currency.hpp>

#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace bursar {

/// Integers that may stand for a count of minor units: no bool, no character, no floating point.
template <class T>
concept MinorInteger =
    std::integral<T> && !std::same_as<std::remove_cv_t<T>, bool> &&
    !std::same_as<std::remove_cv_t<T>, char> && sizeof(T) <= sizeof(std::int64_t) &&
    (std::signed_integral<T> || sizeof(T) < sizeof(std::int64_t));

/// A count of minor units whose currency is known from where it stands (a fact of a project is in
/// the project's currency). It does no arithmetic: that goes through Money, or MoneySum for many
/// amounts.
class Minor {
 public:
  constexpr Minor() noexcept = default;
  template <MinorInteger T>
  constexpr explicit Minor(T value) noexcept : value_(value) {}
  template <class T>
  requires std::floating_point<T>
  explicit Minor(T) = delete;

  [[nodiscard]] constexpr std::int64_t value() const noexcept { return value_; }
  friend constexpr auto operator<=>(const Minor&, const Minor&) noexcept = default;

 private:
  std::int64_t value_ = 0;
};

/// An amount of money: 16 bytes, trivially copyable, no default constructor.
class Money {
 public:
  /// An amount from a whole number of minor units. A floating-point argument does not compile.
  template <MinorInteger T>
  [[nodiscard]] static constexpr Money of_minor(T amount_minor, Currency currency) noexcept {
    return Money(amount_minor, currency);
  }
  [[nodiscard]] static constexpr Money of_minor(Minor amount, Currency currency) noexcept {
    return Money(amount.value(), currency);
  }
  [[nodiscard]] static constexpr Money zero(Currency currency) noexcept {
    return Money(0, currency);
  }

  [[nodiscard]] constexpr std::int64_t minor() const noexcept { return minor_; }
  [[nodiscard]] constexpr Currency currency() const noexcept { return currency_; }
  [[nodiscard]] constexpr bool is_zero() const noexcept { return minor_ == 0; }
  [[nodiscard]] constexpr bool is_negative() const noexcept { return minor_ < 0; }

  friend constexpr bool operator==(const Money&, const Money&) = default;

 private:
  constexpr Money(std::int64_t amount_minor, Currency currency) noexcept
      : minor_(amount_minor), currency_(currency) {}

  std::int64_t minor_;
  Currency currency_;
};

static_assert(sizeof(Money) == 16 && std::is_trivially_copyable_v<Money>);
static_assert(!std::is_default_constructible_v<Money>);

/// a + b. Refusals: currency_mismatch, money_overflow.
[[nodiscard]] BURSAR_API Result<Money> add(Money a, Money b);
/// a - b. Refusals: currency_mismatch, money_overflow.
[[nodiscard]] BURSAR_API Result<Money> subtract(Money a, Money b);
/// -a. Refusals: money_overflow (the smallest amount has no counterpart).
[[nodiscard]] BURSAR_API Result<Money> negated(Money a);
/// a times a whole number. Refusals: money_overflow.
[[nodiscard]] BURSAR_API Result<Money> multiplied(Money a, std::int64_t factor);
/// The order of two amounts. Refusals: currency_mismatch.
[[nodiscard]] BURSAR_API Result<std::strong_ordering> compared(Money a, Money b);

/// A sum over many amounts of one currency, held in 128 bits: it cannot overflow before 2^63
/// additions, and is checked once, when it is read.
class MoneySum {
 public:
  constexpr MoneySum() noexcept = default;

  constexpr void add(Minor amount) noexcept { add_value(amount.value()); }
  constexpr void subtract(Minor amount) noexcept {
    if (amount.value() == std::numeric_limits<std::int64_t>::min()) {
      add_value(std::numeric_limits<std::int64_t>::max());
      add_value(1);
    } else {
      add_value(-amount.value());
    }
  }

  /// Whether the sum fits 64 bits.
  [[nodiscard]] constexpr bool fits() const noexcept {
    return high_ == (static_cast<std::int64_t>(low_) < 0 ? -1 : 0);
  }
  /// The sum. Refusals: money_overflow.
  [[nodiscard]] BURSAR_API Result<Minor> total() const;

 private:
  constexpr void add_value(std::int64_t value) noexcept {
    const std::uint64_t before = low_;
    low_ += static_cast<std::uint64_t>(value);
    high_ += (value < 0 ? -1 : 0) + (low_ < before ? 1 : 0);
  }

  std::uint64_t low_ = 0;
  std::int64_t high_ = 0;
};

}  // namespace bursar
