#include "audit_support.hpp"

#include "audit/shared_keys.hpp"

#include <bursar/audit/rule_set.hpp>

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include <array>
#include <map>
#include <set>
#include <stdexcept>

using namespace bursar;
using namespace bursar::test;
using namespace std::string_literals;

namespace {

RuleInfo info_of(std::string id) {
  RuleInfo info;
  info.id = std::move(id);
  info.title = {"测试", "a test"};
  info.basis = {"the test"};
  info.messages["found"] = {"发现{what}", "found {what}"};
  return info;
}

/// Reports one finding for every project whose id ends in a digit that is asked for.
class Picking final : public ProjectRule {
 public:
  explicit Picking(std::string digits, std::string id = "picking")
      : digits_(std::move(digits)), id_(std::move(id)) {}
  RuleInfo info() const override { return info_of(id_); }
  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    if (digits_.find(project.project().id.text().view().back()) == std::string::npos)
      return Verdict::checked();
    FindingDraft draft;
    draft.subject = project.project().id.text();
    draft.message_key = "found";
    draft.arguments = {{"what", draft.subject}};
    sink.report(std::move(draft));
    return Verdict::checked();
  }

 private:
  std::string digits_;
  std::string id_;
};

/// Lacks something at every project, and finds something at those whose id ends in 1 all the same.
class Lacking final : public ProjectRule {
 public:
  RuleInfo info() const override {
    RuleInfo info = info_of("lacking");
    info.needs = {"vendor_id"};
    return info;
  }
  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    if (project.project().id.text().view().back() == '1') {
      FindingDraft draft;
      draft.subject = "s";
      draft.message_key = "found";
      draft.arguments = {{"what", draft.subject}};
      sink.report(std::move(draft));
    }
    return Verdict::missing(0);
  }
};

/// Throws at projects whose id ends in 7.
class Throwing final : public ProjectRule {
 public:
  RuleInfo info() const override { return info_of("throwing"); }
  Verdict check(const ProjectCase& project, FindingSink& sink) const override {
    FindingDraft draft;
    draft.subject = "half";
    draft.message_key = "found";
    sink.report(std::move(draft));
    if (project.project().id.text().view().back() == '7') throw std::runtime_error("no such luck");
    sink.clear();
    return Verdict::checked();
  }
};

class WholePortfolio final : public PortfolioRule {
 public:
  explicit WholePortfolio(bool fail) : fail_(fail) {}
  RuleInfo info() const override { return info_of("whole"); }
  PortfolioVerdict check(const AuditScope& scope, Date, FindingSink& sink) const override {
    if (fail_) throw 5;
    FindingDraft draft;
    draft.subject = "everything";
    draft.message_key = "found";
    draft.arguments = {{"what", std::to_string(scope.projects.size())}};
    sink.report(std::move(draft));
    return {static_cast<std::int64_t>(scope.projects.size()), 0};
  }

 private:
  bool fail_;
};

/// Makes drafts that no rule may make.
class Malformed final : public ProjectRule {
 public:
  explicit Malformed(FindingDraft draft) : draft_(std::move(draft)) {}
  RuleInfo info() const override { return info_of("malformed"); }
  Verdict check(const ProjectCase&, FindingSink& sink) const override {
    sink.report(draft_);
    return Verdict::checked();
  }

 private:
  FindingDraft draft_;
};

std::vector<Project> many(std::size_t count) {
  std::vector<Project> projects;
  for (std::size_t i = 0; i < count; ++i) {
    std::string id = std::to_string(100'000 + i);
    projects.push_back(ProjectBuilder("P" + id).build());
  }
  return projects;
}

template <class R, class... Args>
std::shared_ptr<const R> make(Args&&... args) {
  return std::make_shared<const R>(std::forward<Args>(args)...);
}

}  // namespace

TEST_CASE("audit: one thread and many give the same run") {
  const AuditRun one = run(only(make<Picking>("13579")), many(1000), day("2025-12-31"), 1);
  CHECK(one.findings.size() == 500);
  for (const unsigned threads : {2U, 5U}) {
    CHECK(run(only(make<Picking>("13579")), many(1000), day("2025-12-31"), threads) == one);
  }
}

TEST_CASE("audit: findings come by rule, project, subject") {
  RuleSet rules = only(make<Picking>("1", "z_rule"));
  rules.add(make<Picking>("12", "a_rule")).value();
  const AuditRun found = run(rules, many(3));
  std::vector<std::string> order;
  for (const Finding& finding : found.findings) order.push_back(finding.rule->id + finding.subject);
  CHECK(order == Strings{"a_ruleP100001", "a_ruleP100002", "z_ruleP100001"});
  CHECK(found.rules[0].info->id == "a_rule");
  CHECK(found.rules[0].findings == 2);
  CHECK(found.rules[1].findings == 1);
  CHECK(found.complete);
}

TEST_CASE("audit: a rule that throws becomes one blocking finding, and the run is incomplete") {
  RuleSet rules = only(make<Throwing>());
  rules.add(make<Picking>("7")).value();
  for (const unsigned threads : {1U, 3U}) {
    const AuditRun found = run(rules, many(300), day("2025-12-31"), threads);
    CHECK_FALSE(found.complete);
    REQUIRE(found.findings.size() == 31);
    const Finding& failure = found.findings.back();
    CHECK(failure.rule->id == "throwing");
    CHECK(failure.severity == Severity::blocking);
    CHECK(failure.text(Language::en) ==
          "rule throwing did not run to its end (30 times): no such luck; the run is incomplete");
    CHECK(failure.evidence.size() == 10);
    CHECK(failure.evidence[0].project_id == ProjectId("P100007"));
    CHECK(found.rules[1].status == RuleStatus::failed);
    CHECK(found.rules[1].not_checked == 30);
    CHECK(found.rules[0].status == RuleStatus::ran);
    CHECK(exit_code(found, Severity::critical) == 3);
  }
}

TEST_CASE("audit: a rule that found something had data, whatever every project lacks") {
  const AuditRun found = run(only(make<Lacking>()), many(2));
  CHECK(found.rules[0].findings == 1);
  CHECK(found.rules[0].not_checked == 2);
  CHECK(found.rules[0].status == RuleStatus::partial);
  CHECK(run(only(make<Lacking>()), many(1)).rules[0].status == RuleStatus::no_data);
}

TEST_CASE("audit: a rule about the portfolio runs once, and may fail by anything") {
  const AuditRun found = run(only(make<WholePortfolio>(false)), many(3));
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings[0].text(Language::en) == "found 3");
  CHECK(found.findings[0].project_id.empty());
  CHECK(found.rules[0].population == 3);
  const AuditRun failed = run(only(make<WholePortfolio>(true)), many(3));
  CHECK_FALSE(failed.complete);
  CHECK(failed.findings.at(0).severity == Severity::blocking);
}

TEST_CASE("audit: drafts that no rule may make fail the rule") {
  const auto fails = [](FindingDraft draft) {
    const AuditRun found = run(only(make<Malformed>(std::move(draft))), many(1));
    return !found.complete && found.findings.size() == 1 &&
           found.findings[0].severity == Severity::blocking;
  };
  FindingDraft good;
  good.subject = "s";
  good.message_key = "found";
  CHECK_FALSE(fails(good));
  FindingDraft no_message = good;
  no_message.message_key = "other";
  CHECK(fails(no_message));
  FindingDraft no_subject = good;
  no_subject.subject.clear();
  CHECK(fails(no_subject));
  FindingDraft blocking = good;
  blocking.severity = Severity::blocking;
  CHECK(fails(blocking));
  FindingDraft other_project = good;
  other_project.project_id = ProjectId("P9");
  CHECK(fails(other_project));
  FindingDraft negative = good;
  negative.evidence.resize(1);
  negative.evidence[0].questioned = Minor(-1);
  CHECK(fails(negative));
  FindingDraft huge = good;
  huge.evidence.resize(2);
  for (Evidence& evidence : huge.evidence) {
    evidence.questioned = Minor(std::numeric_limits<std::int64_t>::max());
  }
  CHECK(fails(huge));
}

TEST_CASE("audit: sums that do not fit fail the rule, and are not wrapped") {
  ProjectBuilder builder("P1");
  builder.paid(std::numeric_limits<std::int64_t>::max()).paid(1);
  const AuditRun found = run(paid_more_than_approved(), builder);
  CHECK_FALSE(found.complete);
  CHECK(found.findings.at(0).severity == Severity::blocking);
}

TEST_CASE("audit: what makes no sense is refused, in order") {
  Folder folder(many(2));
  AuditScope scope = folder.scope();
  scope.as_of.effective = day("2025-06-30");
  CHECK(audit(scope, RuleSet(), day("2026-01-01")).error().code() == Code::audit_without_rules);
  const RuleSet rules = only(make<Picking>("1"));
  CHECK(audit(scope, rules, day("2025-07-01")).error().code() == Code::audit_after_portfolio);
  CHECK(audit(scope, rules, day("2025-06-30")).has_value());
  std::swap(folder.projects()[0], folder.projects()[1]);
  CHECK(audit(scope, rules, day("2025-06-30")).error().code() == Code::audit_projects_unordered);
}

TEST_CASE(
    "audit: a fingerprint outlives revisions, messages and amounts, and tells subjects apart") {
  ProjectBuilder builder("P1");
  builder.award(10).paid(15);
  const AuditRun before = run(paid_more_than_approved(), builder);
  const AuditRun later = run(paid_more_than_approved(), builder.paid(7));
  CHECK(before.findings.at(0).fingerprint == later.findings.at(0).fingerprint);
  CHECK(before.findings[0].amount != later.findings[0].amount);
  ProjectBuilder other("P2");
  other.award(10).paid(15);
  CHECK(run(paid_more_than_approved(), other).findings.at(0).fingerprint !=
        before.findings[0].fingerprint);
  // The value is part of what hosts store: it must not change.
  CHECK(before.findings[0].fingerprint.hex() == sha256("\x10"
                                                       "\0\0\0\0\0\0\0"
                                                       "bursar.finding/1"
                                                       "\x17"
                                                       "\0\0\0\0\0\0\0"
                                                       "paid_more_than_approved"
                                                       "\x02"
                                                       "\0\0\0\0\0\0\0"
                                                       "P1"
                                                       "\x02"
                                                       "\0\0\0\0\0\0\0"
                                                       "P1"s)
                                                    .hex());
}

TEST_CASE("audit: exit codes follow the gravest finding") {
  const AuditRun none = run(only(make<Picking>("9")), many(3));
  CHECK(exit_code(none, Severity::info) == 0);
  const AuditRun medium = run(only(make<Picking>("1")), many(3));
  CHECK(exit_code(medium, Severity::medium) == 1);
  CHECK(exit_code(medium, Severity::high) == 0);
}

TEST_CASE("Totals: a line hit by three rules counts once in net") {
  ProjectBuilder builder("P1");
  builder.period("2020-01-01", "2020-12-31").award(1000).paid(1000).budget(Head::labour, 1000);
  Spent labour;
  labour.id = "E1";
  labour.on = day("2021-02-01");
  labour.head = Head::labour;
  labour.amount = 300;
  labour.vendor = "V1";
  labour.invoice = "100";
  ProjectBuilder first("P0");
  first.period("2020-01-01", "2020-12-31").award(1000).paid(1000).budget(Head::labour, 1000);
  Spent same = labour;
  same.on = day("2020-05-01");
  const AuditRun found =
      run(ten(), {builder.spent(labour).build(), first.spent(same).build()}, day("2021-03-01"));
  CHECK(found.findings.size() == 3);
  REQUIRE(found.totals.size() == 1);
  CHECK(found.totals[0].gross == Minor(900));
  CHECK(found.totals[0].net == Minor(300));
}

TEST_CASE("Totals: of a part and the whole the larger counts; money paid counts beside spending") {
  ProjectBuilder builder("P1");
  builder.period("2020-01-01", "2020-12-31").award(90).paid(100).budget(Head::labour, 40);
  builder.budget(Head::business, 1000);
  Spent late;
  late.id = "E1";
  late.on = day("2021-02-01");
  late.head = Head::labour;
  late.amount = 70;
  Spent other = late;
  other.id = "E2";
  other.on = day("2020-02-01");
  other.head = Head::business;
  other.amount = 45;
  builder.spent(late).spent(other);
  const AuditRun found = run(ten(), {builder.build()}, day("2021-03-01"));
  // Outside the period 70, labour after the end 70, labour overspent 30, spent beyond receipts 15,
  // paid beyond the award 10.
  REQUIRE(found.totals.size() == 1);
  CHECK(found.totals[0].gross == Minor(70 + 70 + 30 + 15 + 10));
  CHECK(found.totals[0].net == Minor(70 + 10));
}

TEST_CASE("RuleSet: a rule that is not well formed, or there already, is refused") {
  RuleSet rules = only(make<Picking>("1"));
  CHECK(rules.add(make<Picking>("2")).error().code() == Code::rule_id_taken);
  CHECK(rules.add(make<Picking>("2", "Bad-Id")).error().code() == Code::rule_malformed);
  CHECK(rules.add(std::shared_ptr<const ProjectRule>()).error().code() == Code::rule_malformed);
  CHECK(rules.items().size() == 1);
  RuleSet more = only(make<Picking>("1", "another"));
  more.add(make<Picking>("1")).value();
  CHECK(rules.add(more).error().code() == Code::rule_id_taken);
  CHECK(rules.items().size() == 1);
  CHECK(rules.find("picking") != nullptr);
  CHECK(rules.find("another") == nullptr);
}

TEST_CASE("lint_rule: says what is wrong") {
  RuleInfo good = info_of("a_rule2");
  CHECK(lint_rule(good).empty());
  const auto wrong = [&](auto change) {
    RuleInfo info = good;
    change(info);
    return lint_rule(info).size();
  };
  for (const char* id : {"", "A", "a-b", "_a", "a_", "a__b", "2a", "a b"}) {
    CHECK(wrong([&](RuleInfo& info) { info.id = id; }) == 1);
  }
  CHECK(wrong([](RuleInfo& info) { info.revision = 0; }) == 1);
  CHECK(wrong([](RuleInfo& info) { info.title.zh.clear(); }) == 1);
  CHECK(wrong([](RuleInfo& info) { info.basis.clear(); }) == 1);
  CHECK(wrong([](RuleInfo& info) { info.basis = {""}; }) == 1);
  CHECK(wrong([](RuleInfo& info) { info.messages.clear(); }) == 1);
  CHECK(wrong([](RuleInfo& info) { info.messages["x"] = {"{a}", "{b}"}; }) == 1);
  CHECK(wrong([](RuleInfo& info) { info.messages["x"] = {"", "{b}"}; }) == 1);
  CHECK(wrong([](RuleInfo& info) { info.parameters = {{"a", "1"}, {"a", "2"}}; }) == 1);
  CHECK(wrong([](RuleInfo& info) { info.needs = {"a", "a"}; }) == 1);
  CHECK(wrong([](RuleInfo& info) { info.severity = Severity::blocking; }) == 1);
}

TEST_CASE(
    "RuleSet: every rule of the library is well formed, and its digest knows its parameters") {
  const RuleSet rules = ten();
  CHECK(rules.items().size() == 10);
  for (const RuleSet::Item& item : rules.items()) CHECK(lint_rule(*item.info).empty());
  CHECK(ten().digest() == rules.digest());
  CHECK(only(head_overspent(10).value()).digest() != only(head_overspent(11).value()).digest());
}

TEST_CASE("SharedKeyIndex: finds every fingerprint that two projects gave, and names all of them") {
  using namespace audit_detail;
  rc::prop("against a map of sets", [] {
    // Few distinct keys, so that many are shared, and some that differ only above the tag.
    const auto given = *rc::gen::container<std::vector<std::pair<std::uint8_t, std::uint8_t>>>(
        rc::gen::arbitrary<std::pair<std::uint8_t, std::uint8_t>>());
    const std::size_t built = given.size() / 2;
    std::vector<KeyBuffers> collected(2);
    std::map<std::uint64_t, std::set<std::uint32_t>> model;
    SharedKeyIndex index;
    const auto fingerprint = [](std::uint8_t key) {
      return std::uint64_t{key} << 56U | (key & 3U);
    };
    for (std::size_t i = 0; i < built; ++i) {
      const std::uint64_t key = fingerprint(given[i].first);
      const std::uint64_t hash = mixed(key);
      RC_ASSERT(unmixed(hash) == key);
      collected[i % 2][partition_of(hash)].push_back({hash, given[i].second});
      model[key].insert(given[i].second);
    }
    const std::array<const KeyBuffers*, 2> buffers{&collected[0], &collected[1]};
    index.build(buffers, 2);
    for (std::size_t i = built; i < given.size(); ++i) {
      const std::uint64_t key = fingerprint(given[i].first);
      RC_PRE(index.insert(std::span(&key, 1), given[i].second));
      model[key].insert(given[i].second);
    }
    for (const auto& [key, ordinals] : model) {
      const auto group = index.groups().find(key);
      if (ordinals.size() < 2) continue;
      RC_ASSERT(group != index.groups().end());
      for (const std::uint32_t ordinal : ordinals) {
        RC_ASSERT(std::count(group->second.begin(), group->second.end(), ordinal) == 1);
      }
    }
  });
}

TEST_CASE("SharedKeyIndex: says when it is full") {
  audit_detail::SharedKeyIndex index;
  index.build({}, 1);
  bool all = true;
  for (std::uint64_t key = 1; key < 5000 && all; ++key) all = index.insert(std::span(&key, 1), 1);
  CHECK_FALSE(all);
}
