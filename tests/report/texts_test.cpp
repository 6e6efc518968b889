#include <bursar/report/labels.hpp>
#include <bursar/report/next_step.hpp>
#include <bursar/report/texts.hpp>

#include <catch2/catch.hpp>

#include <set>

#include "chinese.hpp"

using namespace bursar;
using bursar_test::has_han;

namespace {

/// The arguments that a text names.
std::multiset<std::string> arguments_of(std::string_view pattern) {
  std::multiset<std::string> found;
  for (std::size_t at = pattern.find('{'); at != std::string_view::npos;
       at = pattern.find('{', at + 1)) {
    found.emplace(pattern.substr(at + 1, pattern.find('}', at) - at - 1));
  }
  return found;
}

template <Word Enum>
void check_labels() {
  std::set<std::string_view> en, zh;
  for (std::size_t i = 0; i < Vocabulary<Enum>::words.size(); ++i) {
    const auto value = static_cast<Enum>(i);
    INFO(Vocabulary<Enum>::name << " " << word(value));
    CHECK(en.insert(label(value, Language::en)).second);
    CHECK(zh.insert(label(value, Language::zh)).second);
    CHECK_FALSE(label(value, Language::en).empty());
    CHECK(has_han(label(value, Language::zh)));
  }
}

}  // namespace

TEST_CASE("Report texts: every text has both languages, and the same arguments in both") {
  std::set<std::string_view> names;
  for (const ReportTextInfo& each : all_report_texts()) {
    INFO(each.name);
    CHECK(names.insert(each.name).second);
    CHECK_FALSE(each.en.empty());
    CHECK_FALSE(each.zh.empty());
    CHECK_FALSE(has_han(each.en));
    CHECK(bursar_test::foreign_word(each.zh) == "");
    CHECK(arguments_of(each.en) == arguments_of(each.zh));
  }
}

TEST_CASE("Report texts: arguments are filled in, and a wrong set of them is a mistake") {
  CHECK(report_text(ReportText::as_of_line, Language::en, {{"day", "2020-12-31"}}) ==
        "as of 2020-12-31");
  CHECK(report_text(ReportText::as_of_line, Language::zh, {{"day", "{day}"}}) == "截至{day}");
  CHECK_THROWS_AS(report_text(ReportText::as_of_line, Language::en, {}), std::logic_error);
  CHECK_THROWS_AS(report_text(ReportText::as_of_line, Language::en, {{"day", "x"}, {"month", "y"}}),
                  std::logic_error);
}

TEST_CASE("Labels: every word of every vocabulary has one of its own in both languages") {
  check_labels<ProjectState>();
  check_labels<ProjectEvent>();
  check_labels<Head>();
  check_labels<ChangeKind>();
  check_labels<OpinionKind>();
  check_labels<DecisionKind>();
  check_labels<DecisionStatus>();
  check_labels<RepaymentPart>();
  check_labels<RepaymentMeans>();
  check_labels<Outcome>();
  check_labels<Source>();
  check_labels<OrgStatus>();
  check_labels<NoticeKind>();
  check_labels<ClaimStep>();
  check_labels<AgeBucket>();
  check_labels<CellStatus>();
  check_labels<AcceptanceForm>();
  check_labels<Severity>();
  check_labels<RuleStatus>();
}

TEST_CASE("Labels: conclusions, next steps and notices by their words") {
  CHECK(outcome_label("failed", Language::zh) == "不通过");
  CHECK(outcome_label("terminated", Language::zh) == "已终止");
  CHECK(outcome_label("revoked", Language::en) == "revoked");
  CHECK(outcome_label("host's own", Language::zh) == "host's own");
  for (const char* code :
       {"notify", "decide", "serve", "pay", "fix_due_day", "demand", "apply_to_court",
        "court_acceptance", "court_ruling", "write_off_or_close", "close", "none",
        "late_application", "apply_by_notice", "public_notice", "statement", "hearing",
        "terminate"}) {
    INFO(code);
    CHECK(has_han(step_label(code, Language::zh)));
  }
  CHECK(notice_label("apply_by", Language::zh) == "限期申请验收");
  CHECK(notice_label("", Language::zh).empty());
}

TEST_CASE(
    "Next steps: their days are told, and a last day that has passed is said to have passed") {
  const Date first = make_date(2020, 10, 9).value();
  const Date last = make_date(2021, 1, 8).value();
  const Date after = last + boost::gregorian::days(1);
  const auto deadline = [](Date day) {
    Deadline made;
    made.day = day;
    return made;
  };
  const NextStep between{"apply_to_court", deadline(first), deadline(last)};
  CHECK(next_step_text(between, last, Language::en) ==
        "apply to the court, 2020-10-09 to 2021-01-08");
  CHECK(next_step_text(between, after, Language::en) ==
        "apply to the court, 2020-10-09 to 2021-01-08 (passed)");
  CHECK(next_step_text(between, after, Language::zh) ==
        "申请法院强制执行，2020-10-09至2021-01-08（已逾期）");
  const NextStep by{"demand", {}, deadline(last)};
  CHECK(next_step_text(by, last, Language::zh) == "催告，2021-01-08前");
  CHECK(next_step_text(by, after, Language::zh) == "催告，2021-01-08前（已逾期）");
  // A first day that is behind us has not been missed.
  const NextStep from{"terminate", deadline(first), {}};
  CHECK(next_step_text(from, after, Language::en) == "terminate, from 2020-10-09");
  CHECK(next_step_text({"decide", {}, {}}, after, Language::zh) == "作出处理决定");
}

TEST_CASE(
    "Next steps: why a day is not known is told, and no day is to be fixed that the rules set") {
  const Date on = make_date(2026, 12, 26).value();
  const auto unknown = [](const Refusal& why) {
    Deadline made;
    made.refusal = why;
    return made;
  };
  const Refusal calendar = Refusal(Code::calendar_not_covered)
                               .with("calendar", "cn")
                               .with("first", "2007-01-01")
                               .with("last", "2026-12-31")
                               .with("day", "2027-01-08");
  const Refusal parameter =
      Refusal(Code::parameter_unconfirmed).with("parameter", "procedure.refund_days");
  CHECK(next_step_text({"fix_due_day", {}, unknown(calendar)}, on, Language::en) ==
        "day due not known: " + calendar.text(Language::en));
  CHECK(next_step_text({"fix_due_day", {}, unknown(calendar)}, on, Language::zh) ==
        "缴款期限不详：日历“cn”只包含2007-01-01至2026-12-31，不含2027-01-08");
  CHECK(next_step_text({"fix_due_day", {}, unknown(Refusal(Code::period_needs_calendar))}, on,
                       Language::zh) == "缴款期限不详：按工作日计算或遇休息日顺延的期限须有日历");
  CHECK(next_step_text({"fix_due_day", {}, unknown(parameter)}, on, Language::en) ==
        "fix the day due (day not known: " + parameter.text(Language::en) + ")");
  CHECK(next_step_text({"fix_due_day", {}, {}}, on, Language::en) == "fix the day due");
  Deadline first;
  first.day = on;
  CHECK(next_step_text({"demand", first, unknown(calendar)}, on, Language::en) ==
        "demand, from 2026-12-26 (day not known: " + calendar.text(Language::en) + ")");
  CHECK(next_step_text({"demand", first, unknown(parameter)}, on, Language::en) ==
        "demand, from 2026-12-26");
}

TEST_CASE("Next steps: a late charge is told, and beside the close of a claim that it outlives") {
  ClaimPosition claim;
  CHECK(late_charge_text(claim, Language::en).empty());
  CHECK(open_charge_note(claim, Language::en).empty());
  claim.late_charge = LateCharge{Minor(400), Minor(100), false, "", "", CellStatus::assumed};
  CHECK(late_charge_text(claim, Language::en) == "late charge 4.00: 1.00 paid, 3.00 open");
  CHECK(late_charge_text(claim, Language::zh) == "滞纳金4.00：已缴1.00，未缴3.00");
  CHECK(open_charge_note(claim, Language::en) == "; late charge of 3.00 still open");
  CHECK(open_charge_note(claim, Language::zh) == "；尚有滞纳金3.00未缴");
  claim.currency = *Currency::of("EUR");
  CHECK(open_charge_note(claim, Language::en) == "; late charge of EUR 3.00 still open");
  claim.outstanding = Minor(1);
  CHECK(open_charge_note(claim, Language::en).empty());
  claim.outstanding = Minor(0);
  claim.late_charge->paid = Minor(400);
  CHECK(open_charge_note(claim, Language::en).empty());
}

TEST_CASE("Next steps: it is said where a day rests on an assumption") {
  Deadline stated;
  stated.day = make_date(2021, 1, 8).value();
  stated.status = CellStatus::seen;
  Deadline assumed = stated;
  assumed.status = CellStatus::assumed;
  Deadline none;
  none.status = CellStatus::assumed;
  CHECK(assumed_day_note(NextStep{"demand", stated, stated}, Language::en).empty());
  CHECK(assumed_day_note(NextStep{"demand", none, none}, Language::en).empty());
  CHECK(assumed_day_note(NextStep{"demand", stated, assumed}, Language::zh) ==
        "（期限为单位假设）");
  ClaimPosition claim;
  claim.next = {"demand", assumed, {}};
  CHECK(assumed_day_note(claim, Language::en) == " (day assumed by the agency)");
  claim.due = assumed;
  CHECK(assumed_day_note(claim, Language::en) == " (day to pay assumed by the agency)");
}
