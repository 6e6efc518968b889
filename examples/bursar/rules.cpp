// bursar rules: the rule book in force, and a new one from a day on.
#include "tool.hpp"

#include <bursar/base/json_writer.hpp>
#include <bursar/policy/labels.hpp>
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
std::string text_of(std::int64_t value) { return std::to_string(value); }
std::string text_of(bursar::Date value) { return bursar::to_iso(value); }
std::string text_of(const std::string& value) { return value; }

void write_json(bursar::JsonWriter& json, bursar::Disposition value) {
  json.value(bursar::word(value));
}
void write_json(bursar::JsonWriter& json, bool value) { json.value(value); }
void write_json(bursar::JsonWriter& json, std::int64_t value) { json.value(value); }
void write_json(bursar::JsonWriter& json, bursar::Date value) { json.value(bursar::to_iso(value)); }
void write_json(bursar::JsonWriter& json, const std::string& value) { json.value(value); }

template <class T>
void write_member(bursar::JsonWriter& json, std::string_view name, const std::optional<T>& value) {
  json.key(name);
  if (value) {
    write_json(json, *value);
  } else {
    json.null();
  }
}

template <class T>
void write_cell(bursar::JsonWriter& json, std::string_view name, const bursar::Cell<T>& cell) {
  json.key(name).begin_object();
  write_member(json, "value", cell.value);
  json.member("status", bursar::word(cell.status)).member("basis", cell.basis);
  json.member("basis_zh", cell.basis_zh);
  write_member(json, "proposed", cell.proposed);
  json.end_object();
}

/// A cell that a pack may leave out: it has no source then.
template <class T>
bool is_left_out(const bursar::Cell<T>& cell) {
  return !cell.value && cell.basis.empty();
}

/// Calls `visit(name, cell)` for every cell of a regime itself that its pack has, parameters apart.
template <class Visit>
void each_cell(const bursar::Regime& regime, const Visit& visit) {
  visit("in_force_from", regime.in_force_from);
  if (!is_left_out(regime.in_force_until_inclusive)) {
    visit("in_force_until_inclusive", regime.in_force_until_inclusive);
  }
  visit("key_date", regime.key_date);
  visit("payables_count", regime.payables_count);
}

/// A cell that says yes or no, in the words in which a pack and an assumption state it.
bursar::Cell<std::string> in_words(const bursar::Cell<bool>& cell, std::string_view yes) {
  const auto word = [&](const std::optional<bool>& value) {
    return value ? std::optional(std::string(*value ? yes : "none")) : std::nullopt;
  };
  return {word(cell.value), cell.status, cell.basis, cell.basis_zh, word(cell.proposed)};
}

/// The same for the row of an outcome.
template <class Visit>
void each_cell(const bursar::OutcomeRow& row, const Visit& visit) {
  visit("unspent", row.unspent);
  visit("not_recognised", row.not_recognised);
  visit("interest", row.interest);
  visit("asset_proceeds", row.asset_proceeds);
  visit("whole_grant", row.whole_grant);
  visit("floor", in_words(row.floor_is_contract_deposit, "contract_deposit"));
  visit("used_money", in_words(row.used_money_by_decision, "by_decision"));
  if (!is_left_out(row.keep_years)) visit("keep_years", row.keep_years);
}

void write_regime(bursar::JsonWriter& json, const bursar::Regime& regime) {
  const auto write = [&](std::string_view name, const auto& cell) { write_cell(json, name, cell); };
  json.begin_object().member("id", regime.id).member("title_zh", regime.title_zh);
  json.member("title_en", regime.title_en);
  each_cell(regime, write);
  json.key("outcomes").begin_array();
  for (const bursar::OutcomeRow& row : regime.outcomes) {
    json.begin_object().member("outcome", row.outcome);
    each_cell(row, write);
    json.end_object();
  }
  json.end_array().key("parameters").begin_object();
  for (const auto& [name, cell] : regime.parameters) write(name, cell);
  json.end_object().end_object();
}

/// One line: what the cell says, from when until when, how sure that is, and where it was read.
template <class T>
void print_cell(const Settings& settings, std::string_view path, const bursar::Cell<T>& cell,
                std::string_view when = {}) {
  const std::string proposed =
      cell.proposed && !cell.value
          ? fmt::format("{}{}", say(settings, ", proposed ", "，参考值"), text_of(*cell.proposed))
          : std::string();
  fmt::print(
      "{} = {}{} ({}{})  {}\n", path, cell.value ? text_of(*cell.value) : "?", when,
      say(settings, bursar::word(cell.status), bursar::label(cell.status, bursar::Language::zh)),
      proposed, cell.basis_in(settings.language));
}

void print_regime(const Settings& settings, const bursar::Regime& regime) {
  fmt::print("\n{}  {}\n", regime.id, say(settings, regime.title_en, regime.title_zh));
  const auto print = [&](const std::string& path) {
    return [&settings, path](std::string_view name, const auto& cell) {
      print_cell(settings, path + std::string(name), cell);
    };
  };
  each_cell(regime, print("  "));
  for (const bursar::OutcomeRow& row : regime.outcomes) {
    each_cell(row, print("  " + row.outcome + "."));
  }
  for (const auto& [name, cell] : regime.parameters) print("  ")(name, cell);
}

void print_procedure(const Settings& settings, const bursar::ProcedureParameter& each) {
  std::string when;
  if (each.from) {
    when += fmt::format(" {} {}", say(settings, "from", "自"), bursar::to_iso(*each.from));
  }
  if (each.until_inclusive) {
    when +=
        fmt::format(" {} {}", say(settings, "until", "至"), bursar::to_iso(*each.until_inclusive));
  }
  print_cell(settings, "procedure." + each.name, each.cell, when);
}

void write_json(const bursar::RuleBook& rules) {
  bursar::JsonWriter json(bursar::JsonWriter::Layout::indented);
  json.begin_object().member("schema", "bursar.rules/1").member("name", rules.name());
  json.member("digest", rules.digest().text()).key("regimes").begin_array();
  for (const bursar::Regime& regime : rules.regimes()) write_regime(json, regime);
  json.end_array().key("procedure").begin_array();
  for (const bursar::ProcedureParameter& each : rules.procedures()) {
    json.begin_object().member("name", each.name);
    write_member(json, "from", each.from);
    write_member(json, "until_inclusive", each.until_inclusive);
    write_cell(json, "cell", each.cell);
    json.end_object();
  }
  json.end_array().key("assumptions").begin_object();
  for (const auto& [cell, value] : rules.assumptions()) json.member(cell, value);
  json.end_object().key("superseded").begin_array();
  for (const bursar::SupersededAssumption& each : rules.superseded()) {
    json.begin_object().member("cell", each.cell).member("value", each.value);
    json.member("reason", each.reason.en).member("reason_zh", each.reason.zh).end_object();
  }
  json.end_array().end_object();
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
  fmt::print("\n");
  for (const bursar::ProcedureParameter& each : opened.rules.procedures()) {
    print_procedure(settings, each);
  }
  for (const auto& [cell, value] : opened.rules.assumptions()) {
    fmt::print("{}: {} = {}\n", say(settings, "assumed", "假设"), cell, value);
  }
  for (const bursar::SupersededAssumption& each : opened.rules.superseded()) {
    fmt::print("{}: {} = {} ({})\n", say(settings, "assumed, not applied", "假设，未采用"),
               each.cell, each.value, each.reason.in(settings.language));
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

/// A fact that changes the rules, of a text under a name.
template <class Body>
Body adoption_of(const std::string& name, const std::string& text) {
  Body fact;
  fact.name = name;
  fact.digest = bursar::sha256(text).hex();
  fact.text = text;
  return fact;
}

/// Records that something holds from a day on; without a key of its own, under one made from what
/// it is and from when. `line` says what it does from then on.
template <class Body>
int adopt(const Settings& settings, const RulesOptions& options, const Body& fact,
          const std::string& where, std::string_view call, std::string_view line) {
  const std::string actor = actor_of(settings);
  const bursar::Date from = day_argument(settings, "--from", options.from);
  auto journal = open_store(settings, options.store);
  bursar::Office office = office_of(*journal);
  const std::string key = options.key.empty()
                              ? fmt::format("{}:{}:{}", call, fact.digest, bursar::to_iso(from))
                              : options.key;
  const auto receipt = need(settings, office.adopt({key, actor, from}, fact), where);
  print_adopted(options, line, fact.name, receipt);
  return clean;
}

int run_adopt(const Settings& settings, const RulesOptions& options) {
  const Pack pack = load_pack(settings, options.pack, bursar::built_in_rule_pack(options.pack),
                              bursar::built_in_rule_pack_names());
  const auto fact = adoption_of<bursar::RuleBookAdopted>(pack.name, pack.text);
  return adopt(settings, options, fact, options.pack, "adopt",
               say(settings, "holds from", "自此施行"));
}

int run_adopt_calendar(const Settings& settings, const RulesOptions& options) {
  const Pack pack = calendar_pack(settings, options.calendar);
  const auto fact = adoption_of<bursar::CalendarAdopted>(pack.name, pack.text);
  return adopt(settings, options, fact, options.calendar, "calendar",
               say(settings, "holds from", "自此施行"));
}

int run_assume(const Settings& settings, const RulesOptions& options) {
  const auto fact = adoption_of<bursar::AssumptionsStated>(
      std::filesystem::path(options.assume).filename().string(),
      read_file(settings, options.assume));
  return adopt(settings, options, fact, options.assume, "assume",
               say(settings, "is assumed from", "自此作为假设"));
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
           "  bursar --actor li rules 2020.bursar assume assumptions.toml --from 2021-01-01\n"
           "  bursar --actor li rules 2020.bursar calendar cn-2027.toml --from 2026-12-01",
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
  const auto key = [&](CLI::App* of) {
    of->add_option("--key", options->key,
                   help(settings, "Idempotency key (made from the file and the day)",
                        "幂等键（默认由文件与日期生成）"));
  };
  key(adopt);
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
  key(assume);
  assume->callback([&settings, &run, options] {
    run = [&settings, options] { return run_assume(settings, *options); };
  });
  CLI::App* calendar = call->add_subcommand(
      "calendar", help(settings, "Adopt a work calendar from a day on, such as that of a new year",
                       "自某日起采用工作日历，如新一年的日历"));
  calendar
      ->add_option("CALENDAR", options->calendar,
                   help(settings, "A built-in name or a file", "内置名称或文件"))
      ->required()
      ->type_name("CALENDAR");
  from(calendar, help(settings, "The first day on which it is known", "自此日起采用"));
  key(calendar);
  calendar->callback([&settings, &run, options] {
    run = [&settings, options] { return run_adopt_calendar(settings, *options); };
  });
}

}  // namespace tool
