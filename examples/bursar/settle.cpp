// bursar settle and bursar overdue: what is due back, and who is late.
#include "tool.hpp"

#include <bursar/clawback/overdue.hpp>
#include <bursar/clawback/settlement_json.hpp>
#include <bursar/money/amount_text.hpp>
#include <bursar/report/labels.hpp>
#include <bursar/report/next_step.hpp>
#include <bursar/report/texts.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace tool {
namespace {

std::string_view source_text(const Settings& settings, bursar::Source source) {
  return say(settings, bursar::word(source), bursar::label(source, bursar::Language::zh));
}

using bursar::Portfolio;
using bursar::SettlementReport;

struct SettleOptions {
  std::string store, project, as_of, known;
  bool json = false, explain = false;
};

std::string grouped(bursar::Minor amount, bursar::Currency currency) {
  return bursar::grouped_text(bursar::Money::of_minor(amount, currency));
}

void print_not_settled(const Settings& settings, const Portfolio& portfolio,
                       const SettlementReport& report) {
  for (const bursar::NotSettled& each : report.not_settled) {
    fmt::print("{} {} {}: {} [{}]\n", each.project_id.text(), unit_text(portfolio, each.org_id),
               source_text(settings, each.source), each.refusal.text(settings.language),
               each.refusal.name());
  }
}

void print_table(const Settings& settings, const Portfolio& portfolio,
                 const SettlementReport& report) {
  fmt::print("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", say(settings, "project", "项目"),
             say(settings, "organisation", "单位"), say(settings, "source", "来源"),
             say(settings, "outcome", "结论"), say(settings, "received", "实收"),
             say(settings, "kept", "留用"), say(settings, "due back", "应退"),
             say(settings, "repaid", "已退"), say(settings, "outstanding", "未退"));
  for (const bursar::SettlementStatement& each : report.settlements) {
    const std::string credit = each.credit == bursar::Minor(0)
                                   ? std::string()
                                   : fmt::format("\t{} {}", say(settings, "credit", "多缴"),
                                                 grouped(each.credit, each.currency));
    fmt::print("{}\t{}\t{}\t{}{}\t{}\t{}\t{}\t{}\t{}{}\n", each.project_id.text(),
               unit_text(portfolio, each.org_id), source_text(settings, each.source),
               bursar::outcome_label(each.outcome, settings.language),
               each.audited ? "" : say(settings, " (unaudited)", "（未经审计）"),
               grouped(each.received, each.currency), grouped(each.kept, each.currency),
               grouped(each.claimable(), each.currency), grouped(each.repaid, each.currency),
               grouped(each.outstanding, each.currency), credit);
  }
}

/// The assumptions about the regimes of these settlements: no period of procedure moves a sum here.
void print_assumptions(const Settings& settings, const bursar::RuleBook& rules,
                       const SettlementReport& report) {
  for (const auto& [cell, value] : rules.assumptions()) {
    const std::string_view regime = std::string_view(cell).substr(0, cell.find('.'));
    const bool concerns = std::ranges::any_of(
        report.settlements, [&](const auto& each) { return each.regime == regime; });
    if (concerns) fmt::print("{}\n", assumption_text(settings, rules, cell, value));
  }
}

int run_settle(const Settings& settings, const SettleOptions& options) {
  const bursar::Date as_of = day_argument(settings, "--as-of", options.as_of);
  const Opened opened = open_as_known(settings, options.store, as_of, options.known);
  SettlementReport report;
  if (options.project.empty()) {
    report = bursar::settle(opened.portfolio, opened.rules);
  } else {
    const bursar::Project* project = opened.portfolio.project(options.project);
    if (project == nullptr) {
      refuse(settings,
             bursar::Refusal(bursar::Code::project_unknown).with("project_id", options.project));
    }
    report = bursar::settle(opened.portfolio, *project, opened.rules);
  }
  if (options.json) {
    fmt::print("{}\n", bursar::settlement_json(report, opened.rules, as_of));
    return clean;
  }
  print_assumptions(settings, opened.rules, report);
  if (options.explain) {
    for (const bursar::SettlementStatement& each : report.settlements) {
      fmt::print("{}\n", bursar::explain(each, settings.language));
    }
  } else {
    print_table(settings, opened.portfolio, report);
  }
  if (!report.not_settled.empty()) fmt::print("\n{}:\n", say(settings, "not settled", "未能结算"));
  print_not_settled(settings, opened.portfolio, report);
  return clean;
}

struct OverdueOptions {
  std::string store, as_of, known;
  bool json = false;
};

/// Who is barred, with the name where there is one.
std::string subject_of(const Settings& settings, const Portfolio& portfolio,
                       const bursar::OverdueBlock& block) {
  const bool person = block.subject_kind == bursar::word(bursar::SubjectKind::person);
  return fmt::format(
      "{} {}", person ? say(settings, "person", "个人") : say(settings, "organisation", "单位"),
      person ? person_text(portfolio, bursar::PersonId(block.subject_id))
             : unit_text(portfolio, bursar::OrgId(block.subject_id)));
}

/// What else is to be known of a project that is late: the state of its unit, an extension that is
/// asked for, a suspension.
std::string remarks_on(const Settings& settings, const bursar::OverdueProject& project) {
  std::string remarks;
  const auto add = [&](std::string_view remark) {
    if (!remarks.empty()) remarks += say(settings, "; ", "；");
    remarks += remark;
  };
  if (project.org_status != bursar::OrgStatus::normal) {
    add(bursar::label(project.org_status, settings.language));
  }
  if (!project.pending_extension.empty()) {
    add(bursar::report_text(bursar::ReportText::extension_pending, settings.language));
    remarks += fmt::format(" ({})", project.pending_extension);
  }
  if (project.suspended) {
    add(bursar::report_text(bursar::ReportText::suspended, settings.language));
  }
  return remarks;
}

int run_overdue(const Settings& settings, const OverdueOptions& options) {
  const bursar::Date as_of = day_argument(settings, "--as-of", options.as_of);
  const Opened opened = open_as_known(settings, options.store, as_of, options.known);
  const auto late = bursar::overdue_projects(opened.portfolio, opened.rules,
                                             opened.calendar ? &*opened.calendar : nullptr);
  if (options.json) {
    fmt::print("{}\n", bursar::overdue_json(late, opened.rules, as_of));
    return clean;
  }
  for (const bursar::OverdueProject& each : late) {
    fmt::print("{}\t{}\t{} {} {}\t{}\t{}{}\n", each.project_id.text(),
               unit_text(opened.portfolio, each.org_id), say(settings, "ended", "止于"),
               bursar::to_iso(each.end_on),
               fmt::format("{} {}", each.days_late, say(settings, "days late", "天")),
               bursar::label(each.bucket, settings.language),
               bursar::next_step_text(each.next, as_of, settings.language),
               bursar::assumed_day_note(each.next, settings.language));
    if (const std::string remarks = remarks_on(settings, each); !remarks.empty()) {
      fmt::print("\t{}\n", remarks);
    }
    for (const bursar::OverdueBlock& block : each.blocks) {
      // False is "not barred"; blank is "nobody confirmed it", and why.
      if (block.in_force && !*block.in_force) continue;
      const bool zh = settings.language == bursar::Language::zh;
      const std::string ground = block.refusal ? block.refusal->text(settings.language)
                                 : zh          ? block.basis_zh
                                               : block.basis;
      const std::string from = bursar::to_iso(block.from);
      const std::string bar =
          block.in_force
              ? fmt::format(fmt::runtime(say(settings, "barred from {}", "自{}起限制申报")), from)
              : fmt::format(fmt::runtime(say(settings, "not known whether barred from {}",
                                             "是否自{}起限制申报不详")),
                            from);
      fmt::print("\t{} {} ({})\n", subject_of(settings, opened.portfolio, block), bar, ground);
    }
  }
  fmt::print("{}: {}\n", say(settings, "overdue projects", "超期未申请验收"), late.size());
  return clean;
}

}  // namespace

void add_settle(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<SettleOptions>();
  CLI::App* call =
      app.add_subcommand("settle", help(settings, "What is kept and what is due back, line by line",
                                        "经费结算：留用多少、应退多少，逐项列出"));
  call->add_option("STORE", options->store, help(settings, "The store's file", "账册文件"))
      ->required()
      ->type_name("FILE");
  call->add_option("--project", options->project, help(settings, "Only this project", "只看此项目"))
      ->type_name("ID");
  call->add_option("--as-of", options->as_of,
                   help(settings, "The day of the question", "查询的截止日"))
      ->required()
      ->type_name("DAY");
  add_known(*call, settings, options->known);
  CLI::Option* json = call->add_flag("--json", options->json, "bursar.settlement/1");
  call->add_flag("--explain", options->explain,
                 help(settings, "Every line with formula and basis", "逐项列出公式与依据"))
      ->excludes(json);
  call->footer(
      day_form(settings) +
      help(settings,
           "Amounts are in units of the currency, in JSON whole minor units.\n"
           "Example:\n  bursar settle 2020.bursar --as-of 2020-12-31 --project P-1 --explain",
           "金额以元（货币单位）计；JSON中以分（最小货币单位）计。\n示例：\n  bursar settle "
           "2020.bursar --as-of 2020-12-31 --project P-1 --explain"));
  call->callback([&settings, &run, options] {
    run = [&settings, options] { return run_settle(settings, *options); };
  });
}

void add_overdue(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<OverdueOptions>();
  CLI::App* call = app.add_subcommand(
      "overdue", help(settings, "Projects past their end without a request for acceptance",
                      "超期未申请验收的项目"));
  call->add_option("STORE", options->store, help(settings, "The store's file", "账册文件"))
      ->required()
      ->type_name("FILE");
  call->add_option("--as-of", options->as_of,
                   help(settings, "The day of the question", "查询的截止日"))
      ->required()
      ->type_name("DAY");
  add_known(*call, settings, options->known);
  call->add_flag("--json", options->json, "bursar.overdue/1");
  call->footer(day_form(settings) +
               help(settings, "Example:\n  bursar overdue 2020.bursar --as-of 2020-12-31",
                    "示例：\n  bursar overdue 2020.bursar --as-of 2020-12-31"));
  call->callback([&settings, &run, options] {
    run = [&settings, options] { return run_overdue(settings, *options); };
  });
}

}  // namespace tool
