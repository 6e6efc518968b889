#include "exchange/party_rows.hpp"

#include <bursar/base/credit_code.hpp>
#include <bursar/base/resident_id.hpp>

#include <algorithm>
#include <chrono>

namespace bursar::exchange {
namespace {

constexpr DossierKind organisations = DossierKind::organisations;
constexpr DossierKind persons = DossierKind::persons;

/// A commitment as another system computed it: 64 hexadecimal digits.
bool is_commitment(std::string_view text) { return parse_digest(text).has_value(); }

std::chrono::year_month_day calendar_day(Date date) {
  const auto parts = date.year_month_day();
  return std::chrono::year(static_cast<int>(parts.year)) /
         std::chrono::month(static_cast<unsigned>(parts.month.as_number())) /
         std::chrono::day(static_cast<unsigned>(parts.day.as_number()));
}

}  // namespace

Result<void> PartyRows::begin(std::string_view id) {
  id_ = id;
  facts_.clear();
  rejected_.clear();
  version_ = environment_.view.version(kind_, id_);
  if (version_ == 0) return {};
  BURSAR_TRY(const auto recorded, environment_.view.facts(kind_, id_));
  for (const RecordedFact& each : recorded) facts_.take_recorded(each.fact, each.erased);
  return {};
}

void PartyRows::take(const TableRows& rows) {
  for (const RowPlace& place : rows.places) {
    if (facts_.corrections().has(*rows.reader, place)) continue;
    take_row(*rows.reader, *rows.report, place);
  }
}

void PartyRows::take_row(RowReader& row, TableReport& report, const RowPlace& place) {
  arena_.clear();
  row.load(place, arena_);
  environment_.names.begin_row();
  ++report.rows;
  const bool is_person = kind_ == SubjectKind::person;
  std::optional<RowEffect> effect;
  if (row.ok()) effect = is_person ? take_person(row) : take_organisation(row);
  if (!row.ok() || !effect) {
    ++report.rejected;
    const std::size_t name = is_person ? column(persons, "name") : column(organisations, "name");
    rejected_.push_back({std::string(row.cell(name)), row.file().input->name, place.line});
    return;
  }
  environment_.names.accept_row(row);
  count_row(report, *effect);
  if (!row.table().keeps_remarks()) return;
  facts_.keep_remark(record_name(word(row.table().kind)), row.remarks(), environment_.options.today,
                     {static_cast<std::uint32_t>(row.table().file), place.line});
}

OrganisationRegistered PartyRows::read_organisation(RowReader& row) {
  constexpr std::size_t code_place = column(organisations, "credit_code");
  auto body = BodyFiller<OrganisationRegistered>(row, environment_.names, {}).fill();
  if (row.cell(code_place).empty()) return body;
  const Result<CreditCode> code = CreditCode::parse(row.cell(code_place));
  if (!code.has_value()) {
    row.refuse(code_place, code.error());
    return body;
  }
  body.credit_code = code->text();
  if (!code->warnings().empty()) {
    environment_.problems.notice_line(NoticeCode::credit_code_unusual, row.file().input->name,
                                      row.place().line);
  }
  return body;
}

std::optional<RowEffect> PartyRows::take_organisation(RowReader& row) {
  row.require(column(organisations, "name"));
  (void)row.id(column(organisations, "org_id"));
  const Date today = environment_.options.today;
  auto body = read_organisation(row);
  const Date day = row.date(column(organisations, "from")).value_or(today);
  const auto status_on = row.date(column(organisations, "status_on"));
  const auto status = row.word_as<OrgStatus>(column(organisations, "status"));
  const auto succeeded =
      BodyFiller<OrganisationSucceeded>(row, environment_.names, NameContext{}).fill();
  auto& statuses = facts_.org_statuses();
  std::optional<KnownStatus<OrgStatus>> news;
  if (status) {
    news = news_of_status(row, statuses, std::string(), column(organisations, "status"), *status,
                          status_on, today, OrgStatus::normal);
  }
  std::optional<Stated<OrganisationSucceeded>> successor;
  if (!succeeded.successor_org_id.empty()) {
    successor = Stated<OrganisationSucceeded>{succeeded, status_on.value_or(today)};
  }
  const bool succeeds_now = successor && facts_.find<OrganisationSucceeded>({}) == nullptr;
  const StatedChange change = stated_change<organisations>(row);
  const std::string name(body.name.view());
  const std::string code = body.credit_code;
  auto effect = commit_row<OrganisationRegistered, OrganisationSucceeded>(
      row, facts_, change, Stated<OrganisationRegistered>{std::move(body), day},
      std::move(successor));
  if (!effect) return effect;
  environment_.names.add_organisation(id_, name, code);
  if (!succeeded.successor_org_id.empty()) {
    environment_.names.add_successor(id_, succeeded.successor_org_id.text());
  }
  if (!status_on && (news || succeeds_now)) note_day_of_import(environment_, row, "status_on");
  if (news) {
    statuses.push_back(*std::move(news));
    if (!effect->added) effect->supplemented = true;
  }
  return effect;
}

void PartyRows::read_identity(RowReader& row, PersonRegistered& body) {
  constexpr std::size_t place = column(persons, "id_key");
  const std::string_view text = row.cell(place);
  body.id_key.clear();
  body.id_mask.clear();  // never the number itself
  if (text.empty()) return;
  if (is_commitment(text)) {
    body.id_key = parse_digest(text)->hex();
    return;
  }
  if (environment_.options.identity_salt.empty()) {
    row.refuse(place, Refusal(Code::identity_salt_missing));
    return;
  }
  const auto committed = commit_resident_id(text, environment_.options.identity_salt,
                                            calendar_day(environment_.options.today));
  if (!committed.has_value()) {
    row.refuse(place, committed.error());
    return;
  }
  body.id_key = committed->commitment.hex();
  body.id_mask = committed->mask;
}

std::optional<RowEffect> PartyRows::take_person(RowReader& row) {
  (void)row.id(column(persons, "person_id"));
  const Date today = environment_.options.today;
  auto employed = BodyFiller<PersonEmployed>(row, environment_.names, NameContext{}).fill();
  auto body = BodyFiller<PersonRegistered>(row, environment_.names, NameContext{}).fill();
  read_identity(row, body);
  if (employed.from && employed.to && *employed.to < *employed.from) {
    row.refuse(column(persons, "to"), Refusal(Code::days_reversed)
                                          .with("field", "to")
                                          .with("value", to_iso(*employed.to))
                                          .with("other_field", "from")
                                          .with("other", to_iso(*employed.from)));
  }
  const Date day = employed.from.value_or(today);
  const std::string name(body.name.view());
  const std::string employer = employed.employer_org_id.text();
  std::optional<Stated<PersonEmployed>> employment;
  if (!employer.empty()) employment = Stated<PersonEmployed>{std::move(employed), day};
  const StatedChange change = stated_change<persons>(row);
  auto effect = commit_row<PersonRegistered, PersonEmployed>(
      row, facts_, change, Stated<PersonRegistered>{std::move(body), day}, std::move(employment));
  if (!effect) return effect;
  environment_.names.add_person(id_, name);
  if (!employer.empty()) environment_.names.add_employment(id_, employer);
  return effect;
}

void PartyRows::take_created(const CreatedParty& party) {
  const Date today = environment_.options.today;
  if (kind_ == SubjectKind::organisation) {
    if (facts_.find<OrganisationRegistered>({}) != nullptr) return;
    OrganisationRegistered body;
    body.name = VaultText(party.name);
    facts_.of<OrganisationRegistered>().push_back(
        {{}, std::move(body), today, false, false, party.origin});
    return;
  }
  if (facts_.find<PersonRegistered>({}) != nullptr) return;
  PersonRegistered body;
  body.name = VaultText(party.name);
  facts_.of<PersonRegistered>().push_back({{}, std::move(body), today, false, false, party.origin});
  if (party.employer.empty()) return;
  PersonEmployed employed;
  employed.employer_org_id = party.employer;
  std::string key = FactTraits<PersonEmployed>::key(employed, {});
  facts_.of<PersonEmployed>().push_back(
      {std::move(key), std::move(employed), today, false, false, party.origin});
}

std::optional<Draft> PartyRows::finish(std::size_t& facts) {
  facts_.corrections().take_before(
      1, [&](const Corrections::Row& row) { take_row(*row.reader, *row.report, row.place); });
  const bool known = kind_ == SubjectKind::organisation
                         ? facts_.find<OrganisationRegistered>({}) != nullptr
                         : facts_.find<PersonRegistered>({}) != nullptr;
  for (const RejectedName& each : rejected_) {
    if (!known) environment_.names.add_rejected(each.name, each.file, each.line);
  }
  const std::vector<Fact> fresh = facts_.new_facts();
  if (fresh.empty()) return std::nullopt;
  facts += fresh.size();
  EncodedFacts encoded = encode_facts(fresh);
  return Draft{{kind_, id_}, std::move(encoded.facts), std::move(encoded.private_part)};
}

void name_stated_organisations(RowReader& row, std::span<const RowPlace> places, Names& names) {
  TextArena arena;
  row.set_quiet(true);
  for (const RowPlace& place : places) {
    arena.clear();
    row.load(place, arena);
    names.add_organisation(row.cell(column(organisations, "org_id")),
                           row.cell(column(organisations, "name")),
                           row.cell(column(organisations, "credit_code")));
  }
  row.set_quiet(false);
}

Result<void> name_recorded_parties(const JournalView& view, Names& names) {
  for (const SubjectKind kind : {SubjectKind::organisation, SubjectKind::person}) {
    for (const std::string& id : view.ids(kind)) {
      KnownFacts facts;
      BURSAR_TRY(const auto recorded, view.facts(kind, id));
      for (const RecordedFact& each : recorded) facts.take_recorded(each.fact, each.erased);
      if (const auto* known = facts.find<OrganisationRegistered>({})) {
        names.add_organisation(id, known->body.name.view(), known->body.credit_code);
      }
      if (const auto* known = facts.find<PersonRegistered>({})) {
        names.add_person(id, known->body.name.view());
      }
      if (const auto* succeeded = facts.find<OrganisationSucceeded>({})) {
        names.add_successor(id, succeeded->body.successor_org_id.text());
      }
      for (const auto& employed : facts.of<PersonEmployed>()) {
        names.add_employment(id, employed.body.employer_org_id.text());
      }
    }
  }
  return {};
}

}  // namespace bursar::exchange
