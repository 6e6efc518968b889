#include <bursar/report/texts.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace bursar {
namespace {

constexpr auto table = std::to_array<ReportTextInfo>({
#define BURSAR_TEXT(id, en, zh) {ReportText::id, #id, en, zh},
#include <bursar/report/texts.def>
#undef BURSAR_TEXT
});

}  // namespace

std::span<const ReportTextInfo> all_report_texts() { return table; }

std::string_view report_text(ReportText id, Language language) {
  const ReportTextInfo& row = table[static_cast<std::size_t>(id)];
  return language == Language::zh ? row.zh : row.en;
}

std::string report_text(ReportText id, Language language,
                        std::initializer_list<ReportTextArgument> arguments) {
  const std::string_view pattern = report_text(id, language);
  std::string filled;
  std::size_t used = 0;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t brace = pattern.find('{', at);
    filled += pattern.substr(at, brace - at);
    if (brace == std::string_view::npos) break;
    const std::size_t end = pattern.find('}', brace);
    const std::string_view name = pattern.substr(brace + 1, end - brace - 1);
    const auto* found = std::find_if(arguments.begin(), arguments.end(),
                                     [&](const auto& argument) { return argument.name == name; });
    if (found == arguments.end()) throw std::logic_error("no argument " + std::string(name));
    filled += found->value;
    ++used;
    at = end + 1;
  }
  if (used < arguments.size()) {
    throw std::logic_error("an argument too many for " +
                           std::string(table[static_cast<std::size_t>(id)].name));
  }
  return filled;
}

}  // namespace bursar
