// What officers do in a book, numbered: the same number is the same deed whenever it is asked for.
#pragma once

#include <bursar/exchange/import.hpp>
#include <bursar/office/office.hpp>

#include "small_book.hpp"

#include <array>
#include <string>
#include <vector>

namespace bursar_test {

inline constexpr int deed_projects = 4;

inline std::string deed_key(int number) { return "deed " + std::to_string(number); }
inline std::string deed_project(int number) {
  return "P-" + std::to_string(number % deed_projects);
}

/// Opens the book "book-1" and starts its projects.
inline void open_deed_book(bursar::Journal& journal) {
  bursar::Office office(journal, small_host());
  open_small_book(office, "book-1");
  for (int i = 0; i < deed_projects; ++i) start_small_project(office, deed_project(i));
}

/// Award, disburse, spend and import, in turn.
class Deeds {
 public:
  enum class Kind { award, disburse, spend, import };
  static Kind kind_of(int number) { return static_cast<Kind>(number % 4); }
  /// How many entries a deed makes.
  static int entries_of(int number) {
    return kind_of(number) == Kind::import ? 1 + deed_projects : 1;
  }
  /// How many payments.
  static int payments_of(int number) {
    return kind_of(number) == Kind::import     ? deed_projects
           : kind_of(number) == Kind::disburse ? 1
                                               : 0;
  }

  explicit Deeds(bursar::Journal& journal) : journal_(journal), office_(journal, small_host()) {
    (void)accepted(office_.rules_on(small_book_today));
  }

  /// `changed`: the same key with another payload.
  bursar::Result<bursar::Receipt> carry_out(int number, bool changed = false) {
    return carry_out(deed_key(number), number, changed);
  }
  bursar::Result<bursar::Receipt> carry_out(const std::string& key, int number, bool changed) {
    using namespace bursar;
    const Request request{key, "officer", day_of(2020, 6, 1)};
    switch (kind_of(number)) {
      case Kind::award:
        return office_.record(request, {SubjectKind::project, "P-new-" + std::to_string(number)},
                              small_project(changed ? "Another project" : "Project"));
      case Kind::disburse: {
        PaymentMade payment;
        payment.payment_id = key;
        payment.amount = Minor(changed ? 2 : 1);
        return office_.record(request, {SubjectKind::project, deed_project(number / 4)}, payment);
      }
      case Kind::spend:
        return spend(request, number, changed);
      default:
        return import(request, number, changed);
    }
  }

 private:
  bursar::Result<bursar::Receipt> spend(const bursar::Request& request, int number, bool changed) {
    std::array<bursar::ExpenseLine, 3> lines;
    std::array<std::string, 3> ids;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      ids[i] = request.key + " line " + std::to_string(i);
      lines[i].expense_id = ids[i];
      lines[i].day = bursar::day_number(request.on);
      lines[i].amount = bursar::Minor(changed ? 200 : 100);
      lines[i].memo = "a memo";
    }
    return office_.book_expenses(request, bursar::ProjectId(deed_project(number / 4)), lines);
  }

  bursar::Result<bursar::Receipt> import(const bursar::Request& request, int number, bool changed) {
    using namespace bursar;
    std::string rows = "payment_id,project_id,on,amount,stage\n";
    for (int i = 0; i < deed_projects; ++i) {
      rows += request.key + " row " + std::to_string(i) + "," + deed_project(i) +
              (changed ? ",2020-05-01,0.02,from file " : ",2020-05-01,0.01,from file ") +
              std::to_string(number) + "\n";
    }
    const ImportFile files[] = {{"payments", "payments.csv", rows}};
    ImportOptions options{};
    options.today = small_book_today;
    options.actor = request.actor;
    options.key = request.key;
    BURSAR_TRY(const ImportOutcome outcome, import_into(journal_, files, options));
    if (!outcome.appended) throw std::logic_error("an import was not stored");
    return Receipt{outcome.appended->first_position, outcome.appended->last_position,
                   outcome.appended->recorded_at_us, outcome.appended->already_recorded};
  }

  bursar::Journal& journal_;
  bursar::Office office_;
};

}  // namespace bursar_test
