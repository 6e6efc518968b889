// Changes, acceptance, audit opinions.
#include "exchange/project_rows.hpp"

#include <bursar/base/field_names.hpp>
#include <bursar/grant/labels.hpp>

#include <algorithm>

namespace bursar::exchange {

namespace {

/// The days of an attempt that could be the one on which its outcome takes effect.
Wording expected_days() {
  Wording days;
  for (const char* const name : {"concluded_on", "notified_on", "requested_on"}) {
    add_to_list(days, field_wording(name));
  }
  return days;
}

}  // namespace

std::optional<RowEffect> ProjectRows::take_change(RowReader& row) {
  constexpr DossierKind kind = DossierKind::changes;
  row.require(column(kind, "change_id"));
  row.require(column(kind, "kind"));
  auto body = fill<ChangeRequested>(row);
  const auto approved_on = row.date(column(kind, "approved_on"));
  keep_remarks_with(row, [&] { return record_name("changes", body.change_id); });
  // An approval that is older than its request would find nothing to approve.
  Date day = body.requested_on.value_or(approved_on.value_or(environment_.options.today));
  if (approved_on && *approved_on < day) day = *approved_on;
  row_day_ = day;
  note_order(row, body.requested_on, approved_on);
  std::optional<Stated<ChangeApproved>> approved;
  if (approved_on) approved = Stated<ChangeApproved>{{body.change_id}, *approved_on};
  const bool news = facts_.find<ChangeRequested>(body.change_id) == nullptr;
  const bool dated = body.requested_on || approved_on;
  auto effect = commit<ChangeRequested, ChangeApproved>(
      row, stated_change<kind>(row), Stated<ChangeRequested>{std::move(body), day},
      std::move(approved));
  if (effect && news && !dated) note_day_of_import(row, "requested_on");
  return effect;
}

std::optional<RowEffect> ProjectRows::take_acceptance(RowReader& row) {
  constexpr DossierKind kind = DossierKind::acceptance;
  constexpr std::size_t outcome_place = column(kind, "outcome");
  constexpr std::size_t concluded_place = column(kind, "concluded_on");
  row.require(column(kind, "attempt"));
  const auto requested_on = row.date(column(kind, "requested_on"));
  auto concluded_on = row.date(concluded_place);
  const auto notified_on = row.date(column(kind, "notified_on"));
  const auto outcome = row.word_as<Outcome>(outcome_place);
  // A request that is not decided yet has no outcome; every other row has one.
  if (!requested_on || !row.cell(concluded_place).empty()) row.require(outcome_place);
  if (outcome && row.cell(concluded_place).empty()) {
    if (is_concluding(*outcome)) {
      row.refuse(concluded_place,
                 Refusal(Code::conclusion_day_missing).with("outcome", wording(*outcome)));
    }
    concluded_on = notified_on ? notified_on : requested_on;
    if (!concluded_on && row.ok()) {
      row.refuse(concluded_place, Refusal(Code::effective_day_missing)
                                      .with("record", wording(*outcome))
                                      .with("expected", expected_days()));
    }
  }
  std::optional<Stated<AcceptanceRequested>> requested;
  std::optional<Stated<AcceptanceConcluded>> concluded;
  std::optional<Stated<AcceptanceNotified>> notified;
  if (requested_on) requested = {fill<AcceptanceRequested>(row), *requested_on};
  if (outcome && concluded_on) concluded = {fill<AcceptanceConcluded>(row), *concluded_on};
  if (notified_on) notified = {fill<AcceptanceNotified>(row), *notified_on};
  if (row.refused(column(kind, "attempt"))) return std::nullopt;  // of which record, nobody knows
  note_order(row, requested_on, concluded_on);
  note_order(row, concluded_on, notified_on);
  row_record_ = attempt_name(row.count(column(kind, "attempt")).value_or(1));
  row_day_ = requested_on ? requested_on : concluded_on;
  return commit<AcceptanceRequested, AcceptanceConcluded, AcceptanceNotified>(
      row, stated_change<kind>(row), std::move(requested), std::move(concluded),
      std::move(notified));
}

std::optional<RowEffect> ProjectRows::take_opinion(RowReader& row) {
  constexpr DossierKind kind = DossierKind::opinions;
  for (const std::size_t place : {column(kind, "opinion_id"), column(kind, "issued_on"),
                                  column(kind, "reference_on"), column(kind, "disallowed")}) {
    row.require(place);
  }
  const auto issued_on = row.date(column(kind, "issued_on"));
  auto body = fill<OpinionIssued>(row);
  row_amount_ = body.disallowed;
  keep_remarks_with(row, [&] { return record_name("opinions", body.opinion_id); });
  row_day_ = issued_on;
  return commit<OpinionIssued>(row, stated_change<kind>(row),
                               Stated<OpinionIssued>{std::move(body), or_today(issued_on)});
}

}  // namespace bursar::exchange
