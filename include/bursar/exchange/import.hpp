// Import: the door for history. Files become facts as they happened, or are refused row by row.
//
//     const auto file = InputFile::open("payments.csv");
//     const ImportFile files[] = {{"payments", "payments.csv", file->bytes()}};
//     const auto done = import_into(journal, files, options);
//
// All files of one call are one import: they may refer to each other in any order, and are stored
// whole or not at all, in one append. What is on record already is passed over, so the same file,
// or the next year's export, may be imported again. docs/dossier.md describes the files.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/calendar/date.hpp>
#include <bursar/exchange/import_report.hpp>
#include <bursar/exchange/profile.hpp>
#include <bursar/journal/journal.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar {

/// One file. The bytes must outlive the import.
struct ImportFile {
  std::string kind;  ///< a kind of the dossier, or an input of the profile
  std::string name;  ///< as it is shown in messages
  std::string_view bytes;
};

enum class ImportStage : std::uint8_t {
  reading,   ///< finding rows and their projects
  checking,  ///< making facts of rows
  storing    ///< appending them; no progress is known within it
};

struct ImportProgress {
  ImportStage stage = ImportStage::reading;
  std::size_t done = 0;   ///< rows
  std::size_t total = 0;  ///< rows; 0 = not known yet
};

struct ImportOptions {
  ImportOptions() = default;
  /// What every import has to say; the rest may be set.
  ImportOptions(Date the_day, std::string the_actor)
      : today(the_day), actor(std::move(the_actor)) {}

  /// The day of the import: what has no day of its own takes effect on it.
  Date today;
  std::string actor;
  const ImportProfile* profile = nullptr;
  /// Holds for all files, instead of what is detected and what the profile says.
  std::optional<TextEncoding> encoding;
  /// Store the good rows of files that have bad ones.
  bool accept_good = false;
  /// For amounts finer than the minor unit; a profile may name another.
  Rounding rounding = Rounding::exact;
  /// The secret under which identity numbers are committed to: the same for all imports of a store.
  /// Without it, a row with an identity number is refused.
  std::string identity_salt;
  /// The idempotency key of the append; empty: one is made from the content. Give one to be able to
  /// repeat a call whose answer was lost.
  std::string key;
  std::size_t problems_max = 10'000;
  /// Called now and then, on the calling thread.
  std::function<void(const ImportProgress&)> progress;
};

/// What an import would do.
struct ImportPlan {
  ImportReport report;
  std::vector<RejectedRows> rejected;
  /// Empty drafts: nothing is new, or something is wrong and accept_good was not said.
  AppendRequest request;
};

/// What an import did.
struct ImportOutcome {
  ImportReport report;
  std::vector<RejectedRows> rejected;
  /// Nothing where nothing was stored: see the report for why.
  std::optional<Appended> appended;
};

/// Reads files, checks them against what a journal says, and prepares one append. The journal is
/// only read. Refusals (of the call, not of rows): actor_empty, files_missing, kind_unknown,
/// kind_not_supported, book_not_opened, facts_damaged. Everything that is wrong with the files
/// themselves is in the report.
[[nodiscard]] BURSAR_API Result<ImportPlan> plan_import(const Journal& journal,
                                                        std::span<const ImportFile> files,
                                                        const ImportOptions& options);

/// The same, and stores it. When somebody else was faster, it is planned again, at most 5 times.
/// Refusals: as plan_import; key_reused; those of the append; contended.
[[nodiscard]] BURSAR_API Result<ImportOutcome> import_into(Journal& journal,
                                                           std::span<const ImportFile> files,
                                                           const ImportOptions& options);

}  // namespace bursar
