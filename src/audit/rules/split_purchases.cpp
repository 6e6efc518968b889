// split_purchases: several purchases from one vendor within a few days, each just below a
// threshold.
#include "audit/rules/rule_support.hpp"

#include <bursar/audit/ten_rules.hpp>

#include <algorithm>
#include <array>
#include <tuple>

namespace bursar {
namespace {

using namespace audit_detail;

class SplitPurchasesRule final : public ProjectRule {
 public:
  explicit SplitPurchasesRule(SplitPurchases parameters)
      : parameters_(std::move(parameters)),
        from_(parameters_.from.minor()),
        width_(static_cast<std::uint64_t>(parameters_.below.minor()) -
               static_cast<std::uint64_t>(from_)) {
    for (std::size_t head = 0; head < counts_.size(); ++head) {
      const Head top = top_head(static_cast<Head>(head));
      counts_[head] = std::find(parameters_.heads.begin(), parameters_.heads.end(), top) !=
                      parameters_.heads.end();
    }
  }

  RuleInfo info() const override {
    RuleInfo info;
    info.id = "split_purchases";
    info.title = {"化整为零采购", "purchases split below a threshold"};
    info.severity = Severity::medium;
    info.basis = {definition_of(info.id)};
    std::string heads;
    for (const Head head : parameters_.heads)
      heads += (heads.empty() ? "" : " ") + std::string(word(head));
    info.parameters = {{"from_minor", std::to_string(parameters_.from.minor())},
                       {"below_minor", std::to_string(parameters_.below.minor())},
                       {"currency", std::string(parameters_.from.currency().code())},
                       {"count", std::to_string(parameters_.count)},
                       {"days", std::to_string(parameters_.days)},
                       {"heads", heads}};
    info.needs = {"expenses", "vendor_id", "currency"};
    info.messages["split"] = {
        "{first}至{last}向供应商{vendor}采购{count}笔，共{total} {currency}，每笔均略低于{below}",
        "{count} purchases from vendor {vendor} between {first} and {last}, "
        "{total} {currency} together, each just below {below}"};
    return info;
  }

  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    if (const auto verdict = without_lines(project, 0)) return *verdict;
    if (project.project().currency != parameters_.from.currency()) return Verdict::missing(2);
    const ExpenseColumns& columns = project.project().expenses;
    std::int32_t candidates = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      candidates += is_candidate(columns.amount[i], columns.head[i]) ? 1 : 0;
    }
    if (candidates < parameters_.count) return Verdict::checked();
    if (!worth_unpacking(project.project())) return Verdict::checked();

    std::vector<const CaseLine*> lines;
    std::int32_t without_vendor = 0;
    for (const CaseLine& line : project.lines()) {
      if (!line.stands || !is_candidate(line.line.amount, line.line.head)) continue;
      if (line.line.vendor_id.empty()) {
        ++without_vendor;
      } else {
        lines.push_back(&line);
      }
    }
    std::sort(lines.begin(), lines.end(), [](const CaseLine* a, const CaseLine* b) {
      return std::tie(a->line.vendor_id, a->line.day, a->line.expense_id) <
             std::tie(b->line.vendor_id, b->line.day, b->line.expense_id);
    });
    for (std::size_t at = 0; at < lines.size();) {
      std::size_t until = at;
      while (until < lines.size() && lines[until]->line.vendor_id == lines[at]->line.vendor_id)
        ++until;
      check_vendor(project, std::span(lines).subspan(at, until - at), sink);
      at = until;
    }
    return without_vendor >= parameters_.count ? Verdict::missing(1) : Verdict::checked();
  }

 private:
  /// Whether an amount lies in the band, and its head counts.
  [[nodiscard]] bool is_candidate(Minor amount, Head head) const noexcept {
    const bool in_band =
        static_cast<std::uint64_t>(amount.value()) - static_cast<std::uint64_t>(from_) < width_;
    return in_band && counts_[static_cast<std::size_t>(head)];
  }

  /// Whether so many candidates may be of one vendor, or of none that is named; by fingerprints
  /// alone.
  [[nodiscard]] bool worth_unpacking(const Project& project) const {
    if (!project.expense_edits.empty()) return true;
    const auto count = static_cast<std::size_t>(parameters_.count);
    const ExpenseColumns& columns = project.expenses;
    std::vector<std::uint64_t> of_candidates;
    std::size_t next = 0;
    for (const ExpenseSource& source : project.expense_sources) {
      FingerprintRoom vendors(source.block);
      source.block.fingerprints(ExpenseBlock::Text::vendor_id, vendors.span());
      for (const std::uint32_t place : source.kept) {
        const std::size_t at = next++;
        if (is_candidate(columns.amount[at], columns.head[at])) {
          of_candidates.push_back(vendors.span()[place]);
        }
      }
    }
    std::sort(of_candidates.begin(), of_candidates.end());
    for (std::size_t last = count - 1; last < of_candidates.size(); ++last) {
      if (of_candidates[last] == of_candidates[last + 1 - count]) return true;
    }
    return false;
  }

  /// Lines of one vendor by day. One finding a vendor, with every line that lies in some close
  /// group.
  void check_vendor(const ProjectCase& project, std::span<const CaseLine* const> lines,
                    FindingSink& sink) const {
    const auto count = static_cast<std::size_t>(parameters_.count);
    std::vector<bool> close(lines.size());
    bool any = false;
    for (std::size_t last = count - 1; last < lines.size(); ++last) {
      const std::size_t first = last + 1 - count;
      if (lines[last]->line.day - lines[first]->line.day > parameters_.days) continue;
      std::fill(close.begin() + static_cast<std::ptrdiff_t>(first),
                close.begin() + static_cast<std::ptrdiff_t>(last) + 1, true);
      any = true;
    }
    if (!any) return;
    FindingDraft draft;
    MoneySum total;
    std::optional<std::int32_t> first_day;
    std::int32_t last_day = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!close[i]) continue;
      draft.evidence.push_back(project.evidence_of(*lines[i], lines[i]->net));
      total.add(lines[i]->net);
      first_day = first_day.value_or(lines[i]->line.day);
      last_day = lines[i]->line.day;
    }
    const Currency currency = project.project().currency;
    const std::string vendor(lines.front()->line.vendor_id);
    draft.subject = project.project().id.text() + ":" + vendor;
    draft.message_key = "split";
    draft.arguments = {{"count", std::to_string(draft.evidence.size())},
                       {"vendor", vendor},
                       {"first", to_iso(from_day_number(*first_day))},
                       {"last", to_iso(from_day_number(last_day))},
                       {"total", amount_text(total.total().value(), currency)},
                       {"currency", std::string(currency.code())},
                       {"below", amount_text(Minor(parameters_.below.minor()), currency)}};
    sink.report(std::move(draft));
  }

  SplitPurchases parameters_;
  std::int64_t from_;
  std::uint64_t width_;  // of the band
  std::array<bool, ProjectFigures::head_count> counts_{};
};

}  // namespace

Result<AnyRule> split_purchases(SplitPurchases parameters) {
  const auto malformed = [](std::string_view parameter, std::string value, Wording expected) {
    return Refusal(Code::audit_parameter_malformed)
        .with("rule", "split_purchases")
        .with("parameter", std::string(parameter))
        .with("value", std::move(value))
        .with("expected", std::move(expected));
  };
  if (parameters.from.currency() != parameters.below.currency()) {
    return malformed("below", std::string(parameters.below.currency().code()),
                     {std::string(parameters.from.currency().code()),
                      std::string(parameters.from.currency().code())});
  }
  if (parameters.from.minor() >= parameters.below.minor()) {
    return malformed("below", std::to_string(parameters.below.minor()),
                     {"大于from", "more than from"});
  }
  if (parameters.count < 2)
    return malformed("count", std::to_string(parameters.count), {"2或更多", "2 or more"});
  if (parameters.days < 0)
    return malformed("days", std::to_string(parameters.days), {"0或更多", "0 or more"});
  if (parameters.heads.empty())
    return malformed("heads", "[]", {"至少一个科目", "at least one head"});
  return AnyRule(std::make_shared<const SplitPurchasesRule>(std::move(parameters)));
}

}  // namespace bursar
