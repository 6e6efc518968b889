#include "book.hpp"

#include <array>
#include <cstdio>

namespace dossier {
namespace {

std::string numbered(const char* format, std::size_t number) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

std::string optional_day(std::optional<Day> on, std::string (*form)(Day) = iso) {
  return on ? form(*on) : std::string();
}
std::string optional_yuan(std::optional<Fen> amount) { return amount ? in_yuan(*amount) : ""; }

std::string document(std::string_view series, Day on, std::size_t number) {
  return "示深科" + std::string(series) + "〔" + std::to_string(year_of(on)) + "〕" +
         std::to_string(number) + "号";
}

std::string_view programme_name(std::string_view code) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> names{
      {{"JSGG", "技术攻关"},
       {"JCYJ", "基础研究（自由探索）"},
       {"XKBJ", "基础研究（学科布局）"},
       {"GJHZ", "国际科技合作"},
       {"CYZZ", "创业资助"},
       {"GGPT", "公共技术服务平台"},
       {"YFSF", "应用示范"}}};
  for (const auto& [each, name] : names) {
    if (each == code) return name;
  }
  return "其他";
}

}  // namespace

std::string Book::next_number(const char* format, Counter counter) {
  return numbered(format, ++counters_[counter]);
}

Case Book::open(const CaseSpec& spec) {
  const std::size_t serial = ++cases_;
  const std::string id = std::string(spec.programme) + std::to_string(year_of(spec.start)) +
                         numbered("%05zu", 10000 + serial * 7);
  Case project{id, serial, 0, spec.award, spec.start, spec.end, spec.start, {}, Dice(id)};
  project.parts.push_back(Part{spec.unit});
  people.unit(spec.unit).takes_part = true;
  project.leader = people.draw_person(spec.unit, project.dice);
  const Day approved = workday(plus(spec.start, -project.dice.between(35, 80)));
  project.contract_on = workday(plus(approved, project.dice.between(10, 28)));
  const bool stable = people.unit(spec.unit).kind != UnitKind::enterprise && serial % 11 == 3;
  tables.projects.add(
      {id, project_title(serial), std::string(programme_name(spec.programme)),
       said("funding_mode", stable ? "stable_support" : "competitive"), people.unit(spec.unit).name,
       people.person(project.leader).name, in_ten_thousand(spec.award),
       spec.deposit ? in_ten_thousand(*spec.deposit) : "",
       spec.liability.empty() ? "" : said("liability", spec.liability), slashed(approved),
       slashed(project.contract_on), months(spec.start, spec.end), std::string(spec.regime),
       std::string(handler(serial))});
  return project;
}

std::size_t Book::join(Case& project, std::size_t unit, Fen approved) {
  project.parts.push_back(Part{unit});
  people.unit(unit).takes_part = true;
  tables.partners.add(
      {project.id, people.unit(unit).name, said("role", "partner"), in_ten_thousand(approved)});
  return project.parts.size() - 1;
}

void Book::pay(Case& project, Day on, Fen amount, std::string_view stage, bool bounced) {
  tables.payments.add({next_number("BK%05zu", payments), project.id, slashed(on),
                       in_ten_thousand(amount), std::string(stage),
                       said("direction", bounced ? "bounced" : "to_grantee")});
  project.parts[0].received += bounced ? -amount : amount;
}

void Book::pay_in_stages(Case& project, int percent, bool bounces) {
  const Fen total = project.award / 100 * percent;
  const Fen first = total / 100'000 * 6 / 10 * 100'000;
  const Day begun = workday(plus(project.contract_on, project.dice.between(18, 40)));
  pay(project, begun, first, "首期");
  if (bounces) {
    const Day back = workday(plus(begun, 4));
    pay(project, back, first, "首期", true);
    pay(project, workday(plus(back, 12)), first, "首期");
  }
  const std::int64_t days = days_between(project.start, project.end);
  const bool three = project.award >= ten_thousand(200);
  const Fen second = three ? (total - first) / 200'000 * 100'000 : total - first;
  pay(project, workday(plus(project.start, days * 5 / 10)), second, "中期");
  if (three)
    pay(project, workday(plus(project.start, days * 8 / 10)), total - first - second, "末期");
}

void Book::pass_on(Case& project, std::size_t to_part, Day on, Fen amount) {
  tables.transfers.add({next_number("ZB%04zu", transfers), project.id, iso(on),
                        unit_name(project, 0), unit_name(project, to_part), in_yuan(amount)});
  project.parts[0].received -= amount;
  project.parts[to_part].received += amount;
}

void Book::payable(Case& project, std::size_t part, Day on, Fen amount,
                   std::optional<Day> cleared_on) {
  const std::string id = next_number("KX%03zu", accruals);
  tables.accruals.add({id, project.id, unit_name(project, part), said("accrual", "payable"),
                       numbered("HT-%05zu", project.serial * 13), iso(on), in_yuan(amount),
                       optional_day(cleared_on)});
}

void Book::change(Case& project, std::string_view kind, std::optional<Day> requested_on,
                  std::optional<Day> approved_on, std::optional<Day> new_end,
                  std::string_view reason, std::optional<std::size_t> new_leader) {
  tables.changes.add({next_number("BG%03zu", changes), project.id, said("change", kind),
                      optional_day(requested_on, chinese), optional_day(approved_on, chinese),
                      optional_day(new_end, chinese),
                      new_leader ? people.person(*new_leader).name : "", std::string(reason)});
  if (kind == "extension" && approved_on) project.end = new_end.value_or(project.end);
}

void Book::attempt(const Case& project, int number, Day requested_on, const Batch* batch,
                   std::string_view outcome) {
  tables.acceptance.add({project.id, std::to_string(number), slashed(requested_on),
                         batch != nullptr ? std::string(batch->name) : "",
                         batch != nullptr ? slashed(batch->concluded_on) : "",
                         batch != nullptr ? slashed(batch->notified_on) : "",
                         batch != nullptr ? std::string(batch->notice_no) : "",
                         outcome.empty() ? "" : said("outcome", outcome)});
}

std::string Book::opinion(Case& project, std::size_t part, const OpinionSpec& spec) {
  std::string id = next_number("SJ%03zu", opinions);
  tables.opinions.add({id, project.id, unit_name(project, part), said("opinion", spec.kind),
                       document("审", spec.issued_on, counters_[opinions]), iso(spec.issued_on),
                       iso(spec.reference_on), optional_yuan(spec.disallowed),
                       optional_yuan(spec.payables), optional_yuan(spec.interest), spec.replaces,
                       said("yes", spec.adopted ? "true" : "false")});
  if (spec.adopted) {
    project.parts[part].disallowed = spec.disallowed.value_or(0);
    project.parts[part].interest = spec.interest.value_or(0);
  }
  return id;
}

void Book::disposal(Case& project, std::size_t part, Day on, Fen proceeds) {
  tables.asset_disposals.add({next_number("CZ%02zu", disposals), project.id,
                              unit_name(project, part), iso(on), in_yuan(proceeds)});
  project.parts[part].proceeds += proceeds;
}

std::string Book::decide(const Case& project, const DecisionSpec& spec) {
  std::string id = next_number("JD%03zu", decisions);
  tables.decisions.add({id, project.id, said("decision", spec.kind),
                        document("处", spec.decided_on, counters_[decisions]), iso(spec.decided_on),
                        unit_name(project, spec.part), optional_yuan(spec.principal),
                        optional_yuan(spec.interest), optional_yuan(spec.used),
                        optional_yuan(spec.proceeds), optional_day(spec.pay_by), spec.replaces,
                        spec.status.empty() ? "" : said("status", spec.status),
                        optional_day(spec.status_on)});
  return id;
}

void Book::notify(const Case& project, const NoticeSpec& spec) {
  const std::string id = next_number("WS%04zu", notices);
  tables.notices.add(
      {id, project.id, spec.decision_id, spec.addressee, said("notice", spec.kind),
       document("函", spec.issued_on, counters_[notices]), iso(spec.issued_on),
       optional_day(spec.reply_by), spec.service.empty() ? "" : said("service", spec.service),
       optional_day(spec.served_on), spec.response.empty() ? "" : said("response", spec.response),
       optional_day(spec.response_on)});
}

void Book::repay(const Case& project, const RepaymentSpec& spec) {
  const std::string id = next_number("TK%04zu", repayments);
  const std::string receipt = numbered("JK%08zu", 40'310'000 + counters_[repayments] * 17);
  tables.repayments.add({id, project.id, unit_name(project, spec.part), slashed(spec.on),
                         in_yuan(spec.amount), said("money", spec.money), said("means", spec.means),
                         receipt, spec.proof_filed ? slashed(workday(plus(spec.on, 6))) : "",
                         spec.decision_id});
}

void Book::close() {
  for (const Unit& unit : people.units()) {
    if (!unit.takes_part) continue;
    constexpr std::array<std::string_view, 4> kinds{
        {"enterprise", "university", "institute", "hospital"}};
    tables.organisations.add({unit.id, unit.name, unit.credit_code,
                              said("unit", kinds[static_cast<std::size_t>(unit.kind)]),
                              unit.status.empty() ? "" : said("unit_status", unit.status),
                              optional_day(unit.status_on, slashed)});
  }
  for (const Person& person : people.persons()) {
    tables.persons.add(
        {person.id, person.name, people.unit(person.unit).name, said("staff", "salaried")});
  }
}

}  // namespace dossier
