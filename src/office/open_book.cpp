// The first entry of a book, and the adoption of rules later on.
#include <bursar/calendar/instant.hpp>
#include <bursar/calendar/work_calendar.hpp>
#include <bursar/grant/fact_codec.hpp>
#include <bursar/grant/labels.hpp>
#include <bursar/office/book_rules.hpp>
#include <bursar/office/office.hpp>

#include <fmt/format.h>

#include "office/office_state.hpp"
#include "office/storable.hpp"

#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace bursar {
namespace {

/// The facts of the opening. Refusals: text_unknown; those of reading the three texts.
Result<std::vector<Fact>> opening_facts(const Date on, const std::string& journal_book_id,
                                        const BookOpening& opening) {
  if (!opening.book_id.empty() && opening.book_id != journal_book_id) {
    return Refusal(Code::text_unknown)
        .with("field", "book_id")
        .with("value", opening.book_id)
        .with("expected", journal_book_id);
  }
  // The instants of the book are told in this offset.
  if (!std::in_range<int>(opening.utc_offset_minutes)) {
    return Refusal(Code::utc_offset_impossible)
        .with("minutes", std::to_string(opening.utc_offset_minutes));
  }
  BURSAR_TRY_VOID(end_of_day(on, static_cast<int>(opening.utc_offset_minutes)));
  BURSAR_TRY(RuleBook rules, RuleBook::from_toml(opening.rule_pack));
  std::vector<Fact> facts;
  facts.push_back({on, BookOpened{journal_book_id, opening.utc_offset_minutes,
                                  std::string(opening.currency.code()), rules.default_source(),
                                  journal_format_version}});
  facts.push_back({on, RuleBookAdopted{opening.rule_pack_name, opening.rule_pack,
                                       sha256(opening.rule_pack).hex()}});
  if (!opening.calendar.empty()) {
    BURSAR_TRY_VOID(WorkCalendar::from_toml(opening.calendar));
    facts.push_back({on, CalendarAdopted{opening.calendar_name, opening.calendar,
                                         sha256(opening.calendar).hex()}});
  }
  if (!opening.assumptions.empty()) {
    BURSAR_TRY_VOID(rules.with_assumptions(opening.assumptions));
    facts.push_back({on, AssumptionsStated{opening.assumptions_name, opening.assumptions,
                                           sha256(opening.assumptions).hex()}});
  }
  return facts;
}

/// Days after `day` from which an adopted pack holds, ascending.
Result<std::set<Date>> later_adoptions(const Journal& journal, const Date day) {
  std::set<Date> days;
  Result<void> read;
  journal.read(office::book_subject, journal.head().position, [&](const Entry& entry) {
    const Result<std::vector<Fact>> facts = decode_facts(entry.facts, {});
    if (facts.has_error()) {
      read = facts.error();
      return false;
    }
    for (const Fact& fact : *facts) {
      const bool adopts = std::holds_alternative<RuleBookAdopted>(fact.body);
      if (adopts && fact.effective_on > day) days.insert(fact.effective_on);
    }
    return true;
  });
  BURSAR_TRY_VOID(std::move(read));
  return days;
}

/// The rule books that hold on a day and after it, assumptions laid over them; those that cannot be
/// read are left out. Refusals: where none is left, that of the first day.
Result<std::vector<RuleBook>> books_from(const Journal& journal, const Date day) {
  BURSAR_TRY(std::set<Date> days, later_adoptions(journal, day));
  days.insert(day);
  std::vector<RuleBook> books;
  std::optional<Refusal> first;
  for (const Date each : days) {
    BURSAR_TRY(const Portfolio book,
               Portfolio::fold_subjects(journal, {each, journal.head().position},
                                        std::span(&office::book_subject, 1), false));
    Result<RuleBook> rules = rule_book_of(book);
    if (rules.has_value()) {
      books.push_back(*std::move(rules));
    } else if (!first) {
      first = rules.error();
    }
  }
  if (books.empty()) return *std::move(first);
  return books;
}

}  // namespace

Result<BookOpening> opening_under(std::string_view built_in_rule_pack) {
  const auto pack = bursar::built_in_rule_pack(built_in_rule_pack);
  if (!pack) {
    return Refusal(Code::text_unknown)
        .with("field", "rule_pack_name")
        .with("value", std::string(built_in_rule_pack))
        .with("expected", fmt::format("{}", fmt::join(built_in_rule_pack_names(), ", ")));
  }
  BookOpening opening;
  opening.rule_pack_name = built_in_rule_pack;
  opening.rule_pack = *pack;
  return opening;
}

Result<Receipt> Office::open_book(const Request& request, const BookOpening& opening) {
  return state_->judge(request, office::book_subject, [&]() -> Result<Receipt> {
    BURSAR_TRY_VOID(office::require_storable(request));
    const std::string book_id = state_->journal.head().book_id;
    BURSAR_TRY(const std::vector<Fact> facts, opening_facts(request.on, book_id, opening));
    for (const Fact& fact : facts) BURSAR_TRY_VOID(office::require_storable(fact.body));
    EncodedFacts encoded = encode_facts(facts);
    AppendRequest append;
    append.key = request.key;
    append.request =
        office::CanonicalRequest("open_book", request, office::book_subject).add(encoded).finish();
    append.actor = request.actor;
    BURSAR_TRY(const auto known, state_->journal.find(append.key, append.request));
    if (!known) BURSAR_TRY_VOID(state_->require_come(request));
    append.expected = {{office::book_subject, 0}};
    append.drafts = {
        {office::book_subject, std::move(encoded.facts), std::move(encoded.private_part)}};
    const Result<Appended> appended = state_->journal.append(append);
    if (appended.has_value()) return office::receipt_of(*appended);
    if (appended.error().code() != Code::version_stale) return appended.error();
    return Refusal(Code::book_already_open).with("book_id", book_id);
  });
}

Result<Receipt> Office::adopt(const Request& request, const FactBody& stated) {
  // What the caller says of the digest counts for nothing.
  FactBody adoption = stated;
  const auto add_digest = [&](auto* pack) {
    if (pack != nullptr) pack->digest = sha256(pack->text).hex();
  };
  add_digest(std::get_if<RuleBookAdopted>(&adoption));
  add_digest(std::get_if<CalendarAdopted>(&adoption));
  add_digest(std::get_if<AssumptionsStated>(&adoption));
  const auto* rules = std::get_if<RuleBookAdopted>(&adoption);
  const auto* calendar = std::get_if<CalendarAdopted>(&adoption);
  const auto* assumptions = std::get_if<AssumptionsStated>(&adoption);
  const Subject& subject = office::book_subject;
  if (rules == nullptr && calendar == nullptr && assumptions == nullptr) {
    return Refusal(Code::not_a_command).with("kind", kind_wording(kind_of(adoption)));
  }
  if (const auto storable = office::require_storable(request, adoption); !storable) {
    return state_->refuse(request, subject, storable.error());
  }
  const EncodedFacts encoded = office::encode(request.on, std::span<const FactBody>(&adoption, 1));
  const Digest digest = office::CanonicalRequest("adopt", request, subject).add(encoded).finish();
  const auto decide = [&](const office::Ground& ground) -> Result<std::vector<Draft>> {
    if (rules != nullptr) BURSAR_TRY_VOID(RuleBook::from_toml(rules->text));
    if (calendar != nullptr) BURSAR_TRY_VOID(WorkCalendar::from_toml(calendar->text));
    if (assumptions != nullptr) {
      BURSAR_TRY(const std::vector<RuleBook> books, books_from(ground.view, request.on));
      BURSAR_TRY_VOID(RuleBook::check_assumptions(books, assumptions->text));
    }
    return std::vector<Draft>{{subject, encoded.facts, encoded.private_part}};
  };
  return state_->carry_out(request, subject,
                           {digest, {subject}, decide, {}, office::JudgedBy::nothing});
}

}  // namespace bursar
