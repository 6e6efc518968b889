// The rows of one project, of all kinds and files, become its facts.
#pragma once

#include <bursar/grant/fact_codec.hpp>
#include <bursar/journal/journal.hpp>

#include "exchange/corrections.hpp"
#include "exchange/journal_view.hpp"
#include "exchange/known_facts.hpp"
#include "exchange/names.hpp"
#include "exchange/row_body.hpp"
#include "exchange/row_reader.hpp"

#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace bursar::exchange {

/// What all rows of an import are read with.
struct ImportEnvironment {
  const ImportOptions& options;
  const ReadingRules& rules;
  const JournalView& view;
  Problems& problems;
  Names& names;
};

/// Notes that what a row states takes effect on the day of the import, because `column` is blank.
void note_day_of_import(const ImportEnvironment& environment, const RowReader& row,
                        std::string_view column);

/// A row that was rejected, by what others may need of it.
struct RejectedRecord {
  DossierKind kind;
  std::string id;
  std::string file;
  std::uint32_t line;
};

/// The total of a table in a currency.
[[nodiscard]] MoneySum& total_of(TableReport& report, Currency currency);
/// Adds an amount to the totals of a table.
void add_total(TableReport& report, Currency currency, Minor amount);
/// Counts a row that was taken by what it did.
void count_row(TableReport& report, const RowEffect& effect);

class ProjectRows {
 public:
  explicit ProjectRows(const ImportEnvironment& environment) : environment_(environment) {}

  /// Starts on a project. Refusals: facts_damaged.
  [[nodiscard]] Result<void> begin(std::string_view id);
  /// Looks ahead at the rows of a table. All tables are looked at before any is taken.
  void look_ahead(const TableRows& rows) {
    const DossierKind kind = rows.reader->table().kind;
    // Nothing refers to what a spending line becomes.
    const int rank = kind == DossierKind::expenses ? last_rank : processing_rank(kind);
    facts_.corrections().look_for(rows, rank, row_arena_);
  }
  /// Takes the rows of a table; tables come in the order of `processing_rank`.
  void take(const TableRows& rows);
  /// What is new about the project; nothing if nothing is. `facts` is raised by their number.
  [[nodiscard]] std::optional<Draft> finish(std::size_t& facts);
  /// The number of entries that the project had.
  [[nodiscard]] std::int64_t version() const { return version_; }

  /// Kinds in the order in which they must come: what is referred to before what refers to it.
  [[nodiscard]] static int processing_rank(DossierKind kind);

 private:
  static constexpr int last_rank = std::numeric_limits<int>::max() - 1;

  /// Spending lines from one file.
  struct Spending {
    std::size_t file;
    RowReader* reader;
    TableReport* report;
    std::vector<ExpenseLine> lines;
    std::vector<RowPlace> places;
  };
  /// A spending line on record, or one of this import that a row corrects: its block and its place
  /// in it.
  struct RecordedLine {
    std::size_t block;
    std::size_t line;
  };
  struct RecordedBlock {
    ExpenseBlock::Lines lines;
    std::vector<std::string> memos;
    bool erased;
  };

  void take_row(RowReader& row, TableReport& report, const RowPlace& place);
  void take_corrections_before(int rank);
  [[nodiscard]] std::optional<RowEffect> take_kind(RowReader& row);
  /// Whether the row's project can be written to; refuses the row otherwise.
  bool check_project(RowReader& row);
  /// Refuses a correction of a record of which an earlier row was rejected: it would take the place
  /// of the original, or come before the correction that it follows.
  void refuse_after_rejected(RowReader& row);
  [[nodiscard]] std::optional<PartyKind> kind_of_addressee(const std::string& id);
  void reject(const RowReader& row, TableReport& report);

  // One for each kind: what the row does, or nothing where it was refused.
  [[nodiscard]] std::optional<RowEffect> take_project(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_partner(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_budget(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_adjustment(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_payment(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_transfer(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_accrual(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_final_account(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_change(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_acceptance(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_opinion(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_disposal(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_decision(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_notice(RowReader& row);
  [[nodiscard]] std::optional<RowEffect> take_repayment(RowReader& row);

  // Spending has a way of its own: lines are many, and are packed.
  void take_expenses(const TableRows& rows);
  void read_expense(RowReader& row, ExpenseLine& line);
  [[nodiscard]] std::string_view expense_org(RowReader& row);
  [[nodiscard]] std::string_view expense_vendor(RowReader& row);
  void settle_expenses(Spending& spending);
  /// A line that a row says again: in a block, or in an earlier row of this import (no block).
  struct KnownLine {
    const ExpenseLine& line;
    std::string_view memo;
    const RecordedBlock* block;
  };
  /// Compares a line with the one of its id, and takes what it says. Its row is loaded.
  void compare_line(RowReader& row, TableReport& report, const ExpenseLine& line,
                    const KnownLine& earlier);
  /// The same of a line that was read before.
  void compare_repeated(Spending& spending, std::size_t at, const KnownLine& known);
  [[nodiscard]] KnownLine known_line(const RecordedLine& recorded) const;
  /// Takes the rows that say since when lines are others, after all other rows.
  void take_line_corrections();
  /// Whether a row is about a line that is on record or comes in another row of this import.
  [[nodiscard]] bool is_known_line(const Corrections::Row& correction);
  /// Takes such a row where it is the first that says anything of its line; whether it is.
  bool take_as_line(const Corrections::Row& correction);
  void take_line_correction(const Corrections::Row& correction);
  /// Loads a row and reads its line; false where the row is refused.
  bool read_correction(const Corrections::Row& correction, ExpenseLine& line);
  /// The line of this import that has an id, laid into a block of its own: corrections change it
  /// there, and it is stored as its own row says it.
  [[nodiscard]] const RecordedLine* find_correctable(std::string_view id);
  /// Whether a row without a change may say what a line was before this import's corrections.
  [[nodiscard]] bool restates_line(std::string_view id, std::string_view field,
                                   std::string_view text) const;
  /// What a cell was before it became another for the first time; nothing where it never did.
  [[nodiscard]] std::optional<std::string> first_line_cell(const std::string& record,
                                                           std::string_view field) const;
  /// Makes the index of the lines of the first so many tables, with room for more of them.
  void index_lines(std::size_t spendings, std::size_t more);
  /// The line of the same id that was added before; nothing if there is none: then it is added.
  [[nodiscard]] const ExpenseLine* find_or_add_line(std::size_t spending, std::size_t at);
  /// The slot of an id in the index, and the line of a slot; nothing of one that is free.
  [[nodiscard]] std::uint64_t& slot_of(std::string_view id);
  [[nodiscard]] const ExpenseLine* line_at(std::uint64_t slot) const;
  void finish_expenses();
  void follow_reversals();
  /// The ids of all spending lines that are known, for those that are referred to.
  [[nodiscard]] std::unordered_set<std::string_view> known_line_ids() const;
  void keep_line_remarks(Spending& spending);
  /// Applies a supplement or change of a spending line to the line on record.
  void take_line_edit(const Fact& fact);
  void reject_line(Spending& spending, std::size_t at, const RejectedRecord& needed,
                   std::size_t place);

  /// A partner on record without a source, as facts may have it, is one of the book's source: takes
  /// the source from a stated partner that is that one, so that both have the same name.
  void name_as_recorded(PartnerJoined& partner);
  /// Two lines of one budget that only their amounts tell apart get line ids of their own, by
  /// amount.
  void number_budget_lines(const TableRows& rows);
  /// How many lines on record only their amounts tell from what a row says.
  [[nodiscard]] std::size_t recorded_budget_lines(RowReader& row, Head head);

  template <class Body>
  [[nodiscard]] Body fill(RowReader& row) {
    return BodyFiller<Body>(row, environment_.names, context_).fill();
  }
  template <class... Bodies>
  [[nodiscard]] std::optional<RowEffect> commit(RowReader& row, const StatedChange& change,
                                                std::optional<Stated<Bodies>>&&... stated) {
    return commit_row<Bodies...>(row, facts_, change, std::move(stated)...);
  }

  /// Refuses the row where a column names a record that was rejected; notes one that is not known.
  template <class Body>
  void refer(RowReader& row, std::size_t place);
  [[nodiscard]] const RejectedRecord* find_rejected(DossierKind kind, std::string_view id) const;
  void refuse_negative(RowReader& row, std::size_t place, std::optional<Minor> amount);
  /// Notes that a later day lies before an earlier one; the row is stored as it stands.
  void note_order(const RowReader& row, std::optional<Date> earlier, std::optional<Date> later);
  void note_day_of_import(const RowReader& row, std::string_view column) {
    exchange::note_day_of_import(environment_, row, column);
  }
  /// The record with which remarks of the row are kept; it is named only where there may be some.
  template <class Name>
  void keep_remarks_with(const RowReader& row, const Name& name) {
    if (row.table().keeps_remarks()) row_record_ = name();
  }
  void set_lead(const OrgId& lead);
  [[nodiscard]] Date start_or_today();
  /// The day of a required cell: a row without it is refused, and compared all the same.
  [[nodiscard]] Date or_today(std::optional<Date> day) const {
    return day.value_or(environment_.options.today);
  }
  [[nodiscard]] Date day_of_final_account(const FinalAccountStated& body);

  ImportEnvironment environment_;
  std::string id_;
  std::int64_t version_ = 0;
  KnownFacts facts_;
  NameContext context_;
  Currency currency_ = Currency::cny();
  std::vector<RejectedRecord> rejected_;
  std::unordered_map<std::string, std::size_t> rejected_places_;  // by record name
  std::optional<Minor> row_amount_;                               // for the totals
  std::string row_record_;                                        // for remarks
  std::optional<Date> row_day_;
  std::map<std::pair<std::size_t, std::uint32_t>, std::string> budget_line_ids_;  // file and line
  TextArena row_arena_;
  TextArena line_arena_;
  FactEncoder encoder_;

  std::vector<Spending> spendings_;
  std::size_t spendings_used_ = 0;
  std::vector<RecordedBlock> blocks_;
  std::unordered_map<std::string_view, RecordedLine> recorded_lines_;
  std::unordered_map<std::string, std::string> first_line_cells_;  // of recorded lines that changed
  std::vector<std::uint64_t> line_slots_;  // open addressing: spending << 32 | line + 1
};

template <class Body>
void ProjectRows::refer(RowReader& row, std::size_t place) {
  const std::string_view id = row.cell(place);
  if (id.empty() || facts_.find<Body>(id) != nullptr) return;
  if (const RejectedRecord* rejected = find_rejected(FactTraits<Body>::kind, id)) {
    row.refuse(place,
               Refusal(Code::row_depends_on_rejected)
                   .with("record", std::string(word(rejected->kind)) + ":" + rejected->id)
                   .with("line", std::to_string(rejected->line))
                   .with("file", rejected->file),
               true);
    return;
  }
  if (!row.ok()) return;
  environment_.problems.notice_line(NoticeCode::reference_unknown, row.file().input->name,
                                    row.place().line);
}

}  // namespace bursar::exchange
