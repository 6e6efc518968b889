// What the calls of the officer's tool share: the environment they run in, stores, messages, exit
// codes.
#pragma once

#include <bursar/audit/rule_set.hpp>
#include <bursar/base/result.hpp>
#include <bursar/calendar/date.hpp>
#include <bursar/calendar/work_calendar.hpp>
#include <bursar/clawback/claims.hpp>
#include <bursar/journal/journal.hpp>
#include <bursar/office/office.hpp>
#include <bursar/portfolio/portfolio.hpp>
#include <bursar/sqlite/sqlite_journal.hpp>

#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace tool {

/// Exit codes of every command; the larger trouble wins: 3 beats 1.
enum Exit : int { clean = 0, findings = 1, usage_or_input = 2, not_trustworthy = 3 };

/// What came from the command line and the environment before any command ran.
struct Settings {
  bursar::Language language = bursar::Language::en;
  bool quiet = false;
  std::string actor;
};

/// An error that ends the run with an exit code; everything there is to say is in `message`.
struct Failure {
  Exit code;
  std::string message;
};

/// A store and what was folded from it.
struct Opened {
  std::unique_ptr<bursar::SqliteJournal> journal;
  bursar::Portfolio portfolio;
  bursar::RuleBook rules;
  std::optional<bursar::WorkCalendar> calendar;
};

/// One of two texts, by the language of the run.
[[nodiscard]] std::string_view say(const Settings& settings, std::string_view en,
                                   std::string_view zh);
/// The same, for the help of a call.
[[nodiscard]] std::string help(const Settings& settings, std::string_view en, std::string_view zh);
/// Writes a line to standard error, unless --quiet.
void tell(const Settings& settings, std::string_view line);
/// Ends the run because of a refusal, with its text, name and number: not_trustworthy where it says
/// that the store is damaged.
[[noreturn]] void refuse(const Settings& settings, const bursar::Refusal& refusal,
                         std::string_view where = {});
/// The value of a result, or the end of the run.
template <class T>
T need(const Settings& settings, bursar::Result<T> result, std::string_view where = {}) {
  if (!result.has_value()) refuse(settings, result.error(), where);
  return *std::move(result);
}
inline void need(const Settings& settings, const bursar::Result<void>& result,
                 std::string_view where = {}) {
  if (!result.has_value()) refuse(settings, result.error(), where);
}

/// A pack by its built-in name, else from a file.
struct Pack {
  std::string name, text;
};
/// Ends the run if there is neither; `expected` names what is built in.
[[nodiscard]] Pack load_pack(const Settings& settings, const std::string& name,
                             std::optional<std::string_view> built_in,
                             std::span<const std::string_view> expected);
/// A work calendar by its built-in name, else from a file.
[[nodiscard]] Pack calendar_pack(const Settings& settings, const std::string& name);

/// A receipt as JSON, of a call that records one thing.
[[nodiscard]] std::string receipt_json(std::string_view schema, std::string_view subject,
                                       const bursar::Receipt& receipt);

/// A whole file. Ends the run if it cannot be read.
[[nodiscard]] std::string read_file(const Settings& settings, const std::string& path);
/// Who may read a file that is written: whomever the umask lets, or its owner alone.
enum class Readers { by_umask, owner };
/// Writes a whole file, in place of one that is there: first under a name of its own in the same
/// folder, then renamed, and on the disk before it returns. Ends the run if it cannot.
void write_file(const Settings& settings, const std::string& path, std::string_view bytes,
                Readers readers = Readers::by_umask);
/// The same where nothing has that name yet; false if something has, which stays as it is.
[[nodiscard]] bool write_new_file(const Settings& settings, const std::string& path,
                                  std::string_view bytes, Readers readers = Readers::by_umask);

/// Today in a zone that is `utc_offset_minutes` ahead of UTC.
[[nodiscard]] bursar::Date today(std::int64_t utc_offset_minutes);
/// A day from the command line. Ends the run if it is none.
[[nodiscard]] bursar::Date day_argument(const Settings& settings, std::string_view option,
                                        const std::string& text);

/// Opens an existing store, whatever its state.
[[nodiscard]] std::unique_ptr<bursar::SqliteJournal> open_unchecked(const Settings& settings,
                                                                    const std::string& path);
/// Opens an existing store, and reads its chain through: no figure comes from a store that was
/// damaged or altered, and nothing is added to it.
[[nodiscard]] std::unique_ptr<bursar::SqliteJournal> open_store(const Settings& settings,
                                                                const std::string& path);
/// Folds an open store as of a day, and reads the rule book and the calendar in force.
[[nodiscard]] Opened fold_as_of(const Settings& settings,
                                std::unique_ptr<bursar::SqliteJournal> journal,
                                const std::string& path, const bursar::AsOf& as_of);
/// The last position that was on record at an instant: one with its offset, or a bare day, which
/// means its end in the book's zone; everything where `known` is empty. Ends the run if it is none.
[[nodiscard]] std::int64_t position_known(const Settings& settings, const bursar::Journal& journal,
                                          const std::string& path, const std::string& known);
/// Adds --known to a call that answers as of a day.
void add_known(CLI::App& call, const Settings& settings, std::string& known);
/// Opens and folds a store as of a day, as it was known at an instant (position_known), and reads
/// the rule book and the calendar in force.
[[nodiscard]] Opened open_as_known(const Settings& settings, const std::string& path,
                                   bursar::Date as_of, const std::string& known);
/// Opens and folds a store as of a day, and reads the rule book and the calendar in force.
[[nodiscard]] Opened open_as_of(const Settings& settings, const std::string& path,
                                const bursar::AsOf& as_of);
/// What is due and what came in, of a whole store.
[[nodiscard]] bursar::RecoveryReport recovered(const Settings& settings, const Opened& opened);
/// The rules of an audit under the rule book and the calendar of a store.
[[nodiscard]] bursar::Result<bursar::RuleSet> audit_rules_of(const Opened& opened);
/// A unit for people: its id, and its name where it has one.
[[nodiscard]] std::string unit_text(const bursar::Portfolio& portfolio, const bursar::OrgId& id);
/// A person for people: the id, and the name where there is one.
[[nodiscard]] std::string person_text(const bursar::Portfolio& portfolio,
                                      const bursar::PersonId& id);
/// An assumption for people: what is assumed and its value in words, and as they stand in the file.
[[nodiscard]] std::string assumption_text(const Settings& settings, const bursar::RuleBook& rules,
                                          std::string_view cell, std::string_view value);
/// The office of a store, with the host's clock in the book's zone.
[[nodiscard]] bursar::Office office_of(bursar::Journal& journal);
/// A fresh idempotency key for a command that was given none.
[[nodiscard]] std::string fresh_key(std::string_view call);
/// The actor of a writing call. Ends the run if none is given.
[[nodiscard]] std::string actor_of(const Settings& settings);

/// How days are written, for the end of a call's help.
[[nodiscard]] std::string day_form(const Settings& settings);

/// Lets the words that CLI11 itself puts into a help be Chinese; before any call is added.
void speak_chinese(CLI::App& app);
/// The headings under which `app` lists its calls and their options, in Chinese; after all were
/// added.
void name_groups_in_chinese(CLI::App& app);
/// What CLI11 says of a mistake on the command line, in Chinese.
[[nodiscard]] std::string in_chinese(const std::string& mistake);

// One function a call: it declares its options on the app, and sets `run` when the call was chosen.
using Run = std::function<int()>;
void add_init(CLI::App& app, Settings& settings, Run& run);
void add_import(CLI::App& app, Settings& settings, Run& run);
void add_audit(CLI::App& app, Settings& settings, Run& run);
void add_settle(CLI::App& app, Settings& settings, Run& run);
void add_overdue(CLI::App& app, Settings& settings, Run& run);
void add_claims(CLI::App& app, Settings& settings, Run& run);
void add_repay(CLI::App& app, Settings& settings, Run& run);
void add_rules(CLI::App& app, Settings& settings, Run& run);
void add_show(CLI::App& app, Settings& settings, Run& run);
void add_report(CLI::App& app, Settings& settings, Run& run);
void add_verify(CLI::App& app, Settings& settings, Run& run);
void add_calc(CLI::App& app, Settings& settings, Run& run);

}  // namespace tool
