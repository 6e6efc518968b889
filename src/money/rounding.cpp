#include <bursar/money/rounding.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace bursar {
namespace {

constexpr std::array<std::pair<std::string_view, Rounding>, 10> names = {{
    {"exact", Rounding::exact},
    {"half_even", Rounding::half_even},
    {"half_away_from_zero", Rounding::half_away_from_zero},
    {"half_toward_zero", Rounding::half_toward_zero},
    {"half_ceiling", Rounding::half_ceiling},
    {"half_floor", Rounding::half_floor},
    {"toward_zero", Rounding::toward_zero},
    {"away_from_zero", Rounding::away_from_zero},
    {"floor", Rounding::floor},
    {"ceiling", Rounding::ceiling},
}};

}  // namespace

std::string_view rounding_name(Rounding rounding) {
  for (const auto& [name, mode] : names) {
    if (mode == rounding) return name;
  }
  return {};
}

Result<Rounding> parse_rounding(std::string_view name) {
  std::string folded(name);
  std::ranges::replace(folded, '-', '_');
  for (const auto& [known, mode] : names) {
    if (folded == known) return mode;
  }
  if (folded == "half_up" || folded == "四舍五入") return Rounding::half_away_from_zero;
  std::string expected;
  for (const auto& [known, mode] : names) {
    expected += (expected.empty() ? "" : ", ") + std::string(known);
  }
  return Refusal(Code::text_unknown)
      .with("field", "rounding")
      .with("value", std::string(name))
      .with("expected", std::move(expected));
}

}  // namespace bursar
