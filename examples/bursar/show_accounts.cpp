// bursar show as text: what was planned, changed, spent and audited, and what follows from the
// conclusion.
#include "show_page.hpp"

#include <bursar/clawback/consequences.hpp>
#include <bursar/office/book_rules.hpp>
#include <bursar/report/bar_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace tool {
namespace {

using bursar::Minor;
using bursar::MoneySum;
using bursar::OrgId;
using Align = Table::Align;

std::string sum(const ProjectPage& page, const MoneySum& amounts) {
  return page.total(amounts.total());
}

/// What the budget says for one organisation, source and head.
struct BudgetRow {
  MoneySum set, adjusted, in_force;
};
using BudgetKey = std::tuple<OrgId, bursar::Source, bursar::Head>;

std::map<BudgetKey, BudgetRow> budget_of(const bursar::Project& project) {
  std::map<BudgetKey, BudgetRow> rows;
  for (const bursar::BudgetLine& each : project.budget) {
    BudgetRow& row = rows[{each.org_id, each.source, each.head}];
    row.set.add(each.amount);
    row.in_force.add(each.amount);
  }
  for (const bursar::Adjustment& each : project.adjustments) {
    BudgetRow& row = rows[{each.org_id, each.source, each.head}];
    row.adjusted.add(each.delta);
    row.in_force.add(each.delta);
  }
  return rows;
}

void print_adjustments(const ProjectPage& page) {
  Table table;
  table.column(page.in("day", "日期"));
  table.column(page.in("head", "科目"));
  table.column(page.in("adjusted by", "调整"), Align::right);
  table.column(page.in("organisation", "单位"));
  table.column(page.in("source", "来源"));
  table.column(page.in("approval", "审批编号"));
  table.column(page.in("approved by", "批准人"));
  table.column(page.in("id", "编号"));
  for (const bursar::Adjustment& each : page.project.adjustments) {
    table.row({iso(each.on), page.words(each.head), page.money(each.delta), page.unit(each.org_id),
               page.words(each.source), each.approval_id, std::string(each.approved_by.view()),
               each.adjustment_id});
  }
  page.section("budget adjustments", "预算调整", table);
}

// -------------------------------------------------------------- what follows from the conclusion

/// Rows of what a rule says, or of what is missing for it.
class Sayings {
 public:
  explicit Sayings(const ProjectPage& page) : page_(page) {
    table_.column(page.in("what", "事项"));
    table_.column(page.in("says", "内容"));
    table_.column(page.in("from", "自"));
    table_.column(page.in("last day", "止日"));
    table_.column(page.in("status", "状态"));
    table_.column(page.in("basis", "依据"));
  }

  void bar(const bursar::PersonId& leader, const bursar::Result<bursar::Bar>& said) {
    const std::string who =
        leader.empty() ? std::string(page_.in("nobody on record", "无记录")) : page_.person(leader);
    const std::string what(page_.in("leader barred", "负责人限制申报"));
    if (said.has_error()) return not_known(what, who, said.error());
    table_.row({what, who, iso(said->first),
                bursar::last_day_text(*said, page_.settings.language) +
                    std::string(bursar::assumed_day_note(*said, page_.settings.language)),
                page_.words(said->status),
                page_.settings.language == bursar::Language::zh ? said->basis_zh : said->basis});
  }

  /// `text`: the words of the value.
  template <class T, class Text>
  void ruled(std::string_view en, std::string_view zh, const bursar::Result<bursar::Ruled<T>>& said,
             Text text) {
    const std::string what(page_.in(en, zh));
    if (said.has_error()) return not_known(what, {}, said.error());
    table_.row({what,
                text(said->value),
                {},
                {},
                page_.words(said->status),
                said->basis_in(page_.settings.language)});
  }

  void print() const { page_.section("what follows from the conclusion", "结论的后果", table_); }

 private:
  void not_known(const std::string& what, const std::string& who, const bursar::Refusal& refusal) {
    table_.row({what,
                who,
                {},
                {},
                page_.words(bursar::CellStatus::unknown),
                fmt::format("{} [{}]", refusal.text(page_.settings.language), refusal.name())});
  }

  const ProjectPage& page_;
  Table table_;
};

}  // namespace

void print_partners(const ProjectPage& page) {
  Table table;
  table.column(page.in("organisation", "单位"));
  table.column(page.in("role", "角色"));
  table.column(page.in("source", "来源"));
  table.column(page.in("approved", "批准金额"), Align::right);
  for (const bursar::Partner& each : page.project.partners) {
    const bool lead = each.role == bursar::PartnerRole::lead;
    table.row({page.unit(each.org_id),
               std::string(lead ? page.in("lead", "牵头") : page.in("partner", "合作")),
               page.words(each.source), page.money(each.approved)});
  }
  page.section("partners", "参与单位", table);
}

void print_budget(const ProjectPage& page) {
  Table table;
  table.column(page.in("organisation", "单位"));
  table.column(page.in("source", "来源"));
  table.column(page.in("head", "科目"));
  table.column(page.in("budget", "预算"), Align::right);
  table.column(page.in("adjusted by", "调整"), Align::right);
  table.column(page.in("in force", "调整后"), Align::right);
  const bool adjusted = !page.project.adjustments.empty();
  for (const auto& [key, row] : budget_of(page.project)) {
    const auto& [unit, source, head] = key;
    const auto by = row.adjusted.total();
    const bool moved = by.has_error() || *by != Minor(0);
    table.row({page.unit(unit), page.words(source), page.words(head), sum(page, row.set),
               moved ? sum(page, row.adjusted) : std::string(),
               adjusted ? sum(page, row.in_force) : std::string()});
  }
  page.section("budget", "预算", table);
  print_adjustments(page);
}

void print_changes(const ProjectPage& page) {
  Table table;
  table.column(page.in("requested", "申请日"));
  table.column(page.in("kind", "种类"));
  table.column(page.in("approved", "批准日"));
  table.column(page.in("new end", "新结束日期"));
  table.column(page.in("new leader", "新负责人"));
  table.column(page.in("reason", "原因"));
  table.column(page.in("id", "编号"));
  for (const bursar::Change& each : page.project.changes) {
    table.row(
        {iso(each.requested_on), page.words(each.kind),
         each.approved_on ? iso(each.approved_on) : std::string(page.in("not approved", "未批准")),
         iso(each.new_end_on), page.person(each.new_leader_id), std::string(each.reason.view()),
         each.change_id});
  }
  page.section("changes", "变更", table);
}

void print_transfers(const ProjectPage& page) {
  Table table;
  table.column(page.in("day", "日期"));
  table.column(page.in("amount", "金额"), Align::right);
  table.column(page.in("source", "来源"));
  table.column(page.in("from", "转出单位"));
  table.column(page.in("to", "转入单位"));
  table.column(page.in("id", "编号"));
  for (const bursar::Transfer& each : page.project.transfers) {
    table.row({iso(each.on), page.money(each.amount), page.words(each.source),
               page.unit(each.from_org_id), page.unit(each.to_org_id), each.transfer_id});
  }
  page.section("transfers to partners", "转拨", table);
}

void print_spending(const ProjectPage& page) {
  struct Spent {
    std::int64_t lines = 0;
    MoneySum amount;
  };
  const bursar::ExpenseColumns& lines = page.project.expenses;
  std::map<std::pair<bursar::Source, std::uint16_t>, Spent> spent;
  MoneySum of_grants;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Spent& row = spent[{lines.source[i], lines.org[i]}];
    ++row.lines;
    row.amount.add(lines.amount[i]);
    if (bursar::is_public(lines.source[i])) of_grants.add(lines.amount[i]);
  }
  Table table;
  table.column(page.in("source", "来源"));
  table.column(page.in("organisation", "单位"));
  table.column(page.in("lines", "笔数"), Align::right);
  table.column(page.in("spent", "支出"), Align::right);
  const bool several = page.project.expense_orgs.size() > 1;
  for (const auto& [key, row] : spent) {
    const OrgId& unit = page.project.expense_orgs[key.second];
    table.row({page.words(key.first), several ? page.unit(unit) : std::string(),
               std::to_string(row.lines), sum(page, row.amount)});
  }
  page.section("spending", "支出", table);
  if (!table.empty()) page.line("  public money spent", "  财政资金支出合计", sum(page, of_grants));
}

void print_final_accounts(const ProjectPage& page) {
  Table table;
  table.column(page.in("day", "日期"));
  table.column(page.in("head", "科目"));
  table.column(page.in("budget", "预算"), Align::right);
  table.column(page.in("spent", "决算"), Align::right);
  table.column(page.in("organisation", "单位"));
  table.column(page.in("source", "来源"));
  table.column(page.in("opinion", "审计意见"));
  table.column(page.in("id", "编号"));
  for (const bursar::FinalAccount& each : page.project.final_accounts) {
    table.row({iso(each.stated_on), page.words(each.head), page.money(each.budget),
               page.money(each.spent), page.unit(each.org_id), page.words(each.source),
               each.opinion_id, each.account_id});
  }
  page.section("final accounts", "决算", table);
}

void print_disposals(const ProjectPage& page) {
  Table table;
  table.column(page.in("sold", "处置日"));
  table.column(page.in("proceeds", "处置收入"), Align::right);
  table.column(page.in("organisation", "单位"));
  table.column(page.in("source", "来源"));
  table.column(page.in("id", "编号"));
  for (const bursar::Disposal& each : page.project.disposals) {
    table.row({iso(each.sold_on), page.money(each.proceeds), page.unit(each.org_id),
               page.words(each.source), each.asset_id});
  }
  page.section("asset disposals", "资产处置", table);
}

void print_opinions(const ProjectPage& page) {
  Table table;
  table.column(page.in("issued", "出具日"));
  table.column(page.in("kind", "种类"));
  table.column(page.in("report", "报告文号"));
  table.column(page.in("reference day", "基准日"));
  table.column(page.in("disallowed", "审减"), Align::right);
  table.column(page.in("payables", "应付未付"), Align::right);
  table.column(page.in("interest", "孳息"), Align::right);
  table.column(page.in("adopted", "采信"));
  table.column(page.in("organisation", "单位"));
  table.column(page.in("source", "来源"));
  table.column(page.in("replaces", "替代"));
  table.column(page.in("id", "编号"));
  for (const bursar::Opinion& each : page.project.opinions) {
    table.row(
        {iso(each.issued_on), page.words(each.kind), each.report_no, iso(each.reference_on),
         page.money(each.disallowed), page.money(each.payables), page.money(each.interest),
         each.adopted ? iso(each.adoption_day()) : std::string(page.in("not adopted", "未采信")),
         page.unit(each.org_id), page.words(each.source), each.replaces, each.opinion_id});
  }
  page.section("audit opinions", "审计意见", table);
}

void print_consequences(const ProjectPage& page) {
  const auto rules = bursar::rule_book_of(page.parties);
  if (rules.has_error()) {
    if (page.project.concluding_attempt() == nullptr) return;
    page.line("what follows from the conclusion", "结论的后果",
              rules.error().text(page.settings.language));
    return;
  }
  const auto it = bursar::consequences_of(page.project, *rules);
  if (!it) return;
  Sayings sayings(page);
  if (it->leader_bar) sayings.bar(it->leader_id, *it->leader_bar);
  if (it->member_strikes) {
    sayings.ruled("other members barred", "其他主要成员限制申报", *it->member_strikes,
                  [&](const bursar::MemberStrikes& strikes) {
                    return fmt::format(
                        fmt::runtime(page.in("from {} failed projects on, {} months; no members "
                                             "are on record",
                                             "累计{}个不通过项目，限制{}个月；成员无记录")),
                        strikes.failed_projects, strikes.bar_months);
                  });
  }
  sayings.ruled("form of acceptance by the award", "按资助规模的验收形式", it->form_by_size,
                [&](bursar::AcceptanceForm form) { return page.words(form); });
  sayings.ruled("result made public", "结果公示", it->publicity_days, [&](std::int64_t days) {
    return fmt::format(fmt::runtime(page.in("{} days", "{}天")), days);
  });
  sayings.print();
  if (page.project.registered.regime.empty()) page.line("  regime", "  适用规则", it->regime);
}

}  // namespace tool
