// Projects, partners, budgets and their adjustments.
#include "exchange/project_rows.hpp"

#include <algorithm>
#include <map>

namespace bursar::exchange {
namespace {

constexpr DossierKind projects = DossierKind::projects;

/// The currency of a project's row, if it states one.
std::optional<Currency> stated_currency(RowReader& row) {
  constexpr std::size_t place = column(projects, "currency");
  if (row.cell(place).empty()) return std::nullopt;
  const Result<Currency> currency = Currency::of(row.cell(place));
  if (currency.has_value()) return *currency;
  row.refuse(place, currency.error());
  return std::nullopt;
}

/// Whether a row says anything in a column, where one field of it tells: for looking ahead.
bool surely_says(const RowReader& row, const RowPlace& place, std::size_t column) {
  const CellSource& source = row.table().sources[column];
  if (!source.is_direct()) return false;
  const auto skimmed = row.file().scanner->skim(place.offset, source.column);
  return skimmed && skimmed->field && !row.is_blank_text(clean(*skimmed->field));
}

std::optional<Date> earliest(std::initializer_list<std::optional<Date>> days) {
  std::optional<Date> found;
  for (const auto& day : days) {
    if (day && (!found || *day < *found)) found = day;
  }
  return found;
}

}  // namespace

std::optional<RowEffect> ProjectRows::take_project(RowReader& row) {
  (void)row.id(column(projects, "project_id"));
  const auto* recorded = facts_.find<ProjectRegistered>({});
  const auto stated = stated_currency(row);
  if (stated && recorded != nullptr && *stated != currency_) {
    row.refuse(column(projects, "currency"), Refusal(Code::currency_not_projects)
                                                 .with("currency", std::string(currency_.code()))
                                                 .with("value", std::string(stated->code())));
  }
  const Currency currency = recorded == nullptr && stated ? *stated : currency_;
  row.set_currency(currency);
  for (const std::size_t place : {column(projects, "title"), column(projects, "award"),
                                  column(projects, "start_on"), column(projects, "end_on")}) {
    row.require(place);
  }
  // The leader is looked for at the lead organisation: that one comes first.
  constexpr FieldPlaces org_places = places_of<ProjectRegistered>("org_id");
  const OrgId lead = environment_.names.organisation(row, org_places, context_);
  NameContext context = context_;
  if (!lead.empty()) context.lead = lead;
  auto body = BodyFiller<ProjectRegistered>(row, environment_.names, context).fill();
  body.currency = stated ? std::string(stated->code()) : std::string();
  if (recorded != nullptr && recorded->body.currency.empty()) body.currency.clear();
  const auto approved_on = row.date(column(projects, "approved_on"));
  const auto contract_on = row.date(column(projects, "contract_on"));
  refuse_negative(row, column(projects, "award"), body.award);
  refuse_negative(row, column(projects, "contract_deposit"), body.contract_deposit);
  if (body.start_on && body.end_on && *body.end_on < *body.start_on) {
    row.refuse(column(projects, "end_on"), Refusal(Code::days_reversed)
                                               .with("field", "end_on")
                                               .with("value", to_iso(*body.end_on))
                                               .with("other_field", "start_on")
                                               .with("other", to_iso(*body.start_on)));
  }
  row_amount_ = body.award;
  row_record_ = "projects:";
  row_day_ = earliest({approved_on, contract_on, body.start_on});
  const Date day = row_day_.value_or(environment_.options.today);
  const StatedChange change = stated_change<projects>(row);
  const auto optional_day = [&]<class Body>(std::optional<Date> on) {
    return on ? std::optional<Stated<Body>>({Body{}, *on}) : std::nullopt;
  };
  auto effect = commit<ProjectRegistered, ProjectApproved, ContractSigned>(
      row, change, Stated<ProjectRegistered>{std::move(body), day},
      optional_day.template operator()<ProjectApproved>(approved_on),
      optional_day.template operator()<ContractSigned>(contract_on));
  if (!effect) return effect;
  currency_ = currency;
  const OrgId known_lead = facts_.find<ProjectRegistered>({})->body.org_id;
  if (known_lead.empty()) {
    environment_.problems.notice_line(NoticeCode::lead_unknown, row.file().input->name,
                                      row.place().line);
  }
  set_lead(known_lead);
  return effect;
}

void ProjectRows::name_as_recorded(PartnerJoined& partner) {
  const auto is_known = [&](const PartnerJoined& body) {
    return facts_.find<PartnerJoined>(FactTraits<PartnerJoined>::key(body, facts_.lead())) !=
           nullptr;
  };
  PartnerJoined without_source = partner;
  without_source.source.reset();
  if (is_known(without_source) && !is_known(partner)) partner.source.reset();
}

std::optional<RowEffect> ProjectRows::take_partner(RowReader& row) {
  constexpr DossierKind kind = DossierKind::partners;
  row.require(column(kind, "role"));
  row.require_either(column(kind, "org_id"));
  auto body = fill<PartnerJoined>(row);
  // Blank is the book's source, as everywhere: a later file that states it says nothing new.
  body.source = row.source(column(kind, "source"));
  refuse_negative(row, column(kind, "approved"), body.approved);
  if (!row.ok()) return std::nullopt;  // of which record, its cells tell together
  if (body.source == environment_.rules.default_source) name_as_recorded(body);
  row_amount_ = body.approved;
  keep_remarks_with(row, [&] { return record_name(body); });
  row_day_ = start_or_today();
  const std::string org = body.org_id.text();
  const bool other_lead = body.role == PartnerRole::lead && !facts_.lead().empty() &&
                          !body.org_id.empty() && body.org_id != facts_.lead();
  auto effect = commit<PartnerJoined>(row, stated_change<kind>(row),
                                      Stated<PartnerJoined>{std::move(body), *row_day_});
  if (!effect) return effect;
  context_.related.push_back(org);
  if (other_lead) {
    environment_.problems.notice_line(NoticeCode::lead_differs, row.file().input->name,
                                      row.place().line);
  }
  return effect;
}

std::optional<RowEffect> ProjectRows::take_budget(RowReader& row) {
  constexpr DossierKind kind = DossierKind::budget;
  row.require(column(kind, "head"));
  row.require(column(kind, "amount"));
  auto body = fill<BudgetSet>(row);
  if (body.line_id.empty() && !budget_line_ids_.empty()) {
    const auto given = budget_line_ids_.find({row.table().file, row.place().line});
    if (given != budget_line_ids_.end()) body.line_id = given->second;
  }
  if (!row.ok()) return std::nullopt;  // of which record, its cells tell together
  row_amount_ = body.amount;
  keep_remarks_with(row, [&] { return record_name(body); });
  row_day_ = start_or_today();
  return commit<BudgetSet>(row, stated_change<kind>(row),
                           Stated<BudgetSet>{std::move(body), *row_day_});
}

std::size_t ProjectRows::recorded_budget_lines(RowReader& row, Head head) {
  constexpr DossierKind kind = DossierKind::budget;
  const bool by_name = !row.cell(column(kind, "org_name")).empty();
  const OrgId stated(row.cell(column(kind, "org_id")));
  const Source source = row.source(column(kind, "source"));
  return static_cast<std::size_t>(
      std::ranges::count_if(facts_.of<BudgetSet>(), [&](const Known<BudgetSet>& known) {
        const BudgetSet& line = known.body;
        return known.recorded && line.head == head && line.source == source &&
               (by_name || or_lead(line.org_id, facts_.lead()) == or_lead(stated, facts_.lead()));
      }));
}

void ProjectRows::number_budget_lines(const TableRows& rows) {
  constexpr DossierKind kind = DossierKind::budget;
  RowReader& row = *rows.reader;
  if (rows.places.size() < 2) return;
  using Lines = std::vector<std::pair<Minor, std::uint32_t>>;
  struct Group {
    Lines lines;
    Lines corrections;
    std::size_t recorded = 0;
  };
  std::map<std::string, Group> groups;
  row.set_quiet(true);
  for (const RowPlace& place : rows.places) {
    if (surely_says(row, place, column(kind, "line_id"))) continue;
    row_arena_.clear();
    row.load(place, row_arena_);
    if (!row.cell(column(kind, "line_id")).empty()) continue;
    const auto head = row.word_as<Head>(column(kind, "head"));
    const auto amount = row.amount(column(kind, "amount"));
    if (!head || !amount) continue;  // refused when it is taken
    std::string key(word(*head));
    for (const std::string_view name : {"org_id", "org_name", "source"}) {
      key += '|';
      key += row.cell(column_place(kind, name));
    }
    Group& group = groups[key];
    if (facts_.corrections().has(row, place)) {
      group.recorded = recorded_budget_lines(row, *head);
      group.corrections.emplace_back(*amount, place.line);
    } else {
      group.lines.emplace_back(*amount, place.line);
    }
  }
  row.set_quiet(false);
  for (auto& [key, group] : groups) {
    Lines& lines = group.lines;
    // Where the other rows are all lines that there are, a correction is none of its own.
    if (lines.size() < group.recorded) {
      lines.insert(lines.end(), group.corrections.begin(), group.corrections.end());
    }
    std::sort(lines.begin(), lines.end());
    for (std::size_t i = 1; i < lines.size(); ++i) {
      budget_line_ids_[{row.table().file, lines[i].second}] = std::to_string(i + 1);
    }
  }
}

std::optional<RowEffect> ProjectRows::take_adjustment(RowReader& row) {
  constexpr DossierKind kind = DossierKind::adjustments;
  for (const std::string_view name : {"adjustment_id", "on", "head", "delta"}) {
    row.require(column_place(kind, name));
  }
  const auto on = row.date(column(kind, "on"));
  auto body = fill<BudgetAdjusted>(row);
  row_amount_ = body.delta;
  keep_remarks_with(row, [&] { return record_name("adjustments", body.adjustment_id); });
  row_day_ = on;
  return commit<BudgetAdjusted>(row, stated_change<kind>(row),
                                Stated<BudgetAdjusted>{std::move(body), or_today(on)});
}

}  // namespace bursar::exchange
