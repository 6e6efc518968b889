// Which of several broken requirements a command is refused for, against docs/commands.md.
//
// A walk takes a sound question and ways to break it, in the order of the page. Everything is
// broken at once and mended one by one; beside that each requirement is broken alone, and with each
// of those behind it. Where two ways set the same member, the earlier one is chosen so that it
// breaks the later requirement too, if anything can.
#pragma once

#include "office_fixture.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace office_test {

/// A row of the page: what is asked for, in order: "id_taken", "field_missing title".
struct PrecedenceRow {
  std::vector<std::string> requirements;
  std::vector<bool> seen;
};

/// The page's rows, and which of their requirements were broken and named.
class PrecedenceTable {
 public:
  /// Reads the page; without its table, the test fails.
  explicit PrecedenceTable(const std::string& page);

  [[nodiscard]] const std::map<std::string, PrecedenceRow>& rows() const { return rows_; }
  /// Notes that requirements of a row were seen; they stand in the row in the same order.
  void see(const std::string& row, const std::vector<std::string>& requirements);
  /// "row: requirement\n" of what no walk has seen.
  [[nodiscard]] std::string unseen() const;

 private:
  std::map<std::string, PrecedenceRow> rows_;
};

/// One way to break one requirement.
template <class Question>
struct Break {
  std::string requirement;
  std::function<void(Question&)> in;
  Code comes = Code::not_refused;  ///< the code that comes in its place, if one does
};

/// The requirement that a result names, or what came instead of it.
inline std::string named(const Result<Receipt>& result, const std::string& requirement,
                         Code comes) {
  if (result.has_value()) return "accepted";
  const std::string code(info(Desk::code_of(result)).name);
  const std::string_view field = result.error().argument("field");
  const std::string whole = field.empty() ? code : code + " " + std::string(field);
  const bool same = comes == Code::not_refused ? requirement == code || requirement == whole
                                               : code == info(comes).name;
  return same ? requirement : whole;
}

template <class Question>
void walk(PrecedenceTable& table, const std::string& row, const Question& sound,
          const std::vector<Break<Question>>& breaks,
          const std::function<Result<Receipt>(const Question&)>& ask) {
  INFO(row);
  std::vector<std::string> requirements;
  for (const auto& each : breaks) requirements.push_back(each.requirement);
  table.see(row, requirements);
  const auto expect = [&](const Question& question, std::size_t first) {
    CHECK(named(ask(question), breaks[first].requirement, breaks[first].comes) ==
          breaks[first].requirement);
  };
  for (std::size_t first = 0; first < breaks.size(); ++first) {
    INFO("mended up to " << breaks[first].requirement);
    Question question = sound;
    for (std::size_t i = breaks.size(); i-- > first;) breaks[i].in(question);
    expect(question, first);
  }
  for (std::size_t later = 0; later < breaks.size(); ++later) {
    INFO("broken: " << breaks[later].requirement);
    Question alone = sound;
    breaks[later].in(alone);
    expect(alone, later);
    for (std::size_t first = 0; first < later; ++first) {
      INFO("and " << breaks[first].requirement);
      Question both = alone;
      breaks[first].in(both);
      expect(both, first);
    }
  }
  const auto accepted = ask(sound);
  CHECK((accepted.has_value() ? "accepted" : accepted.error().text(Language::en)) == "accepted");
}

/// A fact as somebody states it, in one of several books that differ by bits.
template <class Fact>
struct Asked {
  Fact fact;
  Date on;
  unsigned book = 0;
  Subject subject{SubjectKind::project, "P-1"};
};

/// Makes a book by its bits.
using MakeBook = std::function<std::unique_ptr<Desk>(unsigned bits)>;

/// Records a fact as an import does, which asks for nothing.
void import(Desk& desk, Date on, const FactBody& fact);

inline Result<Receipt> state(Desk& desk, const Asked<ExpenseLine>& asked) {
  return desk.office.book_expenses(desk.request(asked.on), ProjectId(asked.subject.id),
                                   {&asked.fact, 1});
}
template <class Fact>
Result<Receipt> state(Desk& desk, const Asked<Fact>& asked) {
  return desk.office.record(desk.request(asked.on), asked.subject, asked.fact);
}

/// Walks through a row of facts. Books are made as they are asked for; a refusal leaves nothing in
/// them.
template <class Fact>
void walk_facts(PrecedenceTable& table, const std::string& row, const MakeBook& make_book,
                const Asked<Fact>& sound, const std::vector<Break<Asked<Fact>>>& breaks) {
  std::map<unsigned, std::unique_ptr<Desk>> books;
  walk<Asked<Fact>>(table, row, sound, breaks, [&](const Asked<Fact>& asked) {
    std::unique_ptr<Desk>& desk = books[asked.book];
    if (!desk) desk = make_book(asked.book);
    const std::int64_t head = desk->journal->head().position;
    Result<Receipt> result = state(*desk, asked);
    CHECK(desk->journal->head().position == head + (result.has_value() ? 1 : 0));
    return result;
  });
}
/// The same in a single book.
template <class Fact>
void walk_facts(PrecedenceTable& table, const std::string& row, void (*fill)(Desk&),
                const Asked<Fact>& sound, const std::vector<Break<Asked<Fact>>>& breaks) {
  const MakeBook make_book = [fill](unsigned) {
    auto desk = std::make_unique<Desk>();
    fill(*desk);
    return desk;
  };
  walk_facts(table, row, make_book, sound, breaks);
}

/// The day before the project of the fixture is registered: whatever is stated of it, the project
/// is not known.
inline const Date before_project = day(2018, 11, 1);

/// The project is not known on the day.
template <class Fact>
Break<Asked<Fact>> project_unknown() {
  return {"project_unknown", [](Asked<Fact>& asked) { asked.on = before_project; }};
}

// The rows, as src/office decides them.
void walk_award(PrecedenceTable& table);
void walk_money(PrecedenceTable& table);
void walk_acceptance(PrecedenceTable& table);
void walk_recovery(PrecedenceTable& table);
void walk_claims(PrecedenceTable& table);

}  // namespace office_test
