// invoice_on_several_projects: one invoice of one vendor charged to more than one project.
#include "audit/rules/rule_support.hpp"
#include "grant/block_texts.hpp"

#include <bursar/audit/ten_rules.hpp>

#include <algorithm>
#include <map>
#include <tuple>

namespace bursar {
namespace {

using namespace audit_detail;

enum Need : std::uint8_t { need_expenses, need_invoice, need_vendor };

/// What makes an invoice the same: its vendor, and its number with the code of its series.
struct InvoiceKey {
  std::string_view vendor;
  std::string_view code;
  std::string_view number;
  auto operator<=>(const InvoiceKey&) const = default;

  /// Without a vendor, only code and number together tell an invoice from others.
  [[nodiscard]] bool usable() const noexcept {
    return !number.empty() && (!vendor.empty() || !code.empty());
  }
};

InvoiceKey key_of(const ExpenseLine& line) {
  return {line.vendor_id, line.invoice_code, line.invoice_no};
}

/// What the invoices of a project say about how far it can be checked.
struct Seen {
  bool any_number = false;
  bool all_usable = true;
};

/// Gives the fingerprints of the invoice numbers of one block. That invoices of two vendors may
/// have one number, and that a line may have been reversed, is left to check_shared, which looks at
/// the lines themselves.
void add_keys(const ExpenseSource& source, KeySink& sink, Seen& seen) {
  using Text = ExpenseBlock::Text;
  const ExpenseBlock& block = source.block;
  FingerprintRoom room(block);
  const std::span<std::uint64_t> numbers = room.span();
  if (source.kept.size() == block.size() &&
      block.is_backed(Text::invoice_no, Text::vendor_id, Text::invoice_code)) {
    const std::size_t given = given_fingerprints(block, Text::invoice_no, numbers);
    seen.any_number = seen.any_number || given > 0;
    sink.add(numbers.first(given));
    return;
  }
  block.fingerprints(Text::invoice_no, numbers);
  const ExpenseBlock::Texts vendors = block.texts(Text::vendor_id);
  const ExpenseBlock::Texts codes = block.texts(Text::invoice_code);
  for (const std::uint32_t line : source.kept) {
    if (numbers[line] == 0) continue;
    seen.any_number = true;
    if (vendors.span()[line].empty() && codes.span()[line].empty()) seen.all_usable = false;
    sink.add(numbers[line]);
  }
}

/// The same for a project with cells that were changed later.
void add_edited_keys(const ProjectCase& project, KeySink& sink, Seen& seen) {
  for (const CaseLine& line : project.lines()) {
    const InvoiceKey key = key_of(line.line);
    if (key.number.empty()) continue;
    seen.any_number = true;
    seen.all_usable = seen.all_usable && key.usable();
    sink.add(text_fingerprint(key.number));
  }
}

/// A charge of an invoice to a project.
struct Charge {
  const ProjectCase* project;
  const CaseLine* line;
};

class InvoiceOnSeveralProjects final : public SharedKeyRule {
 public:
  RuleInfo info() const override {
    RuleInfo info;
    info.id = "invoice_on_several_projects";
    info.title = {"同一发票在多个项目列支", "one invoice charged to several projects"};
    info.severity = Severity::high;
    info.basis = {definition_of(info.id)};
    info.needs = {"expenses", "invoice_no", "vendor_id"};
    info.messages["shared"] = {
        "供应商{vendor}的发票{invoice}在{count}个项目列支：{projects}",
        "invoice {invoice} of vendor {vendor} is charged to {count} projects: "
        "{projects}"};
    return info;
  }

  Verdict keys(const ProjectCase& project, KeySink& sink) const override {
    if (const auto verdict = without_lines(project, need_expenses)) return *verdict;
    Seen seen;
    if (project.project().expense_edits.empty()) {
      for (const ExpenseSource& source : project.project().expense_sources) {
        add_keys(source, sink, seen);
      }
    } else {
      add_edited_keys(project, sink, seen);
    }
    if (!seen.any_number) return Verdict::missing(need_invoice);
    return seen.all_usable ? Verdict::checked() : Verdict::missing(need_vendor);
  }

  void check_shared(std::span<const ProjectCase> projects, std::uint64_t fingerprint,
                    FindingSink& sink) const override {
    std::map<InvoiceKey, std::vector<Charge>> invoices;
    for (const ProjectCase& project : projects) {
      for (const CaseLine& line : project.lines()) {
        const InvoiceKey key = key_of(line.line);
        if (!line.stands || !key.usable()) continue;
        if (text_fingerprint(key.number) != fingerprint) continue;
        invoices[key].push_back({&project, &line});
      }
    }
    for (auto& [key, charges] : invoices) report(key, charges, sink);
  }

 private:
  /// The project that charged the invoice first keeps it; the others' charges are questioned, and
  /// the finding stands with the second.
  static void report(const InvoiceKey& key, std::vector<Charge>& charges, FindingSink& sink) {
    std::stable_sort(charges.begin(), charges.end(), [](const Charge& a, const Charge& b) {
      return std::tie(a.line->line.day, a.project->project().id) <
             std::tie(b.line->line.day, b.project->project().id);
    });
    std::vector<std::string> projects;  // in the order of their first charge
    for (const Charge& charge : charges) {
      const std::string& id = charge.project->project().id.text();
      if (std::find(projects.begin(), projects.end(), id) == projects.end()) projects.push_back(id);
    }
    if (projects.size() < 2) return;
    FindingDraft draft;
    const std::string invoice =
        (key.code.empty() ? "" : std::string(key.code) + "/") + std::string(key.number);
    draft.subject = std::string(key.vendor) + ":" + invoice;
    draft.project_id = ProjectId(projects[1]);
    draft.message_key = "shared";
    std::string names;
    for (const std::string& id : projects) names += (names.empty() ? "" : ", ") + id;
    draft.arguments = {{"vendor", std::string(key.vendor)},
                       {"invoice", invoice},
                       {"count", std::to_string(projects.size())},
                       {"projects", names}};
    for (const Charge& charge : charges) {
      const bool first = charge.project->project().id.text() == projects[0];
      draft.evidence.push_back(
          charge.project->evidence_of(*charge.line, first ? Minor(0) : charge.line->net));
    }
    sink.report(std::move(draft));
  }
};

}  // namespace

AnyRule invoice_on_several_projects() { return std::make_shared<const InvoiceOnSeveralProjects>(); }

}  // namespace bursar
