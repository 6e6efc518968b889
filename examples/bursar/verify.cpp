// bursar verify: whether the store is what was written, whether its settlements and claims can be
// made again, and whether the ledger of every project adds up.
#include "tool.hpp"

#include <bursar/base/json_writer.hpp>
#include <bursar/clawback/claims.hpp>
#include <bursar/clawback/project_ledger.hpp>
#include <bursar/clawback/settlement.hpp>
#include <bursar/office/book_rules.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <map>

namespace tool {
namespace {

struct VerifyOptions {
  std::string store, head;
  bool json = false;
};

struct Verdict {
  bursar::ChainReport chain;
  std::vector<bursar::Wording> store;  ///< of the engine's own check
  std::vector<bursar::Wording>
      differences;  ///< settlements and claims that come out otherwise today
  std::int64_t settlements = 0, claims = 0;
  std::vector<bursar::Wording> ledger;  ///< identities that do not hold
  std::int64_t projects = 0;
  [[nodiscard]] bool whole() const { return chain.whole() && store.empty(); }
  [[nodiscard]] bool trustworthy() const { return whole() && ledger.empty(); }
  void add(const std::vector<bursar::LedgerFault>& faults) {
    for (const bursar::LedgerFault& fault : faults) ledger.push_back(text_of(fault));
  }
};

bool same(const bursar::SettlementMade& record, const bursar::SettlementStatement& made) {
  const bool same_days = (!record.cut_off || *record.cut_off == made.cut_off) &&
                         (!record.reference_on || *record.reference_on == made.reference_on) &&
                         (!record.cut_off || record.opinion_id == made.opinion_id);
  return same_days && record.regime == made.regime && record.outcome == made.outcome &&
         record.unaudited == !made.audited && record.used_recovered == made.used_recovered &&
         record.asset_proceeds == made.asset_proceeds && record.received == made.received &&
         record.in_period == made.in_period && record.outside == made.outside &&
         record.disallowed == made.disallowed && record.payables == made.payables &&
         record.interest == made.interest && record.kept == made.kept && record.left == made.left &&
         record.due_back == made.due_back;
}

bursar::Wording wording_of(const bursar::Refusal& refusal) {
  return {refusal.text(bursar::Language::zh), refusal.text(bursar::Language::en)};
}

bursar::Wording otherwise() { return {"重算结果不同", "comes out otherwise"}; }

/// What was known, and by which rules, when something was made.
struct Known {
  std::optional<bursar::Portfolio> then;
  const bursar::Project* project = nullptr;
  std::optional<bursar::RuleBook> rules;
  bursar::Wording difference;  ///< why it cannot be made again
};

Known known_to(const bursar::Journal& journal, const bursar::Subject& subject,
               const bursar::Provenance& from) {
  Known known;
  auto then = bursar::Portfolio::fold_subjects(journal, {from.as_of, from.known_position},
                                               std::span(&subject, 1), false);
  if (!then.has_value()) {
    known.difference = wording_of(then.error());
    return known;
  }
  known.then.emplace(*std::move(then));
  known.project = known.then->project(subject.id);
  auto rules = bursar::rule_book_of(*known.then);
  const auto& calendars = known.then->book().calendars;
  if (known.project == nullptr) {
    known.difference = {"当时尚无此项目", "the project was not known then"};
  } else if (bursar::Portfolio::state_digest(*known.project).hex() != from.state_digest) {
    known.difference = {"所依据的状态摘要不同", "the state it was made from has another digest"};
  } else if (!rules.has_value()) {
    known.difference = wording_of(rules.error());
  } else if (rules->digest().hex() != from.rule_book_digest) {
    known.difference = {"依据的规则包不同", "made by another rule pack"};
  } else if ((rules->assumptions_digest() ? rules->assumptions_digest()->hex() : std::string()) !=
             from.assumptions_digest) {
    known.difference = {"依据的假设不同", "made with other assumptions"};
  } else if ((calendars.empty() ? std::string() : calendars.back().digest) !=
             from.calendar_digest) {
    known.difference = {"依据的日历不同", "made with another calendar"};
  }
  if (rules.has_value()) known.rules = *std::move(rules);
  return known;
}

/// Makes one recorded settlement again, and looks whether it closed what was held then; why it
/// comes out otherwise, or nothing.
bursar::Wording replay(const bursar::Journal& journal, const bursar::Subject& subject,
                       const bursar::Settlement& record, Verdict& verdict) {
  const Known known = known_to(journal, subject, record.made_from);
  if (!known.difference.en.empty()) return known.difference;
  verdict.add(bursar::check_closing(*known.project, record));
  for (const bursar::SettlementStatement& made :
       bursar::settle(*known.then, *known.project, *known.rules).settlements) {
    if (made.org_id == record.org_id && made.source == record.source) {
      return same(record, made) ? bursar::Wording() : otherwise();
    }
  }
  return {"无法重算", "cannot be made again"};
}

/// Makes one recorded claim, or its last adjustment, again.
bursar::Wording replay(const bursar::Journal& journal, const bursar::Subject& subject,
                       const bursar::Claim& record) {
  const Known known = known_to(journal, subject, record.made_from);
  if (!known.difference.en.empty()) return known.difference;
  const auto whole = bursar::Portfolio::fold_subjects(
      journal, {bursar::AsOf{}.effective, record.made_from.known_position}, std::span(&subject, 1),
      false);
  if (!whole.has_value()) return wording_of(whole.error());
  const std::vector<bursar::SettledPart> parts = bursar::recorded_parts(*known.project);
  const bursar::ClaimProposals proposals = bursar::propose_claims(*known.project, parts);
  for (const bursar::ClaimChange& change :
       bursar::claim_changes(*whole->project(subject.id), proposals)) {
    const bool same_claim = record.adjustments.empty()
                                ? change.claim_id.empty() &&
                                      change.payer_org_id == record.payer_org_id &&
                                      change.source == record.source
                                : change.claim_id == record.claim_id;
    if (same_claim) return change.to == record.principal ? bursar::Wording() : otherwise();
  }
  return {"无法重算", "cannot be made again"};
}

void check_projects(const bursar::Journal& journal, Verdict& verdict) {
  const auto portfolio = bursar::Portfolio::fold(journal, {}, false);
  if (!portfolio.has_value()) {
    verdict.chain.damages.push_back(wording_of(portfolio.error()));
    return;
  }
  const auto note = [&](const bursar::Project& project, const std::string& id,
                        const bursar::Wording& difference) {
    if (difference.en.empty()) return;
    const std::string which = project.id.text() + " " + id + ": ";
    verdict.differences.push_back({which + difference.zh, which + difference.en});
  };
  for (const bursar::Project& project : portfolio->projects()) {
    const bursar::Subject subject{bursar::SubjectKind::project, project.id.text()};
    ++verdict.projects;
    verdict.add(bursar::check_ledger(project));
    for (const bursar::Settlement& record : project.settlements) {
      ++verdict.settlements;
      note(project, record.settlement_id, replay(journal, subject, record, verdict));
    }
    for (const bursar::Claim& record : project.claims) {
      ++verdict.claims;
      note(project, record.claim_id, replay(journal, subject, record));
    }
  }
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
  json.member("settlements_replayed", verdict.settlements);
  json.member("claims_replayed", verdict.claims);
  list("settlements_different", verdict.differences);
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
  for (const bursar::Wording& line : verdict.differences) {
    fmt::print("{}: {}\n", say(settings, "different", "不一致"), line.in(settings.language));
  }
  fmt::print("{}: {}, {}: {} ({}: {})\n", say(settings, "settlements made again", "重算的结算"),
             verdict.settlements, say(settings, "claims", "应退款项"), verdict.claims,
             say(settings, "different", "不一致"), verdict.differences.size());
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
  auto journal = open_store(settings, options.store);
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
  return verdict.differences.empty() ? clean : findings;
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
  call->footer(help(
      settings,
      "DIGEST is the head that an earlier run printed, sha256:... .\n"
      "Exit codes: 0 whole; 1 a settlement or claim comes out otherwise today; 3 damaged, cut off, "
      "rewritten, or a ledger does not add up.\n"
      "Example:\n  bursar verify 2020.bursar --head sha256:7beaf5b9...",
      "DIGEST为此前运行时显示的链首，形如sha256:..."
      "。\n退出码：0完好；1有结算或应退款项重算不一致；3有损坏、截断、改写，或账目不平。\n示例：\n "
      " bursar verify 2020.bursar --head sha256:7beaf5b9..."));
  call->callback([&settings, &run, options] {
    run = [&settings, options] { return run_verify(settings, *options); };
  });
}

}  // namespace tool
