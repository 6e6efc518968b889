// bursar report: one self-contained HTML file.
#include "tool.hpp"

#include <bursar/audit/audit.hpp>
#include <bursar/base/json_writer.hpp>
#include <bursar/clawback/overdue.hpp>
#include <bursar/report/headline.hpp>
#include <bursar/report/html_report.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace tool {
namespace {

struct ReportOptions {
  std::string store, as_of, known, out, agency;
  bool no_audit = false, json = false;
};

void print_json(const ReportOptions& options, const bursar::RecoveryReport& recovery,
                bursar::Language language) {
  bursar::JsonWriter json(bursar::JsonWriter::Layout::indented);
  json.begin_object().member("schema", "bursar.report/1").member("as_of", options.as_of);
  json.member("file", options.out).key("headlines").begin_array();
  for (const bursar::CurrencyTotals& totals : recovery.totals) {
    const bursar::Headline head = bursar::headline(totals, language);
    json.begin_object().member("currency", totals.currency.code());
    json.member("sentence", head.sentence).member("in_other_words", head.in_other_words);
    json.end_object();
  }
  json.end_array().end_object();
  fmt::print("{}\n", json.finish());
}

int run_report(const Settings& settings, const ReportOptions& options) {
  const bursar::Date as_of = day_argument(settings, "--as-of", options.as_of);
  const Opened opened = open_as_known(settings, options.store, as_of, options.known);
  const bursar::WorkCalendar* calendar = opened.calendar ? &*opened.calendar : nullptr;
  const auto recovery = need(settings, bursar::recover(opened.portfolio, opened.rules, calendar));
  const auto late = bursar::overdue_projects(opened.portfolio, opened.rules, calendar);
  std::optional<bursar::AuditRun> audit;
  if (!options.no_audit) {
    const auto rules = need(settings, audit_rules_of(opened));
    audit = need(settings, bursar::audit(opened.portfolio, rules, as_of));
  }
  const bursar::ReportInput input{opened.portfolio,          opened.rules,  recovery, late,
                                  audit ? &*audit : nullptr, options.agency};
  write_file(settings, options.out, need(settings, bursar::html_report(input, settings.language)));
  if (options.json) {
    print_json(options, recovery, settings.language);
    return audit && !audit->complete ? not_trustworthy : clean;
  }
  fmt::print("{}\n", options.out);
  for (const bursar::CurrencyTotals& totals : recovery.totals) {
    const bursar::Headline head = bursar::headline(totals, settings.language);
    fmt::print("{}\n{}\n", head.sentence, head.in_other_words);
  }
  return audit && !audit->complete ? not_trustworthy : clean;
}

}  // namespace

void add_report(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* call = app.add_subcommand(
      "report", help(settings, "One HTML file: recovery, overdue projects, findings",
                     "生成一个HTML文件：追缴、超期项目、疑点"));
  call->add_option("STORE", options->store, help(settings, "The store's file", "账册文件"))
      ->required()
      ->type_name("FILE");
  call->add_option("--as-of", options->as_of,
                   help(settings, "The day of the report", "报告的截止日"))
      ->required()
      ->type_name("DAY");
  add_known(*call, settings, options->known);
  call->add_option("--out", options->out, help(settings, "The file to write", "要写入的文件"))
      ->required()
      ->type_name("FILE");
  call->add_option("--agency", options->agency,
                   help(settings, "Who signs; written above the title", "出具单位，写在标题之上"));
  call->add_flag("--no-audit", options->no_audit,
                 help(settings, "Without the section on findings", "不含疑点一节"));
  call->add_flag("--json", options->json,
                 help(settings, "bursar.report/1: where the page is, and its headline",
                      "bursar.report/1：报告位置及要点"));
  call->footer(
      day_form(settings) +
      help(settings,
           "Example:\n  bursar --lang zh report 2020.bursar --as-of 2020-12-31 --out report.html "
           "--agency 市局",
           "示例：\n  bursar --lang zh report 2020.bursar --as-of 2020-12-31 --out report.html "
           "--agency 市局"));
  call->callback([&settings, &run, options] {
    run = [&settings, options] { return run_report(settings, *options); };
  });
}

}  // namespace tool
