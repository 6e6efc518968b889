#include "clawback/part.hpp"
#include "portfolio/approved_changes.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace bursar::clawback {
namespace {

constexpr std::size_t public_sources = static_cast<std::size_t>(Source::grant_district) + 1;

Part& part_for(std::vector<Part>& parts, const OrgId& org, Source source) {
  for (Part& part : parts) {
    if (part.source == source && part.org == org) return part;
  }
  Part& added = parts.emplace_back();
  added.org = org;
  added.source = source;
  return added;
}

/// Everything but spending lines.
void add_records(std::vector<Part>& parts, const Project& project) {
  const auto part = [&](const OrgId& org, Source source) -> Part& {
    return part_for(parts, or_lead(org, project), source);
  };
  for (const Payment& each : project.payments) {
    if (!is_public(each.source)) continue;
    Part& at = part(each.org_id, each.source);
    (each.direction == PaymentDirection::bounced ? at.bounced : at.payments) += each.amount.value();
  }
  for (const Transfer& each : project.transfers) {
    if (!is_public(each.source)) continue;
    part(each.from_org_id, each.source).passed_on += each.amount.value();
    part(each.to_org_id, each.source).passed_in += each.amount.value();
  }
  for (const FinalAccount& each : project.final_accounts) {
    if (is_public(each.source)) part(each.org_id, each.source).has_final_accounts = true;
  }
  for (const Disposal& each : project.disposals) {
    if (is_public(each.source)) part(each.org_id, each.source).proceeds += each.proceeds.value();
  }
  for (const Opinion& each : project.opinions) {
    if (is_public(each.source)) (void)part(each.org_id, each.source);
  }
  // A penalty is no refund, and what no longer stands fixes nothing.
  for (const Decision& each : project.decisions) {
    const bool claims =
        each.kind != DecisionKind::penalty && states_a_sum(each) && project.stands(each);
    if (is_public(each.source) && claims) (void)part(each.payer_org_id, each.source);
  }
}

// --------------------------------------------------------------------------------------- opinions

/// What a settlement on record was made from: opinions that came later do not move its reference
/// day.
struct Known {
  Date as_of{boost::gregorian::date(9999, 12, 31)};
  std::int64_t position = std::numeric_limits<std::int64_t>::max();
};

/// The adopted opinions of a part that no other adopted one of it replaces; more than one is a
/// conflict.
std::vector<const Opinion*> governing_opinions(const Project& project, const Part& part,
                                               const Known& known) {
  const auto adopted = [&](const Opinion& opinion) {
    return opinion.adopted && opinion.source == part.source &&
           or_lead(opinion.org_id, project) == part.org && opinion.adoption_day() <= known.as_of &&
           std::max(opinion.trace.position, opinion.adoption.position) <= known.position;
  };
  std::vector<const Opinion*> all;
  std::vector<const Opinion*> standing;
  for (const Opinion& each : project.opinions) {
    if (!adopted(each)) continue;
    all.push_back(&each);
    if (!is_replaced(project.opinions, each, &OpinionIssued::opinion_id, adopted)) {
      standing.push_back(&each);
    }
  }
  // Opinions that replace each other in a ring leave none standing: that is a conflict, not a
  // blank.
  return standing.empty() ? all : standing;
}

/// The blank or negative field of an adopted opinion, as a refusal.
std::optional<Refusal> incomplete(const Opinion& opinion) {
  const std::array<std::pair<const char*, const std::optional<Minor>*>, 3> amounts{
      {{"disallowed", &opinion.disallowed},
       {"payables", &opinion.payables},
       {"interest", &opinion.interest}}};
  const auto refuse = [&](Code code, const char* field) {
    return Refusal(code).with("opinion_id", opinion.opinion_id).with("field", field);
  };
  for (const auto& [field, amount] : amounts) {
    if (!*amount) return refuse(Code::opinion_incomplete, field);
  }
  if (!opinion.reference_on) return refuse(Code::opinion_incomplete, "reference_on");
  for (const auto& [field, amount] : amounts) {
    if (**amount < Minor(0)) return refuse(Code::opinion_negative, field);
  }
  return std::nullopt;
}

void set_opinion(Part& part, const Project& project) {
  const std::vector<const Opinion*> found = governing_opinions(project, part, Known{});
  if (found.size() > 1) {
    std::string ids;
    for (const Opinion* each : found) ids += (ids.empty() ? "" : ", ") + each->opinion_id;
    part.opinion_refusal = Refusal(Code::opinions_conflict).with("opinions", std::move(ids));
  } else if (found.size() == 1) {
    part.opinion = found.front();
    part.opinion_refusal = incomplete(*part.opinion);
  }
}

// ------------------------------------------------------------------------------------------ days

/// The first settlement on record of this part and conclusion.
const Settlement* first_on_record(const Project& project, const Part& part,
                                  const Conclusion& conclusion) {
  for (const Settlement& each : project.settlements) {
    if (each.source == part.source && or_lead(each.org_id, project) == part.org &&
        settles(each, conclusion)) {
      return &each;
    }
  }
  return nullptr;
}

/// ref where no adopted opinion sets it.
std::optional<Date> reference_by_rule(const Project& project, const Conclusion& conclusion) {
  if (conclusion.outcome == outcome_terminated || conclusion.outcome == outcome_revoked) {
    return conclusion.cut_off;
  }
  std::optional<Date> reference = fold::end_in_force_on(project, conclusion.cut_off);
  const Attempt* attempt = project.concluding_attempt();
  if (attempt != nullptr && attempt->requested_on) {
    reference = reference ? std::min(*reference, *attempt->requested_on) : *attempt->requested_on;
  }
  return reference;
}

/// ref. A supplementary settlement keeps the reference day of the first.
void set_reference(Part& part, const Project& project, const Conclusion& conclusion) {
  const Opinion* opinion = part.opinion;
  if (const Settlement* first = first_on_record(project, part, conclusion)) {
    if (first->reference_on) {
      part.reference_on = first->reference_on;
      return;
    }
    // Records of older versions do not say; what was adopted then does.
    opinion = nullptr;
    if (!first->unaudited) {
      const auto then = governing_opinions(
          project, part, Known{first->made_from.as_of, first->made_from.known_position});
      if (!then.empty()) opinion = then.front();
    }
  }
  part.reference_on = opinion != nullptr && opinion->reference_on
                          ? opinion->reference_on
                          : reference_by_rule(project, conclusion);
  if (part.reference_on) part.reference_on = std::min(*part.reference_on, conclusion.cut_off);
}

// -------------------------------------------------------------------------------------- spending

/// The final accounts that would count for a part: those of the opinion that governs, else of the
/// one that it replaced; else those without an opinion; else those of the opinion issued last. One
/// set only: accounts restate each other, they do not add up.
std::vector<const FinalAccount*> accounts_of(const Project& project, const Part& part) {
  std::vector<const FinalAccount*> mine;
  for (const FinalAccount& each : project.final_accounts) {
    if (each.source == part.source && or_lead(each.org_id, project) == part.org) {
      mine.push_back(&each);
    }
  }
  if (mine.empty()) return mine;
  const auto has_any = [&](std::string_view id) {
    return std::any_of(mine.begin(), mine.end(),
                       [&](const FinalAccount* each) { return each->opinion_id == id; });
  };
  SmallText id = part.opinion != nullptr ? part.opinion->opinion_id : SmallText();
  for (std::size_t steps = 0; !id.empty() && !has_any(id) && steps <= project.opinions.size();
       ++steps) {
    const auto at = std::find_if(project.opinions.begin(), project.opinions.end(),
                                 [&](const Opinion& each) { return each.opinion_id == id; });
    id = at == project.opinions.end() ? SmallText() : at->replaces;
  }
  if (!has_any(id)) id.clear();
  if (id.empty() && !has_any("")) {
    id = mine.back()->opinion_id;
    for (const Opinion& each : project.opinions) {
      if (has_any(each.opinion_id)) id = each.opinion_id;
    }
  }
  std::erase_if(mine, [&](const FinalAccount* each) { return each->opinion_id != id; });
  return mine;
}

/// Whether another opinion took the place of one.
bool is_restated(const Project& project, const SmallText& opinion_id) {
  return std::any_of(project.opinions.begin(), project.opinions.end(),
                     [&](const Opinion& each) { return each.replaces == opinion_id; });
}

/// Takes E from the final accounts, and tells of those that it leaves out, unless another opinion
/// restated them.
void add_final_accounts(Part& part, const Project& project) {
  const std::vector<const FinalAccount*> counted = accounts_of(project, part);
  for (const FinalAccount* each : counted) part.in_period += each->spent.value();
  if (counted.empty()) return;
  part.accounts_opinion = counted.front()->opinion_id;
  for (const FinalAccount& each : project.final_accounts) {
    const bool mine = each.source == part.source && or_lead(each.org_id, project) == part.org;
    if (!mine || each.opinion_id == part.accounts_opinion) continue;
    if (each.opinion_id.empty() || !is_restated(project, each.opinion_id)) {
      part.accounts_left_out += each.spent.value();
    }
  }
}

struct Window {
  Part* part = nullptr;
  std::int32_t start = 0;
  std::int32_t reference = 0;
};

/// Which part a spending line up to K belongs to, by organisation and source; the parts are made.
/// Lines after K make no part: they never change a settlement, that of another part included.
std::vector<std::size_t> parts_of_lines(std::vector<Part>& parts, const Project& project,
                                        const Conclusion& conclusion) {
  constexpr auto none = static_cast<std::size_t>(-1);
  const ExpenseColumns& lines = project.expenses;
  const std::int32_t cut_off = day_number(conclusion.cut_off);
  std::vector<std::size_t> place(project.expense_orgs.size() * public_sources, none);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!is_public(lines.source[i]) || lines.effective_day()[i] > cut_off) continue;
    std::size_t& at =
        place[lines.org[i] * public_sources + static_cast<std::size_t>(lines.source[i])];
    if (at != none) continue;
    Part& part =
        part_for(parts, or_lead(project.expense_orgs[lines.org[i]], project), lines.source[i]);
    part.has_lines = true;
    at = static_cast<std::size_t>(&part - parts.data());
  }
  return place;
}

/// Sums spending lines by the day they count on. Lines after K never change a settlement.
void add_spending(std::vector<Part>& parts, const std::vector<std::size_t>& place,
                  const Project& project, const Conclusion& conclusion) {
  const ExpenseColumns& lines = project.expenses;
  const std::int32_t cut_off = day_number(conclusion.cut_off);
  const std::int32_t start = project.registered.start_on ? day_number(*project.registered.start_on)
                                                         : std::numeric_limits<std::int32_t>::min();
  std::vector<Window> windows(place.size());
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (place[i] >= parts.size()) continue;
    Part& part = parts[place[i]];
    windows[i] = {&part, start, part.reference_on ? day_number(*part.reference_on) : cut_off};
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::int32_t day = lines.effective_day()[i];
    if (!is_public(lines.source[i]) || day > cut_off) continue;
    const Window& window =
        windows[lines.org[i] * public_sources + static_cast<std::size_t>(lines.source[i])];
    const std::int64_t amount = lines.amount[i].value();
    if (window.start <= day && day <= window.reference) {
      window.part->in_period += amount;
    } else if (window.reference < day &&
               is_payable_of(project, lines.accrual[i], window.part->org, window.part->source)) {
      window.part->clearing += amount;
    } else {
      window.part->outside += amount;
    }
  }
}

}  // namespace

std::vector<const FinalAccount*> counted_final_accounts(const Project& project, const OrgId& org,
                                                        Source source) {
  const std::optional<Conclusion> conclusion = conclusion_of(project);
  const std::int32_t last =
      conclusion ? day_number(conclusion->cut_off) : std::numeric_limits<std::int32_t>::max();
  const ExpenseColumns& lines = project.expenses;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines.source[i] != source || lines.effective_day()[i] > last) continue;
    if (or_lead(project.expense_orgs[lines.org[i]], project) == org) return {};
  }
  Part part;
  part.org = org;
  part.source = source;
  set_opinion(part, project);
  return accounts_of(project, part);
}

bool is_payable_of(const Project& project, std::int32_t accrual, const OrgId& org, Source source) {
  if (accrual < 0) return false;
  const Accrual& record = project.accruals[static_cast<std::size_t>(accrual)];
  return record.kind == AccrualKind::payable && record.source == source &&
         or_lead(record.org_id, project) == org;
}

std::vector<const Settlement*> latest_settlements(const Project& project) {
  std::vector<const Settlement*> latest;
  for (const Settlement& each : project.settlements) {
    const OrgId& org = or_lead(each.org_id, project);
    const auto same = std::find_if(latest.begin(), latest.end(), [&](const Settlement* other) {
      return other->source == each.source && or_lead(other->org_id, project) == org;
    });
    if (same == latest.end()) {
      latest.push_back(&each);
    } else {
      *same = &each;
    }
  }
  std::sort(latest.begin(), latest.end(), [&](const Settlement* a, const Settlement* b) {
    return comes_before(or_lead(a->org_id, project), a->source, or_lead(b->org_id, project),
                        b->source);
  });
  return latest;
}

const Wording& why_void(const Project& project) {
  static const Wording no_records{"该单位该来源已无任何记录",
                                  "no record of this organisation and source is left"};
  static const Wording no_conclusion{"项目现无验收结论或终止、撤销决定",
                                     "the project is not concluded any more"};
  return conclusion_of(project) ? no_records : no_conclusion;
}

bool settles(const Settlement& record, const Conclusion& conclusion) {
  if (record.outcome != conclusion.outcome) return false;
  if (record.cut_off) return *record.cut_off == conclusion.cut_off;
  return record.made_from.as_of >= conclusion.cut_off;
}

std::vector<Part> parts_of(const Project& project, const Conclusion& conclusion, Source fallback) {
  std::vector<Part> parts;
  add_records(parts, project);
  const std::vector<std::size_t> place = parts_of_lines(parts, project, conclusion);
  if (parts.empty()) (void)part_for(parts, project.registered.org_id, fallback);
  for (Part& part : parts) {
    set_opinion(part, project);
    set_reference(part, project, conclusion);
  }
  add_spending(parts, place, project, conclusion);
  for (Part& part : parts) {
    if (!part.has_lines && part.has_final_accounts) add_final_accounts(part, project);
  }
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    return comes_before(a.org, a.source, b.org, b.source);
  });
  return parts;
}

}  // namespace bursar::clawback
