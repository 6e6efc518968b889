// bursar init: a new store.
#include "tool.hpp"

#include <bursar/policy/rule_book.hpp>
#include <bursar/sqlite/system_host.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>

namespace tool {
namespace {

struct InitOptions {
  std::string store, rules, calendar, assume, book_id, currency = "CNY", utc_offset = "+08:00",
                                                       since = "1900-01-01";
  bool json = false;
};

/// Minutes of "+08:00".
std::int64_t offset_minutes(const Settings& settings, const std::string& text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  const bool form = text.size() == 6 && (text[0] == '+' || text[0] == '-') && digit(1) &&
                    digit(2) && text[3] == ':' && digit(4) && digit(5);
  if (form) {
    const std::int64_t hours = (text[1] - '0') * 10 + (text[2] - '0');
    const std::int64_t minutes = (text[4] - '0') * 10 + (text[5] - '0');
    if (hours <= 14 && minutes < 60) return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
  }
  throw Failure{
      usage_or_input,
      fmt::format("--utc-offset: {} '{}'",
                  say(settings, "expected +hh:mm or -hh:mm, not", "应为±hh:mm，不是"), text)};
}

int run_init(const Settings& settings, const InitOptions& options) {
  const std::string actor = actor_of(settings);
  if (std::filesystem::exists(options.store)) {
    throw Failure{usage_or_input, fmt::format("{}: {}", options.store,
                                              say(settings, "exists already; nothing was changed",
                                                  "已存在；未作任何改动"))};
  }
  bursar::BookOpening opening;
  opening.book_id = options.book_id.empty() ? std::filesystem::path(options.store).stem().string()
                                            : options.book_id;
  opening.utc_offset_minutes = offset_minutes(settings, options.utc_offset);
  opening.currency = need(settings, bursar::Currency::of(options.currency), "--currency");
  Pack rules = load_pack(settings, options.rules, bursar::built_in_rule_pack(options.rules),
                         bursar::built_in_rule_pack_names());
  opening.rule_pack_name = std::move(rules.name);
  opening.rule_pack = std::move(rules.text);
  if (!options.calendar.empty()) {
    Pack calendar = calendar_pack(settings, options.calendar);
    opening.calendar_name = std::move(calendar.name);
    opening.calendar = std::move(calendar.text);
  }
  if (!options.assume.empty()) {
    opening.assumptions_name = std::filesystem::path(options.assume).filename().string();
    opening.assumptions = read_file(settings, options.assume);
  }
  const bursar::Date now = today(opening.utc_offset_minutes);
  const bursar::Date since = day_argument(settings, "--since", options.since);
  // The packs are read before the file is made: a refused opening leaves nothing behind.
  const auto read = need(settings, bursar::RuleBook::from_toml(opening.rule_pack), options.rules);
  if (!opening.calendar.empty()) {
    need(settings, bursar::WorkCalendar::from_toml(opening.calendar), options.calendar);
  }
  if (!opening.assumptions.empty()) {
    need(settings, read.with_assumptions(opening.assumptions), options.assume);
  }
  auto journal =
      need(settings,
           bursar::SqliteJournal::create(options.store, opening.book_id, bursar::system_host()),
           options.store);
  bursar::Office office(*journal, {[now] { return now; }, {}});
  const auto opened =
      office.open_book({"open-" + opening.book_id, actor, std::min(since, now)}, opening);
  if (!opened.has_value()) {
    journal.reset();
    for (const char* beside : {"", "-journal", "-wal", "-shm"}) {
      std::filesystem::remove(options.store + beside);
    }
    refuse(settings, opened.error());
  }
  if (options.json) {
    fmt::print("{}\n", receipt_json("bursar.opened/1", opening.book_id, *opened));
    return clean;
  }
  fmt::print("{}: {} {} ({}: {}{}{})\n", options.store, say(settings, "new book", "新账册"),
             opening.book_id, say(settings, "rules", "规则"), opening.rule_pack_name,
             opening.calendar_name.empty() ? "" : ", " + opening.calendar_name,
             opening.assumptions_name.empty() ? "" : ", " + opening.assumptions_name);
  return clean;
}

}  // namespace

void add_init(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<InitOptions>();
  CLI::App* call = app.add_subcommand("init", help(settings, "A new store", "新建账册"));
  call->add_option("STORE", options->store, help(settings, "The store's file", "账册文件"))
      ->required()
      ->type_name("FILE");
  call->add_option("--rules", options->rules,
                   help(settings, "Rule pack: a built-in name (cn-shenzhen) or a file",
                        "规则包：内置名称（cn-shenzhen）或文件"))
      ->required()
      ->type_name("PACK");
  call->add_option("--calendar", options->calendar,
                   help(settings, "Working days: a built-in name (cn) or a file",
                        "工作日历：内置名称（cn）或文件"))
      ->type_name("CALENDAR");
  call->add_option("--assume", options->assume,
                   help(settings, "What you state where the rule pack says unknown (TOML)",
                        "规则包未定之处由您说明的假设（TOML文件）"))
      ->type_name("FILE");
  call->add_option(
      "--book-id", options->book_id,
      help(settings, "Id of the book (default: the file's name)", "账册编号（默认为文件名）"));
  call->add_option("--currency", options->currency,
                   help(settings, "Default currency (CNY)", "默认币种（CNY）"))
      ->type_name("CODE");
  call->add_option("--utc-offset", options->utc_offset,
                   help(settings, "The book's zone (+08:00)", "账册的时区（+08:00）"))
      ->type_name("+hh:mm");
  call->add_option("--since", options->since,
                   help(settings, "The day from which the book and its rules hold (1900-01-01)",
                        "账册及其规则的起始日（1900-01-01）"))
      ->type_name("DAY");
  call->add_flag("--json", options->json, "bursar.opened/1");
  call->footer(
      day_form(settings) +
      help(settings,
           "Example:\n  bursar --actor li init 2020.bursar --rules cn-shenzhen --calendar cn "
           "--assume assumptions.toml",
           "示例：\n  bursar --actor li init 2020.bursar --rules cn-shenzhen --calendar cn "
           "--assume assumptions.toml"));
  call->callback([&settings, &run, options] {
    run = [&settings, options] { return run_init(settings, *options); };
  });
}

}  // namespace tool
