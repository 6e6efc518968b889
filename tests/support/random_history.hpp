// Histories of a small book, plausible and odd, for properties. The same seed gives the same
// history.
#pragma once

#include <bursar/grant/fact_codec.hpp>
#include <bursar/journal/memory_journal.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace histories {

using namespace bursar;

inline Date day(int year, int month, int day_of_month) {
  return make_date(year, month, day_of_month).value();
}

/// An entry to append: one subject, some facts, perhaps spending lines with the texts they point
/// to.
struct Step {
  Subject subject;
  std::vector<Fact> facts;
};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::vector<Step> history(std::size_t steps) {
    std::vector<Step> made = opening();
    while (made.size() < steps) made.push_back(project_step(&Generator::any_fact));
    return made;
  }

  /// A history of everything that a book can hold: what dossiers state, and beside it what the
  /// office records, organisations, persons, and the book itself.
  std::vector<Step> whole_history(std::size_t steps) {
    std::vector<Step> made = opening();
    while (made.size() < steps) {
      switch (below(8)) {
        case 0:
          made.push_back(step({SubjectKind::book, {}}, &Generator::any_book_fact));
          break;
        case 1:
          made.push_back(
              step({SubjectKind::organisation, id("O-")}, &Generator::any_organisation_fact));
          break;
        case 2:
          made.push_back(step({SubjectKind::person, id("L-")}, &Generator::any_person_fact));
          break;
        case 3:
        case 4:
          made.push_back(project_step(&Generator::any_fact));
          break;
        default:
          made.push_back(project_step(&Generator::any_office_fact));
      }
    }
    return made;
  }

 private:
  using Any = FactBody (Generator::*)();

  std::vector<Step> opening() {
    std::vector<Step> made;
    made.push_back({{SubjectKind::book, {}},
                    {{day(1900, 1, 1), BookOpened{"book", 480, "CNY", Source::grant, 1}}}});
    for (int project = 0; project < projects_; ++project) {
      made.push_back({subject(project), {{any_day(), any_registration(project)}}});
    }
    return made;
  }
  Step step(Subject subject, Any any) {
    Step made{std::move(subject), {}};
    for (int facts = 1 + below(3); facts > 0; --facts) {
      made.facts.push_back({any_day(), (this->*any)()});
      // Spending takes effect on the first day of its lines.
      if (const auto* booked = std::get_if<ExpensesBooked>(&made.facts.back().body)) {
        std::int32_t first = day_number(day(9999, 12, 31));
        const ExpenseBlock::Lines lines = booked->block.lines();
        for (const ExpenseLine& line : lines.span()) {
          first = std::min(first, line.day);
        }
        made.facts.back().effective_on = from_day_number(first);
      }
      // A second opening may even claim to be older than the book.
      if (std::holds_alternative<BookOpened>(made.facts.back().body) && below(2) == 0) {
        made.facts.back().effective_on = day(1890, 1, 1);
      }
    }
    return made;
  }
  Step project_step(Any any) {
    // One subject more than there are projects.
    Subject about = subject(below(projects_ + 1));
    return step(std::move(about), any);
  }

  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  std::string id(const char* prefix) { return prefix + std::to_string(below(6)); }
  static Subject subject(int project) {
    return {SubjectKind::project, "P-" + std::to_string(project)};
  }
  std::int64_t amount() { return 1 + below(1'000'000); }
  Date any_day() { return from_day_number(day_number(day(2019, 1, 1)) + below(1000)); }
  OrgId any_org() { return below(2) == 0 ? OrgId() : OrgId(id("O-")); }

  std::string any_of(std::initializer_list<const char*> texts) {
    return *(texts.begin() + below(static_cast<int>(texts.size())));
  }

  ProjectRegistered any_registration(int project) {
    ProjectRegistered body;
    body.title = "project " + std::to_string(project);
    body.org_id = OrgId("O-1");
    body.award = Minor(amount());
    body.start_on = day(2019, 1, 1);
    body.end_on = day(2020, 12, 31);
    return body;
  }

  FactBody any_spending() {
    texts_.clear();
    const int count = 1 + below(4);
    std::vector<ExpenseLine> lines(static_cast<std::size_t>(count));
    for (int i = 0; i < 2 * count; ++i) texts_.push_back("E" + std::to_string(below(40)));
    for (int i = 0; i < count; ++i) texts_.push_back(id("O-"));
    for (int i = 0; i < count; ++i) texts_.push_back(id("A"));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      lines[i].expense_id = texts_[2 * i];
      lines[i].day = day_number(any_day());
      lines[i].amount = Minor(amount());
      lines[i].head = static_cast<Head>(below(19));
      if (below(3) == 0) lines[i].org_id = texts_[2 * lines.size() + i];
      if (below(4) == 0) lines[i].accrual_id = texts_[3 * lines.size() + i];
      if (below(6) == 0) lines[i].source = Source::self_raised;
      if (below(4) == 0) {
        lines[i].kind = ExpenseKind::reversal;
        lines[i].reverses = texts_[2 * i + 1];
        lines[i].amount = Minor(-amount());
      }
    }
    return ExpensesBooked{ExpenseBlock::pack(lines)};
  }

  OpinionIssued any_opinion() {
    OpinionIssued opinion;
    opinion.opinion_id = id("OP");
    opinion.org_id = any_org();
    opinion.reference_on = any_day();
    opinion.disallowed = Minor(below(1000));
    opinion.payables = Minor(below(2) * amount());
    if (below(8) != 0) opinion.interest = Minor(below(5000));
    if (below(2) == 0) opinion.replaces = id("OP");
    opinion.adopted = below(4) != 0;
    return opinion;
  }

  RepaymentReceived any_repayment() {
    RepaymentReceived repayment;
    repayment.repayment_id = id("R");
    repayment.payer_org_id = any_org();
    repayment.amount = Minor(amount());
    if (below(4) == 0) repayment.part = static_cast<RepaymentPart>(below(4));
    if (below(4) == 0) {
      repayment.reverses = id("R");
      repayment.amount = Minor(-amount());
    }
    return repayment;
  }

  FactBody any_fact() {
    switch (below(22)) {
      case 0:
        return ProjectApproved{};
      case 1:
        return ContractSigned{};
      case 2:
        return PaymentMade{
            id("PAY"),
            any_org(),
            Minor(amount()),
            Source::grant,
            {},
            below(5) == 0 ? PaymentDirection::bounced : PaymentDirection::to_grantee};
      case 3:
        return TransferMade{id("T"), any_org(), OrgId(id("O-")), Minor(amount()), Source::grant};
      case 4:
      case 5:
      case 6:
        return any_spending();
      case 7:
        return AccrualRecorded{id("A"), {}, Source::grant,  AccrualKind::payable,
                               {},      {}, Minor(amount())};
      case 8:
        return AccrualCleared{id("A")};
      case 9:
        return ChangeRequested{id("C"), static_cast<ChangeKind>(below(6)), {}, any_day(), {}, {}};
      case 10:
        return ChangeApproved{id("C")};
      case 11:
        return AcceptanceRequested{1 + below(3), "b"};
      case 12:
        return AcceptanceConcluded{1 + below(3), "b", static_cast<Outcome>(below(8))};
      case 13:
        return DecisionMade{id("D"),
                            static_cast<DecisionKind>(below(5)),
                            "doc",
                            any_org(),
                            Source::grant,
                            Minor(amount()),
                            {},
                            {},
                            {},
                            {},
                            {},
                            {}};
      case 14:
        return DecisionStatusChanged{id("D"), static_cast<DecisionStatus>(below(4))};
      case 15:
        return any_repayment();
      case 18:
        return any_opinion();
      case 21:
        return OpinionAdopted{id("OP"), below(3) == 0 ? SmallText(id("OP")) : SmallText()};
      case 19:
        return AssetDisposed{id("AS"), any_org(), Source::grant, Minor(below(50'000))};
      case 20:
        return FinalAccountStated{id("F"),
                                  any_org(),
                                  below(3) == 0 ? Source::self_raised : Source::grant,
                                  below(2) == 0 ? std::string() : id("OP"),
                                  static_cast<Head>(below(19)),
                                  {},
                                  Minor(amount())};
      case 16:
        return RecordSupplemented{"payments:" + id("PAY"), "stage", "first", {}};
      default:
        return ProjectClosed{};
    }
  }

  // ---------------------------------------------------------- what no dossier states

  Provenance any_provenance() {
    Provenance made_from;
    made_from.as_of = any_day();
    made_from.known_position = below(40);
    made_from.state_digest = any_of({"a", "b"});
    made_from.rule_book_digest = any_of({"c", "d"});
    return made_from;
  }

  /// A supplement or a change of some field; many fit nothing.
  FactBody any_edit(std::string record, std::string field, std::string value) {
    VaultText private_value;
    if (field == "name" || field == "reason" || field == "approved_by") {
      private_value = VaultText(std::exchange(value, {}));
    }
    if (below(2) == 0) return RecordSupplemented{record, field, value, private_value};
    return RecordChanged{record, field, value, private_value, VaultText("as it turned out")};
  }
  FactBody any_project_edit() {
    const auto edited = [&](std::string record, const char* field, std::string value) {
      return any_edit(std::move(record), field, std::move(value));
    };
    const std::string sum = std::to_string(amount());
    switch (below(20)) {
      case 0:
        return edited("projects:", "end_on", "2021-06-30");
      case 1:
        return edited("projects:", "award", sum);
      case 2:
        return edited("payments:" + id("PAY"), "amount", sum);
      case 3:
        return edited("expenses:E" + std::to_string(below(40)), "vendor_id", "V");
      case 4:
        return edited("budget:" + id("B") + "|O-1|labour|grant", "amount", sum);
      case 5:
        return edited("notices:" + id("N"), "served_on", "2020-05-05");
      case 6:
        return edited("changes:" + id("C"), "reason", "another one");
      case 7:
        return edited("decisions:" + id("D"), "kind", any_of({"revoke", "recover", "terminate"}));
      case 8:
        return edited("acceptance:1", "outcome", any_of({"passed", "failed", "withdrawn", "no"}));
      case 9:
        return edited("repayments:" + id("R"), "no_such_field", "1");
      default:  // few of these find a line
        return edited("expenses:E" + std::to_string(below(40)), "amount", sum);
    }
  }

  SettlementMade any_settlement() {
    SettlementMade made;
    made.settlement_id = id("S");
    made.org_id = any_org();
    made.outcome = "failed";
    made.received = Minor(amount());
    made.due_back = made.received;
    made.made_from = any_provenance();
    return made;
  }
  ClaimRaised any_claim() {
    ClaimRaised raised;
    raised.claim_id = id("CL");
    raised.payer_org_id = any_org();
    raised.principal = Minor(amount());
    raised.settlement_id = id("S");
    raised.made_from = any_provenance();
    return raised;
  }
  FactBody any_notice() {
    NoticeIssued notice;
    notice.notice_id = id("N");
    notice.decision_id = id("D");
    notice.kind = static_cast<NoticeKind>(below(6));
    return notice;
  }
  FactBody any_budget() {
    if (below(2) == 0) {
      const Head head = below(2) == 0 ? Head::labour : static_cast<Head>(below(19));
      return BudgetSet{id("B"), any_org(), head, Source::grant, Minor(amount())};
    }
    return BudgetAdjusted{id("BA"),
                          {},
                          any_org(),
                          Head::labour,
                          Source::grant,
                          Minor(amount() - 500'000),
                          VaultText("somebody")};
  }

  FactBody any_office_fact() {
    switch (below(21)) {
      case 0:
        return any_registration(9);  // again
      case 1:
        return PartnerJoined{any_org(), static_cast<PartnerRole>(below(2)), {}, Minor(amount())};
      case 2:
      case 3:
        return any_budget();
      case 4:
        return AcceptanceNotified{1 + below(3), "notice"};
      case 5:
        return any_notice();
      case 6:
        return NoticeServed{id("N")};
      case 7:
        return NoticeAnswered{id("N"), static_cast<Response>(below(4))};
      case 8:
        return RepaymentProofFiled{id("R")};
      case 9:
        return any_settlement();
      case 10:
      case 11:
        return any_claim();
      case 12:
        return ClaimAdjusted{id("CL"), Minor(amount()), id("S"), id("D"), any_provenance()};
      case 13:
        return CourtApplied{id("CL"), "case"};
      case 14:
        return ClaimWrittenOff{id("CL"), Minor(amount()), "doc", VaultText("bankrupt")};
      case 15:
        return ClaimClosed{id("CL")};
      case 16:
        return RemarksKept{"projects:", VaultText("column=value")};
      case 17:
        return ProjectClosed{};
      default:
        return any_project_edit();
    }
  }

  FactBody any_book_fact() {
    const std::string text = std::to_string(below(1000));
    switch (below(5)) {
      case 0:
        return BookOpened{"another book", 0, "USD", {}, 1};
      case 1:
        return RuleBookAdopted{"rules", text, "digest of " + text};
      case 2:
        return CalendarAdopted{"calendar", text, "digest of " + text};
      case 3:
        return AssumptionsStated{"assumed", text, "digest of " + text};
      default:
        return ImportRecorded{"batch " + text, {{"projects", "p.csv", text, "utf-8", 3}}, {}};
    }
  }

  FactBody any_organisation_fact() {
    switch (below(6)) {
      case 0:
      case 1:
        return OrganisationRegistered{VaultText(id("unit ")), any_of({"", "CODE"}),
                                      static_cast<OrgKind>(below(5))};
      case 2:
        return OrganisationStatusChanged{static_cast<OrgStatus>(below(6))};
      case 3:
        return OrganisationSucceeded{OrgId(id("O-"))};
      case 4:
        return RemarksKept{"organisations:", VaultText("column=value")};
      default:
        return any_edit(
            any_of({"organisations:", "organisations:", "persons:"}),
            any_of({"name", "kind", "credit_code", "successor_org_id", "no_such_field"}),
            any_of({"university", "institute", "O-2"}));
    }
  }

  FactBody any_person_fact() {
    switch (below(5)) {
      case 0:
      case 1:
        return PersonRegistered{VaultText(id("person ")), any_of({"", "key"}), {}};
      case 2: {
        PersonEmployed employed;
        employed.employer_org_id = OrgId(id("O-"));
        if (below(2) == 0) employed.from = day(2019, 3, 1);
        return employed;
      }
      case 3:
        return any_edit("employments:" + id("O-") + any_of({"|", "|2019-03-01"}),
                        any_of({"to", "staff_kind"}), any_of({"2020-01-31", "hired"}));
      default:
        return any_edit("persons:", any_of({"name", "id_key", "no_such_field"}),
                        any_of({"key 2", "a name"}));
    }
  }

  static constexpr int projects_ = 3;
  std::mt19937_64 random_;
  std::vector<std::string> texts_;
};

/// A journal in memory with a clock that counts.
inline std::unique_ptr<Journal> new_journal() {
  auto clock = std::make_shared<std::int64_t>(1'600'000'000'000'000);
  return make_memory_journal("book", JournalHost{[clock] { return *clock += 1000; },
                                                 [](std::span<std::uint8_t> bytes) {
                                                   for (auto& byte : bytes) byte = 7;
                                                 }});
}

inline void append(Journal& journal, const Step& step, int number) {
  EncodedFacts encoded = encode_facts(step.facts);
  AppendRequest request;
  request.key = "step-" + std::to_string(number);
  request.request = sha256(request.key);
  request.door = Door::import;
  request.actor = "test";
  request.drafts = {{step.subject, std::move(encoded.facts), std::move(encoded.private_part)}};
  (void)journal.append(request).value();
}

}  // namespace histories
