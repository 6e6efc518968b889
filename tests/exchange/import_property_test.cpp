// Random dossiers, written by hand and read by the import: nothing is lost, and order means
// nothing.
#include <rapidcheck.h>
#include <bursar/exchange/csv_writer.hpp>
#include <bursar/exchange/text_encoding.hpp>
#include <bursar/money/amount_text.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "import_fixture.hpp"

using namespace bursar;
using bursar_test::File;
using bursar_test::Store;

namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t bound) { return random() % bound; }

template <Word Enum>
Enum any_word(Random& random) {
  return static_cast<Enum>(below(random, Vocabulary<Enum>::words.size()));
}

Date any_day(Random& random) {
  return bursar_test::day("2020-01-01") +
         boost::gregorian::days(static_cast<long>(below(random, 700)));
}

std::string any_text(Random& random) {
  static const std::vector<std::string> pieces = {"材料", "a,b", "\"q\"", "行\n行",
                                                  "x",    "；",  "𠮷",    "'"};
  std::string text = "t";  // a cell that begins or ends with a blank would be trimmed
  for (std::size_t i = below(random, 4); i > 0; --i) text += pieces[below(random, pieces.size())];
  return text;
}

Minor any_amount(Random& random) {
  return Minor(static_cast<std::int64_t>(below(random, 1'000'000'000)));
}

/// Rows of one kind: cells by column, a blank where a column is missing.
struct Rows {
  std::string kind;
  std::vector<std::map<std::string, std::string>> rows;
};

struct Payments {
  std::string project;
  PaymentMade body;
  Date on;
};
struct Spending {
  std::string id;
  Date on;
  Minor amount;
  Head head;
  Source source;
  std::string vendor;
  std::string memo;
};

/// A random dossier with what is to be found after its import.
struct Dossier {
  std::vector<Rows> files;
  std::map<std::string, ProjectRegistered> projects;
  std::map<std::string, std::map<std::string, Payments>> payments;
  std::map<std::string, std::map<std::string, Spending>> spending;
};

std::string plain(Minor amount) { return plain_text(Money::of_minor(amount, Currency::cny())); }

Dossier make_dossier(Random& random) {
  Dossier dossier;
  Rows projects{"projects", {}};
  Rows payments{"payments", {}};
  Rows expenses{"expenses", {}};
  const std::size_t count = 1 + below(random, 4);
  for (std::size_t p = 0; p < count; ++p) {
    const std::string id = "P" + std::to_string(p);
    ProjectRegistered& project = dossier.projects[id];
    project.title = any_text(random);
    project.org_id = OrgId("O" + std::to_string(below(random, 3)));
    project.award = any_amount(random);
    project.start_on = bursar_test::day("2020-01-01");
    project.end_on = any_day(random);
    project.funding_mode = any_word<FundingMode>(random);
    if (below(random, 2) == 0) project.programme = any_text(random);
    projects.rows.push_back({{"project_id", id},
                             {"title", project.title},
                             {"org_id", project.org_id.text()},
                             {"award", plain(*project.award)},
                             {"start_on", to_iso(*project.start_on)},
                             {"end_on", to_chinese(*project.end_on)},
                             {"funding_mode", std::string(word(*project.funding_mode))},
                             {"programme", project.programme}});
    for (std::size_t i = below(random, 5); i > 0; --i) {
      PaymentMade body;
      body.payment_id = "Y" + std::to_string(i);
      body.amount = any_amount(random);
      body.source = any_word<Source>(random);
      body.direction = any_word<PaymentDirection>(random);
      body.stage = any_text(random);
      const Date on = any_day(random);
      dossier.payments[id][body.payment_id] = {id, body, on};
      payments.rows.push_back({{"project_id", id},
                               {"payment_id", body.payment_id},
                               {"on", to_iso(on)},
                               {"amount", plain(body.amount)},
                               {"source", std::string(word(body.source))},
                               {"direction", std::string(word(body.direction))},
                               {"stage", body.stage}});
    }
    for (std::size_t i = below(random, 40); i > 0; --i) {
      Spending line{"E" + std::to_string(i),
                    any_day(random),
                    any_amount(random),
                    any_word<Head>(random),
                    any_word<Source>(random),
                    "V" + std::to_string(below(random, 5)),
                    below(random, 3) == 0 ? std::string() : any_text(random)};
      expenses.rows.push_back({{"project_id", id},
                               {"expense_id", line.id},
                               {"on", to_iso(line.on)},
                               {"amount", plain(line.amount)},
                               {"head", std::string(word(line.head))},
                               {"source", std::string(word(line.source))},
                               {"vendor_id", line.vendor},
                               {"memo", line.memo}});
      dossier.spending[id].emplace(line.id, line);
    }
  }
  for (Rows* rows : {&projects, &payments, &expenses}) {
    if (!rows->rows.empty()) dossier.files.push_back(*rows);
  }
  return dossier;
}

/// A file with its columns in some order, a delimiter and an encoding.
File written(const Rows& rows, Random& random) {
  std::set<std::string> names;
  for (const auto& row : rows.rows) {
    for (const auto& [name, cell] : row) names.insert(name);
  }
  std::vector<std::string> columns(names.begin(), names.end());
  std::shuffle(columns.begin(), columns.end(), random);
  CsvFormat format;
  format.encoding = static_cast<CsvEncoding>(below(random, 3));
  format.delimiter = std::string_view(",\t;")[below(random, 3)];
  format.raw = true;
  CsvWriter writer(format);
  for (const std::string& column : columns) writer.text(column);
  writer.end_row();
  for (const auto& row : rows.rows) {
    for (const std::string& column : columns) writer.text(row.at(column));
    writer.end_row();
  }
  return {rows.kind, writer.finish().value()};
}

/// The state of a folded portfolio without lines of files: what must not depend on order.
std::string state_of(const Portfolio& folded) {
  std::string out;
  for (const Project& project : folded.projects()) {
    out += project.id.text() + " " + project.registered.title + " " + project.registered.programme +
           " " + std::string(word(project.state)) + "\n";
    for (const Payment& each : project.payments) {
      out += each.payment_id + " " + to_iso(each.on) + " " + std::to_string(each.amount.value()) +
             "\n";
    }
    for (const auto& block : project.cold_lines()) {
      for (const ExpenseLine& line : block.span()) {
        out += std::string(line.expense_id) + " " + std::to_string(line.day) + " " +
               std::to_string(line.amount.value()) + " " + std::string(line.vendor_id) + "\n";
      }
    }
  }
  return out;
}

}  // namespace

TEST_CASE("Import: a random dossier arrives whole") {
  CHECK(rc::check("every cell is found", [](std::uint64_t seed) {
    Random random(seed);
    const Dossier dossier = make_dossier(random);
    std::vector<File> files;
    for (const Rows& rows : dossier.files) files.push_back(written(rows, random));
    Store store;
    store.take(files);
    const Portfolio folded = store.fold();
    RC_ASSERT(folded.projects().size() == dossier.projects.size());
    for (const auto& [id, expected] : dossier.projects) {
      const Project& project = *folded.project(id);
      RC_ASSERT(project.registered.title == expected.title);
      RC_ASSERT(project.registered.programme == expected.programme);
      RC_ASSERT(project.registered.org_id == expected.org_id);
      RC_ASSERT(project.registered.award == expected.award);
      RC_ASSERT(project.registered.end_on == expected.end_on);
      RC_ASSERT(project.registered.funding_mode == expected.funding_mode);
      const auto payments = dossier.payments.find(id);
      RC_ASSERT(project.payments.size() ==
                (payments == dossier.payments.end() ? 0 : payments->second.size()));
      for (const Payment& each : project.payments) {
        const Payments& wanted = payments->second.at(each.payment_id);
        RC_ASSERT(each.amount == wanted.body.amount);
        RC_ASSERT(each.source == wanted.body.source);
        RC_ASSERT(each.direction == wanted.body.direction);
        RC_ASSERT(each.stage == wanted.body.stage);
        RC_ASSERT(each.on == wanted.on);
      }
      std::size_t lines = 0;
      for (const auto& block : project.cold_lines()) {
        for (const ExpenseLine& line : block.span()) {
          ++lines;
          const Spending& wanted = dossier.spending.at(id).at(std::string(line.expense_id));
          RC_ASSERT(line.amount == wanted.amount);
          RC_ASSERT(line.head == wanted.head);
          RC_ASSERT(line.source == wanted.source);
          RC_ASSERT(line.day == day_number(wanted.on));
          RC_ASSERT(line.vendor_id == wanted.vendor);
        }
      }
      const auto spending = dossier.spending.find(id);
      RC_ASSERT(lines == (spending == dossier.spending.end() ? 0 : spending->second.size()));
    }
    RC_ASSERT(!store.import(files).appended.has_value());
  }));
}

TEST_CASE("Import: the order of rows and files means nothing to the folded state") {
  CHECK(rc::check("shuffled equals straight", [](std::uint64_t seed) {
    Random random(seed);
    Dossier dossier = make_dossier(random);
    const auto fold = [&] {
      std::vector<File> files;
      for (const Rows& rows : dossier.files) files.push_back(written(rows, random));
      Store store;
      store.take(files);
      return state_of(store.fold());
    };
    const std::string straight = fold();
    for (Rows& rows : dossier.files) std::shuffle(rows.rows.begin(), rows.rows.end(), random);
    std::shuffle(dossier.files.begin(), dossier.files.end(), random);
    RC_ASSERT(fold() == straight);
  }));
}

TEST_CASE("Import: year after year gives what one import of everything gives") {
  CHECK(rc::check("split equals whole", [](std::uint64_t seed) {
    Random random(seed);
    const Dossier dossier = make_dossier(random);
    const auto amounts = [](const Portfolio& folded) {
      std::map<std::string, std::int64_t> by_line;
      for (const Project& project : folded.projects()) {
        for (const Payment& each : project.payments) {
          by_line[project.id.text() + each.payment_id] = each.amount.value();
        }
        for (const auto& block : project.cold_lines()) {
          for (const ExpenseLine& line : block.span()) {
            by_line[project.id.text() + std::string(line.expense_id)] = line.amount.value();
          }
        }
      }
      return by_line;
    };
    std::vector<File> whole;
    for (const Rows& rows : dossier.files) whole.push_back(written(rows, random));
    Store at_once;
    at_once.take(whole);
    // The first year has some of the rows, the second one all of them again.
    std::vector<File> first;
    for (const Rows& rows : dossier.files) {
      Rows some{rows.kind, {}};
      for (const auto& row : rows.rows) {
        if (rows.kind == "projects" || below(random, 2) == 0) some.rows.push_back(row);
      }
      if (!some.rows.empty()) first.push_back(written(some, random));
    }
    Store by_year;
    by_year.take(first);
    by_year.take(whole);
    RC_ASSERT(amounts(by_year.fold()) == amounts(at_once.fold()));
  }));
}
