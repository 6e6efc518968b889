// bursar show: one project, as of a day and as known at an instant.
#include "show.hpp"
#include "record_json.hpp"
#include "tool.hpp"

#include <bursar/clawback/settlement_json.hpp>
#include <bursar/office/book_rules.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace tool {
namespace {

using bursar::JsonWriter;
using bursar::Project;

struct ShowOptions {
  std::string store, project, as_of, known;
  bool json = false;
};

void write_registration(JsonWriter& json, const Project& project) {
  json.member("project_id", project.id.text()).member("state", bursar::word(project.state));
  // Blank is the book's currency: its code is said, as in every amount's text.
  bursar::ProjectRegistered registered = project.registered;
  registered.currency = project.currency.code();
  write_fields(json, registered);
  json.key("approved_on");
  write_value(json, project.approved_on);
  json.key("contract_on");
  write_value(json, project.contract_on);
  json.key("end_in_force");
  write_value(json, project.end_in_force());
  json.member("leader_in_force", project.leader_in_force().text());
}

void write_money(JsonWriter& json, const Project& project) {
  const auto nothing = [](const auto&) {};
  const auto on = [&](const auto& record) { json.member("on", bursar::to_iso(record.on)); };
  write_records<bursar::PartnerJoined>(json, "partners", project.partners, nothing);
  write_records<bursar::BudgetSet>(json, "budget", project.budget, nothing);
  write_records<bursar::BudgetAdjusted>(json, "adjustments", project.adjustments, on);
  write_records<bursar::PaymentMade>(json, "payments", project.payments, on);
  write_records<bursar::TransferMade>(json, "transfers", project.transfers, on);
  write_records<bursar::AccrualRecorded>(json, "accruals", project.accruals,
                                         [&](const auto& accrual) {
                                           json.key("cleared_on");
                                           write_value(json, accrual.cleared_on);
                                         });
  write_records<bursar::FinalAccountStated>(json, "final_accounts", project.final_accounts,
                                            nothing);
  write_records<bursar::AssetDisposed>(
      json, "asset_disposals", project.disposals,
      [&](const auto& disposal) { json.member("sold_on", bursar::to_iso(disposal.sold_on)); });
  write_records<bursar::RepaymentReceived>(json, "repayments", project.repayments,
                                           [&](const auto& repayment) {
                                             on(repayment);
                                             json.key("proof_filed_on");
                                             write_value(json, repayment.proof_filed_on);
                                           });
}

void write_expenses(JsonWriter& json, const Project& project) {
  json.key("expenses").begin_array();
  const auto blocks = project.cold_lines();
  std::size_t at = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const bursar::ExpenseSource& source = project.expense_sources[b];
    for (const std::uint32_t place : source.kept) {
      const bursar::ExpenseLine& line = blocks[b].span()[place];
      json.begin_object()
          .member("expense_id", line.expense_id)
          .member("org_id", project.expense_orgs[project.expenses.org[at]].text())
          .member("on", bursar::to_iso(bursar::from_day_number(line.day)))
          .member("head", bursar::word(line.head))
          .member("amount_minor", line.amount.value())
          .member("source", bursar::word(line.source))
          .member("kind", bursar::word(line.kind))
          .member("reverses", line.reverses)
          .member("accrual_id", line.accrual_id)
          .member("voucher_no", line.voucher_no)
          .member("vendor_id", line.vendor_id)
          .member("invoice_code", line.invoice_code)
          .member("invoice_no", line.invoice_no)
          .member("payee_id", line.payee_id)
          .member("position", source.trace.position)
          .member("line", static_cast<std::int64_t>(line.line))
          .end_object();
      ++at;
    }
  }
  json.end_array();
}

void write_acceptance(JsonWriter& json, const Project& project) {
  write_records<bursar::ChangeRequested>(json, "changes", project.changes, [&](const auto& change) {
    json.key("approved_on");
    write_value(json, change.approved_on);
  });
  json.key("acceptance").begin_array();
  for (const bursar::Attempt& attempt : project.attempts) {
    json.begin_object().member("attempt", attempt.attempt).member("batch", attempt.batch);
    json.key("requested_on");
    write_value(json, attempt.requested_on);
    json.key("concluded_on");
    write_value(json, attempt.concluded_on);
    json.key("outcome");
    write_value(json, attempt.outcome);
    json.key("notified_on");
    write_value(json, attempt.notified_on);
    json.member("notice_no", attempt.notice_no);
    write_trace(json, attempt.trace);
    json.end_object();
  }
  json.end_array();
  write_records<bursar::OpinionIssued>(
      json, "opinions", project.opinions, [&](const auto& opinion) {
        json.member("issued_on", bursar::to_iso(opinion.issued_on));
        if (opinion.adopted_on) json.member("adopted_on", bursar::to_iso(*opinion.adopted_on));
      });
}

/// What follows from the conclusion, by the rule book in force.
void write_consequences(JsonWriter& json, const bursar::Portfolio& portfolio,
                        const Project& project) {
  json.key("consequences");
  const auto rules = bursar::rule_book_of(portfolio);
  if (rules.has_value()) {
    bursar::write_consequences(json, bursar::consequences_of(project, *rules));
  } else if (project.concluding_attempt() == nullptr) {
    json.null();
  } else {
    json.begin_object().key("not_known").begin_object();
    json.member("refusal", rules.error().name());
    json.member("detail", rules.error().text(bursar::Language::en));
    json.end_object().end_object();
  }
}

void write_recovery(JsonWriter& json, const Project& project) {
  write_records<bursar::DecisionMade>(
      json, "decisions", project.decisions, [&](const auto& decision) {
        json.member("decided_on", bursar::to_iso(decision.decided_on))
            .member("status", bursar::word(decision.status));
      });
  write_records<bursar::NoticeIssued>(json, "notices", project.notices, [&](const auto& notice) {
    json.member("issued_on", bursar::to_iso(notice.issued_on));
    json.key("served_on");
    write_value(json, notice.served_on);
    json.key("response");
    write_value(json, notice.response);
    json.key("response_on");
    write_value(json, notice.response_on);
  });
  const auto on = [&](const auto& record) { json.member("on", bursar::to_iso(record.on)); };
  write_records<bursar::SettlementMade>(json, "settlements", project.settlements, on);
  write_records<bursar::ClaimRaised>(json, "claims", project.claims, [&](const auto& claim) {
    json.member("raised_on", bursar::to_iso(claim.raised_on));
    json.key("court_applied_on");
    write_value(json, claim.court_applied_on);
    json.key("closed_on");
    write_value(json, claim.closed_on);
    write_records<bursar::ClaimWrittenOff>(json, "write_offs", claim.write_offs, on);
  });
  json.key("irregular").begin_array();
  for (const bursar::Irregular& irregular : project.irregular) {
    json.begin_object()
        .member("kind", irregular.kind)
        .member("state", irregular.state)
        .member("reason", irregular.reason);
    write_trace(json, irregular.trace);
    json.end_object();
  }
  json.end_array();
}

/// `as_of`: the day that was asked for; none is everything on record.
std::string project_json(const bursar::Portfolio& portfolio, const Project& project,
                         const std::optional<bursar::Date>& as_of) {
  JsonWriter json(JsonWriter::Layout::indented);
  json.begin_object().member("schema", "bursar.project/1").key("as_of");
  write_value(json, as_of);
  json.member("journal_head", portfolio.head().link.text())
      .member("journal_position", portfolio.head().position);
  write_registration(json, project);
  write_money(json, project);
  write_expenses(json, project);
  write_acceptance(json, project);
  write_consequences(json, portfolio, project);
  write_recovery(json, project);
  json.end_object();
  return json.finish();
}

int run_show(const Settings& settings, const ShowOptions& options) {
  std::optional<bursar::Date> asked;
  if (!options.as_of.empty()) asked = day_argument(settings, "--as-of", options.as_of);
  bursar::AsOf as_of;
  if (asked) as_of.effective = *asked;
  auto journal = open_store(settings, options.store);
  as_of.known_position = position_known(settings, *journal, options.store, options.known);
  const bursar::Subject subject{bursar::SubjectKind::project, options.project};
  const auto portfolio =
      need(settings, bursar::Portfolio::fold_subjects(*journal, as_of, std::span(&subject, 1)),
           options.store);
  const Project* project = portfolio.project(options.project);
  if (project == nullptr) {
    refuse(settings,
           bursar::Refusal(bursar::Code::project_unknown).with("project_id", options.project));
  }
  if (options.json) {
    fmt::print("{}\n", project_json(portfolio, *project, asked));
    return clean;
  }
  const std::vector<bursar::Subject> named = parties_of(*project);
  const auto parties =
      need(settings, bursar::Portfolio::fold_subjects(*journal, as_of, named), options.store);
  print_project(settings, parties, *project, asked);
  return clean;
}

}  // namespace

void add_show(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* call = app.add_subcommand(
      "show", help(settings, "One project, as of a day and as known at an instant",
                   "一个项目截至某日、按某时刻所知的情况"));
  call->add_option("STORE", options->store, help(settings, "The store's file", "账册文件"))
      ->required()
      ->type_name("FILE");
  call->add_option("PROJECT", options->project, help(settings, "The project's id", "项目编号"))
      ->required()
      ->type_name("ID");
  call->add_option("--as-of", options->as_of,
                   help(settings, "Only what took effect until this day", "只计至该日已生效的内容"))
      ->type_name("DAY");
  add_known(*call, settings, options->known);
  call->add_flag("--json", options->json, "bursar.project/1");
  call->footer(
      day_form(settings) +
      help(settings,
           "INSTANT is a day, which means its end in the book's zone, or as in "
           "2020-12-31T18:00:00+08:00.\n"
           "Example:\n  bursar show 2020.bursar P-1 --as-of 2020-12-31 --known 2021-01-15",
           "INSTANT为日期（指账册时区的该日终了），或写作2020-12-31T18:00:00+08:00。\n示例：\n  "
           "bursar show 2020.bursar P-1 --as-of 2020-12-31 --known 2021-01-15"));
  call->callback([&settings, &run, options] {
    run = [&settings, options] { return run_show(settings, *options); };
  });
}

}  // namespace tool
