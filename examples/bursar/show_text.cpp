// bursar show as text: what a project is, then its records of money and procedure as tables.
#include "show.hpp"
#include "show_page.hpp"

#include <bursar/office/book_rules.hpp>
#include <bursar/portfolio/labels.hpp>
#include <bursar/report/labels.hpp>
#include <bursar/report/next_step.hpp>
#include <bursar/report/report_figures.hpp>

#include <fmt/format.h>

#include <set>

namespace tool {
namespace {

using bursar::Project;

class ProjectText : private ProjectPage {
 public:
  ProjectText(const ProjectPage& page, const std::optional<bursar::Date>& as_of)
      : ProjectPage(page), as_of_(as_of) {}

  void print() const {
    print_registration();
    print_partners(*this);
    print_budget(*this);
    print_changes(*this);
    print_payments();
    print_transfers(*this);
    print_spending(*this);
    print_final_accounts(*this);
    print_disposals(*this);
    print_opinions(*this);
    print_attempts();
    print_consequences(*this);
    print_decisions();
    print_notices();
    print_claims();
    print_repayments();
    print_irregular();
  }

 private:
  void print_registration() const {
    const bursar::ProjectRegistered& it = project.registered;
    line("project", "项目编号", project.id.text());
    line("title", "项目名称", it.title);
    line("as of", "截至",
         as_of_ ? iso(as_of_) : std::string(in("everything on record", "已登记的全部内容")));
    line("state", "状态", words(project.state));
    line("organisation", "承担单位", unit_text(parties, it.org_id));
    line("leader", "负责人", person(project.leader_in_force()));
    line("programme", "计划类别", it.programme);
    line("regime", "适用规则", it.regime);
    line("currency", "币种", std::string(project.currency.code()));
    line("award", "资助金额", money(it.award));
    line("contract deposit", "合同保证金", money(it.contract_deposit));
    line("start", "开始日期", iso(it.start_on));
    line("end in force", "现行结束日期", iso(project.end_in_force()));
  }

  void print_payments() const {
    Table table;
    table.column(in("day", "日期"));
    table.column(in("paid", "拨款"), Align::right);
    table.column(in("bounced", "退回"), Align::right);
    table.column(in("source", "来源"));
    table.column(in("to", "收款单位"));
    table.column(in("stage", "批次"));
    table.column(in("id", "编号"));
    for (const bursar::Payment& each : project.payments) {
      const bool bounced = each.direction == bursar::PaymentDirection::bounced;
      table.row({iso(each.on), bounced ? "" : money(each.amount), bounced ? money(each.amount) : "",
                 words(each.source), unit(each.org_id), each.stage, each.payment_id});
    }
    section("payments", "拨款", table);
    if (!table.empty()) {
      line("  public money paid, less bounced", "  财政资金实拨合计",
           total(bursar::paid_to_date(project)));
    }
  }

  void print_attempts() const {
    Table table;
    table.column(in("attempt", "次数"), Align::right);
    table.column(in("requested", "申请日"));
    table.column(in("concluded", "结论日"));
    table.column(in("outcome", "结论"));
    table.column(in("notified", "通知日"));
    table.column(in("document", "通知文号"));
    table.column(in("batch", "批次"));
    for (const bursar::Attempt& each : project.attempts) {
      table.row({std::to_string(each.attempt), iso(each.requested_on), iso(each.concluded_on),
                 words(each.outcome), iso(each.notified_on), each.notice_no, each.batch});
    }
    section("acceptance", "验收", table);
  }

  /// In force, and yet another decision took its place.
  [[nodiscard]] std::string status_of(const bursar::Decision& decision) const {
    if (decision.status == bursar::DecisionStatus::in_force && !project.stands(decision)) {
      return std::string(in("replaced", "已被替代"));
    }
    return words(decision.status);
  }

  void print_decisions() const {
    Table table;
    table.column(in("day", "日期"));
    table.column(in("kind", "种类"));
    table.column(in("document", "文号"));
    table.column(in("payer", "缴款单位"));
    table.column(in("source", "来源"));
    table.column(in("principal", "本金"), Align::right);
    table.column(in("interest", "孳息"), Align::right);
    table.column(in("used money", "追回已用"), Align::right);
    table.column(in("proceeds", "资产处置收入"), Align::right);
    table.column(in("pay by", "缴款期限"));
    table.column(in("status", "状态"));
    table.column(in("since", "状态日期"));
    table.column(in("id", "编号"));
    for (const bursar::Decision& each : project.decisions) {
      table.row({iso(each.decided_on), words(each.kind), each.doc_no, unit(each.payer_org_id),
                 words(each.source), money(each.principal), money(each.interest),
                 money(each.used_recovered), money(each.asset_proceeds), iso(each.pay_by),
                 status_of(each), iso(each.status_on), each.decision_id});
    }
    section("decisions", "处理决定", table);
  }

  /// A unit, or a person.
  [[nodiscard]] std::string addressee(const bursar::Notice& notice) const {
    if (parties.person(notice.addressee) != nullptr) {
      return person(bursar::PersonId(notice.addressee));
    }
    return unit_text(parties, bursar::OrgId(notice.addressee));
  }

  void print_notices() const {
    Table table;
    table.column(in("issued", "发出日"));
    table.column(in("kind", "种类"));
    table.column(in("document", "文号"));
    table.column(in("to", "受送达人"));
    table.column(in("service", "送达方式"));
    table.column(in("served", "送达日"));
    table.column(in("reply by", "答复期限"));
    table.column(in("response", "回应"));
    table.column(in("on", "回应日"));
    table.column(in("decision", "处理决定"));
    table.column(in("id", "编号"));
    for (const bursar::Notice& each : project.notices) {
      table.row(
          {iso(each.issued_on), words(each.kind), each.doc_no, addressee(each), words(each.service),
           each.served_on ? iso(each.served_on) : std::string(in("none on record", "无送达记录")),
           iso(each.reply_by), words(each.response), iso(each.response_on), each.decision_id,
           each.notice_id});
    }
    section("notices", "文书与送达", table);
  }

  /// The claims as they stand on record, and what is due beyond them.
  [[nodiscard]] bursar::Result<bursar::ProjectRecovery> recovery(bursar::Date on) const {
    BURSAR_TRY(const bursar::RuleBook rules, bursar::rule_book_of(parties));
    BURSAR_TRY(const auto calendar, bursar::calendar_of(parties.book()));
    const auto parts = bursar::settled_parts(project, bursar::settle_project(project, rules));
    return bursar::recover_project(project, parts, {rules, calendar ? &*calendar : nullptr, on});
  }

  void print_claims() const {
    const bursar::Date on = as_of_.value_or(today(parties.book().utc_offset_minutes));
    const auto made = recovery(on);
    if (made.has_error()) return line("claims", "应退款项", made.error().text(settings.language));
    Table table;
    table.column(in("raised", "登记日"));
    table.column(in("id", "编号"));
    table.column(in("payer", "缴款单位"));
    table.column(in("source", "来源"));
    table.column(in("due back", "应退"), Align::right);
    table.column(in("repaid", "已退"), Align::right);
    table.column(in("written off", "核销"), Align::right);
    table.column(in("outstanding", "未退"), Align::right);
    table.column(in("credit", "多缴"), Align::right);
    table.column(in("late charge", "滞纳金"), Align::right);
    table.column(in("charge paid", "已缴滞纳金"), Align::right);
    table.column(in("charge open", "未缴滞纳金"), Align::right);
    table.column(in("due day", "缴款期限"));
    table.column(in("days late", "逾期天数"), Align::right);
    table.column(in("step", "步骤"));
    table.column(in("next", "下一步"));
    for (const bursar::ClaimPosition& each : made->claims) {
      const bool raised = !each.claim_id.empty();
      const bursar::LateCharge charge = each.late_charge.value_or(bursar::LateCharge());
      table.row(
          {iso(each.raised_on), raised ? each.claim_id : std::string(in("not raised", "未登记")),
           unit(each.payer_org_id), words(each.source), money(each.principal), money(each.repaid),
           some(each.written_off), money(each.outstanding), some(each.credit), some(charge.accrued),
           some(charge.paid), some(charge.open()), iso(each.due.day),
           each.days_overdue > 0 ? std::to_string(each.days_overdue) : std::string(),
           words(each.step),
           bursar::next_step_text(each.next, on, settings.language) +
               std::string(bursar::assumed_day_note(each, settings.language)) +
               bursar::open_charge_note(each, settings.language)});
    }
    section("claims", "应退款项", table);
    if (!table.empty() && !as_of_) {
      line("  days and steps as of", "  期限与步骤计至", iso(on));
    }
  }

  void print_repayments() const {
    Table table;
    table.column(in("day", "日期"));
    table.column(in("amount", "金额"), Align::right);
    table.column(in("part", "款项性质"));
    table.column(in("means", "缴款方式"));
    table.column(in("payer", "缴款单位"));
    table.column(in("source", "来源"));
    table.column(in("receipt", "缴款凭证号"));
    table.column(in("receipt filed", "凭证报送日"));
    table.column(in("decision", "处理决定"));
    table.column(in("reverses", "冲回"));
    table.column(in("id", "编号"));
    bursar::MoneySum sum;
    for (const bursar::Repayment& each : project.repayments) {
      sum.add(each.amount);
      table.row({iso(each.on), money(each.amount), words(each.part), words(each.means),
                 unit(each.payer_org_id), words(each.source), each.receipt_no,
                 iso(each.proof_filed_on), each.decision_id, each.reverses, each.repayment_id});
    }
    section("repayments", "缴款", table);
    if (!table.empty()) line("  in all", "  合计", total(sum.total()));
  }

  void print_irregular() const {
    if (!project.irregular.empty()) fmt::print("\n");
    for (const bursar::Irregular& each : project.irregular) {
      line("irregular", "不合规记录",
           fmt::format("{} #{}: {}", bursar::kind_wording(each.kind).in(settings.language),
                       each.trace.position,
                       bursar::reason_wording(each.reason).in(settings.language)));
    }
  }

  const std::optional<bursar::Date>& as_of_;
};

}  // namespace

std::vector<bursar::Subject> parties_of(const Project& project) {
  std::set<std::string> units{project.registered.org_id.text()};
  std::set<std::string> persons{project.registered.leader_id.text()};
  const auto add = [&](const auto& records, auto id) {
    for (const auto& each : records) units.insert((each.*id).text());
  };
  add(project.partners, &bursar::Partner::org_id);
  add(project.budget, &bursar::BudgetLine::org_id);
  add(project.adjustments, &bursar::Adjustment::org_id);
  add(project.payments, &bursar::Payment::org_id);
  add(project.transfers, &bursar::Transfer::from_org_id);
  add(project.transfers, &bursar::Transfer::to_org_id);
  add(project.final_accounts, &bursar::FinalAccount::org_id);
  add(project.disposals, &bursar::Disposal::org_id);
  add(project.opinions, &bursar::Opinion::org_id);
  add(project.decisions, &bursar::Decision::payer_org_id);
  add(project.claims, &bursar::Claim::payer_org_id);
  add(project.repayments, &bursar::Repayment::payer_org_id);
  for (const bursar::OrgId& each : project.expense_orgs) units.insert(each.text());
  for (const bursar::Change& each : project.changes) persons.insert(each.new_leader_id.text());
  for (const bursar::Notice& each : project.notices) {
    units.insert(each.addressee);
    persons.insert(each.addressee);
  }
  std::vector<bursar::Subject> subjects;
  for (const std::string& id : units) {
    if (!id.empty()) subjects.push_back({bursar::SubjectKind::organisation, id});
  }
  for (const std::string& id : persons) {
    if (!id.empty()) subjects.push_back({bursar::SubjectKind::person, id});
  }
  return subjects;
}

void print_project(const Settings& settings, const bursar::Portfolio& parties,
                   const Project& project, const std::optional<bursar::Date>& as_of) {
  ProjectText({settings, parties, project}, as_of).print();
}

}  // namespace tool
