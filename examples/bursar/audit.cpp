// bursar audit: rules over the portfolio as of a day.
#include "tool.hpp"

#include <bursar/audit/audit.hpp>
#include <bursar/audit/findings_json.hpp>
#include <bursar/base/field_names.hpp>
#include <bursar/exchange/findings_csv.hpp>
#include <bursar/money/amount_text.hpp>
#include <bursar/report/labels.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace tool {
namespace {

struct AuditOptions {
  std::string store, as_of, known, fail_on = "high";
  bool json = false, csv = false;
};

/// The message, with the names of the units that it speaks of. The finding itself has ids alone:
/// names lie in the vault.
std::string message_of(const Settings& settings, const bursar::Portfolio& portfolio,
                       bursar::Finding finding) {
  for (bursar::MessageArgument& each : finding.arguments) {
    if (each.name != "vendor" && each.name != "payer") continue;
    const std::string named = unit_text(portfolio, bursar::OrgId(each.text.en));
    each.text = {named, named};
  }
  return finding.text(settings.language);
}

void print_text(const Settings& settings, const bursar::Portfolio& portfolio,
                const bursar::AuditRun& run) {
  for (const bursar::RuleRun& rule : run.rules) {
    fmt::print("{:<32} {}\n", rule.info->id, rule.info->title.in(settings.language));
    fmt::print("    {}; {}: {}, {}: {}, {}: {}\n", bursar::label(rule.status, settings.language),
               say(settings, "checked", "已查"), rule.population - rule.not_checked,
               say(settings, "not checked", "未查"), rule.not_checked,
               say(settings, "findings", "疑点"), rule.findings);
    for (const auto& [what, projects] : rule.missing) {
      if (projects > 0) {
        fmt::print("    {}: {} ({})\n", say(settings, "missing", "缺少"),
                   bursar::field_wording(what).in(settings.language), projects);
      }
    }
  }
  for (const bursar::Finding& finding : run.findings) {
    fmt::print("{}  {} [{}]  {}  {}  {}\n", bursar::label(finding.severity, settings.language),
               finding.rule->title.in(settings.language), finding.rule->id,
               finding.project_id.text(),
               bursar::grouped_text(bursar::Money::of_minor(finding.amount, finding.currency)),
               message_of(settings, portfolio, finding));
  }
  fmt::print("{}: {}{}\n", say(settings, "findings", "疑点合计"), run.findings.size(),
             run.complete ? "" : say(settings, " (the run is incomplete)", "（本次审计不完整）"));
}

int run_audit(const Settings& settings, const AuditOptions& options) {
  const bursar::Date as_of = day_argument(settings, "--as-of", options.as_of);
  const auto fail_on =
      need(settings, bursar::parse_word<bursar::Severity>(options.fail_on), "--fail-on");
  const Opened opened = open_as_known(settings, options.store, as_of, options.known);
  const auto rules = need(settings, audit_rules_of(opened));
  const bursar::AuditRun run = need(settings, bursar::audit(opened.portfolio, rules, as_of));
  if (options.json) {
    fmt::print("{}\n", bursar::findings_json(run));
  } else if (options.csv) {
    fmt::print("{}", need(settings, bursar::findings_csv(run, settings.language)));
  } else {
    print_text(settings, opened.portfolio, run);
  }
  return bursar::exit_code(run, fail_on);
}

}  // namespace

void add_audit(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<AuditOptions>();
  CLI::App* call = app.add_subcommand(
      "audit",
      help(settings, "Rules over the portfolio as of a day", "按规则审计截至某日的项目数据"));
  call->add_option("STORE", options->store, help(settings, "The store's file", "账册文件"))
      ->required()
      ->type_name("FILE");
  call->add_option("--as-of", options->as_of,
                   help(settings, "The day of the audit", "审计的截止日"))
      ->required()
      ->type_name("DAY");
  add_known(*call, settings, options->known);
  CLI::Option* json = call->add_flag("--json", options->json, "bursar.findings/1");
  call->add_flag("--csv", options->csv, help(settings, "One row a finding", "每个疑点一行"))
      ->excludes(json);
  call->add_option("--fail-on", options->fail_on,
                   help(settings,
                        "Exit 1 from this severity on (high): info, low, medium, high, critical, "
                        "blocking",
                        "有此严重程度及以上的疑点时以1退出（默认high）：info、low、medium、high、cr"
                        "itical、blocking"))
      ->type_name("SEVERITY");
  call->footer(day_form(settings) +
               help(settings,
                    "Amounts are in units of the currency, in JSON whole minor units.\n"
                    "Example:\n  bursar audit 2020.bursar --as-of 2020-12-31 --fail-on critical",
                    "金额以元（货币单位）计；JSON中以分（最小货币单位）计。\n示例：\n  bursar "
                    "audit 2020.bursar --as-of 2020-12-31 --fail-on critical"));
  call->callback([&settings, &run, options] {
    run = [&settings, options] { return run_audit(settings, *options); };
  });
}

}  // namespace tool
