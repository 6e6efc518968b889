#include "exchange/project_rows.hpp"
#include "money/refused_amount.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace bursar::exchange {

void note_day_of_import(const ImportEnvironment& environment, const RowReader& row,
                        std::string_view column) {
  const std::string& file = row.file().input->name;
  environment.problems.notice_line(NoticeCode::day_of_import_taken, file, row.place().line);
  ImportNotice& notice = environment.problems.notice(NoticeCode::day_of_import_taken, file);
  notice.assumed = to_iso(environment.options.today);
  if (notice.detail.find(column) != std::string::npos) return;
  notice.detail += (notice.detail.empty() ? "" : ", ") + std::string(column);
}

MoneySum& total_of(TableReport& report, Currency currency) {
  for (AmountTotal& total : report.totals) {
    if (total.currency == currency) return total.sum;
  }
  return report.totals.emplace_back(AmountTotal{currency, {}}).sum;
}

void add_total(TableReport& report, Currency currency, Minor amount) {
  total_of(report, currency).add(amount);
}

void count_row(TableReport& report, const RowEffect& effect) {
  if (effect.changed) {
    ++report.changed;
  } else if (effect.supplemented) {
    ++report.supplemented;
  } else if (effect.added) {
    ++report.new_rows;
  } else {
    ++report.already_recorded;
  }
}

int ProjectRows::processing_rank(DossierKind kind) {
  static constexpr std::array order = {
      DossierKind::projects,      DossierKind::partners,   DossierKind::budget,
      DossierKind::adjustments,   DossierKind::payments,   DossierKind::transfers,
      DossierKind::accruals,      DossierKind::expenses,   DossierKind::opinions,
      DossierKind::changes,       DossierKind::acceptance, DossierKind::asset_disposals,
      DossierKind::decisions,     DossierKind::notices,    DossierKind::repayments,
      DossierKind::final_accounts};
  const auto* const found = std::find(order.begin(), order.end(), kind);
  return static_cast<int>(found - order.begin());
}

Result<void> ProjectRows::begin(std::string_view id) {
  id_ = id;
  facts_.clear();
  context_ = NameContext{id_, {}, {}};
  rejected_.clear();
  rejected_places_.clear();
  budget_line_ids_.clear();
  line_arena_.clear();
  spendings_used_ = 0;
  blocks_.clear();
  recorded_lines_.clear();
  first_line_cells_.clear();
  currency_ = environment_.view.book().currency;
  version_ = environment_.view.version(SubjectKind::project, id_);
  if (version_ == 0) return {};
  BURSAR_TRY(const auto recorded, environment_.view.facts(SubjectKind::project, id_));
  for (const RecordedFact& each : recorded) {
    facts_.take_recorded(each.fact, each.erased);
    if (const auto* booked = std::get_if<ExpensesBooked>(&each.fact.body)) {
      blocks_.push_back({booked->block.lines(), each.memos, each.erased});
    }
  }
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    const auto lines = blocks_[block].lines.span();
    for (std::size_t line = 0; line < lines.size(); ++line) {
      recorded_lines_.try_emplace(lines[line].expense_id, RecordedLine{block, line});
    }
  }
  for (const RecordedFact& each : recorded) take_line_edit(each.fact);
  if (const auto* project = facts_.find<ProjectRegistered>({})) {
    const Result<Currency> currency = Currency::of(project->body.currency);
    if (currency.has_value()) currency_ = *currency;
    set_lead(project->body.org_id);
    context_.related.push_back(project->body.leader_id.text());
  }
  for (const auto& partner : facts_.of<PartnerJoined>()) {
    context_.related.push_back(partner.body.org_id.text());
  }
  return {};
}

void ProjectRows::set_lead(const OrgId& lead) {
  if (lead.empty()) return;
  facts_.set_lead(lead);
  context_.lead = lead;
  context_.related.push_back(lead.text());
}

Date ProjectRows::start_or_today() {
  const auto* project = facts_.find<ProjectRegistered>({});
  if (project == nullptr) return environment_.options.today;
  return project->body.start_on.value_or(project->day);
}

void ProjectRows::take(const TableRows& rows) {
  take_corrections_before(processing_rank(rows.reader->table().kind));
  rows.reader->set_currency(currency_);
  if (rows.reader->table().kind == DossierKind::expenses) return take_expenses(rows);
  if (rows.reader->table().kind == DossierKind::budget) number_budget_lines(rows);
  for (const RowPlace& place : rows.places) {
    if (facts_.corrections().has(*rows.reader, place)) continue;
    take_row(*rows.reader, *rows.report, place);
  }
}

void ProjectRows::take_corrections_before(int rank) {
  facts_.corrections().take_before(rank, [&](const Corrections::Row& row) {
    row.reader->set_currency(currency_);
    take_row(*row.reader, *row.report, row.place);
  });
}

void ProjectRows::take_row(RowReader& row, TableReport& report, const RowPlace& place) {
  row_arena_.clear();
  row.load(place, row_arena_);
  environment_.names.begin_row();
  row_amount_.reset();
  row_day_.reset();
  ++report.rows;
  std::optional<RowEffect> effect;
  if (row.ok()) {
    // A row that is refused already is read all the same: all that is wrong with it is told.
    row.refuse_unmapped_money();
    check_project(row);
    if (facts_.corrections().has(row, place)) refuse_after_rejected(row);
    effect = take_kind(row);
  }
  if (!row.ok() || !effect) return reject(row, report);
  environment_.names.accept_row(row);
  count_row(report, *effect);
  if (row_amount_) add_total(report, row.currency(), *row_amount_);
  if (row.table().keeps_remarks()) {
    facts_.keep_remark(row_record_, row.remarks(), row_day_.value_or(environment_.options.today),
                       {static_cast<std::uint32_t>(row.table().file), row.place().line});
  }
}

std::optional<RowEffect> ProjectRows::take_kind(RowReader& row) {
  switch (row.table().kind) {
    case DossierKind::projects:
      return take_project(row);
    case DossierKind::partners:
      return take_partner(row);
    case DossierKind::budget:
      return take_budget(row);
    case DossierKind::adjustments:
      return take_adjustment(row);
    case DossierKind::payments:
      return take_payment(row);
    case DossierKind::transfers:
      return take_transfer(row);
    case DossierKind::accruals:
      return take_accrual(row);
    case DossierKind::final_accounts:
      return take_final_account(row);
    case DossierKind::changes:
      return take_change(row);
    case DossierKind::acceptance:
      return take_acceptance(row);
    case DossierKind::opinions:
      return take_opinion(row);
    case DossierKind::asset_disposals:
      return take_disposal(row);
    case DossierKind::decisions:
      return take_decision(row);
    case DossierKind::notices:
      return take_notice(row);
    case DossierKind::repayments:
      return take_repayment(row);
    default:
      return std::nullopt;
  }
}

bool ProjectRows::check_project(RowReader& row) {
  const DossierKind kind = row.table().kind;
  if (kind == DossierKind::projects || facts_.find<ProjectRegistered>({}) != nullptr) return true;
  const std::size_t place = column_place(kind, "project_id");
  if (const RejectedRecord* rejected = find_rejected(DossierKind::projects, id_)) {
    row.refuse(place,
               Refusal(Code::row_depends_on_rejected)
                   .with("record", "projects:" + id_)
                   .with("line", std::to_string(rejected->line))
                   .with("file", rejected->file),
               true);
  } else if (row.is_damaged(id_, place)) {
    row.refuse(place, Refusal(Code::spreadsheet_digits_lost).with("field", "project_id"));
  } else {
    row.refuse(place, Refusal(Code::project_unknown).with("project_id", id_));
  }
  return false;
}

void ProjectRows::refuse_after_rejected(RowReader& row) {
  const DossierKind kind = row.table().kind;
  // Without an id of its own a row does not tell which record it is about.
  if (kind != DossierKind::projects && dossier_columns(kind)[0].name == "project_id") return;
  const RejectedRecord* const original = find_rejected(kind, row.cell(0));
  if (original == nullptr) return;
  row.refuse(0,
             Refusal(Code::row_depends_on_rejected)
                 .with("record", record_name(word(kind), original->id))
                 .with("line", std::to_string(original->line))
                 .with("file", original->file),
             true);
}

void ProjectRows::reject(const RowReader& row, TableReport& report) {
  ++report.rejected;
  const DossierKind kind = row.table().kind;
  // The first column of every kind that others refer to is its id.
  const std::string id = kind == DossierKind::projects ? id_ : std::string(row.cell(0));
  rejected_places_.emplace(record_name(word(kind), id), rejected_.size());
  rejected_.push_back({kind, id, row.file().input->name, row.place().line});
}

const RejectedRecord* ProjectRows::find_rejected(DossierKind kind, std::string_view id) const {
  if (rejected_.empty()) return nullptr;
  const auto found = rejected_places_.find(record_name(word(kind), id));
  return found == rejected_places_.end() ? nullptr : &rejected_[found->second];
}

void ProjectRows::refuse_negative(RowReader& row, std::size_t place, std::optional<Minor> amount) {
  if (!amount || amount->value() >= 0) return;
  const auto& column = dossier_columns(row.table().kind)[place];
  row.refuse(place,
             with_amounts(Refusal(Code::amount_negative).with("field", std::string(column.name)),
                          row.currency(), {{"amount", amount->value()}}));
}

void ProjectRows::note_order(const RowReader& row, std::optional<Date> earlier,
                             std::optional<Date> later) {
  if (!row.ok() || !earlier || !later || *earlier <= *later) return;
  environment_.problems.notice_line(NoticeCode::days_out_of_order, row.file().input->name,
                                    row.place().line);
}

std::optional<Draft> ProjectRows::finish(std::size_t& facts) {
  take_corrections_before(last_rank);
  take_line_corrections();
  finish_expenses();
  const std::vector<Fact> fresh = facts_.new_facts();
  for (const Fact& fact : fresh) encoder_.add(fact);
  for (std::size_t i = 0; i < spendings_used_; ++i) {
    const Spending& spending = spendings_[i];
    if (spending.lines.empty()) continue;
    encoder_.add_expenses(spending.lines, static_cast<std::uint32_t>(spending.file));
  }
  if (encoder_.size() == 0) return std::nullopt;
  facts += encoder_.size();
  EncodedFacts encoded = encoder_.finish();
  return Draft{
      {SubjectKind::project, id_}, std::move(encoded.facts), std::move(encoded.private_part)};
}

}  // namespace bursar::exchange
