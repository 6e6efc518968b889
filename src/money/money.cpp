#include <bursar/money/money.hpp>

#include <string>

namespace bursar {
namespace {

Refusal mismatch(Money a, Money b) {
  return Refusal(Code::currency_mismatch)
      .with("left", std::string(a.currency().code()))
      .with("right", std::string(b.currency().code()));
}

}  // namespace

Result<Money> add(Money a, Money b) {
  if (a.currency() != b.currency()) return mismatch(a, b);
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.minor(), b.minor(), &sum)) return Code::money_overflow;
  return Money::of_minor(sum, a.currency());
}

Result<Money> subtract(Money a, Money b) {
  if (a.currency() != b.currency()) return mismatch(a, b);
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(a.minor(), b.minor(), &difference)) return Code::money_overflow;
  return Money::of_minor(difference, a.currency());
}

Result<Money> negated(Money a) {
  std::int64_t opposite = 0;
  if (__builtin_sub_overflow(std::int64_t{0}, a.minor(), &opposite)) return Code::money_overflow;
  return Money::of_minor(opposite, a.currency());
}

Result<Money> multiplied(Money a, std::int64_t factor) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a.minor(), factor, &product)) return Code::money_overflow;
  return Money::of_minor(product, a.currency());
}

Result<std::strong_ordering> compared(Money a, Money b) {
  if (a.currency() != b.currency()) return mismatch(a, b);
  return a.minor() <=> b.minor();
}

Result<Minor> MoneySum::total() const {
  if (!fits()) return Code::money_overflow;
  return Minor(static_cast<std::int64_t>(low_));
}

}  // namespace bursar
