#include "tool.hpp"

#include <bursar/audit/ten_rules.hpp>
#include <bursar/base/json_writer.hpp>
#include <bursar/calendar/instant.hpp>
#include <bursar/office/book_rules.hpp>
#include <bursar/policy/labels.hpp>
#include <bursar/sqlite/system_host.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tool {
namespace {

std::int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// Refusals that say: what is stored is not what was stored.
bool damages(bursar::Code code) {
  return code == bursar::Code::facts_damaged || code == bursar::Code::store_schema_changed;
}

}  // namespace

std::string_view say(const Settings& settings, std::string_view en, std::string_view zh) {
  return settings.language == bursar::Language::zh ? zh : en;
}

std::string help(const Settings& settings, std::string_view en, std::string_view zh) {
  return std::string(say(settings, en, zh));
}

std::string day_form(const Settings& settings) {
  return help(settings, "DAY is YYYY-MM-DD.\n", "DAY为日期，写作2020-12-31。\n");
}

void tell(const Settings& settings, std::string_view line) {
  if (!settings.quiet) fmt::print(stderr, "{}\n", line);
}

void refuse(const Settings& settings, const bursar::Refusal& refusal, std::string_view where) {
  const std::string prefix = where.empty() ? std::string("bursar") : std::string(where);
  throw Failure{damages(refusal.code()) ? not_trustworthy : usage_or_input,
                fmt::format("{}: {} [{} {}]", prefix, refusal.text(settings.language),
                            refusal.name(), static_cast<int>(refusal.code()))};
}

Pack load_pack(const Settings& settings, const std::string& name,
               std::optional<std::string_view> built_in,
               std::span<const std::string_view> expected) {
  if (built_in) return {name, std::string(*built_in)};
  std::error_code error;
  if (!std::filesystem::exists(name, error)) {
    throw Failure{usage_or_input,
                  fmt::format(fmt::runtime(say(settings, "{}: no built-in name ({}), and no file",
                                               "{}：不是内置名称（{}），也没有此文件")),
                              name, fmt::join(expected, ", "))};
  }
  return {std::filesystem::path(name).stem().string(), read_file(settings, name)};
}

Pack calendar_pack(const Settings& settings, const std::string& name) {
  const auto built_in = bursar::bundled_calendar_text(name);
  return load_pack(settings, name, built_in.has_value() ? std::optional(*built_in) : std::nullopt,
                   bursar::bundled_calendar_names());
}

std::string receipt_json(std::string_view schema, std::string_view subject,
                         const bursar::Receipt& receipt) {
  bursar::JsonWriter json(bursar::JsonWriter::Layout::indented);
  json.begin_object().member("schema", schema).member("subject", subject);
  json.member("position", receipt.first_position);
  json.member("recorded_at_us", receipt.recorded_at_us);
  json.member("already_recorded", receipt.already_recorded).end_object();
  return json.finish();
}

std::string read_file(const Settings& settings, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::error_code error;
  if (!file || std::filesystem::is_directory(path, error)) {
    throw Failure{
        usage_or_input,
        fmt::format("{}: {}", path, say(settings, "the file cannot be read", "无法读取文件"))};
  }
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bursar::Date today(std::int64_t utc_offset_minutes) {
  constexpr std::int64_t us_per_minute = 60'000'000;
  constexpr std::int64_t us_per_day = 1440 * us_per_minute;
  const std::int64_t local = now_us() + utc_offset_minutes * us_per_minute;
  return bursar::from_day_number(static_cast<std::int32_t>(local / us_per_day));
}

bursar::Date day_argument(const Settings& settings, std::string_view option,
                          const std::string& text) {
  return need(settings, bursar::parse_iso_date(text), option);
}

std::unique_ptr<bursar::SqliteJournal> open_unchecked(const Settings& settings,
                                                      const std::string& path) {
  if (!std::filesystem::exists(path)) {
    throw Failure{usage_or_input,
                  fmt::format("{}: {}", path,
                              say(settings, "there is no such store; make one with `bursar init`",
                                  "没有此账册；请先用 bursar init 建立"))};
  }
  return need(settings, bursar::SqliteJournal::open(path, bursar::system_host()), path);
}

std::unique_ptr<bursar::SqliteJournal> open_store(const Settings& settings,
                                                  const std::string& path) {
  auto journal = open_unchecked(settings, path);
  const bursar::ChainReport chain = bursar::verify_chain(*journal);
  if (!chain.whole()) {
    throw Failure{not_trustworthy,
                  fmt::format("{}: {}: {}", path,
                              say(settings,
                                  "the store was damaged or altered, and nothing in it can be "
                                  "trusted; `bursar verify` says all",
                                  "账册已损坏或被改动，内容不可信；详见 bursar verify"),
                              chain.damages.front().in(settings.language))};
  }
  return journal;
}

Opened fold_as_of(const Settings& settings, std::unique_ptr<bursar::SqliteJournal> journal,
                  const std::string& path, const bursar::AsOf& as_of) {
  auto portfolio = need(settings, bursar::Portfolio::fold(*journal, as_of), path);
  auto rules = need(settings, bursar::rule_book_of(portfolio), path);
  auto calendar = need(settings, bursar::calendar_of(portfolio.book()), path);
  return {std::move(journal), std::move(portfolio), std::move(rules), std::move(calendar)};
}

Opened open_as_of(const Settings& settings, const std::string& path, const bursar::AsOf& as_of) {
  return fold_as_of(settings, open_store(settings, path), path, as_of);
}

std::int64_t position_known(const Settings& settings, const bursar::Journal& journal,
                            const std::string& path, const std::string& known) {
  if (known.empty()) return bursar::AsOf().known_position;
  const auto day = bursar::parse_iso_date(known);
  if (!day.has_value()) {
    return bursar::Portfolio::position_known_at(
        journal, need(settings, bursar::parse_instant(known), "--known"));
  }
  const bursar::Subject book{bursar::SubjectKind::book, {}};
  const auto opened =
      need(settings, bursar::Portfolio::fold_subjects(journal, {}, std::span(&book, 1)), path);
  const auto offset = static_cast<int>(opened.book().utc_offset_minutes);
  return bursar::Portfolio::position_known_at(
      journal, need(settings, bursar::end_of_day(*day, offset), "--known"));
}

void add_known(CLI::App& call, const Settings& settings, std::string& known) {
  call.add_option(
          "--known", known,
          help(settings,
               "Only what was recorded until this instant (with offset) or the end of this day",
               "只计至该时刻（须带时区）或该日终了已登记的内容"))
      ->type_name("INSTANT");
}

Opened open_as_known(const Settings& settings, const std::string& path, bursar::Date as_of,
                     const std::string& known) {
  auto journal = open_store(settings, path);
  const std::int64_t position = position_known(settings, *journal, path, known);
  return fold_as_of(settings, std::move(journal), path, {as_of, position});
}

bursar::RecoveryReport recovered(const Settings& settings, const Opened& opened) {
  return need(settings, bursar::recover(opened.portfolio, opened.rules,
                                        opened.calendar ? &*opened.calendar : nullptr));
}

bursar::Result<bursar::RuleSet> audit_rules_of(const Opened& opened) {
  return bursar::standard_rules(
      std::make_shared<const bursar::RuleBook>(opened.rules),
      opened.calendar ? std::make_shared<const bursar::WorkCalendar>(*opened.calendar) : nullptr);
}

std::string unit_text(const bursar::Portfolio& portfolio, const bursar::OrgId& id) {
  const bursar::Organisation* unit = portfolio.organisation(id.text());
  if (unit == nullptr || unit->registered.name.empty()) return id.text();
  return fmt::format("{} {}", id.text().view(), unit->registered.name.view());
}

std::string person_text(const bursar::Portfolio& portfolio, const bursar::PersonId& id) {
  const bursar::Person* person = portfolio.person(id.text());
  if (person == nullptr || person->registered.name.empty()) return id.text();
  return fmt::format("{} {}", id.text().view(), person->registered.name.view());
}

std::string assumption_text(const Settings& settings, const bursar::RuleBook& rules,
                            std::string_view cell, std::string_view value) {
  return fmt::format("{}: {}: {} ({} = {})", say(settings, "assumed", "假设"),
                     bursar::cell_wording(rules, cell).in(settings.language),
                     bursar::cell_value_wording(rules, cell, value).in(settings.language), cell,
                     value);
}

bursar::Office office_of(bursar::Journal& journal) {
  const bursar::Subject book{bursar::SubjectKind::book, {}};
  const auto folded = bursar::Portfolio::fold_subjects(journal, {}, std::span(&book, 1), false);
  const std::int64_t offset = folded.has_value() ? folded->book().utc_offset_minutes : 0;
  return bursar::Office(journal, {[offset] { return today(offset); }, {}});
}

std::string fresh_key(std::string_view call) {
  std::array<std::uint8_t, 16> bytes{};
  bursar::system_host().random(bytes);
  std::string key(call);
  key += '-';
  for (const std::uint8_t byte : bytes) key += fmt::format("{:02x}", byte);
  return key;
}

std::string actor_of(const Settings& settings) {
  if (settings.actor.empty())
    refuse(settings, bursar::Refusal(bursar::Code::actor_empty), "--actor");
  return settings.actor;
}

}  // namespace tool
