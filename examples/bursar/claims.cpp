// bursar claims: raise what is due back, list where each claim stands, export the recovery ledger.
#include "tool.hpp"

#include <bursar/clawback/claims.hpp>
#include <bursar/clawback/settlement_json.hpp>
#include <bursar/exchange/csv_writer.hpp>
#include <bursar/money/amount_text.hpp>
#include <bursar/report/recovery_ledger.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <map>

namespace tool {
namespace {

struct ClaimsOptions {
  std::string store, as_of, on, reason, project, out, encoding;
  bool json = false, csv = false, raw = false;
};

bursar::RecoveryReport recovered(const Settings& settings, const Opened& opened) {
  return need(settings, bursar::recover(opened.portfolio, opened.rules,
                                        opened.calendar ? &*opened.calendar : nullptr));
}

std::string plain(bursar::Minor amount, bursar::Currency currency) {
  return bursar::plain_text(bursar::Money::of_minor(amount, currency));
}

// --------------------------------------------------------------------------------------------
// raise

/// What became of the projects of one `claims raise`.
struct Raised {
  std::int64_t settled = 0, claimed = 0, unchanged = 0;
  std::map<std::string, std::vector<std::string>> refused;  ///< by refusal
};

void count(Raised& raised, std::int64_t& done, const std::string& project,
           const bursar::Result<bursar::Receipt>& result) {
  using bursar::Code;
  if (result.has_value()) {
    ++done;
    return;
  }
  const Code code = result.error().code();
  const bool nothing_new = code == Code::settlement_unchanged || code == Code::claims_unchanged;
  if (nothing_new || code == Code::settlement_missing) {
    ++raised.unchanged;
    return;
  }
  raised.refused[std::string(result.error().name())].push_back(project);
}

int run_raise(const Settings& settings, const ClaimsOptions& options) {
  const std::string actor = actor_of(settings);
  const bursar::Date on = day_argument(settings, "--on", options.on);
  const Opened opened = open_as_of(settings, options.store, {on});
  bursar::Office office = office_of(*opened.journal);
  Raised raised;
  for (const bursar::Project& project : opened.portfolio.projects()) {
    if (!options.project.empty() && project.id.text() != options.project) continue;
    const bool concerned = bursar::conclusion_of(project).has_value() || !project.decisions.empty();
    if (!concerned) continue;
    // The key names what was decided upon: a second run on an unchanged project finds its own
    // answer.
    const std::string state =
        fmt::format("{}:{}:{}", project.id.text(), bursar::to_iso(on), project.version);
    count(raised, raised.settled, project.id.text(),
          office.settle({"settle:" + state, actor, on}, project.id, options.reason));
    count(raised, raised.claimed, project.id.text(),
          office.raise_claims({"claim:" + state, actor, on}, project.id));
  }
  fmt::print("{}: {}\n{}: {}\n", say(settings, "projects settled", "已登记结算的项目"),
             raised.settled, say(settings, "projects with claims raised", "已登记应退款项的项目"),
             raised.claimed);
  for (const auto& [refusal, projects] : raised.refused) {
    fmt::print("{} ({}):", refusal, projects.size());
    for (const std::string& each : projects) fmt::print(" {}", each);
    fmt::print("\n");
  }
  return clean;
}

// ---------------------------------------------------------------------------------------------
// list

void print_csv(const Settings& settings, const bursar::RecoveryReport& report, bool raw) {
  bursar::CsvFormat format;
  format.raw = raw;
  bursar::CsvWriter csv(format);
  for (const char* name : {"project_id", "claim_id", "payer_org_id", "source", "currency",
                           "principal", "repaid", "written_off", "outstanding", "credit", "due_on",
                           "days_overdue", "bucket", "step", "next", "next_until"}) {
    csv.text(name);
  }
  csv.end_row();
  for (const bursar::ClaimPosition& each : report.claims) {
    csv.text(each.project_id.text()).text(each.claim_id).text(each.payer_org_id.text());
    csv.text(bursar::word(each.source)).text(each.currency.code());
    for (const bursar::Minor amount :
         {each.principal, each.repaid, each.written_off, each.outstanding, each.credit}) {
      csv.number(plain(amount, each.currency));
    }
    csv.text(each.due.day ? bursar::to_iso(*each.due.day) : std::string());
    csv.integer(each.days_overdue).text(bursar::word(each.bucket)).text(bursar::word(each.step));
    csv.text(each.next.code);
    csv.text(each.next.until.day ? bursar::to_iso(*each.next.until.day) : std::string());
    csv.end_row();
  }
  fmt::print("{}", need(settings, csv.finish()));
}

/// What the figures rest on that nobody read: beside a table of values it goes to the error stream.
void print_assumptions(const Settings& settings, const bursar::RuleBook& rules, std::FILE* stream) {
  for (const auto& [cell, value] : rules.assumptions()) {
    fmt::print(stream, "{}: {} = {}\n", say(settings, "assumed", "假设"), cell, value);
  }
}

void print_text(const Settings& settings, const bursar::RecoveryReport& report) {
  for (const bursar::ClaimPosition& each : report.claims) {
    const auto money = [&](bursar::Minor amount) {
      return bursar::grouped_text(bursar::Money::of_minor(amount, each.currency));
    };
    fmt::print("{}\t{}\t{}\t{} {}\t{} {}\t{} {}\t{}\t{}{}{}\n", each.project_id.text(),
               each.claim_id.empty() ? std::string(say(settings, "(not raised)", "（未登记）"))
                                     : each.claim_id,
               each.payer_org_id.text(), say(settings, "due", "应退"), money(each.principal),
               say(settings, "came in", "已退"), money(each.repaid),
               say(settings, "outstanding", "未退"), money(each.outstanding),
               bursar::word(each.step), each.next.code,
               each.next.until.day ? " " + bursar::to_iso(*each.next.until.day) : std::string(),
               each.needs_reason
                   ? say(settings, " (unaudited, no reason on record)", "（未经审计，未说明理由）")
                   : std::string_view());
  }
  for (const bursar::NotClaimed& each : report.not_claimed) {
    fmt::print("{} {}: {}\n", each.project_id.text(), each.org_id.text(),
               each.refusal.text(settings.language));
  }
  for (const bursar::CurrencyTotals& totals : report.totals) {
    const auto money = [&](bursar::Minor amount) {
      return bursar::grouped_text(bursar::Money::of_minor(amount, totals.currency));
    };
    fmt::print("{} {} {}, {} {}, {} {}, {} {}, {} {}\n", totals.currency.code(),
               say(settings, "identified", "应退"), money(totals.all.identified),
               say(settings, "recovered", "追回"), money(totals.all.recovered),
               say(settings, "written off", "核销"), money(totals.all.written_off),
               say(settings, "outstanding", "未退"), money(totals.all.outstanding),
               say(settings, "credit", "多缴"), money(totals.all.credit));
  }
}

int run_list(const Settings& settings, const ClaimsOptions& options) {
  const bursar::Date as_of = day_argument(settings, "--as-of", options.as_of);
  const Opened opened = open_as_of(settings, options.store, {as_of});
  const bursar::RecoveryReport report = recovered(settings, opened);
  if (options.json) {
    fmt::print("{}\n", bursar::claims_json(report, opened.rules));
  } else if (options.csv) {
    print_assumptions(settings, opened.rules, stderr);
    print_csv(settings, report, options.raw);
  } else {
    print_assumptions(settings, opened.rules, stdout);
    print_text(settings, report);
  }
  return clean;
}

// -------------------------------------------------------------------------------------------
// export

int run_export(const Settings& settings, const ClaimsOptions& options) {
  const bursar::Date as_of = day_argument(settings, "--as-of", options.as_of);
  const Opened opened = open_as_of(settings, options.store, {as_of});
  const bursar::RecoveryReport report = recovered(settings, opened);
  if (options.json) {
    fmt::print("{}\n", bursar::claims_json(report, opened.rules));
    return clean;
  }
  print_assumptions(settings, opened.rules, stderr);
  bursar::CsvFormat format;
  format.raw = options.raw;
  if (options.encoding == "gb18030") format.encoding = bursar::CsvEncoding::gb18030;
  if (options.encoding == "utf-8") format.encoding = bursar::CsvEncoding::utf8;
  bursar::CsvWriter writer(format);
  bursar::write_ledger(need(settings, bursar::recovery_ledger(opened.portfolio, report)), writer);
  const std::string ledger = need(settings, writer.finish());
  if (options.out.empty()) {
    fmt::print("{}", ledger);
  } else {
    write_file(settings, options.out, ledger);
    tell(settings, options.out);
  }
  return clean;
}

}  // namespace

void add_claims(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<ClaimsOptions>();
  CLI::App* call = app.add_subcommand("claims", "Sums due back: raise, list, export the ledger");
  call->add_option("STORE", options->store, "The store's file")->required();
  call->require_subcommand(1);
  CLI::App* raise = call->add_subcommand(
      "raise", "Settle what is concluded, and record what is due back from whom");
  raise->add_option("--on", options->on, "The day on which settlements and claims take effect")
      ->required();
  raise->add_option("--project", options->project, "Only this project");
  raise->add_option("--reason", options->reason, "Why unaudited settlements stand");
  raise->callback([&settings, &run, options] {
    run = [&settings, options] { return run_raise(settings, *options); };
  });
  CLI::App* list = call->add_subcommand("list", "Where each claim stands");
  list->add_option("--as-of", options->as_of, "The day of the question")->required();
  CLI::Option* json = list->add_flag("--json", options->json, "bursar.claims/1");
  list->add_flag("--csv", options->csv, "One row a claim")->excludes(json);
  list->add_flag("--raw-csv", options->raw,
                 "Texts as they are, without the guard against formulas");
  list->callback([&settings, &run, options] {
    run = [&settings, options] { return run_list(settings, *options); };
  });
  CLI::App* ledger = call->add_subcommand("export", "The recovery ledger 追缴台账 as CSV");
  ledger->add_option("--as-of", options->as_of, "The day of the question")->required();
  ledger->add_option("--out", options->out, "The file to write (default: standard output)");
  ledger->add_flag("--json", options->json, "bursar.claims/1 instead");
  ledger->add_flag("--csv", options->csv, "CSV (the default)");
  ledger->add_option("--encoding", options->encoding, "utf-8-bom (default), utf-8 or gb18030");
  ledger->add_flag("--raw-csv", options->raw,
                   "Texts as they are, without the guard against formulas");
  ledger->callback([&settings, &run, options] {
    run = [&settings, options] { return run_export(settings, *options); };
  });
}

}  // namespace tool
