#include <bursar/office/book_rules.hpp>

namespace bursar {

Result<RuleBook> rule_book_of(const Portfolio& portfolio) {
  const Book& book = portfolio.book();
  if (!book.rule_book) {
    return Refusal(Code::rule_book_missing).with("on", to_iso(portfolio.as_of().effective));
  }
  BURSAR_TRY(RuleBook rules, RuleBook::from_toml(book.rule_book->text));
  for (const AssumptionsStated& each : book.assumptions) {
    BURSAR_TRY(rules, rules.with_standing_assumptions(each.text));
  }
  return rules;
}

Result<std::optional<WorkCalendar>> calendar_of(const Book& book) {
  if (book.calendars.empty()) return std::optional<WorkCalendar>();
  BURSAR_TRY(WorkCalendar calendar, WorkCalendar::from_toml(book.calendars.back().text));
  return std::optional<WorkCalendar>(std::move(calendar));
}

}  // namespace bursar
