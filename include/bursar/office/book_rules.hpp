// The rule book and the calendar that a book has adopted.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/calendar/work_calendar.hpp>
#include <bursar/policy/rule_book.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <optional>

namespace bursar {

/// The rule book in force on the portfolio's day, with the book's assumptions laid over it in their
/// order; those that its pack leaves no room for are superseded (`RuleBook::superseded`). Refusals,
/// in this order: rule_book_missing (naming the day), those of reading the pack, then the
/// assumptions.
[[nodiscard]] BURSAR_API Result<RuleBook> rule_book_of(const Portfolio& portfolio);

/// The calendar adopted last; nothing if none was. Refusals: those of reading the text.
[[nodiscard]] BURSAR_API Result<std::optional<WorkCalendar>> calendar_of(const Book& book);

}  // namespace bursar
