#include "grant_service.hpp"

#include <bursar/money/amount_text.hpp>

#include <array>
#include <utility>
#include <vector>

namespace host {
namespace {

using namespace bursar;

constexpr std::int64_t utc_offset_minutes = 480;

std::unique_ptr<SqliteJournal> open_or_create(const Platform& platform,
                                              const std::filesystem::path& store) {
  const JournalHost lent{platform.now_us, platform.random};
  if (std::filesystem::exists(store)) return SqliteJournal::open(store, lent).value();
  return SqliteJournal::create(store, "grants", lent).value();
}

/// What the caller should do is the refusal's retry class; which refusal it was is in the text.
int status_of(const Refusal& refusal) {
  switch (refusal.retry()) {
    case Retry::at_once:
      return 503;
    case Retry::after_change:
      return 422;
    case Retry::never:
      break;
  }
  return 409;
}

}  // namespace

GrantService::GrantService(Platform platform, const std::filesystem::path& store)
    : platform_(std::move(platform)),
      journal_(open_or_create(platform_, store)),
      office_(*journal_, {[this] { return today(); },
                          [this](const auto& request, const auto& subject, const auto& result) {
                            log(request, subject, result);
                          }}) {
  if (journal_->head().position != 0) return;
  BookOpening opening = opening_under("cn-shenzhen").value();
  opening.utc_offset_minutes = utc_offset_minutes;
  office_.open_book({"open", "service", today()}, opening).value();
}

Date GrantService::today() const {
  constexpr std::int64_t us_per_minute = 60'000'000;
  const std::int64_t local_minutes = platform_.now_us() / us_per_minute + utc_offset_minutes;
  return from_day_number(static_cast<std::int32_t>(local_minutes / 1440));
}

void GrantService::log(const Request& request, const Subject& subject,
                       const Result<Receipt>& result) const {
  std::string line = "user=" + request.actor + " request=" + request.key +
                     " subject=" + std::string(word(subject.kind)) + ":" + subject.id;
  if (!result) {
    line += " refused=" + std::string(result.error().name());
  } else {
    line += (result->already_recorded ? " repeats=" : " recorded=") +
            std::to_string(result->last_position);
  }
  platform_.log(line);
}

Answer GrantService::record(const Call& call, const Subject& subject,
                            std::span<const FactBody> facts, const std::string& id) {
  try {
    const auto result = office_.record({call.request_id, call.user, call.on}, subject, facts);
    if (!result) return {status_of(result.error()), {}, result.error().text(Language::en)};
    return {200, id, result->already_recorded ? "done before" : "done"};
  } catch (const JournalFailure& failure) {
    // The disk, not the request: whether it was recorded is not known. The same request id finds
    // out.
    platform_.log(std::string("store: ") + failure.what());
    return {503, {}, "the store cannot be reached"};
  }
}

Answer GrantService::register_unit(const Call& call, const std::string& name) {
  const std::string id = platform_.id_for("ORG", call.request_id);
  OrganisationRegistered unit;
  unit.name = VaultText(name);
  const std::array<FactBody, 1> facts{unit};
  return record(call, {SubjectKind::organisation, id}, facts, id);
}

Answer GrantService::award(const Call& call, const std::string& unit, const std::string& title,
                           Minor amount, DateRange term) {
  const std::string id = platform_.id_for("P", call.request_id);
  ProjectRegistered project;
  project.title = title;
  project.org_id = OrgId(unit);
  project.award = amount;
  project.start_on = term.first;
  project.end_on = term.last_inclusive;
  const std::array<FactBody, 3> facts{project, ProjectApproved{}, ContractSigned{}};
  return record(call, {SubjectKind::project, id}, facts, id);
}

Answer GrantService::pay(const Call& call, const std::string& project, Minor amount) {
  PaymentMade payment;
  payment.payment_id = platform_.id_for("PAY", call.request_id);
  payment.amount = amount;
  const std::array<FactBody, 1> facts{payment};
  return record(call, {SubjectKind::project, project}, facts, payment.payment_id);
}

std::string GrantService::paid_until(const std::string& project, Date day) const {
  AsOf as_of;
  as_of.effective = day;
  const std::array<Subject, 1> subjects{{{SubjectKind::project, project}}};
  const Portfolio portfolio = Portfolio::fold_subjects(*journal_, as_of, subjects).value();
  const Project* found = portfolio.project(project);
  if (found == nullptr) return "unknown";
  MoneySum paid;
  for (const Payment& payment : found->payments) {
    const bool back = payment.direction == PaymentDirection::bounced;
    paid.add(back ? Minor(-payment.amount.value()) : payment.amount);
  }
  return grouped_text(Money::of_minor(paid.total().value(), found->currency));
}

}  // namespace host
