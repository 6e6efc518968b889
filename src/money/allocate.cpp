#include <bursar/money/allocate.hpp>

#include "money/int128.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <numeric>
#include <string>

namespace bursar {
namespace {

/// The size of an amount; the smallest one has none in 64 bits.
template <class Wide>
Wide magnitude(Money total) {
  const Wide minor = total.minor();
  return minor < 0 ? Wide(-minor) : minor;
}

/// Largest remainder. Wide holds |total| times any weight; the weights are not negative, and one is
/// above zero.
template <class Wide>
std::vector<Money> largest_remainder(Money total, const std::vector<Wide>& weights) {
  const Wide sum = std::accumulate(weights.begin(), weights.end(), Wide(0));
  const Wide size = magnitude<Wide>(total);
  std::vector<Wide> parts;
  std::vector<Wide> remainders;
  parts.reserve(weights.size());
  remainders.reserve(weights.size());
  Wide left = size;
  for (const Wide& weight : weights) {
    const Wide product = size * weight;
    parts.push_back(product / sum);
    remainders.push_back(product % sum);
    left -= parts.back();
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(
      order, [&remainders](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  // `left` is less than the number of parts whose remainder is not zero.
  const auto count = static_cast<std::size_t>(left);
  for (std::size_t i = 0; i < count; ++i) parts[order[i]] += 1;

  std::vector<Money> shares;
  shares.reserve(parts.size());
  for (const Wide& part : parts) {
    const Wide signed_part = total.is_negative() ? Wide(-part) : part;
    shares.push_back(Money::of_minor(static_cast<std::int64_t>(signed_part), total.currency()));
  }
  return shares;
}

Refusal negative_weight(std::size_t index) {
  return Refusal(Code::weight_negative).with("position", std::to_string(index + 1));
}

}  // namespace

Result<std::vector<Money>> allocate(Money total, std::span<const std::int64_t> weights) {
  const auto negative = std::ranges::find_if(weights, [](std::int64_t w) { return w < 0; });
  if (negative != weights.end()) {
    return negative_weight(static_cast<std::size_t>(negative - weights.begin()));
  }
  if (std::ranges::all_of(weights, [](std::int64_t w) { return w == 0; })) {
    return Code::weights_all_zero;
  }
  return largest_remainder(total, std::vector<Int128>(weights.begin(), weights.end()));
}

Result<std::vector<Money>> allocate(Money total, std::span<const Rate> weights) {
  using Wide = boost::multiprecision::cpp_int;
  const auto negative = std::ranges::find_if(weights, &Rate::is_negative);
  if (negative != weights.end()) {
    return negative_weight(static_cast<std::size_t>(negative - weights.begin()));
  }
  if (std::ranges::all_of(weights, &Rate::is_zero)) return Code::weights_all_zero;
  Wide common = 1;
  for (const Rate& weight : weights) {
    common = boost::multiprecision::lcm(common, Wide(weight.denominator()));
  }
  std::vector<Wide> whole;
  whole.reserve(weights.size());
  for (const Rate& weight : weights) {
    whole.emplace_back(common / weight.denominator() * weight.numerator());
  }
  return largest_remainder(total, whole);
}

Result<std::vector<Money>> allocate_equally(Money total, std::size_t parts) {
  if (parts == 0) return Code::weights_all_zero;
  return largest_remainder(total, std::vector<Int128>(parts, 1));
}

}  // namespace bursar
