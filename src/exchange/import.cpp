#include <bursar/exchange/import.hpp>

#include "exchange/import_run.hpp"

namespace bursar {
namespace {

constexpr int attempts_max = 5;

Result<void> check_call(std::span<const ImportFile> files, const ImportOptions& options) {
  if (options.actor.empty()) return Code::actor_empty;
  if (files.empty()) return Code::files_missing;
  for (const ImportFile& file : files) {
    BURSAR_TRY_VOID(exchange::check_kind(file, options.profile));
  }
  return {};
}

}  // namespace

Result<ImportPlan> plan_import(const Journal& journal, std::span<const ImportFile> files,
                               const ImportOptions& options) {
  BURSAR_TRY_VOID(check_call(files, options));
  exchange::ImportRun run(journal, files, options);
  return run.plan();
}

Result<ImportOutcome> import_into(Journal& journal, std::span<const ImportFile> files,
                                  const ImportOptions& options) {
  for (int attempt = 1;; ++attempt) {
    BURSAR_TRY(ImportPlan plan, plan_import(journal, files, options));
    ImportOutcome outcome{std::move(plan.report), std::move(plan.rejected), std::nullopt};
    if (!options.key.empty()) {
      // A call that is repeated because its answer was lost gets that answer, whatever changed
      // since.
      BURSAR_TRY(outcome.appended, journal.find(options.key, plan.request.request));
      if (outcome.appended) return outcome;
    }
    if (plan.request.drafts.empty()) return outcome;
    if (options.progress) options.progress({ImportStage::storing, 0, 0});
    Result<Appended> appended = journal.append(plan.request);
    if (appended.has_value()) {
      outcome.appended = *appended;
      return outcome;
    }
    if (appended.error().code() != Code::version_stale) return appended.error();
    if (attempt == attempts_max) {
      return Refusal(Code::contended).with("attempts", std::to_string(attempts_max));
    }
  }
}

}  // namespace bursar
