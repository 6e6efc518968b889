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
constexpr std::size_t changed_on_place = column(expenses, "changed_on");
constexpr std::size_t change_reason_place = column(expenses, "change_reason");
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

std::string cell_name(const std::string& record, std::string_view field) {
  return record + "\n" + std::string(field);
}

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
  const bool project_known = facts_.find<ProjectRegistered>({}) != nullptr;
  const bool corrections = !facts_.corrections().empty();
  const bool says_changes =
      row.table().has(changed_on_place) || row.table().has(change_reason_place);
  for (const RowPlace& place : rows.places) {
    if (corrections && facts_.corrections().has(row, place)) continue;
    ++rows.report->rows;
    row.load(place, line_arena_);
    environment_.names.begin_row();
    ExpenseLine& line = spending.lines.emplace_back();
    if (row.ok()) {
      row.refuse_unmapped_money();
      if (!project_known) check_project(row);
      read_expense(row, line);
      if (says_changes) (void)stated_change<expenses>(row);  // one that is whole was set aside
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

void ProjectRows::compare_repeated(Spending& spending, std::size_t at, const KnownLine& known) {
  const ExpenseLine line = spending.lines[at];
  row_arena_.clear();
  spending.reader->load(spending.places[at], row_arena_);
  compare_line(*spending.reader, *spending.report, line, known);
}

void ProjectRows::compare_line(RowReader& row, TableReport& report, const ExpenseLine& line,
                               const KnownLine& earlier) {
  const ExpenseLine& known = earlier.line;
  const RecordedBlock* const block = earlier.block;
  const StatedChange change = stated_change<expenses>(row);
  const std::string record = record_name("expenses", line.expense_id);
  const RowOrigin origin{static_cast<std::uint32_t>(row.table().file), line.line};
  // On the day of the change, and no longer.
  const auto was_line = [&](std::string_view field, std::string_view text) {
    const auto first = first_line_cell(record, field);
    if (!first) return false;
    const auto moved_from = first_line_cell(record, "on");
    const Date own = moved_from ? parse_iso_date(*moved_from).value() : from_day_number(known.day);
    return *change.on >= own &&
           facts_.was(record, field, text, change, *first,
                      facts_.corrections().has_next(row, row.place(), *change.on));
  };
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
    if (block != nullptr && change.given() &&
        (facts_.has_change(record, field.name, now, change) || was_line(field.name, now))) {
      continue;
    }
    if (!change.given() && restates_line(line.expense_id, field.name, now)) continue;
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
    refuse_change_before(row, record, first, *change.on);
  }
  if (!row.ok()) return reject(row, report);
  count_row(report, effect);
  add_total(report, currency_, line.amount);
  std::string remarks = row.remarks();
  if (!line.memo.empty() && line.memo != earlier.memo && (block == nullptr || !block->erased)) {
    remarks += (remarks.empty() ? "" : "\n") + std::string("memo=") + std::string(line.memo);
  }
  facts_.keep_remark(record, std::move(remarks), from_day_number(known.day), origin);
  for (Fact& edit : edits) {
    take_line_edit(edit);  // what later rows are compared with
    facts_.add_edit(std::move(edit));
  }
}

ProjectRows::KnownLine ProjectRows::known_line(const RecordedLine& recorded) const {
  const RecordedBlock& block = blocks_[recorded.block];
  const bool has_memo = recorded.line < block.memos.size();
  return {block.lines.span()[recorded.line],
          has_memo ? std::string_view(block.memos[recorded.line]) : std::string_view(), &block};
}

void ProjectRows::take_line_corrections() {
  std::vector<Corrections::Row> corrections;
  facts_.corrections().take_before(
      std::numeric_limits<int>::max(),
      [&](const Corrections::Row& row) { corrections.push_back(row); });
  for (const Corrections::Row& each : corrections) each.reader->set_currency(currency_);
  if (!corrections.empty()) index_lines(spendings_used_, corrections.size());
  std::erase_if(corrections, [this](const Corrections::Row& each) { return take_as_line(each); });
  follow_reversals();
  if (corrections.empty()) return;
  index_lines(spendings_used_, 0);
  for (const Corrections::Row& each : corrections) take_line_correction(each);
}

bool ProjectRows::read_correction(const Corrections::Row& correction, ExpenseLine& line) {
  RowReader& row = *correction.reader;
  row.load(correction.place, line_arena_);
  environment_.names.begin_row();
  if (!row.ok()) return false;
  row.refuse_unmapped_money();
  check_project(row);
  // Also a reversal that was rejected with what it reverses.
  refuse_after_rejected(row);
  read_expense(row, line);
  return row.ok();
}

bool ProjectRows::is_known_line(const Corrections::Row& correction) {
  RowReader& row = *correction.reader;
  row.set_quiet(true);
  row_arena_.clear();
  row.load(correction.place, row_arena_);
  const std::string_view id = row.id(id_place);
  row.set_quiet(false);
  return recorded_lines_.contains(id) || line_at(slot_of(id)) != nullptr;
}

bool ProjectRows::take_as_line(const Corrections::Row& correction) {
  if (is_known_line(correction)) return false;
  RowReader& row = *correction.reader;
  ++correction.report->rows;
  ExpenseLine line;
  if (read_correction(correction, line)) {
    const StatedChange change = stated_change<expenses>(row);
    const Date own = from_day_number(line.day);
    if (change.given() && *change.on < own)
      refuse_change_before(row, record_name("expenses", line.expense_id), own, *change.on);
  }
  if (!row.ok()) {
    reject(row, *correction.report);
    return true;
  }
  environment_.names.accept_row(row);
  const std::span<Spending> used(spendings_.data(), spendings_used_);
  const auto own = std::ranges::find(used, &row, &Spending::reader);
  own->lines.push_back(line);
  own->places.push_back(correction.place);
  (void)find_or_add_line(static_cast<std::size_t>(own - used.begin()), own->lines.size() - 1);
  return true;
}

void ProjectRows::take_line_correction(const Corrections::Row& correction) {
  RowReader& row = *correction.reader;
  ++correction.report->rows;
  ExpenseLine line;
  if (!read_correction(correction, line)) return reject(row, *correction.report);
  environment_.names.accept_row(row);
  compare_line(row, *correction.report, line, known_line(*find_correctable(line.expense_id)));
}

const ProjectRows::RecordedLine* ProjectRows::find_correctable(std::string_view id) {
  const auto recorded = recorded_lines_.find(id);
  if (recorded != recorded_lines_.end()) return &recorded->second;
  const ExpenseLine* line = line_at(slot_of(id));
  if (line == nullptr) return nullptr;
  blocks_.push_back(
      {ExpenseBlock::pack({line, 1}).lines(), {std::string(line->memo)}, /*erased=*/false});
  const ExpenseLine& copy = blocks_.back().lines.span()[0];
  return &recorded_lines_.emplace(copy.expense_id, RecordedLine{blocks_.size() - 1, 0})
              .first->second;
}

bool ProjectRows::restates_line(std::string_view id, std::string_view field,
                                std::string_view text) const {
  if (first_line_cells_.empty() || !facts_.corrections().concern(expenses, id)) return false;
  const auto first = first_line_cell(record_name("expenses", id), field);
  return first && *first == text;
}

std::optional<std::string> ProjectRows::first_line_cell(const std::string& record,
                                                        std::string_view field) const {
  const auto first = first_line_cells_.find(cell_name(record, field));
  if (first == first_line_cells_.end()) return std::nullopt;
  const bool is_lead = field == "org_id" && first->second.empty();
  return is_lead ? std::string(context_.lead.text().view()) : first->second;
}

void ProjectRows::settle_expenses(Spending& spending) {
  auto& lines = spending.lines;
  if (spendings_used_ == 1 && recorded_lines_.empty() && ids_ascend(lines)) return;
  // Every line is compared with the one of its id, on record or in an earlier row of this import.
  index_lines(spendings_used_ - 1, lines.size());
  std::size_t kept = 0;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const ExpenseLine& line = lines[at];
    if (!recorded_lines_.empty()) {
      const auto found = recorded_lines_.find(line.expense_id);
      if (found != recorded_lines_.end()) {
        compare_repeated(spending, at, known_line(found->second));
        continue;
      }
    }
    lines[kept] = lines[at];
    spending.places[kept] = spending.places[at];
    const ExpenseLine* known = find_or_add_line(spendings_used_ - 1, kept);
    if (known != nullptr) {
      const ExpenseLine copy = *known;
      compare_repeated(spending, kept, {copy, copy.memo, nullptr});
      continue;
    }
    ++kept;
  }
  lines.resize(kept);
  spending.places.resize(kept);
}

void ProjectRows::index_lines(std::size_t spendings, std::size_t more) {
  std::size_t total = more;
  for (std::size_t i = 0; i < spendings; ++i) total += spendings_[i].lines.size();
  line_slots_.assign(std::bit_ceil(total * 2 + 2), 0);
  for (std::size_t i = 0; i < spendings; ++i) {
    for (std::size_t at = 0; at < spendings_[i].lines.size(); ++at) {
      (void)find_or_add_line(i, at);
    }
  }
}

const ExpenseLine* ProjectRows::line_at(std::uint64_t slot) const {
  return slot == 0 ? nullptr : &spendings_[slot >> 32U].lines[(slot & 0xffffffffU) - 1];
}

std::uint64_t& ProjectRows::slot_of(std::string_view id) {
  const std::size_t mask = line_slots_.size() - 1;
  std::size_t at = byte_words::hash_of(id) & mask;
  while (line_slots_[at] != 0 && line_at(line_slots_[at])->expense_id != id) at = (at + 1) & mask;
  return line_slots_[at];
}

const ExpenseLine* ProjectRows::find_or_add_line(std::size_t spending, std::size_t at) {
  std::uint64_t& slot = slot_of(spendings_[spending].lines[at].expense_id);
  if (slot != 0) return line_at(slot);
  slot = (std::uint64_t{spending} << 32U) | (at + 1);
  return nullptr;
}

void ProjectRows::finish_expenses() {
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
                        const std::string& value, bool becomes_another) {
    constexpr std::string_view prefix = "expenses:";
    if (!record.starts_with(prefix)) return;
    const auto found = recorded_lines_.find(std::string_view(record).substr(prefix.size()));
    if (found == recorded_lines_.end()) return;
    const auto [block, line] = found->second;
    if (becomes_another) {
      const auto named = std::ranges::find(line_fields, field, &LineField::name);
      if (named == line_fields.end()) return;
      first_line_cells_.try_emplace(cell_name(record, field),
                                    named->text(blocks_[block].lines.span()[line]));
    }
    (void)blocks_[block].lines.set(line, field, value);
  };
  if (const auto* more = std::get_if<RecordSupplemented>(&fact.body)) {
    take(more->record, more->field, more->value, false);
  } else if (const auto* other = std::get_if<RecordChanged>(&fact.body)) {
    take(other->record, other->field, other->value, true);
  }
}

}  // namespace bursar::exchange
