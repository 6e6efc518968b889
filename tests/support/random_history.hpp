// Histories of a small book, plausible and odd, for properties. The same seed gives the same
// history.
#pragma once

#include <bursar/grant/fact_codec.hpp>
#include <bursar/journal/memory_journal.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
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
    std::vector<Step> made;
    made.push_back({{SubjectKind::book, {}},
                    {{day(1900, 1, 1), BookOpened{"book", 480, "CNY", Source::grant, 1}}}});
    for (int project = 0; project < projects_; ++project) {
      ProjectRegistered body;
      body.title = "project " + std::to_string(project);
      body.org_id = OrgId("O-1");
      body.award = Minor(amount());
      body.start_on = day(2019, 1, 1);
      body.end_on = day(2020, 12, 31);
      made.push_back({subject(project), {{any_day(), body}}});
    }
    while (made.size() < steps) {
      Step step{subject(below(projects_ + 1)), {}};  // one subject more than there are projects
      for (int facts = 1 + below(3); facts > 0; --facts) {
        step.facts.push_back({any_day(), any_fact()});
        // Spending takes effect on the first day of its lines.
        if (const auto* booked = std::get_if<ExpensesBooked>(&step.facts.back().body)) {
          std::int32_t first = day_number(day(9999, 12, 31));
          const ExpenseBlock::Lines lines = booked->block.lines();
          for (const ExpenseLine& line : lines.span()) {
            first = std::min(first, line.day);
          }
          step.facts.back().effective_on = from_day_number(first);
        }
      }
      made.push_back(std::move(step));
    }
    return made;
  }

 private:
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  std::string id(const char* prefix) { return prefix + std::to_string(below(6)); }
  static Subject subject(int project) {
    return {SubjectKind::project, "P-" + std::to_string(project)};
  }
  std::int64_t amount() { return 1 + below(1'000'000); }
  Date any_day() { return from_day_number(day_number(day(2019, 1, 1)) + below(1000)); }
  OrgId any_org() { return below(2) == 0 ? OrgId() : OrgId(id("O-")); }

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
