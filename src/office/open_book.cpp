// The first entry of a book, and the adoption of rules later on.
#include <bursar/calendar/work_calendar.hpp>
#include <bursar/grant/fact_codec.hpp>
#include <bursar/grant/labels.hpp>
#include <bursar/office/office.hpp>

#include <fmt/format.h>

#include "office/office_state.hpp"

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
    const std::string book_id = state_->journal.head().book_id;
    BURSAR_TRY(const std::vector<Fact> facts, opening_facts(request.on, book_id, opening));
    EncodedFacts encoded = encode_facts(facts);
    AppendRequest append;
    append.key = request.key;
    append.request =
        office::CanonicalRequest("open_book", request, office::book_subject).add(encoded).finish();
    append.actor = request.actor;
    append.expected = {{office::book_subject, 0}};
    append.drafts = {
        {office::book_subject, std::move(encoded.facts), std::move(encoded.private_part)}};
    const Result<Appended> appended = state_->journal.append(append);
    if (appended.has_value()) return office::receipt_of(*appended);
    if (appended.error().code() != Code::version_stale) return appended.error();
    return Refusal(Code::book_already_open).with("book_id", book_id);
  });
}

Result<Receipt> Office::adopt(const Request& request, const FactBody& adoption) {
  const auto* rules = std::get_if<RuleBookAdopted>(&adoption);
  const auto* calendar = std::get_if<CalendarAdopted>(&adoption);
  const auto* assumptions = std::get_if<AssumptionsStated>(&adoption);
  const Subject& subject = office::book_subject;
  if (rules == nullptr && calendar == nullptr && assumptions == nullptr) {
    return Refusal(Code::not_a_command).with("kind", kind_wording(kind_of(adoption)));
  }
  const EncodedFacts encoded = office::encode(request.on, std::span<const FactBody>(&adoption, 1));
  const Digest digest = office::CanonicalRequest("adopt", request, subject).add(encoded).finish();
  const auto decide = [&](const office::Ground& ground) -> Result<std::vector<Draft>> {
    if (rules != nullptr) {
      BURSAR_TRY(RuleBook adopted, RuleBook::from_toml(rules->text));
      for (const AssumptionsStated& each : ground.whole.book().assumptions) {
        BURSAR_TRY_VOID(adopted.with_assumptions(each.text));
      }
    }
    if (calendar != nullptr) BURSAR_TRY_VOID(WorkCalendar::from_toml(calendar->text));
    if (assumptions != nullptr) BURSAR_TRY_VOID(ground.rules->with_assumptions(assumptions->text));
    return std::vector<Draft>{{subject, encoded.facts, encoded.private_part}};
  };
  return state_->carry_out(request, subject, digest, {subject}, decide);
}

}  // namespace bursar
