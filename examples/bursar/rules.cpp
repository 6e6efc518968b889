// bursar rules: the rule book in force, and a new one from a day on.
#include "tool.hpp"

#include <bursar/base/json_writer.hpp>
#include <bursar/policy/rule_book.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>

namespace tool {
namespace {

struct RulesOptions {
  std::string store, pack, from, as_of, key, assume, calendar;
  bool json = false;
};

std::string text_of(bursar::Disposition value) { return std::string(bursar::word(value)); }
std::string text_of(bool value) { return value ? "yes" : "no"; }
std::string text_of(bursar::Date value) { return bursar::to_iso(value); }
std::string text_of(const std::string& value) { return value; }

template <class T>
std::string cell_text(const bursar::Cell<T>& cell) {
  return fmt::format("{} ({})", cell.value ? text_of(*cell.value) : "?", bursar::word(cell.status));
}

void write_json(bursar::JsonWriter& json, bursar::Disposition value) {
  json.value(bursar::word(value));
}
void write_json(bursar::JsonWriter& json, bool value) { json.value(value); }
void write_json(bursar::JsonWriter& json, std::int64_t value) { json.value(value); }
void write_json(bursar::JsonWriter& json, bursar::Date value) { json.value(bursar::to_iso(value)); }
void write_json(bursar::JsonWriter& json, const std::string& value) { json.value(value); }

template <class T>
void write_cell(bursar::JsonWriter& json, std::string_view name, const bursar::Cell<T>& cell) {
  json.key(name).begin_object().key("value");
  if (cell.value) {
    write_json(json, *cell.value);
  } else {
    json.null();
  }
  json.member("status", bursar::word(cell.status)).member("basis", cell.basis).end_object();
}

void write_regime(bursar::JsonWriter& json, const bursar::Regime& regime) {
  json.begin_object().member("id", regime.id).member("title_zh", regime.title_zh);
  json.member("title_en", regime.title_en);
  write_cell(json, "in_force_from", regime.in_force_from);
  write_cell(json, "key_date", regime.key_date);
  write_cell(json, "payables_count", regime.payables_count);
  json.key("outcomes").begin_array();
  for (const bursar::OutcomeRow& row : regime.outcomes) {
    json.begin_object().member("outcome", row.outcome);
    write_cell(json, "unspent", row.unspent);
    write_cell(json, "not_recognised", row.not_recognised);
    write_cell(json, "interest", row.interest);
    write_cell(json, "asset_proceeds", row.asset_proceeds);
    write_cell(json, "whole_grant", row.whole_grant);
    write_cell(json, "floor_is_contract_deposit", row.floor_is_contract_deposit);
    write_cell(json, "used_money_by_decision", row.used_money_by_decision);
    json.end_object();
  }
  json.end_array().key("parameters").begin_object();
  for (const auto& [name, cell] : regime.parameters) write_cell(json, name, cell);
  json.end_object().end_object();
}

void print_regime(const Settings& settings, const bursar::Regime& regime) {
  fmt::print("{}  {}\n", regime.id, say(settings, regime.title_en, regime.title_zh));
  for (const bursar::OutcomeRow& row : regime.outcomes) {
    fmt::print("  {:<28} N {}, S-N {}, I {}, X {}, R {}, {} {}, {} {}\n", row.outcome,
               cell_text(row.unspent), cell_text(row.not_recognised), cell_text(row.interest),
               cell_text(row.asset_proceeds), cell_text(row.whole_grant),
               say(settings, "contract deposit as floor", "以保证金为下限"),
               cell_text(row.floor_is_contract_deposit),
               say(settings, "used money by decision", "按决定追回已用"),
               cell_text(row.used_money_by_decision));
  }
  fmt::print("  in_force_from = {}\n  key_date = {}\n  payables_count = {}\n",
             cell_text(regime.in_force_from), cell_text(regime.key_date),
             cell_text(regime.payables_count));
  for (const auto& [name, cell] : regime.parameters) {
    fmt::print("  {} = {} ({})\n", name, cell.value ? std::to_string(*cell.value) : "?",
               bursar::word(cell.status));
  }
}

void write_json(const bursar::RuleBook& rules) {
  bursar::JsonWriter json(bursar::JsonWriter::Layout::indented);
  json.begin_object().member("schema", "bursar.rules/1").member("name", rules.name());
  json.member("digest", rules.digest().text()).key("regimes").begin_array();
  for (const bursar::Regime& regime : rules.regimes()) write_regime(json, regime);
  json.end_array().key("procedure").begin_array();
  for (const bursar::ProcedureParameter& each : rules.procedures()) {
    json.begin_object().member("name", each.name).key("from");
    if (each.from) {
      write_json(json, *each.from);
    } else {
      json.null();
    }
    write_cell(json, "cell", each.cell);
    json.end_object();
  }
  json.end_array().key("assumptions").begin_object();
  for (const auto& [cell, value] : rules.assumptions()) json.member(cell, value);
  json.end_object().end_object();
  fmt::print("{}\n", json.finish());
}

int run_show_rules(const Settings& settings, const RulesOptions& options) {
  bursar::AsOf as_of;
  if (!options.as_of.empty()) as_of.effective = day_argument(settings, "--as-of", options.as_of);
  const Opened opened = open_as_of(settings, options.store, as_of);
  if (options.json) {
    write_json(opened.rules);
    return clean;
  }
  fmt::print("{}  {}\n", opened.rules.name(), opened.rules.digest().text());
  for (const bursar::Regime& regime : opened.rules.regimes()) print_regime(settings, regime);
  for (const bursar::ProcedureParameter& each : opened.rules.procedures()) {
    fmt::print(
        "procedure.{} = {} ({}){}\n", each.name,
        each.cell.value ? std::to_string(*each.cell.value) : "?", bursar::word(each.cell.status),
        each.from ? fmt::format(" {} {}", say(settings, "from", "自"), bursar::to_iso(*each.from))
                  : std::string());
  }
  for (const auto& [cell, value] : opened.rules.assumptions()) {
    fmt::print("{}: {} = {}\n", say(settings, "assumed", "假设"), cell, value);
  }
  return clean;
}

/// What was adopted or assumed, and from when.
void print_adopted(const RulesOptions& options, std::string_view line, const std::string& name,
                   const bursar::Receipt& receipt) {
  if (options.json) {
    fmt::print("{}\n", receipt_json("bursar.adopted/1", name, receipt));
  } else {
    fmt::print("{} {} {} #{}\n", name, line, options.from, receipt.first_position);
  }
}

int run_adopt(const Settings& settings, const RulesOptions& options) {
  const std::string actor = actor_of(settings);
  const bursar::Date from = day_argument(settings, "--from", options.from);
  Pack pack = load_pack(settings, options.pack, bursar::built_in_rule_pack(options.pack),
                        bursar::built_in_rule_pack_names());
  bursar::RuleBookAdopted fact;
  fact.name = std::move(pack.name);
  fact.text = std::move(pack.text);
  fact.digest = bursar::sha256(fact.text).hex();
  auto journal = open_store(settings, options.store);
  bursar::Office office = office_of(*journal);
  const std::string key =
      options.key.empty() ? "adopt:" + fact.digest + ":" + bursar::to_iso(from) : options.key;
  const auto receipt = need(settings, office.adopt({key, actor, from}, fact), options.pack);
  print_adopted(options, say(settings, "holds from", "自此施行"), fact.name, receipt);
  return clean;
}

int run_assume(const Settings& settings, const RulesOptions& options) {
  const std::string actor = actor_of(settings);
  const bursar::Date from = day_argument(settings, "--from", options.from);
  bursar::AssumptionsStated fact;
  fact.name = std::filesystem::path(options.assume).filename().string();
  fact.text = read_file(settings, options.assume);
  fact.digest = bursar::sha256(fact.text).hex();
  auto journal = open_store(settings, options.store);
  bursar::Office office = office_of(*journal);
  const std::string key = "assume:" + fact.digest + ":" + bursar::to_iso(from);
  const auto receipt = need(settings, office.adopt({key, actor, from}, fact), options.assume);
  print_adopted(options, say(settings, "is assumed from", "自此作为假设"), fact.name, receipt);
  return clean;
}

}  // namespace

void add_rules(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<RulesOptions>();
  CLI::App* call = app.add_subcommand(
      "rules", help(settings, "The rule book in force, and a new one from a day on",
                    "现行规则包；自某日起采用新的规则包"));
  call->add_option("STORE", options->store, help(settings, "The store's file", "账册文件"))
      ->required()
      ->type_name("FILE");
  call->require_subcommand(1);
  const std::string examples =
      day_form(settings) +
      help(settings,
           "Parameters are whole numbers, their unit last in the name.\n"
           "Example:\n"
           "  bursar rules 2020.bursar show --as-of 2020-12-31\n"
           "  bursar --actor li rules 2020.bursar adopt my-city.toml --from 2021-01-01\n"
           "  bursar --actor li rules 2020.bursar assume assumptions.toml --from 2021-01-01",
           "参数为整数，单位写在名称末尾。\n示例：\n  bursar rules 2020.bursar show --as-of "
           "2020-12-31\n  bursar --actor li rules 2020.bursar adopt my-city.toml --from "
           "2021-01-01\n  bursar --actor li rules 2020.bursar assume assumptions.toml --from "
           "2021-01-01");
  call->footer(examples);
  CLI::App* show = call->add_subcommand(
      "show", help(settings, "Regimes, cells, how sure each is, and assumptions",
                   "各套规则、各项参数及其可靠程度、假设"));
  show->footer(examples);
  show->add_option("--as-of", options->as_of,
                   help(settings, "The book in force on this day", "该日施行的规则包"))
      ->type_name("DAY");
  show->add_flag("--json", options->json, "bursar.rules/1");
  show->callback([&settings, &run, options] {
    run = [&settings, options] { return run_show_rules(settings, *options); };
  });
  const auto from = [&](CLI::App* of, const std::string& what) {
    of->footer(examples);
    of->add_option("--from", options->from, what)->required()->type_name("DAY");
    of->add_flag("--json", options->json, "bursar.adopted/1");
  };
  CLI::App* adopt = call->add_subcommand(
      "adopt", help(settings, "Adopt a rule pack from a day on", "自某日起采用规则包"));
  adopt
      ->add_option("PACK", options->pack,
                   help(settings, "A built-in name or a file", "内置名称或文件"))
      ->required()
      ->type_name("PACK");
  from(adopt, help(settings, "The first day on which it holds", "施行首日"));
  adopt->add_option("--key", options->key,
                    help(settings, "Idempotency key (made from pack and day)",
                         "幂等键（默认由规则包与日期生成）"));
  adopt->callback([&settings, &run, options] {
    run = [&settings, options] { return run_adopt(settings, *options); };
  });
  CLI::App* assume = call->add_subcommand(
      "assume", help(settings, "State what the rule pack leaves unknown", "说明规则包未定之处"));
  assume
      ->add_option("FILE", options->assume,
                   help(settings, "Assumptions (TOML)", "假设文件（TOML）"))
      ->required()
      ->type_name("FILE");
  from(assume, help(settings, "The first day on which they hold", "施行首日"));
  assume->callback([&settings, &run, options] {
    run = [&settings, options] { return run_assume(settings, *options); };
  });
}

}  // namespace tool
