#include <bursar/audit/audit.hpp>
#include <bursar/audit/ten_rules.hpp>
#include <bursar/report/headline.hpp>
#include <bursar/report/report_figures.hpp>

#include <algorithm>
#include <limits>
#include <regex>
#include <set>

#include "report_fixture.hpp"

using namespace report_test;

namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> all_matches(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), expression);
       it != std::sregex_iterator(); ++it) {
    found.push_back((*it)[1]);
  }
  return found;
}

/// The elements that are open when a document ends, or that end without having begun.
std::string unbalanced(const std::string& html) {
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    if (html[at + 1] == '!') continue;
    const std::size_t end = html.find('>', at);
    if (html[end - 1] == '/') continue;
    const bool closes = html[at + 1] == '/';
    const std::size_t name = at + (closes ? 2 : 1);
    const std::string tag = html.substr(name, html.find_first_of(" >", name) - name);
    if (!closes) {
      open.push_back(tag);
    } else if (open.empty() || open.back() != tag) {
      return "</" + tag + ">";
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? std::string() : "<" + open.back() + ">";
}

std::string html_of_empty_book() {
  const auto journal = histories::new_journal();
  histories::append(*journal,
                    {{SubjectKind::book, {}},
                     {{day(1900, 1, 1), BookOpened{"book", 480, "CNY", Source::grant, 1}}}},
                    1);
  const Portfolio portfolio = Portfolio::fold(*journal, {day(2020, 12, 31)}).value();
  const RuleBook book = rules();
  const RecoveryReport recovery = recover(portfolio, book, nullptr).value();
  return html_report({portfolio, book, recovery, {}}, Language::en).value();
}

const Made& made() {
  static const Files files;
  static const Made all(files);
  return all;
}

}  // namespace

TEST_CASE("Report: the page is whole, in its language, and needs nothing beside it") {
  for (const Language language : {Language::zh, Language::en}) {
    const std::string html = made().html(language);
    CHECK(html.starts_with("<!DOCTYPE html>\n<html lang=\"" +
                           std::string(language == Language::zh ? "zh-CN" : "en") + "\">"));
    CHECK(unbalanced(html).empty());
    CHECK(contains(html, "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"));
    CHECK_FALSE(contains(html, "<script"));
    CHECK_FALSE(contains(html, "http://"));
    CHECK_FALSE(contains(html, "https://"));
    CHECK_FALSE(contains(html, "src="));
    CHECK(contains(html, "@page"));
    CHECK(contains(html, "table-header-group"));
  }
}

TEST_CASE("Report: ids are there once, and every link finds its place") {
  const std::string html = made().html(Language::zh);
  const auto ids = all_matches(html, " id=\"([^\"]*)\"");
  const std::set<std::string> unique(ids.begin(), ids.end());
  CHECK(unique.size() == ids.size());
  for (const std::string& target : all_matches(html, "href=\"#([^\"]*)\"")) {
    INFO(target);
    CHECK(unique.contains(target));
  }
}

TEST_CASE("Report: every picture is described, and followed by a table of its figures") {
  const std::string html = made().html(Language::en);
  std::size_t pictures = 0;
  for (std::size_t at = html.find("<figure>"); at != std::string::npos;
       at = html.find("<figure>", at + 1)) {
    ++pictures;
    const std::size_t end = html.find("</figure>", at);
    CHECK(html.substr(at, end - at).find("<title ") != std::string::npos);
    CHECK(html.substr(at, end - at).find("<desc ") != std::string::npos);
    const std::size_t table = html.find("<table", end);
    CHECK(table < html.find("</section>", end));
  }
  CHECK(pictures == 6);
}

TEST_CASE("Report: a late charge stands with its claim, and with the close of one that is paid") {
  const Files files;
  Made charged(files);
  CHECK_FALSE(contains(charged.html(Language::zh), "滞纳金"));
  ClaimPosition& claim = charged.recovery.claims[0];
  claim.late_charge =
      LateCharge{Minor(9'500'00), Minor(500'00), false, "", "", CellStatus::assumed};
  CHECK(contains(charged.html(Language::zh), "滞纳金9,500.00：已缴500.00，未缴9,000.00※"));
  CHECK_FALSE(contains(charged.html(Language::en), "still open"));
  claim.outstanding = Minor(0);
  claim.next = {"close", {}, {}};
  CHECK(contains(charged.html(Language::en), ">close; late charge of 9,000.00 still open<"));
}

TEST_CASE("Report: what comes from the files stays text") {
  const std::string html = made().html(Language::zh);
  CHECK(contains(html, "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;q&#39;"));
}

TEST_CASE("Report: the figures are the library's") {
  const CurrencyTotals& totals = made().recovery.totals.at(0);
  const RecoveryTotals failed = totals_named(totals.by_outcome, "failed");
  CHECK(failed.projects == 1);  // the other one could not be settled, and nothing was decided
  CHECK(failed.recovered == Minor(200'000'00));
  CHECK(failed.identified == Minor(450'000'00));
  const std::string zh = made().html(Language::zh);
  CHECK(contains(zh, "对1个验收不通过项目实施追缴，已追回资金200,000.00元。"));
  CHECK(contains(zh, "20万元；大写：人民币贰拾万元整"));
  CHECK(contains(zh, "453,000.00"));
  const std::string en = made().html(Language::en);
  CHECK(contains(en, "200,000.00 yuan have been recovered"));
  // The languages differ in words, never in amounts.
  CHECK(all_matches(zh, "([0-9,]+\\.[0-9]{2})\\b") == all_matches(en, "([0-9,]+\\.[0-9]{2})\\b"));
}

TEST_CASE("Report: what is unaudited, assumed, unsettled or late is named") {
  const std::string html = made().html(Language::zh);
  CHECK(contains(html, "10,000.00<sup>†"));                                  // P-2
  CHECK(contains(html, "<td class=\"l code name\">spending_unknown</td>"));  // P-4
  CHECK(contains(html, "each.terminated.unspent") == false);  // `each` is laid out by regime
  CHECK(contains(html, "cn-shenzhen-2020.terminated.unspent = return"));
  CHECK(contains(html, "已终止：未支出资金</td><td class=\"l\">退回</td>"));
  CHECK(contains(html, "送达后退款期限</td><td class=\"l\">15日</td>"));
  CHECK(contains(html, "300,000.00<sup>※○</sup>"));  // P-5 rests on an assumption
  CHECK(contains(html, "P-3"));
  CHECK(contains(html, made().portfolio.head().link.text()));
  CHECK(contains(html, made().rule_book.digest().text()));
  for (const char* role : {"经办", "复核", "审批"}) CHECK(contains(html, role));
}

TEST_CASE("Report: a rule of the audit says what it lacked, and in how many projects") {
  const Date on = made().portfolio.as_of().effective;
  const RuleSet rules = standard_rules(std::make_shared<RuleBook>(made().rule_book)).value();
  const AuditRun run = audit(made().portfolio, rules, on).value();
  const ReportInput input{
      made().portfolio, made().rule_book, made().recovery, made().late, &run, "某局"};
  const std::string zh = html_report(input, Language::zh).value();
  CHECK(contains(
      zh, "<span class=\"small\">缺少组织验收期限（acceptance_due_days）（5个项目）</span>"));
  CHECK(contains(html_report(input, Language::en).value(),
                 "missing: acceptance_due_days (5 projects)"));
}

TEST_CASE("Report: an assumption that the pack leaves no room for is listed with the reason") {
  CHECK_FALSE(contains(made().html(Language::en), "Assumptions that are not applied"));
  const RuleBook rule_book = made()
                                 .rule_book
                                 .with_standing_assumptions(
                                     "\"my-city.failed.interest\" = \"keep\"\n"
                                     "\"cn-shenzhen-2020.failed.interest\" = \"keep\"")
                                 .value();
  const auto html = [&](Language language) {
    return html_report({made().portfolio, rule_book, made().recovery, made().late, nullptr, "某局"},
                       language)
        .value();
  };
  const std::string en = html(Language::en);
  CHECK(contains(en, "Assumptions that are not applied, and why"));
  CHECK(contains(en,
                 "my-city.failed.interest</td><td class=\"l\">keep</td>"
                 "<td class=\"l\">the pack does not have the cell</td>"));
  CHECK(contains(html(Language::zh), "规则包已有出处：return"));
}

TEST_CASE("Report: sums that hold unaudited or assumed figures are marked, and say how much") {
  const CurrencyTotals& totals = made().recovery.totals.at(0);
  CHECK(totals.all.unaudited.claims == 1);  // P-2
  CHECK(totals.all.unaudited.identified == Minor(10'000'00));
  CHECK(totals.all.assumed.claims == 1);  // P-5
  CHECK(totals.all.assumed.outstanding == Minor(300'000'00));
  // What a decision fixes is neither, whatever was computed.
  const RecoveryTotals failed = totals_named(totals.by_outcome, "failed");
  CHECK(failed.unaudited.claims + failed.assumed.claims == 0);

  const std::string zh = made().html(Language::zh);
  const auto section = [](const std::string& html, const char* id) {
    const std::size_t at = html.find("<section id=\"" + std::string(id));
    REQUIRE(at != std::string::npos);
    return html.substr(at, html.find("</section>", at) - at);
  };
  const std::string summary = section(zh, "summary");
  CHECK(contains(summary, "<div class=\"card-figure\">760,000.00<sup>†※</sup></div>"));
  CHECK(contains(summary, "<div class=\"card-figure\">560,000.00<sup>†※</sup></div>"));
  CHECK(contains(summary, "<div class=\"card-figure\">250,000.00</div>"));
  CHECK(contains(summary, "其中未经审计† 10,000.00"));
  CHECK(contains(summary, "其中以假设为据※ 300,000.00"));
  const std::string note =
      "† 1笔应退款项以未经审计的结算为据：应退10,000.00，其中未退10,000.00。"
      "※ 1笔应退款项以单位的假设为据：应退300,000.00，其中未退300,000.00。";
  for (const char* id : {"summary", "waterfall", "aging", "cohorts"}) {
    INFO(id);
    CHECK(contains(section(zh, id), note));
  }
  const std::string waterfall = section(zh, "waterfall");
  CHECK(contains(waterfall, ">760,000.00†※</text>"));
  CHECK(contains(waterfall, ">= 560,000.00†※</text>"));
  CHECK(contains(waterfall, ">− 200,000.00</text>"));
  CHECK(contains(waterfall,
                 "<td class=\"r\">250,000.00</td>"
                 "<td class=\"r\">560,000.00<sup>†※</sup></td>"));
  CHECK(contains(waterfall, "<td class=\"r\">300,000.00<sup>※</sup></td>"));
  CHECK(contains(waterfall, "<td class=\"r\">10,000.00<sup>†</sup></td>"));
  CHECK(contains(section(zh, "aging"), "310,000.00†※　(2)</text>"));
  CHECK(contains(section(zh, "aging"), "310,000.00<sup>†※</sup></td>"));
  CHECK(contains(section(zh, "cohorts"), "<td class=\"r\">760,000.00<sup>†※</sup></td>"));
  CHECK_FALSE(contains(section(zh, "months"), "†"));
  const std::string en = made().html(Language::en);
  CHECK(contains(section(en, "summary"),
                 "† 1 claims rest on unaudited settlements: 10,000.00 due back, 10,000.00 of it "
                 "outstanding. ※ 1 claims rest on an assumption"));
}

TEST_CASE("Report: days that rest on an assumption are marked, and say how much they make late") {
  Files files;
  files.set_no_day();
  const WorkCalendar calendar = WorkCalendar::bundled("cn").value();
  const Made assumed(files, &calendar);
  CHECK(late_by_assumption(assumed.recovery.totals.at(0))->claims == 1);
  CHECK(late_by_assumption(assumed.recovery.totals.at(0))->outstanding == Minor(250'000'00));
  const std::string zh = assumed.html(Language::zh);
  CHECK(contains(zh, "其中缴款期限以假设为据※ 250,000.00"));
  CHECK(contains(zh, "※ 有1笔、未退250,000.00，其缴款期限以单位的假设为据。"));
  CHECK(contains(zh, "<td class=\"r\">250,000.00<sup>※</sup></td>"));  // the aging
  CHECK(contains(zh, "<span class=\"day\">2020-07-21</span><sup>※</sup></td>"));
  CHECK(contains(zh, "<td class=\"r\">163<sup>※</sup></td>"));
  CHECK(contains(zh, "催告，"));
  CHECK(contains(assumed.html(Language::en), "late by a day to pay that rests on an assumption"));
  // A day that a decision sets is nobody's assumption.
  const Made stated(Files(), &calendar);
  CHECK(late_by_assumption(stated.recovery.totals.at(0))->claims == 0);
  CHECK_FALSE(contains(stated.html(Language::zh), "缴款期限以假设为据"));
  CHECK(contains(stated.html(Language::zh), "<td class=\"r\">184</td>"));
}

TEST_CASE("Report: the leaders of failed projects are barred, from a day to a day, by a source") {
  Files files;
  files.open("P-6", "under the rule of 2019", day(2019, 12, 31));
  ProjectRegistered old;
  old.title = "nobody is on record";
  old.org_id = OrgId("O-1");
  old.regime = "cn-shenzhen-2019";
  files.state("P-7", day(2018, 1, 1), old);
  files.state("P-7", day(2020, 3, 16), AcceptanceConcluded{1, {}, Outcome::failed});
  files.state("P-8", day(2016, 1, 1), old);
  files.state("P-8", day(2017, 3, 1), AcceptanceConcluded{1, {}, Outcome::failed});
  files.state("P-8", day(2017, 3, 2), AcceptanceNotified{1, {}});
  const Made barred(files);
  const auto table = [](const std::string& html, const char* caption) {
    const std::size_t at = html.find("<caption>" + std::string(caption));
    REQUIRE(at != std::string::npos);
    return html.substr(at, html.find("</section>", at) - at);
  };
  const std::string zh = table(barred.html(Language::zh), "不通过项目负责人限制申报");
  CHECK(contains(zh,
                 "<td class=\"l name\">林知行</td>"
                 "<td class=\"c\"><span class=\"day\">2020-03-16</span></td>"
                 "<td class=\"c\"><span class=\"day\">2023-03-15</span>（<span class=\"day\">"
                 "2023-03-16</span>当日未经确认）</td>"
                 "<td class=\"l\">深科技创新规〔2020〕14号：自结论之日起三年"));
  CHECK(all_matches(zh, "<span>(P-[0-9])</span>") == std::vector<std::string>{"P-1", "P-4", "P-7"});
  // Until 2019 a bar counts from the notice: without one nothing is guessed. P-8's is over.
  CHECK(contains(zh,
                 "<td class=\"l name\">未知</td><td class=\"c\">未知</td><td class=\"c\">未知</td>"
                 "<td class=\"l\">"));
  CHECK(contains(zh, "notified_on"));
  CHECK(contains(zh, "另有1个项目的限制已期满。"));
  CHECK_FALSE(contains(zh, "※"));
  const std::string en = table(barred.html(Language::en), "Leaders of failed projects");
  CHECK(contains(en, "(<span class=\"day\">2023-03-16</span> itself not confirmed)"));
  CHECK(contains(en, "For 1 more the bar is over."));

  // What the agency assumed bears its mark: the last day alone.
  const RuleBook stated =
      barred.rule_book.with_assumptions("\"each.bar_covers_anniversary\" = 1").value();
  const std::string marked = table(
      html_report({barred.portfolio, stated, barred.recovery, barred.late}, Language::zh).value(),
      "不通过项目负责人限制申报");
  CHECK(contains(marked,
                 "<td class=\"c\"><span class=\"day\">2020-03-16</span></td>"
                 "<td class=\"c\"><span class=\"day\">2023-03-16</span><sup>※</sup></td>"));
}

TEST_CASE("Report: a bar that rests on an assumption bears the mark on both days") {
  Files files;
  ProjectRegistered project;
  project.title = "names no regime";
  project.org_id = OrgId("O-1");
  files.state("P-6", day(2018, 1, 1), project);
  files.state("P-6", day(2020, 3, 17), AcceptanceConcluded{1, {}, Outcome::failed});
  const Made made(files);
  const RuleBook stated = made.rule_book
                              .with_assumptions(
                                  "\"cn-shenzhen-2020.in_force_from\" = 2020-01-01\n"
                                  "\"cn-shenzhen-2020.key_date\" = \"concluded_on\"")
                              .value();
  const std::string html =
      html_report({made.portfolio, stated, made.recovery, made.late}, Language::en).value();
  CHECK(contains(html,
                 "<td class=\"c\"><span class=\"day\">2020-03-17</span><sup>※</sup></td>"
                 "<td class=\"c\"><span class=\"day\">2023-03-16</span> (<span class=\"day\">"
                 "2023-03-17</span> itself not confirmed)<sup>※</sup></td>"));
  CHECK(contains(html, "<span class=\"day\">2020-03-16</span></td>"));
}

TEST_CASE("Report: no table of barred leaders where no project failed") {
  const std::string html = html_of_empty_book();
  CHECK_FALSE(contains(html, "Leaders of failed projects from whom"));
  CHECK_FALSE(contains(html, "the bar is over"));
}

TEST_CASE("Report: a sum that a decision fixes bears no mark") {
  Files files;
  DecisionMade decision;
  decision.decision_id = "JD-2";
  decision.principal = Minor(10'000'00);
  files.state("P-2", day(2020, 8, 1), decision);
  const Made decided(files);
  const CurrencyTotals& totals = decided.recovery.totals.at(0);
  CHECK(totals.all.unaudited.claims == 0);
  CHECK(totals.all.assumed.claims == 1);
  CHECK(contains(decided.html(Language::zh),
                 "<div class=\"card-figure\">760,000.00<sup>※</sup></div>"));
}

TEST_CASE("Report: a project whose payments do not fit is named, and refuses no report") {
  Files files;
  files.pay("P-3", "HUGE", std::numeric_limits<std::int64_t>::max());
  files.pay("P-1", "MORE", 1);
  const Made all(files);
  const std::vector<StageTotals> stages = stage_totals(all.portfolio);
  REQUIRE(stages.size() == 1);
  CHECK(stages[0].left_out == std::vector<ProjectId>{ProjectId("P-3")});
  CHECK(stages[0].all.projects == 5);
  CHECK(stages[0].all.award == Minor(4'000'000'00));
  CHECK(stages[0].all.paid == Minor(4'000'000'01));
  const std::string html = all.html(Language::zh);
  CHECK(contains(html, "金额超出可计范围、未计入金额的项目：P-3。"));
  CHECK_FALSE(contains(made().html(Language::zh), "金额超出可计范围"));
  // One that fits alone, and not beside the others, is left out too.
  Files beside;
  beside.state("P-2", day(2018, 3, 2),
               PaymentMade{"HUGE",
                           {},
                           Minor(std::numeric_limits<std::int64_t>::max() - 100'000'000),
                           Source::grant,
                           {},
                           PaymentDirection::to_grantee});
  CHECK(stage_totals(beside.folded()).at(0).left_out == std::vector<ProjectId>{ProjectId("P-2")});
}

TEST_CASE("Report: months that lie between no receipts take no row") {
  const std::string html = made().html(Language::en);
  CHECK(contains(html, "<td class=\"l\">Month 6</td>"));
  CHECK(contains(html, "<td class=\"l\">Month 7</td>"));
  CHECK(contains(html, "<td class=\"l\">Month 9</td>"));
  CHECK_FALSE(contains(html, "<td class=\"l\">Month 5</td>"));
  CHECK_FALSE(contains(html, "<td class=\"l\">Month 10</td>"));
}

TEST_CASE("Report: in print words of a short column stay whole, and long tables break") {
  const std::string html = made().html(Language::zh);
  CHECK(contains(html, "<td class=\"l unbroken\">不通过</td>"));
  CHECK(contains(html, "th, .unbroken { word-break: keep-all; }"));
  CHECK(contains(html, ".whole table:not(:has(tr:nth-child(16))) { break-inside: avoid; }"));
}

TEST_CASE("Report: an empty book makes a report that says so") {
  const std::string html = html_of_empty_book();
  CHECK(unbalanced(html).empty());
  CHECK(contains(html, "Nothing to report."));
}

TEST_CASE("Report: rows beyond the longest table are said to be missing") {
  ReportInput input{made().portfolio, made().rule_book, made().recovery, made().late};
  input.rows_max = 1;
  const std::string html = html_report(input, Language::en).value();
  CHECK(contains(html, "1 of 3 rows; the recovery ledger has all of them."));
}

TEST_CASE("Report figures: paid to date takes bounced transfers off, and stages add up") {
  Files files;
  files.state(
      "P-3", day(2018, 3, 2),
      PaymentMade{"B", {}, Minor(400'000'00), Source::grant, {}, PaymentDirection::bounced});
  files.state(
      "P-3", day(2018, 3, 3),
      PaymentMade{"S", {}, Minor(7), Source::self_raised, {}, PaymentDirection::to_grantee});
  const Portfolio portfolio = files.folded();
  CHECK(paid_to_date(*portfolio.project("P-3")).value() == Minor(600'000'00));
  const std::vector<StageTotals> stages = stage_totals(portfolio);
  REQUIRE(stages.size() == 1);
  CHECK(stages[0].all.projects == 5);
  CHECK(stages[0].all.award == Minor(5'000'000'00));
  CHECK(stages[0].all.paid == Minor(4'600'000'00));
  std::int64_t projects = 0;
  for (const StageRow& row : stages[0].rows) projects += row.projects;
  CHECK(projects == 5);
}
