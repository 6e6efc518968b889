// Spending: many lines, packed into one block a project and file.
#include "base/byte_words.hpp"
#include "exchange/project_rows.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <set>
#include <utility>

namespace bursar::exchange {
namespace {

constexpr DossierKind expenses = DossierKind::expenses;
constexpr std::size_t id_place = column(expenses, "expense_id");
constexpr std::size_t on_place = column(expenses, "on");
constexpr std::size_t head_place = column(expenses, "head");
constexpr std::size_t amount_place = column(expenses, "amount");
constexpr std::size_t reverses_place = column(expenses, "reverses");
constexpr std::size_t accrual_place = column(expenses, "accrual_id");
constexpr std::size_t memo_place = column(expenses, "memo");

/// Shorter ids first, so that numbers ascend.
bool is_id_before(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() < b.size() : byte_words::is_before_same_size(a, b);
}

/// Lines in an order that does not depend on the order of rows: by day, then by id.
bool is_before(const ExpenseLine& a, const ExpenseLine& b) {
  return a.day != b.day ? a.day < b.day : is_id_before(a.expense_id, b.expense_id);
}

/// Ids that ascend are all different, as in most exports.
bool ids_ascend(std::span<const ExpenseLine> lines) {
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (!is_id_before(lines[i - 1].expense_id, lines[i].expense_id)) return false;
  }
  return true;
}

std::string day_text(std::int32_t day) { return to_iso(from_day_number(day)); }

/// A field of a line that rows may say again, as canonical text.
struct LineField {
  std::string_view name;
  std::string (*text)(const ExpenseLine&);
};
template <std::string_view ExpenseLine::*member>
std::string text_of(const ExpenseLine& line) {
  return std::string(line.*member);
}
constexpr std::array line_fields = {
    LineField{"on", [](const ExpenseLine& line) { return day_text(line.day); }},
    LineField{"head", [](const ExpenseLine& line) { return std::string(word(line.head)); }},
    LineField{"amount",
              [](const ExpenseLine& line) { return std::to_string(line.amount.value()); }},
    LineField{"source", [](const ExpenseLine& line) { return std::string(word(line.source)); }},
    LineField{"kind", [](const ExpenseLine& line) { return std::string(word(line.kind)); }},
    LineField{"org_id", text_of<&ExpenseLine::org_id>},
    LineField{"reverses", text_of<&ExpenseLine::reverses>},
    LineField{"accrual_id", text_of<&ExpenseLine::accrual_id>},
    LineField{"voucher_no", text_of<&ExpenseLine::voucher_no>},
    LineField{"vendor_id", text_of<&ExpenseLine::vendor_id>},
    LineField{"invoice_code", text_of<&ExpenseLine::invoice_code>},
    LineField{"invoice_no", text_of<&ExpenseLine::invoice_no>},
    LineField{"payee_id", text_of<&ExpenseLine::payee_id>}};

}  // namespace

std::string_view ProjectRows::expense_org(RowReader& row) {
  constexpr FieldPlaces places{column(expenses, "org_id"), column(expenses, "org_name")};
  if (row.cell(places.name).empty() && !row.is_lead(places.own)) return row.id(places.own);
  return line_arena_.copy(environment_.names.organisation(row, places, context_).text());
}

std::string_view ProjectRows::expense_vendor(RowReader& row) {
  constexpr FieldPlaces places{column(expenses, "vendor_id"), column(expenses, "vendor_name")};
  if (row.cell(places.name).empty()) return row.id(places.own);
  return line_arena_.copy(environment_.names.organisation(row, places, context_).text());
}

void ProjectRows::read_expense(RowReader& row, ExpenseLine& line) {
  for (const std::size_t place : {id_place, on_place, head_place, amount_place}) row.require(place);
  line.expense_id = row.id(id_place);
  line.org_id = expense_org(row);
  line.day = row.day(on_place).value_or(0);
  line.head = row.word_as<Head>(head_place).value_or(Head::equipment);
  line.amount = row.amount(amount_place).value_or(Minor());
  line.source = row.source(column(expenses, "source"));
  line.kind = row.word_as<ExpenseKind>(column(expenses, "kind")).value_or(ExpenseKind::expense);
  line.reverses = row.id(reverses_place);
  line.accrual_id = row.id(accrual_place);
  line.voucher_no = row.id(column(expenses, "voucher_no"));
  line.vendor_id = expense_vendor(row);
  line.invoice_code = row.id(column(expenses, "invoice_code"));
  line.invoice_no = row.id(column(expenses, "invoice_no"));
  line.payee_id = row.id(column(expenses, "payee_id"));
  line.memo = row.cell(memo_place);
  line.line = row.place().line;
  if (line.kind == ExpenseKind::reversal && line.amount.value() > 0) {
    row.refuse(
        amount_place,
        Refusal(Code::reversal_not_negative).with("value", std::string(row.cell(amount_place))));
  }
  if (!line.accrual_id.empty()) refer<AccrualRecorded>(row, accrual_place);
}

void ProjectRows::take_expenses(const TableRows& rows) {
  RowReader& row = *rows.reader;
  if (spendings_used_ == spendings_.size()) spendings_.emplace_back();
  Spending& spending = spendings_[spendings_used_++];
  spending.file = row.table().file;
  spending.reader = &row;
  spending.report = rows.report;
  spending.lines.clear();
  spending.places.clear();
  rows.report->rows += rows.places.size();
  const bool project_known = facts_.find<ProjectRegistered>({}) != nullptr;
  for (const RowPlace& place : rows.places) {
    row.load(place, line_arena_);
    environment_.names.begin_row();
    ExpenseLine& line = spending.lines.emplace_back();
    if (row.ok()) {
      row.refuse_unmapped_money();
      if (!project_known) check_project(row);
      read_expense(row, line);
    }
    if (!row.ok()) {
      spending.lines.pop_back();
      reject(row, *rows.report);
      continue;
    }
    environment_.names.accept_row(row);
    spending.places.push_back(place);
  }
  settle_expenses(spending);
}

void ProjectRows::reject_line(Spending& spending, std::size_t at, const RejectedRecord& needed,
                              std::size_t place) {
  RowReader& row = *spending.reader;
  row.load(spending.places[at], row_arena_);
  row.refuse(place,
             Refusal(Code::row_depends_on_rejected)
                 .with("record", "expenses:" + needed.id)
                 .with("line", std::to_string(needed.line))
                 .with("file", needed.file),
             true);
  reject(row, *spending.report);
}

/// Compares a line that was said before with the one that is known; whether the row is sound.
bool ProjectRows::compare_repeated(Spending& spending, std::size_t at, const ExpenseLine& known,
                                   const RecordedBlock* block, std::string_view known_memo) {
  RowReader& row = *spending.reader;
  const ExpenseLine line = spending.lines[at];
  row_arena_.clear();
  row.load(spending.places[at], row_arena_);
  const StatedChange change = stated_change<expenses>(row);
  const std::string record = record_name("expenses", line.expense_id);
  const RowOrigin origin{static_cast<std::uint32_t>(spending.file), line.line};
  const auto for_people = [&](const LineField& field, const ExpenseLine& of, std::string text) {
    return field.name == "amount" ? detail::shown(of.amount, currency_) : std::move(text);
  };
  RowEffect effect;
  std::vector<Fact> edits;
  Date first = from_day_number(known.day);  // on which what is changed may begin to hold
  for (const LineField& field : line_fields) {
    const FieldPlaces places{column_place(expenses, field.name),
                             name_column(field.name).empty()
                                 ? no_column
                                 : column_place(expenses, name_column(field.name))};
    if (!says(row, places)) continue;
    std::string now = field.text(line);
    std::string before = field.text(known);
    if (field.name == "org_id" && before.empty()) before = context_.lead.text();
    if (field.name == "org_id" && now == context_.lead.text() && field.text(known).empty())
      continue;
    if (now == before) continue;
    if (block != nullptr && change.given() && facts_.has_change(record, field.name, now, change)) {
      continue;
    }
    if (block != nullptr && before.empty() && !change.given()) {
      effect.supplemented = true;
      edits.push_back({from_day_number(known.day),
                       RecordSupplemented{record, std::string(field.name), std::move(now), {}},
                       origin});
    } else if (block != nullptr && change.given()) {
      effect.changed = true;
      first = std::max({first, from_day_number(field.name == "on" ? line.day : known.day),
                        facts_.last_change(record, field.name).value_or(first)});
      edits.push_back(
          {*change.on,
           RecordChanged{
               record, std::string(field.name), std::move(now), {}, VaultText(change.reason)},
           origin});
    } else if (block != nullptr) {
      row.refuse(blamed(row, places), Refusal(Code::value_changed)
                                          .with("record", record)
                                          .with("field", std::string(field.name))
                                          .with("recorded", for_people(field, known, before))
                                          .with("value", for_people(field, line, now)));
    } else {
      row.refuse(blamed(row, places), Refusal(Code::rows_disagree)
                                          .with("record", record)
                                          .with("field", std::string(field.name))
                                          .with("other", for_people(field, known, before))
                                          .with("line", std::to_string(known.line))
                                          .with("file", std::string(row.file().input->name))
                                          .with("value", for_people(field, line, now)));
    }
  }
  if (effect.changed && *change.on < first) {
    row.refuse(column(expenses, "changed_on"), Refusal(Code::change_before_record)
                                                   .with("record", record)
                                                   .with("day", to_iso(first))
                                                   .with("value", to_iso(*change.on)));
  }
  if (!row.ok()) {
    reject(row, *spending.report);
    return false;
  }
  count_row(*spending.report, effect);
  add_total(*spending.report, currency_, line.amount);
  std::string remarks = row.remarks();
  if (!line.memo.empty() && line.memo != known_memo && (block == nullptr || !block->erased)) {
    remarks += (remarks.empty() ? "" : "\n") + std::string("memo=") + std::string(line.memo);
  }
  facts_.keep_remark(record, std::move(remarks), from_day_number(known.day), origin);
  for (Fact& edit : edits) {
    take_line_edit(edit);  // what later rows are compared with
    facts_.add_edit(std::move(edit));
  }
  return true;
}

void ProjectRows::settle_expenses(Spending& spending) {
  auto& lines = spending.lines;
  if (spendings_used_ == 1 && recorded_lines_.empty() && ids_ascend(lines)) return;
  // Every line is compared with the one of its id, on record or in an earlier row of this import.
  std::size_t total = 0;
  for (std::size_t i = 0; i < spendings_used_; ++i) total += spendings_[i].lines.size();
  line_slots_.assign(std::bit_ceil(total * 2 + 2), 0);
  for (std::size_t i = 0; i + 1 < spendings_used_; ++i) {
    for (std::size_t at = 0; at < spendings_[i].lines.size(); ++at) {
      (void)find_or_add_line(i, at);
    }
  }
  std::size_t kept = 0;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const ExpenseLine& line = lines[at];
    if (!recorded_lines_.empty()) {
      const auto found = recorded_lines_.find(line.expense_id);
      if (found != recorded_lines_.end()) {
        const RecordedBlock& block = blocks_[found->second.block];
        const std::string_view memo = found->second.line < block.memos.size()
                                          ? std::string_view(block.memos[found->second.line])
                                          : std::string_view();
        (void)compare_repeated(spending, at, block.lines.span()[found->second.line], &block, memo);
        continue;
      }
    }
    lines[kept] = lines[at];
    spending.places[kept] = spending.places[at];
    const ExpenseLine* known = find_or_add_line(spendings_used_ - 1, kept);
    if (known != nullptr) {
      const ExpenseLine copy = *known;
      (void)compare_repeated(spending, kept, copy, nullptr, copy.memo);
      continue;
    }
    ++kept;
  }
  lines.resize(kept);
  spending.places.resize(kept);
}

const ExpenseLine* ProjectRows::find_or_add_line(std::size_t spending, std::size_t at) {
  const std::string_view id = spendings_[spending].lines[at].expense_id;
  const std::size_t mask = line_slots_.size() - 1;
  for (std::size_t slot = byte_words::hash_of(id) & mask;; slot = (slot + 1) & mask) {
    const std::uint64_t taken = line_slots_[slot];
    if (taken == 0) {
      line_slots_[slot] = (std::uint64_t{spending} << 32U) | (at + 1);
      return nullptr;
    }
    const ExpenseLine& other = spendings_[taken >> 32U].lines[(taken & 0xffffffffU) - 1];
    if (other.expense_id == id) return &other;
  }
}

void ProjectRows::finish_expenses() {
  if (spendings_used_ == 0) return;
  follow_reversals();
  for (std::size_t i = 0; i < spendings_used_; ++i) {
    Spending& spending = spendings_[i];
    if (spending.lines.empty()) continue;
    spending.report->new_rows += spending.lines.size();
    MoneySum& total = total_of(*spending.report, currency_);
    for (const ExpenseLine& line : spending.lines) total.add(line.amount);
    if (spending.reader->table().keeps_remarks()) keep_line_remarks(spending);
    if (!std::is_sorted(spending.lines.begin(), spending.lines.end(), is_before)) {
      std::sort(spending.lines.begin(), spending.lines.end(), is_before);
    }
  }
}

std::unordered_set<std::string_view> ProjectRows::known_line_ids() const {
  std::unordered_set<std::string_view> ids;
  for (const auto& [id, place] : recorded_lines_) ids.insert(id);
  for (std::size_t i = 0; i < spendings_used_; ++i) {
    for (const ExpenseLine& line : spendings_[i].lines) ids.insert(line.expense_id);
  }
  return ids;
}

/// A line that reverses a rejected one is rejected with it, and what reverses that one too. A line
/// that reverses what nobody knows is noted.
void ProjectRows::follow_reversals() {
  std::unordered_multimap<std::string_view, std::pair<std::size_t, std::size_t>> reversals;
  for (std::size_t i = 0; i < spendings_used_; ++i) {
    const auto& lines = spendings_[i].lines;
    for (std::size_t at = 0; at < lines.size(); ++at) {
      if (!lines[at].reverses.empty()) reversals.emplace(lines[at].reverses, std::pair(i, at));
    }
  }
  if (reversals.empty()) return;
  const auto known = known_line_ids();
  std::vector<RejectedRecord> lost;
  for (const auto& [reverses, place] : reversals) {
    if (known.contains(reverses)) continue;
    if (const RejectedRecord* rejected = find_rejected(expenses, reverses)) {
      lost.push_back(*rejected);
    } else {
      const Spending& spending = spendings_[place.first];
      environment_.problems.notice_line(NoticeCode::reference_unknown,
                                        spending.reader->file().input->name,
                                        spending.lines[place.second].line);
    }
  }
  std::set<std::pair<std::size_t, std::size_t>> rejected;
  while (!lost.empty()) {
    const RejectedRecord needed = lost.back();
    lost.pop_back();
    const auto [begin, end] = reversals.equal_range(needed.id);
    for (auto each = begin; each != end; ++each) {
      if (!rejected.insert(each->second).second) continue;
      Spending& spending = spendings_[each->second.first];
      reject_line(spending, each->second.second, needed, reverses_place);
      lost.push_back(rejected_.back());
    }
  }
  for (std::size_t i = 0; i < spendings_used_ && !rejected.empty(); ++i) {
    auto& lines = spendings_[i].lines;
    auto& places = spendings_[i].places;
    std::size_t kept = 0;
    for (std::size_t at = 0; at < lines.size(); ++at) {
      if (rejected.contains({i, at})) continue;
      lines[kept] = lines[at];
      places[kept++] = places[at];
    }
    lines.resize(kept);
    places.resize(kept);
  }
}

void ProjectRows::keep_line_remarks(Spending& spending) {
  for (std::size_t at = 0; at < spending.lines.size(); ++at) {
    const ExpenseLine& line = spending.lines[at];
    row_arena_.clear();
    spending.reader->load(spending.places[at], row_arena_);
    facts_.keep_remark(record_name("expenses", line.expense_id), spending.reader->remarks(),
                       from_day_number(line.day),
                       {static_cast<std::uint32_t>(spending.file), line.line});
  }
}

void ProjectRows::take_line_edit(const Fact& fact) {
  const auto take = [&](const std::string& record, const std::string& field,
                        const std::string& value) {
    constexpr std::string_view prefix = "expenses:";
    if (!record.starts_with(prefix)) return;
    const auto found = recorded_lines_.find(std::string_view(record).substr(prefix.size()));
    if (found == recorded_lines_.end()) return;
    (void)blocks_[found->second.block].lines.set(found->second.line, field, value);
  };
  if (const auto* more = std::get_if<RecordSupplemented>(&fact.body)) {
    take(more->record, more->field, more->value);
  } else if (const auto* other = std::get_if<RecordChanged>(&fact.body)) {
    take(other->record, other->field, other->value);
  }
}

}  // namespace bursar::exchange
