// bursar repay: one refund that came in.
#include "tool.hpp"

#include <bursar/money/amount_text.hpp>
#include <bursar/money/money.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace tool {
namespace {

struct RepayOptions {
  std::string store, project, payer, amount, on, receipt, key, source, part = "principal", means,
                                                                       decision;
  bool json = false;
};

/// The payer as it was named: the id of a unit, or the name that one of the project's units has.
bursar::OrgId payer_named(const Settings& settings, const bursar::Journal& journal,
                          const bursar::Project& project, const std::string& text) {
  std::set<std::string> ids{std::string(project.registered.org_id.text().view())};
  for (const bursar::Partner& partner : project.partners) {
    ids.emplace(partner.org_id.text().view());
  }
  if (ids.contains(text)) return bursar::OrgId(text);
  std::vector<bursar::Subject> units;
  units.reserve(ids.size());
  for (const std::string& id : ids) units.push_back({bursar::SubjectKind::organisation, id});
  const auto portfolio = need(settings, bursar::Portfolio::fold_subjects(journal, {}, units));
  std::vector<std::string> named;
  for (const bursar::Organisation& unit : portfolio.organisations()) {
    if (unit.registered.name.view() == text) named.emplace_back(unit.id.text().view());
  }
  if (named.size() > 1) {
    refuse(settings,
           bursar::Refusal(bursar::Code::name_ambiguous)
               .with("value", text)
               .with("candidates", fmt::format("{}", fmt::join(named, ", "))),
           "--payer");
  }
  return bursar::OrgId(named.empty() ? text : named.front());
}

/// The source of a refund that states none: the book's, unless the project's money came from
/// others.
bursar::Source source_of(const Settings& settings, const bursar::Book& book,
                         const bursar::Project& project) {
  const bool other = book.default_source && !project.payments.empty() &&
                     std::ranges::none_of(project.payments, [&](const bursar::Payment& payment) {
                       return payment.source == *book.default_source;
                     });
  if (!book.default_source || other) {
    refuse(settings, bursar::Refusal(bursar::Code::field_missing).with("field", "--source"));
  }
  return *book.default_source;
}

/// Says how much of a refund no claim takes.
void tell_credit(const Settings& settings, const RepayOptions& options, const Opened& opened) {
  bursar::MoneySum credit;
  for (const bursar::SetOff& each : recovered(settings, opened).set_offs) {
    const bool of_this = each.project_id.text() == options.project &&
                         each.repayment_id == options.key && each.credit;
    if (of_this) credit.add(each.amount);
  }
  const auto total = credit.total();
  if (!total || *total == bursar::Minor()) return;
  const bursar::Project* project = opened.portfolio.project(options.project);
  fmt::print(
      "{}: {}\n",
      say(settings, "of this, more than is due: credit of the payer", "其中多缴，无对应应退款项"),
      bursar::grouped_text(bursar::Money::of_minor(*total, project->currency)));
}

int run_repay(const Settings& settings, const RepayOptions& options) {
  const std::string actor = actor_of(settings);
  const bursar::Date on = day_argument(settings, "--on", options.on);
  if (options.receipt.empty()) {
    refuse(settings, bursar::Refusal(bursar::Code::field_missing).with("field", "receipt_no"),
           "--receipt");
  }
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
  fact.payer_org_id = payer_named(settings, *journal, *project, options.payer);
  fact.amount = bursar::Minor(amount.amount.minor());
  fact.receipt_no = options.receipt;
  fact.decision_id = options.decision;
  fact.part = need(settings, bursar::parse_word<bursar::RepaymentPart>(options.part), "--part");
  if (!options.means.empty()) {
    fact.means =
        need(settings, bursar::parse_word<bursar::RepaymentMeans>(options.means), "--means");
  }
  fact.source =
      options.source.empty()
          ? source_of(settings, portfolio.book(), *project)
          : need(settings, bursar::parse_word<bursar::Source>(options.source), "--source");
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
  tell_credit(settings, options, fold_as_of(settings, std::move(journal), options.store, {on}));
  return clean;
}

}  // namespace

void add_repay(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<RepayOptions>();
  CLI::App* call =
      app.add_subcommand("repay", help(settings, "One refund that came in", "登记一笔退款"));
  call->add_option("STORE", options->store, help(settings, "The store's file", "账册文件"))
      ->required()
      ->type_name("FILE");
  call->add_option("--project", options->project, help(settings, "The project's id", "项目编号"))
      ->required()
      ->type_name("ID");
  call->add_option(
          "--payer", options->payer,
          help(settings, "The organisation that paid: its id, or its name as it is on record",
               "退款单位：编号，或账册中的单位名称"))
      ->required()
      ->type_name("UNIT");
  call->add_option(
          "--amount", options->amount,
          help(settings, "In units of the currency: 1234.50", "金额，以元（货币单位）计：1234.50"))
      ->required()
      ->type_name("AMOUNT");
  call->add_option("--on", options->on, help(settings, "The day on which it came in", "到账日"))
      ->required()
      ->type_name("DAY");
  call->add_option("--receipt", options->receipt,
                   help(settings, "Number of the payment receipt", "缴款凭证号"))
      ->required()
      ->type_name("NO");
  call->add_option("--key", options->key,
                   help(settings, "Id of this refund; the same key is recorded once",
                        "本笔退款的编号；同一编号只登记一次"))
      ->required()
      ->type_name("KEY");
  call->add_option("--source", options->source,
                   help(settings, "Public source (the book's, where it has one)",
                        "财政资金来源（账册有唯一来源时可省略）"));
  call->add_option(
      "--part", options->part,
      help(settings, "principal, interest, late_charge or penalty",
           "principal（本金）、interest（孳息）、late_charge（滞纳金）或penalty（罚款）"));
  call->add_option("--means", options->means,
                   help(settings, "voluntary, offset, court or bankruptcy",
                        "voluntary（自愿）、offset（抵扣）、court（法院）或bankruptcy（破产）"));
  call->add_option("--decision", options->decision,
                   help(settings, "The decision it answers to", "所依据的处理决定"))
      ->type_name("ID");
  call->add_flag("--json", options->json, "bursar.repaid/1");
  call->footer(day_form(settings) +
               help(settings,
                    "AMOUNT is in units of the currency, with at most its minor digits.\n"
                    "Example:\n  bursar --actor li repay 2020.bursar --project P-1 --payer ORG-1 "
                    "--amount 1234.50 --on 2021-01-05 --receipt R-77 --key refund-77",
                    "AMOUNT以元（货币单位）计，小数位不超过最小货币单位。\n示例：\n  bursar "
                    "--actor li repay 2020.bursar --project P-1 --payer ORG-1 --amount 1234.50 "
                    "--on 2021-01-05 --receipt R-77 --key refund-77"));
  call->callback([&settings, &run, options] {
    run = [&settings, options] { return run_repay(settings, *options); };
  });
}

}  // namespace tool
