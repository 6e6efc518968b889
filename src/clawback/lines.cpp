#include "clawback/lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

namespace bursar::clawback {
namespace {

/// Where a line comes from.
struct Ground {
  std::string en, zh;
  CellStatus status;
};

const Ground& records() {
  static const Ground ground{"records of the project", "项目记录", CellStatus::seen};
  return ground;
}
const Ground& definition() {
  static const Ground ground{"definition of the settlement", "经费结算定义", CellStatus::derived};
  return ground;
}
template <class T>
Ground of_cell(const Cell<T>& cell) {
  return {cell.basis, cell.basis_zh, cell.status};
}

std::string digits(Minor amount) { return fmt::format_int(amount.value()).str(); }

class LineWriter {
 public:
  LineWriter(SettlementStatement& statement, const Part& part, const Terms& terms)
      : it_(statement), part_(part), terms_(terms), row_(*terms.row) {}

  void write() {
    it_.lines.reserve(28);
    received();
    spending();
    opinion();
    differences();
    cells();
    results();
  }

 private:
  void line(std::string_view code, Minor amount, std::string formula, const Ground& ground) {
    it_.lines.push_back(SettlementLine{std::string(code), amount, std::move(formula), ground.en,
                                       ground.zh, ground.status});
  }

  void received() {
    const auto sum = [&](std::string_view code, Int128 amount) {
      // A part of R may be larger than R itself; what does not fit is in the formula of R.
      if (amount == 0 || !fits_64(amount)) return;
      line(code, Minor(static_cast<std::int64_t>(amount)), "", records());
    };
    sum("R.payments", part_.payments);
    sum("R.bounced", part_.bounced);
    sum("R.passed_in", part_.passed_in);
    sum("R.passed_on", part_.passed_on);
    line("R", it_.received,
         fmt::format(
             "R = R.payments - R.bounced + R.passed_in - R.passed_on = {} - {} + {} - {} = {}",
             int128_text(part_.payments), int128_text(part_.bounced), int128_text(part_.passed_in),
             int128_text(part_.passed_on), digits(it_.received)),
         records());
  }

  [[nodiscard]] Ground accounts_ground() const {
    if (part_.accounts_opinion.empty()) {
      return {"final accounts of the project", "项目决算", CellStatus::seen};
    }
    const std::string id(part_.accounts_opinion);
    return {"final accounts of opinion " + id, "审计意见" + id + "所附决算", CellStatus::seen};
  }
  [[nodiscard]] Ground spending_ground() const {
    if (part_.spending_known()) return records();
    return {"no spending on record: a revocation needs none", "没有支出记录，撤销项目无须支出记录",
            CellStatus::derived};
  }

  void spending() {
    const std::string start = to_iso(*terms_.project.registered.start_on);
    const std::string reference = to_iso(it_.reference_on);
    if (!part_.has_lines && part_.has_final_accounts) {
      const Ground accounts = accounts_ground();
      line("E", it_.in_period, fmt::format("E = {}", digits(it_.in_period)), accounts);
      if (part_.accounts_left_out != 0) {
        const std::string sum = int128_text(part_.accounts_left_out);
        line("E.left_out", it_.accounts_left_out, fmt::format("E.left_out = {}", sum), accounts);
      }
    } else {
      line("E", it_.in_period,
           fmt::format("T0 {} <= day <= ref {}: E = {}", start, reference, digits(it_.in_period)),
           spending_ground());
    }
    line("O", it_.outside,
         fmt::format("day < T0 {} or ref {} < day <= K {}: O = {}", start, reference,
                     to_iso(it_.cut_off), digits(it_.outside)),
         spending_ground());
    if (part_.clearing != 0) {
      const std::string cleared = int128_text(part_.clearing);
      line("C", it_.payables_cleared,
           fmt::format("C = min(C', P) = min({}, {}) = {}; O: C' - C = {}", cleared,
                       digits(it_.payables), digits(it_.payables_cleared),
                       int128_text(part_.clearing - it_.payables_cleared.value())),
           definition());
    }
  }

  [[nodiscard]] Ground opinion_ground() const {
    if (part_.opinion == nullptr) {
      return {"no adopted opinion: unaudited", "无采信的审计意见，未经审计", CellStatus::derived};
    }
    const std::string& no =
        part_.opinion->report_no.empty() ? part_.opinion->opinion_id : part_.opinion->report_no;
    return {"opinion " + no, "审计意见" + no, CellStatus::seen};
  }

  void opinion() {
    const Ground ground = opinion_ground();
    line("D", it_.disallowed, fmt::format("D = {}", digits(it_.disallowed)),
         part_.spending_known() ? ground : spending_ground());
    line("A", it_.recognised,
         fmt::format("A = E - D = {} - {} = {}", digits(it_.in_period), digits(it_.disallowed),
                     digits(it_.recognised)),
         definition());
    const bool stated = part_.opinion != nullptr && part_.opinion->payables->value() != 0;
    line("P", it_.payables, fmt::format("P = {}", digits(it_.payables)),
         stated ? of_cell(terms_.regime->payables_count) : ground);
    line("I", it_.interest, fmt::format("I = {}", digits(it_.interest)), ground);
    line("X", it_.asset_proceeds, fmt::format("X = {}", digits(it_.asset_proceeds)), records());
  }

  void differences() {
    const std::string received = digits(it_.received);
    const std::string recognised = digits(it_.recognised);
    const std::string payables = digits(it_.payables);
    line("N", it_.unspent,
         fmt::format("N = max(0, R - E - O - P) = max(0, {} - {} - {} - {}) = {}", received,
                     digits(it_.in_period), digits(it_.outside), payables, digits(it_.unspent)),
         definition());
    line("S", it_.surplus,
         fmt::format("S = max(0, R - A - P) = max(0, {} - {} - {}) = {}", received, recognised,
                     payables, digits(it_.surplus)),
         definition());
    line("V", it_.overspent,
         fmt::format("V = max(0, A + P - R) = max(0, {} + {} - {}) = {}", recognised, payables,
                     received, digits(it_.overspent)),
         definition());
  }

  /// What a cell does with its amount; nothing for an amount of zero. `sum` says how the amount is
  /// made.
  void cell(std::string_view letter, Minor amount, const Cell<Disposition>& cell,
            const std::string& sum) {
    if (amount == Minor(0) || !cell.value) return;
    const std::string code = fmt::format("{}.{}", word(*cell.value), letter);
    if (*cell.value == Disposition::keep) kept_ += amount.value();
    line(code, amount, fmt::format("{} = {} = {}", code, sum, digits(amount)), of_cell(cell));
  }

  void cells() {
    if (it_.returned_whole_grant != Minor(0)) {
      cell("R", it_.received, row_.whole_grant, "R");
    } else {
      cell("N", it_.unspent, row_.unspent, "N");
      cell("S-N", Minor(it_.surplus.value() - it_.unspent.value()), row_.not_recognised,
           fmt::format("S - N = {} - {}", digits(it_.surplus), digits(it_.unspent)));
    }
    if (it_.keep_until) {
      line("keep.until", it_.unspent,
           fmt::format("keep.until = K + P{}Y = {}", *row_.keep_years.value,
                       to_iso(*it_.keep_until)),
           of_cell(row_.keep_years));
    }
    cell("I", it_.interest, row_.interest, "I");
    cell("X", it_.asset_proceeds, row_.asset_proceeds, "X");
    if (it_.used_recovered != Minor(0)) {
      line("U", it_.used_recovered,
           fmt::format("0 <= U <= R - S = {} - {}: U = {}", digits(it_.received),
                       digits(it_.surplus), digits(it_.used_recovered)),
           of_cell(row_.used_money_by_decision));
    }
    floor();
  }

  void floor() {
    if (!floor_applies(terms_)) return;
    const Ground ground = of_cell(row_.floor_is_contract_deposit);
    line("G", it_.floor, fmt::format("G = {}", digits(it_.floor)), ground);
    if (it_.floor_missing != Minor(0)) {
      line("floor.missing", it_.floor_missing,
           fmt::format("floor.missing = {}", digits(it_.floor_missing)), ground);
    }
    if (it_.floor_added == Minor(0)) return;
    std::string names = "due_back";
    std::string numbers = int128_text(Int128(it_.due_back.value()) - it_.floor_added.value());
    if (it_.returned_proceeds != Minor(0)) {
      names += " - return.X";
      numbers += " - " + digits(it_.returned_proceeds);
    }
    line("floor", it_.floor_added,
         fmt::format("{} + floor = {} + {} <= R + I = {} + {}", names, numbers,
                     digits(it_.floor_added), digits(it_.received), digits(it_.interest)),
         ground);
  }

  void results() {
    const Ground ground{definition().en, definition().zh, it_.status};
    const Int128 from_kept = kept_ - it_.kept.value();
    line("kept", it_.kept,
         fmt::format("kept = keep - floor = {} - {} = {}", int128_text(kept_),
                     int128_text(from_kept), digits(it_.kept)),
         ground);
    if (it_.returned_whole_grant != Minor(0)) {
      line("left", it_.left, "left = R - return.R = 0", ground);
    } else {
      const Int128 used_up = Int128(it_.received.value()) - it_.surplus.value();
      line("left", it_.left,
           fmt::format("left = min(R, A + P) - U - floor = {} - {} - {} = {}", int128_text(used_up),
                       digits(it_.used_recovered), int128_text(it_.floor_added.value() - from_kept),
                       digits(it_.left)),
           ground);
    }
    due_back(ground);
    if (!it_.decided) return;
    line("decided", *it_.decided, fmt::format("decided = {}", digits(*it_.decided)),
         Ground{"decision " + *it_.decision_id, "处理决定" + *it_.decision_id, CellStatus::seen});
  }

  void due_back(const Ground& ground) {
    std::string names;
    std::string numbers;
    const auto add = [&](std::string_view name, Minor amount) {
      if (amount == Minor(0)) return;
      names += (names.empty() ? "" : " + ") + std::string(name);
      numbers += (numbers.empty() ? "" : " + ") + digits(amount);
    };
    add("return.R", it_.returned_whole_grant);
    add("return.N", it_.returned_unspent);
    add("return.S-N", it_.returned_not_recognised);
    add("return.I", it_.returned_interest);
    add("return.X", it_.returned_proceeds);
    add("U", it_.used_recovered);
    add("floor", it_.floor_added);
    line("due_back", it_.due_back,
         names.empty()
             ? "due_back = 0"
             : fmt::format("due_back = {} = {} = {}", names, numbers, digits(it_.due_back)),
         ground);
  }

  SettlementStatement& it_;
  const Part& part_;
  const Terms& terms_;
  const OutcomeRow& row_;
  Int128 kept_ = 0;  ///< by the cells, before a floor
};

}  // namespace

void add_void_lines(SettlementStatement& statement, const Project& project) {
  const Wording& why = why_void(project);
  statement.lines.push_back(
      {"due_back", Minor(0), "due_back = 0", why.en, why.zh, CellStatus::seen});
}

void add_lines(SettlementStatement& statement, const Part& part, const Terms& terms) {
  LineWriter(statement, part, terms).write();
}

}  // namespace bursar::clawback
