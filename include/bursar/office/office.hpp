// The write side: a command checks the portfolio against the rule book and appends facts, or
// refuses.
//
// A command is a fact that somebody states. Office decides whether it may be stated on that day, in
// that state, by that rule book; the refusals of each kind of fact, in their order, are in
// docs/commands.md. Every command is idempotent by its key, guards the book and every subject it
// looked at, and is decided again when somebody else was faster.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/clawback/settlement.hpp>
#include <bursar/grant/facts.hpp>
#include <bursar/journal/journal.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// Who asks for what, when, and under which idempotency key.
struct Request {
  std::string key;    ///< made and kept by the caller; the same key and content is carried out once
  std::string actor;  ///< who answers for it
  Date on;            ///< the day on which the fact takes effect
};

/// What a command left behind.
struct Receipt {
  std::int64_t first_position = 0;
  std::int64_t last_position = 0;
  std::int64_t recorded_at_us = 0;
  bool already_recorded = false;
};

/// What the host lends. `today` bounds effective days; `log` (optional) hears of every decision,
/// after it was made, on the calling thread; it must not call the office. A call that is none of
/// Office's (not_a_command, nothing_to_append) is not decided.
struct OfficeHost {
  std::function<Date()> today;
  std::function<void(const Request&, const Subject&, const Result<Receipt>&)> log;
};

/// What a new book is opened with. Texts are the bytes of packs; the book keeps them.
struct BookOpening {
  std::string book_id;  ///< empty: the journal's; another than the journal's is refused
  std::int64_t utc_offset_minutes = 0;
  Currency currency = Currency::cny();
  std::string rule_pack_name;
  std::string rule_pack;
  std::string calendar_name;  ///< empty: no calendar; questions of working days are refused
  std::string calendar;
  std::string assumptions_name;  ///< empty: nothing is assumed
  std::string assumptions;
};

/// An opening under a rule pack that comes with the library; everything else can still be set.
/// Refusals: text_unknown (rule_pack_name; it names the packs that there are).
[[nodiscard]] BURSAR_API Result<BookOpening> opening_under(std::string_view built_in_rule_pack);

/// Every call but open_book refuses, before what it refuses itself and in this order: key_empty,
/// actor_empty, key_reused, date_in_future, book_not_opened (or facts_damaged, where an entry
/// cannot be read), rule_book_missing (or that of reading the rules in force); and behind
/// everything contended, or what else the journal's `append` refuses. "As every call" below means
/// these.
class BURSAR_API Office {
 public:
  /// The journal outlives the office.
  Office(Journal& journal, OfficeHost host);
  ~Office();
  Office(Office&&) noexcept;
  Office& operator=(Office&&) noexcept;

  /// The first entry of a book. Refusals, in this order: key_empty, actor_empty, text_not_utf8 and
  /// date_impossible (of the request), text_unknown (book_id), utc_offset_impossible, those of
  /// reading the rule pack, the calendar and the assumptions, text_not_utf8 and id_malformed (of
  /// names and the book's id), key_reused, date_in_future, book_already_open, what else the
  /// journal's `append` refuses.
  Result<Receipt> open_book(const Request& request, const BookOpening& opening);

  /// Adopts a rule pack (RuleBookAdopted), a calendar (CalendarAdopted) or assumptions
  /// (AssumptionsStated) from the request's day on. A pack may leave no room for what was assumed
  /// before: that is superseded. The digest is computed here. Each line of assumptions must find
  /// room in a pack that holds on the day or later. Refusals, in this order: not_a_command (another
  /// kind of fact); as every call, but for the rules in force, which nothing is asked of; for
  /// assumptions rule_book_missing, or that of reading the pack, where no such pack can be read;
  /// those of reading the text.
  Result<Receipt> adopt(const Request& request, const FactBody& stated);

  /// States facts about one subject, all or nothing, each judged in the light of those before it.
  /// Refusals, in this order: not_a_command (a fact that only an import or another call may state,
  /// or one about another kind of subject), nothing_to_append (no facts); as every call; of the
  /// first fact that breaks one, those of the fact (see docs/commands.md), then
  /// later_fact_contradicted.
  Result<Receipt> record(const Request& request, const Subject& subject,
                         std::span<const FactBody> facts);
  Result<Receipt> record(const Request& request, const Subject& subject, const FactBody& fact) {
    return record(request, subject, std::span<const FactBody>(&fact, 1));
  }

  /// Books spending lines, memos included. Refusals, in this order: nothing_to_append (no lines);
  /// as every call; project_unknown, project_not_active; then, of the first line that breaks one:
  /// field_missing (expense_id), id_taken, amount_not_positive, organisation_not_in_project; of a
  /// reversal reversal_of_unknown_line, money_overflow, reversal_exceeds_line; of any other
  /// outside_contract_period or, where it pays an accrual, accrual_unknown.
  Result<Receipt> book_expenses(const Request& request, const ProjectId& project,
                                std::span<const ExpenseLine> lines);

  /// Settles a project as of the request's day and records each statement that differs from the one
  /// on record; a void one says why itself, another unaudited one needs a reason. Parts that cannot
  /// be settled are left out; refused is only a call that would record nothing. Refusals, in
  /// this order: as every call; project_unknown; acts_before_predecessor (something was settled or
  /// claimed on a later day); reason_missing; the first refusal of the settlement itself;
  /// settlement_unchanged; project_not_active (not concluded).
  Result<Receipt> settle(const Request& request, const ProjectId& project,
                         const std::string& reason = {});

  /// Raises, or adjusts, the claims that a project's recorded settlements and decisions in force
  /// give. Refused, too, is only a call that would record nothing. Refusals, in this order: as
  /// every call; project_unknown; acts_before_predecessor, as above; settlement_missing; the first
  /// of what is not claimed (field_missing, liability_unknown, money_overflow, why a part is not
  /// settled); claims_unchanged.
  Result<Receipt> raise_claims(const Request& request, const ProjectId& project);

  /// The rule book in force on a day, assumptions laid over it. Refusals, in this order:
  /// book_not_opened (or facts_damaged), those of rule_book_of.
  [[nodiscard]] Result<std::shared_ptr<const RuleBook>> rules_on(Date day) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bursar
