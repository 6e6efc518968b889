#include "clawback/figures.hpp"
#include "money/refused_amount.hpp"
#include "policy/weaker.hpp"

#include <bursar/grant/labels.hpp>

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace bursar::clawback {
namespace {

/// The letters of docs/settlement.md.
struct Letters {
  // NOLINTNEXTLINE(readability-identifier-naming): as the formulas write them
  Int128 R = 0, E = 0, O = 0, D = 0, A = 0, P = 0, C = 0, N = 0, S = 0, V = 0, I = 0, X = 0, U = 0;
};

constexpr Int128 positive(Int128 value) { return value > 0 ? value : 0; }

/// Where the whole grant of a revoked project returns, it does not matter what was spent of it.
bool needs_spending(const Terms& terms) {
  if (terms.conclusion.outcome != outcome_revoked) return true;
  return terms.row != nullptr && terms.row->whole_grant.value == Disposition::keep;
}

/// What the records alone can refuse.
Result<Letters> letters_of_records(const Part& part, const Terms& terms) {
  if (part.org.empty()) return lead_missing();
  if (!part.spending_known() && needs_spending(terms)) return Code::spending_unknown;
  if (part.opinion_refusal) return *part.opinion_refusal;
  const auto refuse = [&](Code code, std::initializer_list<RefusedAmount> amounts) {
    return with_amounts(Refusal(code), terms.project.currency, amounts);
  };
  Letters it;
  it.R = part.received();
  if (it.R < 0) return refuse(Code::received_negative, {{"received", it.R}});
  if (!terms.project.registered.start_on) return Code::start_unknown;
  if (!part.reference_on) return Code::reference_unknown;
  it.E = part.in_period;
  it.O = part.outside;
  if (it.E < 0 || it.O < 0 || part.clearing < 0) {
    const Int128 outside = it.O < 0 ? it.O : it.O + part.clearing;
    return refuse(Code::spending_negative, {{"in_period", it.E}, {"outside", outside}});
  }
  it.X = part.proceeds;
  if (it.X < 0) return refuse(Code::proceeds_negative, {{"asset_proceeds", it.X}});
  if (part.opinion != nullptr) {
    it.I = part.opinion->interest->value();
    // A revocation needs no spending; nothing can then be disallowed of it.
    it.D = part.spending_known() ? part.opinion->disallowed->value() : 0;
  }
  if (it.D > it.E) {
    return refuse(Code::disallowed_exceeds_spending, {{"disallowed", it.D}, {"in_period", it.E}});
  }
  return it;
}

/// P and what follows from it.
Result<void> add_payables(Letters& it, const Part& part, const Terms& terms) {
  const std::int64_t stated = part.opinion != nullptr ? part.opinion->payables->value() : 0;
  if (stated != 0) {
    const Cell<bool>& counts = terms.regime->payables_count;
    if (!counts.value) {
      return with_amounts(Refusal(Code::parameter_unconfirmed)
                              .with("parameter", terms.regime->id + ".payables_count"),
                          terms.project.currency, {{"amount", stated}});
    }
    if (*counts.value) it.P = stated;
  }
  it.C = std::min(part.clearing, it.P);
  it.O += part.clearing - it.C;
  it.A = it.E - it.D;
  it.N = positive(it.R - it.E - it.O - it.P);
  it.S = positive(it.R - it.A - it.P);
  it.V = positive(it.A + it.P - it.R);
  return {};
}

/// How sure it is whether payables that the opinion accepts count.
CellStatus status_of_payables(const Part& part, const Terms& terms) {
  const bool stated = part.opinion != nullptr && part.opinion->payables->value() != 0;
  return stated ? terms.regime->payables_count.status : CellStatus::seen;
}

/// Asks the cells of a row, and remembers the first that is needed and not confirmed.
class Row {
 public:
  explicit Row(const Terms& terms) : terms_(terms), row_(*terms.row), status_(terms.choice) {}

  /// Whether an amount goes back by a cell.
  bool returns(const Cell<Disposition>& cell, std::string_view name, Int128 amount) {
    if (amount == 0) return false;
    ask(cell, name, amount);
    return cell.value == Disposition::give_back;
  }
  bool allows(const Cell<bool>& cell, std::string_view name, Int128 amount) {
    if (amount == 0) return false;
    ask(cell, name, amount);
    return cell.value == true;
  }
  [[nodiscard]] const OutcomeRow& cells() const { return row_; }
  [[nodiscard]] const std::optional<Refusal>& refusal() const { return refusal_; }
  /// How sure the least sure of the cells that were asked is, and of the choice of the regime.
  [[nodiscard]] CellStatus status() const { return status_; }

 private:
  template <class T>
  void ask(const Cell<T>& cell, std::string_view name, Int128 amount) {
    status_ = policy::weaker(status_, cell.status);
    if (!cell.value) need(name, amount);
  }
  void need(std::string_view name, Int128 amount) {
    if (refusal_) return;
    refusal_ = with_amounts(
        Refusal(Code::parameter_unconfirmed)
            .with("parameter", terms_.regime->id + "." + row_.outcome + "." + std::string(name)),
        terms_.project.currency, {{"amount", amount}});
  }

  const Terms& terms_;
  const OutcomeRow& row_;
  std::optional<Refusal> refusal_;
  CellStatus status_;
};

/// Copies wide numbers into a statement; tells when one does not fit.
class Narrow {
 public:
  Minor operator()(Int128 value) {
    if (fits_64(value)) return Minor(static_cast<std::int64_t>(value));
    fits_ = false;
    return Minor(0);
  }
  [[nodiscard]] bool fits() const { return fits_; }

 private:
  bool fits_ = true;
};

/// What each cell does with its amount.
struct Shares {
  Int128 whole = 0, unspent = 0, not_recognised = 0, interest = 0, proceeds = 0, used = 0;
  Int128 kept = 0, left = 0;
  [[nodiscard]] Int128 due() const {
    return whole + unspent + not_recognised + interest + proceeds + used;
  }
};

Shares share(const Letters& it, Int128 used_by_decision, Row& row) {
  const OutcomeRow& cells = row.cells();
  Shares shares;
  const bool whole = row.returns(cells.whole_grant, "whole_grant", it.R);
  const bool whole_known = it.R == 0 || cells.whole_grant.value.has_value();
  if (whole) {
    shares.whole = it.R;
  } else if (whole_known) {
    const auto give = [&](const Cell<Disposition>& cell, std::string_view name, Int128 amount,
                          Int128& share) {
      (row.returns(cell, name, amount) ? share : shares.kept) += amount;
    };
    give(cells.unspent, "unspent", it.N, shares.unspent);
    give(cells.not_recognised, "not_recognised", it.S - it.N, shares.not_recognised);
  }
  (row.returns(cells.interest, "interest", it.I) ? shares.interest : shares.kept) += it.I;
  (row.returns(cells.asset_proceeds, "asset_proceeds", it.X) ? shares.proceeds : shares.kept) +=
      it.X;
  if (!whole) {
    const Int128 used = std::clamp<Int128>(used_by_decision, 0, it.R - it.S);
    if (row.allows(cells.used_money_by_decision, "used_money", used)) shares.used = used;
    shares.left = it.R - it.S - shares.used;
  }
  return shares;
}

void set_letters(SettlementStatement& statement, const Letters& it, Narrow& narrow) {
  statement.received = narrow(it.R);
  statement.in_period = narrow(it.E);
  statement.outside = narrow(it.O);
  statement.disallowed = narrow(it.D);
  statement.recognised = narrow(it.A);
  statement.payables = narrow(it.P);
  statement.payables_cleared = narrow(it.C);
  statement.unspent = narrow(it.N);
  statement.surplus = narrow(it.S);
  statement.overspent = narrow(it.V);
  statement.interest = narrow(it.I);
  statement.asset_proceeds = narrow(it.X);
}

void set_shares(SettlementStatement& statement, const Shares& shares, Narrow& narrow) {
  statement.returned_whole_grant = narrow(shares.whole);
  statement.returned_unspent = narrow(shares.unspent);
  statement.returned_not_recognised = narrow(shares.not_recognised);
  statement.returned_interest = narrow(shares.interest);
  statement.returned_proceeds = narrow(shares.proceeds);
  statement.used_recovered = narrow(shares.used);
  statement.kept = narrow(shares.kept);
  statement.left = narrow(shares.left);
  statement.due_back = narrow(shares.due());
}

/// The last day of some years after a day; nothing where no calendar goes as far.
std::optional<Date> years_after(Date day, std::int64_t years) {
  const int months = 12 * static_cast<int>(std::clamp<std::int64_t>(years, 0, 10'000));
  const Result<Date> last = add_months(day, months, MonthEnd::clamp);
  return last.has_value() ? std::optional<Date>(*last) : std::nullopt;
}

/// The floor: its cell is asked last, and the deposit has to be known where the floor applies.
void ask_floor(const Terms& terms, Row& row) {
  const std::optional<Minor>& deposit = terms.project.registered.contract_deposit;
  (void)row.allows(terms.row->floor_is_contract_deposit, "floor",
                   deposit ? Int128(deposit->value()) : 1);
}

}  // namespace

Terms terms_of(const Project& project, const RuleBook& rules, const Conclusion& conclusion) {
  Terms terms{project, conclusion, nullptr, nullptr, CellStatus::seen, std::nullopt};
  const Result<const Regime*> regime = governing_regime(project, rules);
  if (regime.has_error()) {
    terms.refusal = regime.error();
    return terms;
  }
  terms.regime = *regime;
  terms.choice = status_of_choice(project, rules, **regime);
  terms.row = terms.regime->outcome(conclusion.outcome);
  if (terms.row == nullptr) {
    terms.refusal = Refusal(Code::outcome_not_in_regime)
                        .with("regime", terms.regime->id)
                        .with("outcome", outcome_wording(conclusion.outcome));
  }
  return terms;
}

bool floor_applies(const Terms& terms) {
  return terms.row != nullptr && terms.row->floor_is_contract_deposit.value == true;
}

Result<SettlementStatement> figures_of(const Part& part, const Terms& terms) {
  BURSAR_TRY(Letters it, letters_of_records(part, terms));
  if (terms.refusal) return *terms.refusal;
  if (floor_applies(terms) && !terms.project.registered.contract_deposit) {
    return Code::deposit_unknown;
  }
  BURSAR_TRY_VOID(add_payables(it, part, terms));
  BURSAR_TRY(const std::optional<DecidedSum> decided,
             decided_sum(terms.project, part.org, part.source));
  const Minor used = decided ? decided->used_recovered.value_or(Minor(0)) : Minor(0);
  Row row(terms);
  const Shares shares = share(it, used.value(), row);
  ask_floor(terms, row);
  if (row.refusal()) return *row.refusal();

  SettlementStatement statement;
  statement.project_id = terms.project.id;
  statement.org_id = part.org;
  statement.source = part.source;
  statement.regime = terms.regime->id;
  statement.outcome = terms.conclusion.outcome;
  statement.cut_off = terms.conclusion.cut_off;
  statement.reference_on = *part.reference_on;
  statement.audited = part.opinion != nullptr;
  if (part.opinion != nullptr) statement.opinion_id = part.opinion->opinion_id;
  statement.currency = terms.project.currency;
  statement.status = policy::weaker(row.status(), status_of_payables(part, terms));
  Narrow narrow;
  set_letters(statement, it, narrow);
  set_shares(statement, shares, narrow);
  statement.accounts_left_out = narrow(part.accounts_left_out);
  if (terms.row->keep_years.value && terms.row->unspent.value == Disposition::keep && it.N > 0) {
    statement.keep_until = years_after(terms.conclusion.cut_off, *terms.row->keep_years.value);
  }
  // R + I + X together must fit too: it is what is kept, left and due.
  (void)narrow(it.R + it.I + it.X);
  (void)narrow(it.E + it.O + it.P);
  if (floor_applies(terms)) statement.floor = *terms.project.registered.contract_deposit;
  if (decided) {
    statement.decision_id = decided->decision_id;
    statement.decided = decided->total;
  }
  if (!narrow.fits()) return Code::money_overflow;
  return statement;
}

void apply_floor(std::vector<SettlementStatement>& statements, const Terms& terms) {
  // Where the deposit is blank, every part was refused: deposit_unknown.
  if (!floor_applies(terms) || !terms.project.registered.contract_deposit) return;
  Int128 missing = terms.project.registered.contract_deposit->value();
  for (const SettlementStatement& each : statements) missing -= each.due_back.value();
  SettlementStatement* last = nullptr;
  for (SettlementStatement& each : statements) {
    if (missing <= 0) return;
    if (each.org_id != terms.project.registered.org_id) continue;
    last = &each;
    // Proceeds that go back anyway take no room: the bound is on the money of R and I.
    const Int128 going_back = Int128(each.due_back.value()) - each.returned_proceeds.value();
    const Int128 room =
        positive(Int128(each.received.value()) + each.interest.value() - going_back);
    const Int128 added = std::min(missing, room);
    const Int128 out_of_kept = std::min<Int128>(added, each.kept.value());
    missing -= added;
    const auto changed = [](Minor from, Int128 by) {
      return Minor(static_cast<std::int64_t>(from.value() + by));
    };
    each.floor_added = changed(Minor(0), added);
    each.kept = changed(each.kept, -out_of_kept);
    each.left = changed(each.left, out_of_kept - added);
    each.due_back = changed(each.due_back, added);
  }
  if (last == nullptr && !statements.empty()) last = &statements.front();
  if (last != nullptr) last->floor_missing = Minor(static_cast<std::int64_t>(positive(missing)));
}

void require_balanced(const SettlementStatement& it) {
  const auto wide = [](Minor amount) { return Int128(amount.value()); };
  const bool balanced = wide(it.received) + wide(it.interest) + wide(it.asset_proceeds) ==
                        wide(it.left) + wide(it.kept) + wide(it.due_back);
  const Int128 due = wide(it.returned_whole_grant) + wide(it.returned_unspent) +
                     wide(it.returned_not_recognised) + wide(it.returned_interest) +
                     wide(it.returned_proceeds) + wide(it.used_recovered) + wide(it.floor_added);
  const Minor none(0);
  const bool none_negative =
      std::min({it.received, it.in_period, it.outside, it.disallowed, it.recognised, it.payables,
                it.unspent, it.surplus, it.overspent, it.interest, it.asset_proceeds,
                it.used_recovered, it.kept, it.left, it.due_back, it.floor_added}) >= none;
  const bool ordered = it.unspent <= it.surplus && it.disallowed <= it.in_period;
  if (!balanced || due != wide(it.due_back) || !none_negative || !ordered) std::abort();
}

}  // namespace bursar::clawback
