// bursar claims: raise what is due back, list where each claim stands, export the recovery ledger.
#include "tool.hpp"

#include <bursar/base/json_writer.hpp>
#include <bursar/clawback/claims.hpp>
#include <bursar/clawback/settlement_json.hpp>
#include <bursar/exchange/csv_writer.hpp>
#include <bursar/money/amount_text.hpp>
#include <bursar/report/labels.hpp>
#include <bursar/report/next_step.hpp>
#include <bursar/report/recovery_ledger.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace tool {
namespace {

struct ClaimsOptions {
  std::string store, as_of, known, on, reason, project, out, encoding;
  bool json = false, csv = false, raw = false;
};

std::string plain(bursar::Minor amount, bursar::Currency currency) {
  return bursar::plain_text(bursar::Money::of_minor(amount, currency));
}

// --------------------------------------------------------------------------------------------
// raise

/// The projects that were refused for one reason.
struct RefusedProjects {
  std::set<std::string> ids;
  std::string first_id, first_text;  ///< what was said of the first of them

  void add(const Settings& settings, const std::string& project, const bursar::Refusal& refusal) {
    if (ids.empty()) {
      first_id = project;
      first_text = refusal.text(settings.language);
    }
    ids.insert(project);
  }
};

/// What became of the projects of one `claims raise`.
struct Raised {
  std::int64_t settled = 0, claimed = 0, unchanged = 0;
  std::map<std::string, RefusedProjects> refused;  ///< by refusal
};

void count(const Settings& settings, Raised& raised, std::int64_t& done, const std::string& project,
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
  raised.refused[std::string(result.error().name())].add(settings, project, result.error());
}

/// What is due and was not claimed, of projects of which something was: parts that have no payer or
/// are not settled, and sums that lack a reason.
void add_not_claimed(const Settings& settings, const ClaimsOptions& options, Opened& opened,
                     Raised& raised) {
  need(settings, opened.portfolio.catch_up(*opened.journal), options.store);
  const auto add = [&](const std::string& project, const bursar::Refusal& refusal) {
    if (!options.project.empty() && project != options.project) return;
    const bool told = std::ranges::any_of(
        raised.refused, [&](const auto& each) { return each.second.ids.contains(project); });
    if (!told) raised.refused[std::string(refusal.name())].add(settings, project, refusal);
  };
  const bursar::RecoveryReport report = recovered(settings, opened);
  for (const bursar::NotClaimed& part : report.not_claimed) {
    add(part.project_id.text(), part.refusal);
  }
  for (const bursar::ClaimPosition& claim : report.claims) {
    const bool on_record = !claim.claim_id.empty() && !claim.on_record;
    if (claim.needs_reason && !on_record) {
      add(claim.project_id.text(), bursar::Refusal(bursar::Code::reason_missing));
    }
  }
}

void print_raised(const Settings& settings, const Raised& raised) {
  fmt::print("{}: {}\n{}: {}\n", help(settings, "projects settled", "已登记结算的项目"),
             raised.settled, help(settings, "projects with claims raised", "已登记应退款项的项目"),
             raised.claimed);
  for (const auto& [refusal, projects] : raised.refused) {
    fmt::print("{} ({}): {}\n", refusal, projects.ids.size(), fmt::join(projects.ids, " "));
    fmt::print("  {}: {}\n", projects.first_id, projects.first_text);
  }
  if (raised.refused.contains("reason_missing")) {
    fmt::print("{}\n", help(settings, "State the reason with --reason, or adopt an opinion.",
                            "请用--reason说明理由，或采信审计意见。"));
  }
}

void print_raised_json(const Raised& raised, bursar::Date on) {
  bursar::JsonWriter json(bursar::JsonWriter::Layout::indented);
  json.begin_object().member("schema", "bursar.raised/1").member("on", bursar::to_iso(on));
  json.member("settled", raised.settled).member("claimed", raised.claimed);
  json.key("refused").begin_array();
  for (const auto& [refusal, projects] : raised.refused) {
    json.begin_object().member("refusal", refusal).key("project_ids").begin_array();
    for (const std::string& each : projects.ids) json.value(each);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  fmt::print("{}\n", json.finish());
}

int run_raise(const Settings& settings, const ClaimsOptions& options) {
  const std::string actor = actor_of(settings);
  const bursar::Date on = day_argument(settings, "--on", options.on);
  Opened opened = open_as_of(settings, options.store, {on});
  const bursar::Date now = today(opened.portfolio.book().utc_offset_minutes);
  if (on > now) {
    refuse(settings,
           bursar::Refusal(bursar::Code::date_in_future)
               .with("on", bursar::to_iso(on))
               .with("today", bursar::to_iso(now)),
           "--on");
  }
  if (!options.project.empty() && opened.portfolio.project(options.project) == nullptr) {
    refuse(settings,
           bursar::Refusal(bursar::Code::project_unknown).with("project_id", options.project),
           "--project");
  }
  bursar::Office office = office_of(*opened.journal);
  Raised raised;
  for (const bursar::Project& project : opened.portfolio.projects()) {
    if (!options.project.empty() && project.id.text() != options.project) continue;
    // What was settled or claimed is looked at again also where no conclusion is left.
    const bool concerned = bursar::conclusion_of(project).has_value() ||
                           !project.decisions.empty() || !project.settlements.empty() ||
                           !project.claims.empty();
    if (!concerned) continue;
    // The key names what was decided upon: a second run on an unchanged project finds its own
    // answer.
    const std::string state =
        fmt::format("{}:{}:{}", project.id.text(), bursar::to_iso(on), project.version);
    count(settings, raised, raised.settled, project.id.text(),
          office.settle({"settle:" + state, actor, on}, project.id, options.reason));
    count(settings, raised, raised.claimed, project.id.text(),
          office.raise_claims({"claim:" + state, actor, on}, project.id));
  }
  add_not_claimed(settings, options, opened, raised);
  if (options.json) {
    print_raised_json(raised, on);
  } else {
    print_raised(settings, raised);
  }
  return clean;
}

// ---------------------------------------------------------------------------------------------
// list

void print_csv(const Settings& settings, const bursar::RecoveryReport& report, bool raw) {
  bursar::CsvFormat format;
  format.raw = raw;
  bursar::CsvWriter csv(format);
  for (const char* name : {"project_id",       "claim_id",     "payer_org_id",
                           "source",           "currency",     "principal",
                           "repaid",           "written_off",  "outstanding",
                           "credit",           "due_on",       "days_overdue",
                           "bucket",           "step",         "next",
                           "next_until",       "late_charge",  "late_charge_paid",
                           "late_charge_open", "due_not_known"}) {
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
    // Blank where the claim bears no charge, or nobody confirmed its rate.
    const bursar::LateCharge charge = each.late_charge.value_or(bursar::LateCharge());
    for (const bursar::Minor amount : {charge.accrued, charge.paid, charge.open()}) {
      if (each.late_charge) {
        csv.number(plain(amount, each.currency));
      } else {
        csv.blank();
      }
    }
    csv.text(each.due.refusal ? each.due.refusal->name() : std::string_view());
    csv.end_row();
  }
  fmt::print("{}", need(settings, csv.finish()));
}

/// What the figures rest on that nobody read: beside a table of values it goes to the error stream.
void print_assumptions(const Settings& settings, const bursar::RuleBook& rules, std::FILE* stream) {
  for (const auto& [cell, value] : rules.assumptions()) {
    fmt::print(stream, "{}\n", assumption_text(settings, rules, cell, value));
  }
}

/// The code of a currency that is not the yuan stands before the amount.
std::string money_text(bursar::Minor amount, bursar::Currency currency) {
  const bool yuan = currency == bursar::Currency::cny();
  return (yuan ? std::string() : std::string(currency.code()) + " ") +
         bursar::grouped_text(bursar::Money::of_minor(amount, currency));
}

/// What was paid where nothing is claimed of that payer and source: no claim shows it.
void print_credit_alone(const Settings& settings, const bursar::Portfolio& portfolio,
                        const bursar::RecoveryReport& report) {
  for (const bursar::PayerAccount& each : report.accounts) {
    if (each.credit == bursar::Minor(0)) continue;
    const bool shown = std::ranges::any_of(report.claims, [&](const bursar::ClaimPosition& claim) {
      return claim.project_id == each.project_id && claim.payer_org_id == each.payer_org_id &&
             claim.source == each.source;
    });
    if (shown) continue;
    fmt::print("{}\t{}\t{}\t{} {}\n", each.project_id.text(),
               help(settings, "(no claim)", "（无应退款项）"),
               unit_text(portfolio, each.payer_org_id) + " " +
                   std::string(bursar::label(each.source, settings.language)),
               say(settings, "credit", "多缴"), money_text(each.credit, each.currency));
  }
}

void print_text(const Settings& settings, const bursar::Portfolio& portfolio,
                const bursar::RecoveryReport& report) {
  for (const bursar::ClaimPosition& each : report.claims) {
    const auto money = [&](bursar::Minor amount) { return money_text(amount, each.currency); };
    // What is written off or paid too much stands where there is any.
    const auto some = [&](std::string_view en, std::string_view zh, bursar::Minor amount) {
      return amount == bursar::Minor(0)
                 ? std::string()
                 : fmt::format("\t{} {}", say(settings, en, zh), money(amount));
    };
    const std::string charge = bursar::late_charge_text(each, settings.language);
    fmt::print("{}\t{}\t{}\t{} {}\t{} {}{}\t{} {}{}{}\t{}\t{}{}{}{}{}\n", each.project_id.text(),
               each.claim_id.empty() ? std::string(help(settings, "(not raised)", "（未登记）"))
                                     : each.claim_id,
               unit_text(portfolio, each.payer_org_id), help(settings, "due", "应退"),
               money(each.principal), help(settings, "repaid", "已退"), money(each.repaid),
               some("written off", "核销", each.written_off), help(settings, "outstanding", "未退"),
               money(each.outstanding), some("credit", "多缴", each.credit),
               charge.empty() ? charge : "\t" + charge, bursar::label(each.step, settings.language),
               bursar::next_step_text(each.next, report.as_of, settings.language),
               bursar::assumed_day_note(each, settings.language),
               bursar::open_charge_note(each, settings.language),
               each.needs_reason
                   ? help(settings, " (unaudited, no reason on record)", "（未经审计，未说明理由）")
                   : std::string_view(),
               each.on_record
                   ? fmt::format(" ({} {})",
                                 help(settings, "to be adjusted, on record", "待调整，登记金额"),
                                 money(*each.on_record))
                   : std::string());
  }
  print_credit_alone(settings, portfolio, report);
  for (const bursar::NotClaimed& each : report.not_claimed) {
    fmt::print("{} {}: {}\n", each.project_id.text(), unit_text(portfolio, each.org_id),
               each.refusal.text(settings.language));
  }
  for (const bursar::CurrencyTotals& totals : report.totals) {
    const auto money = [&](bursar::Minor amount) {
      return bursar::grouped_text(bursar::Money::of_minor(amount, totals.currency));
    };
    fmt::print("{} {} {}, {} {}, {} {}, {} {}, {} {}\n", totals.currency.code(),
               help(settings, "identified", "应退"), money(totals.all.identified),
               help(settings, "recovered", "追回"), money(totals.all.recovered),
               help(settings, "written off", "核销"), money(totals.all.written_off),
               help(settings, "outstanding", "未退"), money(totals.all.outstanding),
               help(settings, "credit", "多缴"), money(totals.all.credit));
  }
}

int run_list(const Settings& settings, const ClaimsOptions& options) {
  const bursar::Date as_of = day_argument(settings, "--as-of", options.as_of);
  const Opened opened = open_as_known(settings, options.store, as_of, options.known);
  const bursar::RecoveryReport report = recovered(settings, opened);
  if (options.json) {
    fmt::print("{}\n", bursar::claims_json(report, opened.rules));
  } else if (options.csv) {
    print_assumptions(settings, opened.rules, stderr);
    print_csv(settings, report, options.raw);
  } else {
    print_assumptions(settings, opened.rules, stdout);
    print_text(settings, opened.portfolio, report);
  }
  return clean;
}

// -------------------------------------------------------------------------------------------
// export

/// To a file, or to standard output where none is named.
void deliver(const Settings& settings, const std::string& path, const std::string& text) {
  if (path.empty()) {
    fmt::print("{}", text);
  } else {
    write_file(settings, path, text);
    tell(settings, path);
  }
}

int run_export(const Settings& settings, const ClaimsOptions& options) {
  const bursar::Date as_of = day_argument(settings, "--as-of", options.as_of);
  const Opened opened = open_as_known(settings, options.store, as_of, options.known);
  const bursar::RecoveryReport report = recovered(settings, opened);
  if (options.json) {
    deliver(settings, options.out, bursar::claims_json(report, opened.rules) + "\n");
    return clean;
  }
  print_assumptions(settings, opened.rules, stderr);
  bursar::CsvFormat format;
  format.raw = options.raw;
  if (options.encoding == "gb18030") format.encoding = bursar::CsvEncoding::gb18030;
  if (options.encoding == "utf-8") format.encoding = bursar::CsvEncoding::utf8;
  bursar::CsvWriter writer(format);
  bursar::write_ledger(bursar::recovery_ledger(opened.portfolio, report), writer);
  deliver(settings, options.out, need(settings, writer.finish()));
  return clean;
}

}  // namespace

void add_claims(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<ClaimsOptions>();
  CLI::App* call =
      app.add_subcommand("claims", help(settings, "Sums due back: raise, list, export the ledger",
                                        "应退款项：登记、列表、导出台账"));
  call->add_option("STORE", options->store, help(settings, "The store's file", "账册文件"))
      ->required()
      ->type_name("FILE");
  call->require_subcommand(1);
  const std::string examples =
      day_form(settings) +
      help(settings,
           "Amounts are in units of the currency, in JSON whole minor units.\n"
           "Example:\n"
           "  bursar --actor li claims 2020.bursar raise --on 2020-12-31\n"
           "  bursar claims 2020.bursar list --as-of 2020-12-31 --csv\n"
           "  bursar claims 2020.bursar export --as-of 2020-12-31 --out ledger.csv",
           "金额以元（货币单位）计；JSON中以分（最小货币单位）计。\n示例：\n  bursar --actor li "
           "claims 2020.bursar raise --on 2020-12-31\n  bursar claims 2020.bursar list --as-of "
           "2020-12-31 --csv\n  bursar claims 2020.bursar export --as-of 2020-12-31 --out "
           "ledger.csv");
  call->footer(examples);
  const auto as_of = [&](CLI::App* of) {
    of->footer(examples);
    of->add_option("--as-of", options->as_of,
                   help(settings, "The day of the question", "查询的截止日"))
        ->required()
        ->type_name("DAY");
    add_known(*of, settings, options->known);
  };
  CLI::App* raise = call->add_subcommand(
      "raise", help(settings, "Settle what is concluded, and record what is due back from whom",
                    "对已有结论的项目作结算，并登记应退款项"));
  raise->footer(examples);
  raise
      ->add_option("--on", options->on,
                   help(settings, "The day on which settlements and claims take effect",
                        "结算与应退款项的生效日"))
      ->required()
      ->type_name("DAY");
  raise
      ->add_option("--project", options->project, help(settings, "Only this project", "只看此项目"))
      ->type_name("ID");
  raise->add_option("--reason", options->reason,
                    help(settings, "Why unaudited settlements stand", "未经审计的结算成立的理由"));
  raise->add_flag("--json", options->json, "bursar.raised/1");
  raise->callback([&settings, &run, options] {
    run = [&settings, options] { return run_raise(settings, *options); };
  });
  CLI::App* list =
      call->add_subcommand("list", help(settings, "Where each claim stands", "各应退款项的现状"));
  as_of(list);
  CLI::Option* json = list->add_flag("--json", options->json, "bursar.claims/1");
  list->add_flag("--csv", options->csv, help(settings, "One row a claim", "每个应退款项一行"))
      ->excludes(json);
  list->add_flag("--raw-csv", options->raw,
                 help(settings, "Texts as they are, without the guard against formulas",
                      "文本照原样输出，不防电子表格公式"));
  list->callback([&settings, &run, options] {
    run = [&settings, options] { return run_list(settings, *options); };
  });
  CLI::App* ledger = call->add_subcommand(
      "export", help(settings, "The recovery ledger 追缴台账 as CSV", "导出追缴台账（CSV）"));
  as_of(ledger);
  ledger
      ->add_option("--out", options->out,
                   help(settings, "The file to write (default: standard output)",
                        "要写入的文件（默认为标准输出）"))
      ->type_name("FILE");
  CLI::Option* ledger_json =
      ledger->add_flag("--json", options->json,
                       help(settings, "bursar.claims/1 instead", "改为输出bursar.claims/1"));
  ledger->add_flag("--csv", options->csv, help(settings, "CSV (the default)", "CSV（默认）"))
      ->excludes(ledger_json);
  ledger
      ->add_option("--encoding", options->encoding,
                   help(settings, "utf-8-bom (default), utf-8 or gb18030",
                        "utf-8-bom（默认）、utf-8或gb18030"))
      ->check(CLI::IsMember({"utf-8-bom", "utf-8", "gb18030"}));
  ledger->add_flag("--raw-csv", options->raw,
                   help(settings, "Texts as they are, without the guard against formulas",
                        "文本照原样输出，不防电子表格公式"));
  ledger->callback([&settings, &run, options] {
    run = [&settings, options] { return run_export(settings, *options); };
  });
}

}  // namespace tool
