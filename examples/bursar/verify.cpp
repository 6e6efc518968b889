// bursar verify: whether the store is what was written, whether its settlements and claims can be
// made again and its decisions rest on what they say, and whether the ledger of every project adds
// up.
#include "tool.hpp"

#include <bursar/base/json_writer.hpp>
#include <bursar/clawback/project_ledger.hpp>
#include <bursar/office/replay.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace tool {
namespace {

struct VerifyOptions {
  std::string store, head;
  bool json = false;
};

struct Verdict {
  bursar::ChainReport chain;
  std::vector<bursar::Wording> store;   ///< of the engine's own check
  bursar::Replay replay;                ///< of what was computed from the book, or decided on it
  std::vector<bursar::Wording> ledger;  ///< identities that do not hold
  std::int64_t projects = 0;
  [[nodiscard]] bool whole() const { return chain.whole() && store.empty(); }
  [[nodiscard]] bool trustworthy() const { return whole() && ledger.empty(); }
  void add(const std::vector<bursar::LedgerFault>& faults) {
    for (const bursar::LedgerFault& fault : faults) ledger.push_back(text_of(fault));
  }
  [[nodiscard]] std::vector<bursar::Wording> differences() const {
    std::vector<bursar::Wording> lines;
    for (const bursar::ReplayDifference& each : replay.differences) {
      lines.push_back({each.record + ": " + each.reason.zh, each.record + ": " + each.reason.en});
    }
    return lines;
  }
};

bursar::Wording wording_of(const bursar::Refusal& refusal) {
  return {refusal.text(bursar::Language::zh), refusal.text(bursar::Language::en)};
}

void check_projects(const bursar::Journal& journal, Verdict& verdict) {
  const auto portfolio = bursar::Portfolio::fold(journal, {}, false);
  if (!portfolio.has_value()) {
    verdict.chain.damages.push_back(wording_of(portfolio.error()));
    return;
  }
  for (const bursar::Project& project : portfolio->projects()) {
    ++verdict.projects;
    verdict.add(bursar::check_ledger(project));
    verdict.replay.add(project.id, bursar::replay(journal, project));
  }
  verdict.add(verdict.replay.closings);
}

void write_json(const bursar::SqliteJournal& journal, const Verdict& verdict) {
  const bursar::StoreFacts& facts = journal.facts();
  bursar::JsonWriter json(bursar::JsonWriter::Layout::indented);
  const auto list = [&](std::string_view name, const std::vector<bursar::Wording>& lines) {
    json.key(name).begin_array();
    for (const bursar::Wording& line : lines) json.value(line.en);
    json.end_array();
  };
  json.begin_object().member("schema", "bursar.verify/1").member("whole", verdict.whole());
  json.member("book_id", verdict.chain.head.book_id).member("entries", verdict.chain.entries);
  json.member("head", verdict.chain.head.link.text());
  json.member("private_parts_erased", verdict.chain.private_erased);
  list("damages", verdict.chain.damages);
  list("store", verdict.store);
  json.member("settlements_replayed", verdict.replay.settlements);
  json.member("claims_replayed", verdict.replay.claims);
  json.member("claim_adjustments_replayed", verdict.replay.adjustments);
  json.member("decisions_replayed", verdict.replay.decisions);
  json.member("decisions_without_provenance", verdict.replay.decisions_without_provenance);
  list("settlements_different", verdict.differences());
  json.member("ledgers_checked", verdict.projects);
  list("ledger_faults", verdict.ledger);
  json.key("engine").begin_object().member("sqlite", facts.engine_version);
  json.member("journal_mode", facts.journal_mode);
  json.member("write_ahead_log_safe", facts.write_ahead_log_safe);
  json.key("settings").begin_object();
  for (const auto& [name, value] : facts.settings) json.member(name, value);
  json.end_object().end_object().end_object();
  fmt::print("{}\n", json.finish());
}

void print_text(const Settings& settings, const bursar::SqliteJournal& journal,
                const Verdict& verdict) {
  const bursar::StoreFacts& facts = journal.facts();
  fmt::print("{}: {}, {}: {}\n", say(settings, "book", "账册"), verdict.chain.head.book_id,
             say(settings, "entries", "条目"), verdict.chain.entries);
  fmt::print("{}: {}\n", say(settings, "head (keep it outside the store)", "链首（请另行保存）"),
             verdict.chain.head.link.text());
  fmt::print("SQLite {}, journal_mode {}{}\n", facts.engine_version, facts.journal_mode,
             facts.write_ahead_log_safe
                 ? ""
                 : say(settings, " (its write-ahead log is not safe, and not used)",
                       "（其WAL有缺陷，未使用）"));
  for (const auto& [name, value] : facts.settings) fmt::print("  {} = {}\n", name, value);
  for (const bursar::Wording& line : verdict.chain.damages) {
    fmt::print("{}: {}\n", say(settings, "DAMAGED", "损坏"), line.in(settings.language));
  }
  for (const bursar::Wording& line : verdict.store) {
    fmt::print("{}: {}\n", say(settings, "DAMAGED", "损坏"), line.in(settings.language));
  }
  for (const bursar::Wording& line : verdict.differences()) {
    fmt::print("{}: {}\n", say(settings, "different", "不一致"), line.in(settings.language));
  }
  const bursar::Replay& replay = verdict.replay;
  fmt::print("{}: {}, {}: {}, {}: {}, {}: {} ({}: {})\n",
             say(settings, "settlements made again", "重算的结算"), replay.settlements,
             say(settings, "claims", "应退款项"), replay.claims,
             say(settings, "their adjustments", "应退款项调整"), replay.adjustments,
             say(settings, "decisions whose basis was looked at", "核对依据的处理决定"),
             replay.decisions, say(settings, "different", "不一致"), replay.differences.size());
  for (const bursar::Wording& line : verdict.ledger) {
    fmt::print("{}: {}\n", say(settings, "LEDGER", "账目不平"), line.in(settings.language));
  }
  fmt::print("{}: {} ({}: {})\n", say(settings, "ledgers that were checked", "核对的账目"),
             verdict.projects, say(settings, "faults", "不平"), verdict.ledger.size());
  fmt::print("{}\n", verdict.trustworthy() ? say(settings, "whole", "完好")
                                           : say(settings, "NOT WHOLE", "不完好"));
}

int run_verify(const Settings& settings, const VerifyOptions& options) {
  std::optional<bursar::Digest> kept;
  if (!options.head.empty()) {
    kept = need(settings, bursar::parse_digest(options.head), "--head");
  }
  auto journal = open_unchecked(settings, options.store);
  Verdict verdict;
  verdict.chain = bursar::verify_chain(*journal, kept);
  verdict.store = journal->check_store();
  if (verdict.whole()) check_projects(*journal, verdict);
  if (options.json) {
    write_json(*journal, verdict);
  } else {
    print_text(settings, *journal, verdict);
  }
  if (!verdict.trustworthy()) return not_trustworthy;
  return verdict.replay.differences.empty() ? clean : findings;
}

}  // namespace

void add_verify(CLI::App& app, Settings& settings, Run& run) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* call = app.add_subcommand(
      "verify",
      help(settings, "Whether the store is whole, against a head you kept, and its ledgers add up",
           "核对账册是否完好、与留存的链首是否相符、账目是否平衡"));
  call->add_option("STORE", options->store, help(settings, "The store's file", "账册文件"))
      ->required()
      ->type_name("FILE");
  call->add_option("--head", options->head,
                   help(settings, "A head that was kept outside the store", "在账册之外留存的链首"))
      ->type_name("DIGEST");
  call->add_flag("--json", options->json, "bursar.verify/1");
  call->footer(help(settings,
                    "DIGEST is the head that an earlier run printed, sha256:... .\n"
                    "Exit codes: 0 whole; 1 a settlement, claim or decision comes out otherwise "
                    "today; 3 damaged, cut off, "
                    "rewritten, or a ledger does not add up.\n"
                    "Example:\n  bursar verify 2020.bursar --head sha256:7beaf5b9...",
                    "DIGEST为此前运行时显示的链首，形如sha256:..."
                    "。\n退出码：0完好；1有结算、应退款项重算或处理决定的依据不一致；3有损坏、截断"
                    "、改写，或账目不平。\n示例：\n "
                    " bursar verify 2020.bursar --head sha256:7beaf5b9..."));
  call->callback([&settings, &run, options] {
    run = [&settings, options] { return run_verify(settings, *options); };
  });
}

}  // namespace tool
