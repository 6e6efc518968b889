// What refuses a command first, where several requirements are broken: docs/commands.md against the
// office.
#include "precedence.hpp"

#include "all_kinds.hpp"
#include "file_text.hpp"
#include "office/situation.hpp"
#include "overtaken_journal.hpp"
#include "random_history.hpp"

#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <set>
#include <string_view>

namespace office_test {
namespace {

bool is_field(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + separator.size();
  }
  return parts;
}

/// The codes of a text, each in backticks. Where nothing but fields stands in brackets behind a
/// code, it is asked for once for each of them.
std::vector<std::string> requirements_of(std::string_view text) {
  std::vector<std::string> found;
  for (std::size_t open = text.find('`'); open != std::string_view::npos;
       open = text.find('`', open)) {
    const std::size_t close = text.find('`', open + 1);
    REQUIRE(close != std::string_view::npos);
    const std::string code(text.substr(open + 1, close - open - 1));
    open = close + 1;
    std::vector<std::string> fields;
    if (text.substr(open).starts_with(" (")) {
      const std::size_t end = text.find(')', open);
      REQUIRE(end != std::string_view::npos);
      fields = split(text.substr(open + 2, end - open - 2), ", ");
      if (!std::ranges::all_of(fields, is_field)) fields.clear();
    }
    if (fields.empty()) found.push_back(code);
    for (const std::string& field : fields) found.push_back(code + " " + field);
  }
  return found;
}

/// What the page says of every call; the fact's own refusals stand as "the fact".
std::vector<std::string> requirements_of_calls(std::string_view page) {
  constexpr std::string_view begin = "The call itself refuses first, in this order: ";
  constexpr std::string_view own = "the fact's own refusals";
  const std::size_t at = page.find(begin);
  REQUIRE(at != std::string_view::npos);
  std::string_view sentence = page.substr(at + begin.size());
  sentence = sentence.substr(0, sentence.find("\n\n"));
  const std::size_t facts = sentence.find(own);
  REQUIRE(facts != std::string_view::npos);
  std::vector<std::string> all = requirements_of(sentence.substr(0, facts));
  all.emplace_back("the fact");
  std::ranges::copy(requirements_of(sentence.substr(facts)), std::back_inserter(all));
  return all;
}

}  // namespace

PrecedenceTable::PrecedenceTable(const std::string& page) {
  const auto add = [&](const std::string& row, const std::vector<std::string>& requirements) {
    INFO(row);
    REQUIRE_FALSE(requirements.empty());
    CHECK(rows_.try_emplace(row, PrecedenceRow{requirements, {}}).second);
    rows_[row].seen.resize(requirements.size());
  };
  add("every call", requirements_of_calls(page));
  constexpr std::string_view head = "| fact | refusals, in order |\n| --- | --- |\n";
  const std::size_t at = page.find(head);
  REQUIRE(at != std::string::npos);
  for (const std::string& line : split(std::string_view(page).substr(at + head.size()), "\n")) {
    if (!line.starts_with("| ")) break;
    const std::vector<std::string> cells = split(line, " | ");
    REQUIRE(cells.size() == 2);
    for (const std::string& row : split(std::string_view(cells[0]).substr(2), ", ")) {
      add(row, requirements_of(cells[1]));
    }
  }
}

void PrecedenceTable::see(const std::string& row, const std::vector<std::string>& requirements) {
  REQUIRE(rows_.contains(row));
  PrecedenceRow& found = rows_[row];
  std::size_t at = 0;
  for (const std::string& each : requirements) {
    INFO(each << ", which the page does not list, or not in this place");
    while (at < found.requirements.size() && found.requirements[at] != each) ++at;
    REQUIRE(at < found.requirements.size());
    found.seen[at++] = true;
  }
}

std::string PrecedenceTable::unseen() const {
  std::string list;
  for (const auto& [name, row] : rows_) {
    for (std::size_t i = 0; i < row.seen.size(); ++i) {
      if (!row.seen[i]) list += name + ": " + row.requirements[i] + "\n";
    }
  }
  return list;
}

void import(Desk& desk, Date on, const FactBody& fact) {
  histories::append(*desk.journal, {{SubjectKind::project, "P-1"}, {Fact{on, fact, {}}}},
                    ++desk.keys);
}

namespace {

/// One call, and what it meets.
struct Call {
  Request request;
  std::vector<FactBody> facts;
  Date today;
  bool opened = true;
  int overtaken = 0;  ///< how often somebody else is faster
};

void walk_calls(PrecedenceTable& table) {
  const auto note_on = [](Journal& journal, int number) {
    histories::append(journal,
                      {{SubjectKind::project, "P-1"},
                       {Fact{day(2019, 1, 1), RemarksKept{"projects:", VaultText("note")}, {}}}},
                      number);
  };
  Desk desk;
  desk.start_project();
  DecisionMade decision;
  decision.decision_id = "D-1";
  desk.accept(day(2020, 1, 1), decision);
  desk.accept(day(2020, 7, 10), AcceptanceRequested{1, {}});
  auto unopened = make_memory_journal(
      "other", JournalHost{[] { return std::int64_t{1}; }, [](std::span<std::uint8_t>) {}});
  note_on(*unopened, 0);
  note_on(*desk.journal, 0);
  int notes = 0;
  const auto ask = [&](const Call& call) {
    Journal& stored = call.opened ? *desk.journal : *unopened;
    bursar_test::OvertakenJournal journal(stored, call.overtaken,
                                          [&](int) { note_on(stored, ++notes); });
    Office office(journal, OfficeHost{[&] { return call.today; }, {}});
    return office.record(call.request, {SubjectKind::project, "P-1"}, call.facts);
  };
  decision.decision_id = "D-9";
  decision.kind = DecisionKind::terminate;
  const auto take_id = [](Call& call) {
    for (FactBody& fact : call.facts) {
      if (auto* made = std::get_if<DecisionMade>(&fact)) made->decision_id = "D-1";
    }
  };
  const auto with_decision = [](auto change) {
    return [change](Call& call) {
      for (FactBody& fact : call.facts) {
        if (auto* made = std::get_if<DecisionMade>(&fact)) change(*made);
      }
    };
  };
  walk<Call>(table, "every call",
             {{"call", "officer", day(2020, 8, 1)}, {decision}, day(2021, 1, 1)},
             {{"not_a_command", [](Call& call) { call.facts.emplace_back(SettlementMade{}); }},
              {"subject_kind_wrong",
               [](Call& call) { call.facts.emplace_back(OrganisationStatusChanged{}); }},
              {"nothing_to_append", [](Call& call) { call.facts.clear(); }},
              {"key_empty", [](Call& call) { call.request.key.clear(); }},
              {"actor_empty", [](Call& call) { call.request.actor.clear(); }},
              {"text_not_utf8", [](Call& call) { call.request.actor = "\xce\xd2"; }},
              {"id_malformed",
               with_decision([](DecisionMade& made) { made.payer_org_id = OrgId(" O-1"); })},
              {"date_impossible", with_decision([](DecisionMade& made) { made.pay_by = Date(); })},
              {"text_unknown",
               [](Call& call) {
                 PaymentMade payment = Desk::payment("PAY-9", 1);
                 payment.source = static_cast<Source>(250);
                 call.facts.emplace_back(payment);
               }},
              {"key_reused", [](Call& call) { call.request.key = "step-0"; }},
              {"date_in_future", [](Call& call) { call.today = day(1990, 1, 1); }},
              {"book_not_opened", [](Call& call) { call.opened = false; }},
              {"rule_book_missing", [](Call& call) { call.request.on = day(1999, 12, 31); }},
              {"the fact", take_id, Code::id_taken},
              // The project was not ended when acceptance was asked for.
              {"later_fact_contradicted", [](Call& call) { call.request.on = day(2020, 3, 1); }},
              {"contended", [](Call& call) { call.overtaken = 5; }}},
             ask);
}

}  // namespace
}  // namespace office_test

using namespace office_test;

TEST_CASE("Office: of several broken requirements the first of docs/commands.md refuses") {
  PrecedenceTable table(bursar_test::file_text("docs/commands.md"));
  walk_calls(table);
  walk_award(table);
  walk_money(table);
  walk_acceptance(table);
  walk_recovery(table);
  walk_claims(table);
  CHECK(table.unseen() == "");
}

TEST_CASE("Office: docs/commands.md has a row for every kind that a command may state") {
  std::set<std::string> stated{"every call", "spending line"};
  boost::mp11::mp_for_each<boost::mp11::mp_transform<
      boost::mp11::mp_identity, boost::mp11::mp_rename<FactBody, boost::mp11::mp_list>>>(
      [&](auto identity) {
        using Body = typename decltype(identity)::type;
        if (office::subject_of(Body{})) stated.emplace(kind_of(Body{}));
      });
  std::set<std::string> listed;
  const PrecedenceTable table(bursar_test::file_text("docs/commands.md"));
  for (const auto& [row, requirements] : table.rows()) listed.insert(row);
  CHECK(listed == stated);
}

TEST_CASE("Office: of several lines or facts, the first that breaks a requirement is refused") {
  Desk desk;
  desk.start_project();
  const Date on = day(2020, 1, 10);
  ExpenseLine pays = Desk::line("E-1", on, 1);
  pays.accrual_id = "AC-9";
  const ExpenseLine nameless = Desk::line("", on, 1);
  CHECK(desk.spending_refused(on, {pays, nameless}) == Code::accrual_unknown);
  CHECK(desk.spending_refused(on, {nameless, pays}) == Code::field_missing);
  const std::vector<FactBody> facts{Desk::payment("PAY-2", 40'000'01), Desk::payment("", 1)};
  CHECK(Desk::code_of(desk.office.record(desk.request(on), {SubjectKind::project, "P-1"}, facts)) ==
        Code::payment_exceeds_award);
}
