// One live command, beside a bare commit of SQLite in the same mode; and spending booked line by
// line.
#include <bursar/office/office.hpp>
#include <bursar/portfolio/portfolio.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <span>

#include "bench_support.hpp"

namespace bench {
namespace {

namespace fs = std::filesystem;

bursar::Office office_on(bursar::Journal& journal) {
  return bursar::Office(journal, {[] { return bursar::Date(2025, 12, 31); }, {}});
}

/// A database of its own beside the store, in the store's mode: one row, one commit.
class BareCommits {
 public:
  BareCommits(const std::string& path, const std::string& journal_mode)
      : path_(path), db_(fresh(path), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
    db_.exec("PRAGMA journal_mode=" + journal_mode);
    db_.exec("PRAGMA synchronous=FULL");
    db_.exec("CREATE TABLE row(id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT");
    insert_.emplace(db_, "INSERT INTO row(body) VALUES(?)");
  }
  void commit() {
    SQLite::Transaction transaction(db_, SQLite::TransactionBehavior::IMMEDIATE);
    insert_->bind(1, body_.data(), static_cast<int>(body_.size()));
    insert_->exec();
    insert_->reset();
    transaction.commit();
  }

 private:
  static const std::string& fresh(const std::string& path) {
    fs::remove(path);
    return path;
  }
  std::string path_;
  SQLite::Database db_;
  std::optional<SQLite::Statement> insert_;
  std::array<char, 400> body_{};
};

/// A notice, or a refund.
bursar::FactBody command_on(const bursar::Project& project, const std::string& number,
                            bool notifies) {
  if (notifies) {
    bursar::NoticeIssued notice;
    notice.notice_id = "bench-" + number;
    notice.addressee = project.registered.org_id.text();
    return notice;
  }
  bursar::RepaymentReceived refund;
  refund.repayment_id = "bench-" + number;
  refund.payer_org_id = project.registered.org_id;
  refund.amount = bursar::Minor(100);
  refund.receipt_no = "bench-" + number;
  return refund;
}

double milliseconds(const Stopwatch& watch) { return watch.wall_s() * 1e3; }

}  // namespace

int run_commands(const std::string& store, int count) {
  const auto journal = open_store(store);
  const auto projects = need("fold", bursar::Portfolio::fold(*journal, {}, false));
  bursar::Office office = office_on(*journal);
  BareCommits bare(store + ".bare", journal->facts().journal_mode);
  std::vector<double> ours;
  std::vector<double> bares;
  for (int i = 0; i < count; ++i) {
    const auto place = (static_cast<std::size_t>(i) * 7919U) % projects.projects().size();
    const bursar::Project& project = projects.projects()[place];
    const std::string number = std::to_string(i);
    const bursar::Request request{"bench-command-" + number, "bench", bursar::Date(2025, 12, 31)};
    const bursar::FactBody fact = command_on(project, number, i % 2 == 0);
    const Stopwatch command;
    need("command",
         office.record(request, {bursar::SubjectKind::project, project.id.text()}, fact));
    ours.push_back(milliseconds(command));
    const Stopwatch row;
    bare.commit();
    bares.push_back(milliseconds(row));
  }
  fs::remove(store + ".bare");
  for (const auto& [name, share] : {std::pair{"p50", 0.5}, std::pair{"p99", 0.99}}) {
    print_figure(std::string(name) + "_ms", quantile(ours, share));
    print_figure(std::string("bare_") + name + "_ms", quantile(bares, share));
  }
  print_figure("journal_mode", journal->facts().journal_mode);
  end_figures();
  return 0;
}

int run_bookings(const std::string& store, int count) {
  const auto size_before = static_cast<double>(fs::file_size(store));
  {
    const auto journal = open_store(store);
    const auto projects = need("fold", bursar::Portfolio::fold(*journal, {}, false));
    bursar::Office office = office_on(*journal);
    const bursar::Date today(2025, 12, 31);
    const Stopwatch watch;
    int booked = 0;
    for (int i = 0; booked < count; ++i) {
      const auto place = (static_cast<std::size_t>(i) * 7919U) % projects.projects().size();
      const bursar::Project& project = projects.projects()[place];
      const auto end = project.end_in_force();
      if (project.state != bursar::ProjectState::running || !end) continue;
      const bursar::Date day = std::min(*end, today);
      const std::string number = std::to_string(i);
      bursar::ExpenseLine line;
      line.expense_id = number;
      line.day = bursar::day_number(day);
      line.head = bursar::Head::business;
      line.amount = bursar::Minor(100);
      const bursar::Request request{"bench-booking-" + number, "bench", day};
      need("booking", office.book_expenses(request, project.id, std::span(&line, 1)));
      ++booked;
    }
    print_figure("lines_a_second", booked / watch.wall_s());
  }
  print_figure("bytes_a_line", (static_cast<double>(fs::file_size(store)) - size_before) / count);
  end_figures();
  return 0;
}

}  // namespace bench
