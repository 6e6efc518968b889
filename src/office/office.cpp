#include <bursar/office/office.hpp>

#include <bursar/clawback/claims.hpp>
#include <bursar/grant/fact_codec.hpp>
#include <bursar/office/book_rules.hpp>
#include <bursar/portfolio/labels.hpp>

#include "office/office_state.hpp"
#include "office/overlay_journal.hpp"
#include "office/situation.hpp"
#include "office/storable.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

namespace bursar {
namespace office {

EncodedFacts encode(Date on, std::span<const FactBody> bodies) {
  FactEncoder encoder;
  for (const FactBody& body : bodies) encoder.add(Fact{on, body});
  return encoder.finish();
}

Receipt receipt_of(const Appended& appended) {
  return Receipt{appended.first_position, appended.last_position, appended.recorded_at_us,
                 appended.already_recorded};
}

}  // namespace office

namespace {

using office::book_subject;
using office::end_of_time;

/// The organisations and persons that facts point to: they are folded, and guarded, with the
/// subject.
void add_organisation(std::set<Subject>& subjects, const OrgId& org) {
  if (!org.empty()) subjects.insert({SubjectKind::organisation, org.text()});
}
void add_person(std::set<Subject>& subjects, const PersonId& person) {
  if (!person.empty()) subjects.insert({SubjectKind::person, person.text()});
}
void add_referenced(std::set<Subject>& subjects, const FactBody& fact) {
  if (const auto* registered = std::get_if<ProjectRegistered>(&fact)) {
    add_organisation(subjects, registered->org_id);
    add_person(subjects, registered->leader_id);
  } else if (const auto* partner = std::get_if<PartnerJoined>(&fact)) {
    add_organisation(subjects, partner->org_id);
  } else if (const auto* change = std::get_if<ChangeRequested>(&fact)) {
    add_person(subjects, change->new_leader_id);
  } else if (const auto* notice = std::get_if<NoticeIssued>(&fact)) {
    add_organisation(subjects, OrgId(notice->addressee));
    add_person(subjects, PersonId(notice->addressee));
  }
}

std::vector<ExpectedVersion> guards(const office::Ground& ground) {
  std::vector<ExpectedVersion> expected;
  for (const Subject& subject : ground.subjects) {
    expected.push_back({subject, ground.view.stored_entries(subject)});
  }
  return expected;
}

}  // namespace

Result<std::shared_ptr<const RuleBook>> Office::State::rules_of(const Portfolio& portfolio) const {
  const Book& book = portfolio.book();
  std::string key = book.rule_book ? book.rule_book->digest : std::string();
  for (const AssumptionsStated& each : book.assumptions) key += "+" + each.digest;
  if (rules && key == rules_key) return rules;
  BURSAR_TRY(RuleBook read, rule_book_of(portfolio));
  rules = std::make_shared<const RuleBook>(std::move(read));
  rules_key = std::move(key);
  return rules;
}

Result<office::Ground> Office::State::ground(const Request& request, const std::set<Subject>& named,
                                             const office::JudgedBy judged_by) const {
  JournalHead head = journal.head();
  office::OverlayJournal view(journal, head);
  std::set<Subject> subjects = named;
  subjects.insert(book_subject);
  // A project brings its lead organisation along.
  const AsOf everything{end_of_time, head.position};
  std::vector<Subject> list(subjects.begin(), subjects.end());
  BURSAR_TRY(Portfolio whole, Portfolio::fold_subjects(view, everything, list));
  for (const Project& project : whole.projects()) {
    add_organisation(subjects, project.registered.org_id);
  }
  if (subjects.size() != list.size()) {
    list.assign(subjects.begin(), subjects.end());
    BURSAR_TRY(whole, Portfolio::fold_subjects(view, everything, list));
  }
  BURSAR_TRY(Portfolio then, Portfolio::fold_subjects(view, {request.on, head.position}, list));
  std::shared_ptr<const RuleBook> rules_on_day;
  if (judged_by == office::JudgedBy::rules_in_force) {
    BURSAR_TRY(rules_on_day, rules_of(then));
  }
  return office::Ground{std::move(head), std::move(view),         std::move(whole),
                        std::move(then), std::move(rules_on_day), std::move(subjects)};
}

Result<Receipt> Office::State::judge(const Request& request, const Subject& subject,
                                     const std::function<Result<Receipt>()>& call) const {
  Result<Receipt> result = request.key.empty()     ? Result<Receipt>(Code::key_empty)
                           : request.actor.empty() ? Result<Receipt>(Code::actor_empty)
                                                   : call();
  if (host.log) host.log(request, subject, result);
  return result;
}

Result<Receipt> Office::State::refuse(const Request& request, const Subject& subject,
                                      const Refusal& refusal) const {
  return judge(request, subject, [&] { return Result<Receipt>(refusal); });
}

Result<void> Office::State::require_come(const Request& request) const {
  const Date today = host.today();
  if (request.on <= today) return {};
  return Refusal(Code::date_in_future).with("on", to_iso(request.on)).with("today", to_iso(today));
}

Result<Receipt> Office::State::answer_again(const Appended& earlier, const Request& request,
                                            const office::Command& command) const {
  bool same = true;
  if (command.says_the_same) {
    journal.read(earlier.first_position, earlier.first_position, [&](const Entry& entry) {
      const auto kept = journal.private_part(entry.position);
      const bool erased = entry.vault_commitment && !kept;
      same = erased || command.says_the_same(entry, kept.value_or(std::string()));
      return false;
    });
  }
  if (!same) return Refusal(Code::key_reused).with("key", request.key);
  return office::receipt_of(earlier);
}

Result<Receipt> Office::State::carry_out(const Request& request, const Subject& subject,
                                         const office::Command& command) {
  return judge(request, subject, [&]() -> Result<Receipt> {
    for (int attempt = 0; attempt < office::attempts_max; ++attempt) {
      // A retry is answered whatever has changed since, the day included.
      BURSAR_TRY(const auto known, journal.find(request.key, command.digest));
      if (known) return answer_again(*known, request, command);
      BURSAR_TRY_VOID(require_come(request));
      BURSAR_TRY(office::Ground on, ground(request, command.named, command.judged_by));
      AppendRequest append;
      append.key = request.key;
      append.request = command.digest;
      append.door = Door::office;
      append.actor = request.actor;
      Result<std::vector<Draft>> drafts = command.decide(on);
      if (drafts.has_error()) {
        // What refuses it may be this very request, which somebody sent in between.
        BURSAR_TRY(const auto since, journal.find(request.key, command.digest));
        if (since) return answer_again(*since, request, command);
        return drafts.error();
      }
      append.drafts = *std::move(drafts);
      append.expected = guards(on);
      const Result<Appended> appended = journal.append(append);
      if (appended.has_value() && appended->already_recorded) {
        return answer_again(*appended, request, command);
      }
      if (appended.has_value()) return office::receipt_of(*appended);
      if (appended.error().code() != Code::version_stale) return appended.error();
    }
    return Refusal(Code::contended).with("attempts", std::to_string(office::attempts_max));
  });
}

// ----------------------------------------------------------------------------- deciding about
// facts

namespace {

/// The facts that a fold found illegal.
std::span<const Irregular> irregular_facts(const Portfolio& portfolio, const Subject& subject) {
  const Project* project =
      subject.kind == SubjectKind::project ? portfolio.project(subject.id) : nullptr;
  if (project == nullptr) return {};
  return project->irregular;
}

/// Folds what the drafts on the overlay have made of things. Refused when they are illegal, or make
/// something illegal that follows them.
Result<Portfolio> regular_after(const office::OverlayJournal& overlay, const Portfolio& before,
                                std::span<const Subject> subjects, const Subject& subject) {
  BURSAR_TRY(Portfolio after,
             Portfolio::fold_subjects(overlay, {end_of_time, overlay.head().position}, subjects));
  const std::span<const Irregular> known = irregular_facts(before, subject);
  const std::span<const Irregular> all = irregular_facts(after, subject);
  // One that is mended makes no room for another one.
  const auto fresh = std::ranges::find_if(all, [&](const Irregular& each) {
    return std::ranges::find(known, each.trace, &Irregular::trace) == known.end();
  });
  if (fresh == all.end()) return after;
  const Wording state = state_wording(fresh->state);
  Wording reason = reason_wording(fresh->reason);
  if (fresh->trace.position > before.head().position) {
    return Refusal(Code::fact_out_of_place)
        .with("kind", kind_wording(fresh->kind))
        .with("state", state)
        .with("reason", std::move(reason));
  }
  reason.zh += "（项目状态：" + state.zh + "）";
  reason.en += " (" + state.en + ")";
  return Refusal(Code::later_fact_contradicted)
      .with("kind", kind_wording(fresh->kind))
      .with("reason", std::move(reason));
}

/// Whether the private part that was kept is that of these facts.
office::SaysTheSame same_private_part(const EncodedFacts& encoded) {
  return [&encoded](const Entry&, const std::string& private_part) {
    return private_part == encoded.private_part;
  };
}

void add_units(std::set<Subject>& units, const Project* project) {
  if (project == nullptr) return;
  add_organisation(units, project->registered.org_id);
  for (const Partner& each : project->partners) add_organisation(units, each.org_id);
}

/// Adds whoever succeeded one of some organisations, and whoever succeeded those.
Result<void> add_successors(std::set<Subject>& units, const Journal& journal) {
  const AsOf everything{end_of_time, journal.head().position};
  for (std::size_t known = 0; known != units.size();) {
    known = units.size();
    const std::vector<Subject> list(units.begin(), units.end());
    BURSAR_TRY(const Portfolio parties,
               Portfolio::fold_subjects(journal, everything, list, /*with_private=*/false));
    for (const Organisation& each : parties.organisations()) {
      add_organisation(units, each.successor_org_id);
    }
  }
  return {};
}

/// What a notice's addressee is, as the book knows it where the caller does not say it.
Result<void> add_party_kind(NoticeIssued& notice, const office::Ground& ground,
                            const Subject& subject) {
  if (notice.addressed_to) return {};
  const bool organisation = ground.whole.organisation(notice.addressee) != nullptr;
  const bool person = ground.whole.person(notice.addressee) != nullptr;
  if (organisation == person) return {};
  if (organisation) {
    // Also the lead of that day, if it is another one now.
    std::set<Subject> units;
    add_units(units, ground.whole.project(subject.id));
    add_units(units, ground.then.project(subject.id));
    BURSAR_TRY_VOID(add_successors(units, ground.view));
    if (units.contains({SubjectKind::organisation, std::string(notice.addressee.view())}))
      return {};
  }
  notice.addressed_to = organisation ? PartyKind::organisation : PartyKind::person;
  return {};
}

/// A decision says what lay before the authority when it was made, whatever the caller says of
/// that; a notice says what its addressee is.
Result<void> add_what_is_known(FactBody& fact, const office::Ground& ground, const Subject& subject,
                               Date on) {
  if (auto* notice = std::get_if<NoticeIssued>(&fact)) {
    return add_party_kind(*notice, ground, subject);
  }
  auto* decision = std::get_if<DecisionMade>(&fact);
  if (decision == nullptr) return {};
  decision->made_from.reset();
  if (const Project* project = ground.then.project(subject.id)) {
    decision->made_from = office::provenance_of(ground, *project, on);
  }
  return {};
}

Wording subject_wording(SubjectKind kind) {
  static constexpr std::array<std::string_view, 7> zh = {"账册", "项目", "单位", "人员",
                                                         "专项", "指南", "申请"};
  const auto at = static_cast<std::size_t>(kind);
  return at < zh.size() ? Wording{std::string(zh[at]), std::string(word(kind))} : Wording{};
}

/// Refusals, each for whichever of the facts it is: not_a_command, subject_kind_wrong.
Result<void> require_stated_about(SubjectKind kind, std::span<const FactBody> facts) {
  for (const FactBody& fact : facts) {
    if (office::subject_of(fact)) continue;
    return Refusal(Code::not_a_command).with("kind", kind_wording(kind_of(fact)));
  }
  for (const FactBody& fact : facts) {
    const SubjectKind about = *office::subject_of(fact);
    if (about == kind) continue;
    return Refusal(Code::subject_kind_wrong)
        .with("kind", kind_wording(kind_of(fact)))
        .with("expected", subject_wording(about))
        .with("subject_kind", subject_wording(kind));
  }
  return {};
}

}  // namespace

Office::Office(Journal& journal, OfficeHost host)
    : state_(std::make_unique<State>(State{journal, std::move(host), {}, {}})) {}
Office::~Office() = default;
Office::Office(Office&&) noexcept = default;
Office& Office::operator=(Office&&) noexcept = default;

Result<Receipt> Office::record(const Request& request, const Subject& subject,
                               std::span<const FactBody> facts) {
  std::set<Subject> named{subject};
  for (const FactBody& fact : facts) add_referenced(named, fact);
  BURSAR_TRY_VOID(require_stated_about(subject.kind, facts));
  if (facts.empty()) return Code::nothing_to_append;
  if (const auto storable = office::require_storable(request, subject, facts); !storable) {
    return state_->refuse(request, subject, storable.error());
  }
  const EncodedFacts encoded = office::encode(request.on, facts);
  const Digest digest = office::CanonicalRequest("record", request, subject).add(encoded).finish();
  const auto decide = [&](office::Ground& ground) -> Result<std::vector<Draft>> {
    const std::vector<Subject> subjects(ground.subjects.begin(), ground.subjects.end());
    const bool about_project = subject.kind == SubjectKind::project;
    std::vector<FactBody> stated(facts.begin(), facts.end());
    for (FactBody& fact : stated) {
      BURSAR_TRY_VOID(add_what_is_known(fact, ground, subject, request.on));
    }
    for (FactBody& fact : stated) {
      const office::Situation situation{ground.whole,
                                        ground.then,
                                        about_project ? ground.whole.project(subject.id) : nullptr,
                                        about_project ? ground.then.project(subject.id) : nullptr,
                                        *ground.rules,
                                        subject,
                                        request.on};
      BURSAR_TRY_VOID(office::decide_any(situation, fact));
      EncodedFacts one = office::encode(request.on, std::span<const FactBody>(&fact, 1));
      ground.view.add({subject, std::move(one.facts), std::move(one.private_part)});
      // The next fact is judged in the light of this one.
      BURSAR_TRY(ground.whole, regular_after(ground.view, ground.whole, subjects, subject));
      if (&fact == &stated.back()) break;
      const AsOf on_the_day{request.on, ground.view.head().position};
      BURSAR_TRY(ground.then, Portfolio::fold_subjects(ground.view, on_the_day, subjects));
    }
    EncodedFacts whole = office::encode(request.on, stated);
    return std::vector<Draft>{{subject, std::move(whole.facts), std::move(whole.private_part)}};
  };
  return state_->carry_out(request, subject, {digest, named, decide, same_private_part(encoded)});
}

Result<Receipt> Office::book_expenses(const Request& request, const ProjectId& project,
                                      std::span<const ExpenseLine> lines) {
  if (lines.empty()) return Code::nothing_to_append;
  const Subject subject{SubjectKind::project, project.text()};
  if (const auto storable = office::require_storable(request, subject, lines); !storable) {
    return state_->refuse(request, subject, storable.error());
  }
  FactEncoder encoder;
  encoder.add_expenses(lines, 0);
  const EncodedFacts encoded = encoder.finish();
  const Digest digest =
      office::CanonicalRequest("book_expenses", request, subject).add(encoded).finish();
  const auto decide = [&](const office::Ground& ground) -> Result<std::vector<Draft>> {
    const office::Situation situation{ground.whole,
                                      ground.then,
                                      ground.whole.project(subject.id),
                                      ground.then.project(subject.id),
                                      *ground.rules,
                                      subject,
                                      request.on};
    BURSAR_TRY_VOID(office::decide_expenses(situation, lines));
    return std::vector<Draft>{{subject, encoded.facts, encoded.private_part}};
  };
  return state_->carry_out(request, subject,
                           {digest, {subject}, decide, same_private_part(encoded)});
}

Result<std::shared_ptr<const RuleBook>> Office::rules_on(Date day) const {
  BURSAR_TRY(const Portfolio book,
             Portfolio::fold_subjects(state_->journal, {day, state_->journal.head().position},
                                      std::span<const Subject>(&book_subject, 1), false));
  return state_->rules_of(book);
}

}  // namespace bursar
