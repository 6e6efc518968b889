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

std::string cell_text(const bursar::Cell<bursar::Disposition>& cell) {
  return fmt::format("{} ({})", cell.value ? bursar::word(*cell.value) : "?",
                     bursar::word(cell.status));
}

void print_regime(const Settings& settings, const bursar::Regime& regime) {
  fmt::print("{}  {}\n", regime.id, say(settings, regime.title_en, regime.title_zh));
  for (const bursar::OutcomeRow& row : regime.outcomes) {
    fmt::print("  {:<28} N {}, S-N {}, I {}, X {}, R {}\n", row.outcome, cell_text(row.unspent),
               cell_text(row.not_recognised), cell_text(row.interest),
               cell_text(row.asset_proceeds), cell_text(row.whole_grant));
  }
  for (const auto& [name, cell] : regime.parameters) {
    fmt::print("  {} = {} ({})\n", name, cell.value ? std::to_string(*cell.value) : "?",
               bursar::word(cell.status));
  }
}

void write_json(const bursar::RuleBook& rules, const std::string& digest) {
  bursar::JsonWriter json(bursar::JsonWriter::Layout::indented);
  json.begin_object().member("schema", "bursar.rules/1").member("name", rules.name());
  json.member("digest", "sha256:" + digest).key("regimes").begin_array();
  for (const bursar::Regime& regime : rules.regimes()) {
    json.begin_object().member("id", regime.id).member("title_zh", regime.title_zh);
    json.member("title_en", regime.title_en).key("outcomes").begin_array();
    for (const bursar::OutcomeRow& row : regime.outcomes) {
      json.begin_object().member("outcome", row.outcome);
      const std::pair<const char*, const bursar::Cell<bursar::Disposition>*> cells[] = {
          {"unspent", &row.unspent},
          {"not_recognised", &row.not_recognised},
          {"interest", &row.interest},
          {"asset_proceeds", &row.asset_proceeds},
          {"whole_grant", &row.whole_grant}};
      for (const auto& [name, cell] : cells) {
        json.key(name).begin_object().key("value");
        if (cell->value) {
          json.value(bursar::word(*cell->value));
        } else {
          json.null();
        }
        json.member("status", bursar::word(cell->status)).member("basis", cell->basis).end_object();
      }
      json.end_object();
    }
    json.end_array().key("parameters").begin_object();
    for (const auto& [name, cell] : regime.parameters) {
      json.key(name).begin_object().member("value", cell.value);
      json.member("status", bursar::word(cell.status)).member("basis", cell.basis).end_object();
    }
    json.end_object().end_object();
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
    write_json(opened.rules, opened.rules.digest().hex());
    return clean;
  }
  fmt::print("{}  {}\n", opened.rules.name(), opened.rules.digest().text());
  for (const bursar::Regime& regime : opened.rules.regimes()) print_regime(settings, regime);
  for (const auto& [cell, value] : opened.rules.assumptions()) {
    fmt::print("{}: {} = {}\n", say(settings, "assumed", "假设"), cell, value);
  }
  return clean;
}

int run_adopt(const Settings& settings, const RulesOptions& options) {
  const std::string actor = actor_of(settings);
  const bursar::Date from = day_argument(settings, "--from", options.from);
  const auto built_in = bursar::built_in_rule_pack(options.pack);
  bursar::RuleBookAdopted fact;
  fact.name = built_in ? options.pack : std::filesystem::path(options.pack).stem().string();
  fact.text = built_in ? std::string(*built_in) : read_file(settings, options.pack);
  fact.digest = bursar::sha256(fact.text).hex();
  auto journal = open_store(settings, options.store);
  bursar::Office office = office_of(*journal);
  const std::string key =
      options.key.empty() ? "adopt:" + fact.digest + ":" + bursar::to_iso(from) : options.key;
  const auto receipt = need(settings, office.adopt({key, actor, from}, fact), options.pack);
  fmt::print("{} {} {} #{}\n", fact.name, say(settings, "holds from", "自此施行"),
             bursar::to_iso(from), receipt.first_position);
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
  fmt::print("{} {} {} #{}\n", fact.name, say(settings, "is assumed from", "自此作为假设"),
             bursar::to_iso(from), receipt.first_position);
  return clean;
}

}  // namespace

void add_rules(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<RulesOptions>();
  CLI::App* call =
      app.add_subcommand("rules", "The rule book in force, and a new one from a day on");
  call->add_option("STORE", options->store, "The store's file")->required();
  call->require_subcommand(1);
  CLI::App* show =
      call->add_subcommand("show", "Regimes, cells, how sure each is, and assumptions");
  show->add_option("--as-of", options->as_of, "The book in force on this day");
  show->add_flag("--json", options->json, "bursar.rules/1");
  show->callback([&settings, &run, options] {
    run = [&settings, options] { return run_show_rules(settings, *options); };
  });
  CLI::App* adopt = call->add_subcommand("adopt", "Adopt a rule pack from a day on");
  adopt->add_option("PACK", options->pack, "A built-in name or a file")->required();
  adopt->add_option("--from", options->from, "The first day on which it holds")->required();
  adopt->add_option("--key", options->key, "Idempotency key (made from pack and day)");
  adopt->callback([&settings, &run, options] {
    run = [&settings, options] { return run_adopt(settings, *options); };
  });
  CLI::App* assume = call->add_subcommand("assume", "State what the rule pack leaves unknown");
  assume->add_option("FILE", options->assume, "Assumptions (TOML)")->required();
  assume->add_option("--from", options->from, "The first day on which they hold")->required();
  assume->callback([&settings, &run, options] {
    run = [&settings, options] { return run_assume(settings, *options); };
  });
}

}  // namespace tool
