// Budgets, vouchers and final accounts.
#include <array>
#include <cstdio>

#include "book.hpp"

namespace dossier {
namespace {

struct HeadShare {
  std::string_view head, top;
  std::int64_t weight;       ///< of 100
  std::int64_t least, most;  ///< vouchers
};
constexpr std::array<HeadShare, 11> shares{{{"equipment/purchase", "equipment", 25, 2, 3},
                                            {"equipment/trial", "equipment", 6, 1, 1},
                                            {"business/material", "business", 20, 4, 6},
                                            {"business/testing", "business", 10, 2, 3},
                                            {"business/fuel", "business", 2, 1, 1},
                                            {"business/travel", "business", 5, 2, 3},
                                            {"business/publication", "business", 4, 1, 2},
                                            {"labour/wages", "labour", 17, 3, 4},
                                            {"labour/expert_fee", "labour", 2, 1, 1},
                                            {"indirect/management", "indirect", 4, 1, 1},
                                            {"indirect/performance", "indirect", 5, 1, 1}}};
constexpr std::array<std::string_view, 4> tops{{"equipment", "labour", "indirect", "business"}};

std::int64_t weight_of(std::string_view top) {
  std::int64_t weight = 0;
  for (const HeadShare& share : shares) weight += share.top == top ? share.weight : 0;
  return weight;
}

std::string formatted(const char* format, unsigned long long first, unsigned long long second = 0) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, first, second);
  return text.data();
}

bool is_purchase(std::string_view head) {
  return head.starts_with("equipment") ||
         (head.starts_with("business") && head != "business/travel");
}

}  // namespace

void Book::budget(Case& project, bool self_raised) {
  Fen left = project.award;
  for (std::size_t i = 0; i < tops.size(); ++i) {
    const bool last = i + 1 == tops.size();
    // Whole thousands, and what that leaves over goes to the last head.
    const Fen amount = last ? left : project.award / 100 * weight_of(tops[i]) / 100'000 * 100'000;
    left -= amount;
    tables.budget.add(
        {project.id, said("head", tops[i]), said("source", "grant"), in_ten_thousand(amount)});
  }
  if (!self_raised) return;
  tables.budget.add({project.id, said("head", "equipment"), said("source", "self_raised"),
                     in_ten_thousand(project.award / 2)});
  tables.budget.add({project.id, said("head", "labour"), said("source", "self_raised"),
                     in_ten_thousand(project.award / 2)});
}

void Book::shift_budget(Case& project, Day on, std::string_view from, std::string_view to,
                        Fen amount) {
  const std::string approval = formatted("TZ-P%03llu", counters_[adjustments] / 2 + 1);
  for (const bool out : {true, false}) {
    tables.adjustments.add({formatted("TZ%04llu", ++counters_[adjustments]), approval, project.id,
                            iso(on), said("head", out ? from : to), in_yuan(out ? -amount : amount),
                            people.person(project.leader).name});
  }
}

std::string Book::add_line(Case& project, std::size_t part, const Line& line) {
  const std::size_t serial = ++counters_[expenses];
  std::string id = formatted("ZC%06llu", serial);
  const std::chrono::year_month_day on{line.on};
  const std::string voucher =
      formatted("%04llu%02llu", static_cast<unsigned long long>(int{on.year()}),
                unsigned{on.month()}) +
      formatted("-%04llu", serial * 31 % 9973);
  tables.expenses.add({id, project.id, unit_name(project, part), iso(line.on),
                       said("head", line.head), in_yuan(line.amount), said("source", line.source),
                       said("expense", line.kind), line.reverses, line.accrual, voucher,
                       line.vendor, line.invoice_code, line.invoice_no, std::string(line.memo)});
  return id;
}

std::string Book::voucher(Case& project, std::size_t part, Day on, std::string_view head,
                          Fen amount, bool in_period) {
  Line line{
      on, head, amount, "grant", "expense", {}, {}, {}, {}, {}, purchase_memo(head, project.dice)};
  if (is_purchase(head)) {
    line.vendor = vendor(project.dice);
    line.invoice_code =
        formatted("04403%02llu00111", static_cast<unsigned long long>(year_of(on) % 100));
    line.invoice_no =
        formatted("%08llu", 10'000'000 + (counters_[expenses] + 1) * 7919 % 89'999'999);
  }
  Part& share = project.parts[part];
  (in_period ? share.in_period : share.outside) += amount;
  return add_line(project, part, line);
}

void Book::spend(Case& project, std::size_t part, Fen total, Day from, Day to) {
  std::array<Fen, shares.size()> amounts{};
  Fen left = total;
  std::int64_t weights = 0;
  std::array<std::int64_t, shares.size()> weight{};
  for (std::size_t i = 0; i < shares.size(); ++i) {
    weight[i] = shares[i].weight * project.dice.between(95, 105);
    weights += weight[i];
  }
  for (std::size_t i = 1; i < shares.size(); ++i) {
    amounts[i] = total / weights * weight[i];
    left -= amounts[i];
  }
  amounts[0] = left;
  const std::int64_t days = days_between(from, to);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const bool small = total < ten_thousand(20);
    const std::int64_t count =
        small ? shares[i].least : project.dice.between(shares[i].least, shares[i].most);
    Fen rest = amounts[i];
    for (std::int64_t n = 0; n < count; ++n) {
      const Fen even = amounts[i] / count;
      const Fen amount = n + 1 == count ? rest : even * project.dice.between(60, 120) / 100;
      rest -= amount;
      const Day on = plus(from, days * (2 * n + 1) / (2 * count) + project.dice.between(-12, 12));
      const Day booked = workday(std::clamp(on, from, plus(to, -10)));
      voucher(project, part, booked, shares[i].head, amount);
    }
  }
}

void Book::reversed_voucher(Case& project, std::size_t part, Day on, Fen amount) {
  const std::string id = voucher(project, part, on, "business/material", amount);
  project.parts[part].in_period -= amount;
  add_line(project, part,
           {workday(plus(on, 31)),
            "business/material",
            -amount,
            "grant",
            "reversal",
            id,
            {},
            {},
            {},
            {},
            "退货红冲"});
}

void Book::shared_invoice(Case& first, Case& second, Day on, Fen amount) {
  const std::string number = formatted("%08llu", 60'000'000 + (counters_[expenses] + 1) * 101);
  for (Case* project : {&first, &second}) {
    project->parts[0].in_period += amount;
    add_line(*project, 0,
             {on,
              "business/testing",
              amount,
              "grant",
              "expense",
              {},
              {},
              "V0077",
              "044031900111",
              number,
              "第三方检测"});
  }
}

void Book::split_purchase(Case& project, Day on) {
  constexpr std::array<Fen, 3> amounts{{yuan(98'000), yuan(96'500), yuan(97'200)}};
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    project.parts[0].in_period += amounts[i];
    add_line(project, 0,
             {workday(plus(on, static_cast<std::int64_t>(i) * 8)),
              "equipment/purchase",
              amounts[i],
              "grant",
              "expense",
              {},
              {},
              "V0311",
              "044031900111",
              formatted("%08llu", 71'230'001 + i),
              "测试工装"});
  }
}

void Book::spend_own(Case& project, Fen total) {
  const std::int64_t days = days_between(project.start, project.end);
  const Fen half = total / 2;
  for (const auto& [head, amount, share] :
       {std::tuple{"equipment/purchase", half, 3}, std::tuple{"labour/wages", total - half, 6}}) {
    add_line(project, 0,
             {workday(plus(project.start, days * share / 10)),
              head,
              amount,
              "self_raised",
              "expense",
              {},
              {},
              {},
              {},
              {},
              "自筹资金支出"});
  }
}

void Book::final_account(Case& project, std::size_t part, Fen total,
                         const std::string& opinion_id) {
  Fen left = total;
  for (std::size_t i = 0; i < tops.size(); ++i) {
    const bool last = i + 1 == tops.size();
    const Fen spent =
        last ? left : total / 10'000 * weight_of(tops[i]) * project.dice.between(97, 103);
    left -= spent;
    const Fen planned = part == 0 ? project.award / 100 * weight_of(tops[i]) : 0;
    tables.final_accounts.add({formatted("JS%04llu", ++counters_[final_accounts]), project.id,
                               unit_name(project, part), opinion_id,
                               iso(workday(plus(project.end, 12))), said("head", tops[i]),
                               part == 0 ? in_yuan(planned) : "", in_yuan(spent)});
  }
  project.parts[part].in_period += total;
}

}  // namespace dossier
