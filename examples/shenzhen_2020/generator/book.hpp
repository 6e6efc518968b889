// What an agency's files say about a project, written down as it happens; sums are kept on the way,
// so that decisions and repayments can be drawn up.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "days.hpp"
#include "dice.hpp"
#include "names.hpp"
#include "tables.hpp"

namespace dossier {

/// The share of one unit in a project's public money.
struct Part {
  std::size_t unit = 0;
  Fen received = 0, in_period = 0, outside = 0, disallowed = 0, interest = 0, proceeds = 0;

  /// What is left of what came in once recognised spending is taken off.
  [[nodiscard]] Fen surplus() const {
    return std::max<Fen>(0, received - (in_period - disallowed));
  }
};

/// How a project came into being.
struct CaseSpec {
  std::string_view programme = "JSGG";
  std::size_t unit = 0;
  Fen award = 0;
  Day start, end;           ///< whole months
  std::string_view regime;  ///< empty: the file names none
  std::optional<Fen> deposit = std::nullopt;
  std::string_view liability = {};  ///< lead, each, or not stated
};

struct Case {
  std::string id;
  std::size_t serial = 0;
  std::size_t leader = 0;
  Fen award = 0;
  Day start, end, contract_on;
  std::vector<Part> parts;  ///< the lead's first
  Dice dice;
};

struct OpinionSpec {
  std::string_view kind = "special";
  Day issued_on, reference_on;
  std::optional<Fen> disallowed = 0, payables = 0, interest = 0;
  std::string replaces = {};
  bool adopted = true;
};

struct DecisionSpec {
  std::string_view kind = "recover";
  Day decided_on;
  std::size_t part = 0;  ///< whose unit pays
  std::optional<Fen> principal = std::nullopt, interest = std::nullopt, used = std::nullopt,
                     proceeds = std::nullopt;
  std::optional<Day> pay_by = std::nullopt;
  std::string replaces = {};
  std::string_view status = {};
  std::optional<Day> status_on = std::nullopt;
};

struct NoticeSpec {
  std::string decision_id = {};
  std::string addressee;
  std::string_view kind;
  Day issued_on;
  std::optional<Day> reply_by = std::nullopt;
  std::string_view service = {};
  std::optional<Day> served_on = std::nullopt;
  std::string_view response = {};
  std::optional<Day> response_on = std::nullopt;
};

struct RepaymentSpec {
  std::size_t part = 0;
  Day on;
  Fen amount = 0;
  std::string_view money = "principal";
  std::string_view means = "voluntary";
  std::string decision_id = {};
  bool proof_filed = true;
};

/// One round of acceptance, with the notice that announces its results.
struct Batch {
  std::string_view name;
  Day concluded_on, notified_on;
  std::string_view notice_no;
};

class Book {
 public:
  Tables tables;
  Register people;

  Case open(const CaseSpec& spec);
  /// A partner with a share of the award.
  std::size_t join(Case& project, std::size_t unit, Fen approved);
  /// The budget of public money by head, and money of the unit's own beside it.
  void budget(Case& project, bool self_raised);
  void shift_budget(Case& project, Day on, std::string_view from, std::string_view to, Fen amount);

  void pay(Case& project, Day on, Fen amount, std::string_view stage, bool bounced = false);
  /// Pays a share of the award in two or three stages; the first bounces and is repeated if asked.
  void pay_in_stages(Case& project, int percent, bool bounces = false);
  void pass_on(Case& project, std::size_t to_part, Day on, Fen amount);

  /// Vouchers on all heads that add up to a sum exactly, between two days.
  void spend(Case& project, std::size_t part, Fen total, Day from, Day to);
  /// One voucher; its number.
  std::string voucher(Case& project, std::size_t part, Day on, std::string_view head, Fen amount,
                      bool in_period = true);
  /// A voucher booked and taken back a month later.
  void reversed_voucher(Case& project, std::size_t part, Day on, Fen amount);
  /// The same invoice on two projects.
  void shared_invoice(Case& first, Case& second, Day on, Fen amount);
  /// Three purchases from one supplier within a month, each below 100,000 yuan.
  void split_purchase(Case& project, Day on);
  /// Vouchers paid from the unit's own money.
  void spend_own(Case& project, Fen total);
  /// Spending by head, without vouchers.
  void final_account(Case& project, std::size_t part, Fen total, const std::string& opinion_id);

  void payable(Case& project, std::size_t part, Day on, Fen amount, std::optional<Day> cleared_on);
  void change(Case& project, std::string_view kind, std::optional<Day> requested_on,
              std::optional<Day> approved_on, std::optional<Day> new_end, std::string_view reason,
              std::optional<std::size_t> new_leader = std::nullopt);
  void attempt(const Case& project, int number, Day requested_on, const Batch* batch,
               std::string_view outcome);
  std::string opinion(Case& project, std::size_t part, const OpinionSpec& spec);
  void disposal(Case& project, std::size_t part, Day on, Fen proceeds);
  std::string decide(const Case& project, const DecisionSpec& spec);
  void notify(const Case& project, const NoticeSpec& spec);
  void repay(const Case& project, const RepaymentSpec& spec);

  /// Units and people as they stand at the end.
  void close();
  [[nodiscard]] const std::string& unit_name(const Case& project, std::size_t part = 0) const {
    return people.unit(project.parts[part].unit).name;
  }

 private:
  struct Line {
    Day on;
    std::string_view head;
    Fen amount;
    std::string_view source, kind;
    std::string reverses, accrual, vendor, invoice_code, invoice_no;
    std::string_view memo;
  };
  enum Counter : std::size_t {
    payments,
    transfers,
    expenses,
    accruals,
    final_accounts,
    changes,
    opinions,
    disposals,
    decisions,
    notices,
    repayments,
    adjustments,
    last_counter
  };
  std::string add_line(Case& project, std::size_t part, const Line& line);
  std::string next_number(const char* format, Counter counter);

  std::size_t cases_ = 0;
  std::array<std::size_t, last_counter> counters_{};
};

/// The officer's word for one of the dossier's: said("outcome", "failed") is 不通过.
std::string said(std::string_view field, std::string_view word);

}  // namespace dossier
