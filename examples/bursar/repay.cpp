// bursar repay: one refund that came in.
#include "tool.hpp"

#include <bursar/money/amount_text.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace tool {
namespace {

struct RepayOptions {
  std::string store, project, payer, amount, on, receipt, key, source, part = "principal", means,
                                                                       decision;
  bool json = false;
};

int run_repay(const Settings& settings, const RepayOptions& options) {
  const std::string actor = actor_of(settings);
  const bursar::Date on = day_argument(settings, "--on", options.on);
  auto journal = open_store(settings, options.store);
  const bursar::Subject subject{bursar::SubjectKind::project, options.project};
  const auto portfolio =
      need(settings, bursar::Portfolio::fold_subjects(*journal, {}, std::span(&subject, 1), false),
           options.store);
  const bursar::Project* project = portfolio.project(options.project);
  if (project == nullptr) {
    refuse(settings,
           bursar::Refusal(bursar::Code::project_unknown).with("project_id", options.project),
           "--project");
  }
  const auto amount = need(settings,
                           bursar::parse_amount(options.amount, project->currency,
                                                bursar::AmountUnit::one, bursar::Rounding::exact),
                           "--amount");
  bursar::RepaymentReceived fact;
  fact.repayment_id = options.key;
  fact.payer_org_id = bursar::OrgId(options.payer);
  fact.amount = bursar::Minor(amount.amount.minor());
  fact.receipt_no = options.receipt;
  fact.decision_id = options.decision;
  fact.part = need(settings, bursar::parse_word<bursar::RepaymentPart>(options.part), "--part");
  if (!options.means.empty()) {
    fact.means =
        need(settings, bursar::parse_word<bursar::RepaymentMeans>(options.means), "--means");
  }
  if (!options.source.empty()) {
    fact.source = need(settings, bursar::parse_word<bursar::Source>(options.source), "--source");
  } else if (portfolio.book().default_source) {
    fact.source = *portfolio.book().default_source;
  } else {
    refuse(settings, bursar::Refusal(bursar::Code::field_missing).with("field", "--source"));
  }
  bursar::Office office = office_of(*journal);
  const auto receipt = need(settings, office.record({options.key, actor, on}, subject, fact));
  if (options.json) {
    fmt::print("{}\n", receipt_json("bursar.repaid/1", options.project, receipt));
    return clean;
  }
  fmt::print("{} {} {} #{}\n", options.project, bursar::grouped_text(amount.amount),
             receipt.already_recorded ? say(settings, "was recorded already", "此前已登记")
                                      : say(settings, "recorded", "已登记"),
             receipt.first_position);
  return clean;
}

}  // namespace

void add_repay(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<RepayOptions>();
  CLI::App* call = app.add_subcommand("repay", "One refund that came in");
  call->add_option("STORE", options->store, "The store's file")->required()->type_name("FILE");
  call->add_option("--project", options->project, "The project's id")->required()->type_name("ID");
  call->add_option("--payer", options->payer, "Id of the organisation that paid")
      ->required()
      ->type_name("ID");
  call->add_option("--amount", options->amount, "In units of the currency: 1234.50")
      ->required()
      ->type_name("AMOUNT");
  call->add_option("--on", options->on, "The day on which it came in")
      ->required()
      ->type_name("DAY");
  call->add_option("--receipt", options->receipt, "Number of the payment receipt")
      ->required()
      ->type_name("NO");
  call->add_option("--key", options->key, "Id of this refund; the same key is recorded once")
      ->required()
      ->type_name("KEY");
  call->add_option("--source", options->source, "Public source (the book's, where it has one)");
  call->add_option("--part", options->part, "principal, interest, late_charge or penalty");
  call->add_option("--means", options->means, "voluntary, offset, court or bankruptcy");
  call->add_option("--decision", options->decision, "The decision it answers to")->type_name("ID");
  call->add_flag("--json", options->json, "bursar.repaid/1");
  call->footer(std::string(day_form) +
               "AMOUNT is in units of the currency, with at most its minor digits.\n"
               "Example:\n  bursar --actor li repay 2020.bursar --project P-1 --payer ORG-1 "
               "--amount 1234.50 --on 2021-01-05 --receipt R-77 --key refund-77");
  call->callback([&settings, &run, options] {
    run = [&settings, options] { return run_repay(settings, *options); };
  });
}

}  // namespace tool
