#include <bursar/journal/sealed_append.hpp>

#include "journal/chain_hash.hpp"

#include <algorithm>
#include <limits>

namespace bursar {
namespace {

Result<void> check_size(std::string_view field, std::string_view text) {
  if (text.size() <= draft_field_bytes_max) return {};
  return Refusal(Code::draft_too_large)
      .with("field", std::string(field))
      .with("bytes", std::to_string(text.size()))
      .with("bytes_max", std::to_string(draft_field_bytes_max));
}

std::vector<Seal> draw_salts(const AppendRequest& request, const JournalHost& host) {
  std::vector<Seal> seals(request.drafts.size());
  const auto salted = std::ranges::count_if(
      request.drafts, [](const Draft& draft) { return !draft.private_part.empty(); });
  if (salted == 0) return seals;
  std::vector<std::uint8_t> random(static_cast<std::size_t>(salted) * sizeof(Salt));
  host.random(random);
  auto drawn = random.begin();
  for (std::size_t i = 0; i < seals.size(); ++i) {
    if (request.drafts[i].private_part.empty()) continue;
    std::copy_n(drawn, seals[i].salt.size(), seals[i].salt.begin());
    drawn += sizeof(Salt);
    seals[i].vault_commitment = commitment_of(seals[i].salt, request.drafts[i].private_part);
  }
  return seals;
}

}  // namespace

struct SealedAppend::Leaves {
  std::vector<journal_detail::HashState> bodies;
};

SealedAppend::SealedAppend(const AppendRequest& request, const JournalHost& host)
    : request_(request),
      host_(host),
      leaves_(std::make_unique<Leaves>()),
      seals_(draw_salts(request, host)) {
  const journal_detail::HashState prefix = journal_detail::leaf_prefix(
      {request.key, request.request, request.door, request.batch, request.actor});
  leaves_->bodies.reserve(seals_.size());
  for (std::size_t i = 0; i < seals_.size(); ++i) {
    const Draft& draft = request.drafts[i];
    leaves_->bodies.push_back(
        journal_detail::leaf_body(prefix, draft.subject, seals_[i].vault_commitment, draft.facts));
  }
}

SealedAppend::~SealedAppend() = default;

void SealedAppend::chain(const JournalHead& head,
                         const std::optional<std::int64_t>& last_recorded_at_us) {
  std::int64_t instant = host_.now_us();
  if (last_recorded_at_us) {
    if (*last_recorded_at_us == std::numeric_limits<std::int64_t>::max()) {
      throw JournalFailure(JournalFailure::Kind::damaged,
                           "the last recorded instant is the last there is");
    }
    instant = std::max(instant, *last_recorded_at_us + 1);
  }
  head_ = head;
  for (std::size_t i = 0; i < seals_.size(); ++i) {
    ++head_.position;
    head_.link =
        link_after(head_.link, head_.position, journal_detail::leaf(leaves_->bodies[i], instant));
    seals_[i].link = head_.link;
  }
  appended_ = Appended{head.position + 1, head_.position, instant, false};
}

Entry SealedAppend::entry(std::size_t draft) const {
  const Draft& source = request_.drafts[draft];
  const Seal& seal = seals_[draft];
  return Entry{appended_.first_position + static_cast<std::int64_t>(draft),
               source.subject,
               request_.key,
               request_.request,
               request_.door,
               request_.batch,
               request_.actor,
               appended_.recorded_at_us,
               source.facts,
               seal.vault_commitment,
               seal.link};
}

Result<void> check_key(const AppendRequest& request) {
  if (request.key.empty()) return Code::key_empty;
  return {};
}

Result<void> check_drafts(const AppendRequest& request) {
  if (request.drafts.empty()) return Code::nothing_to_append;
  return {};
}

Result<void> check_sizes(const AppendRequest& request) {
  BURSAR_TRY_VOID(check_size("key", request.key));
  BURSAR_TRY_VOID(check_size("batch", request.batch));
  BURSAR_TRY_VOID(check_size("actor", request.actor));
  for (const Draft& draft : request.drafts) {
    BURSAR_TRY_VOID(check_size("subject_id", draft.subject.id));
    BURSAR_TRY_VOID(check_size("facts", draft.facts));
    BURSAR_TRY_VOID(check_size("private_part", draft.private_part));
  }
  return {};
}

Result<void> check_version(const ExpectedVersion& expected, std::int64_t actual) {
  if (expected.entries == actual) return {};
  return Refusal(Code::version_stale)
      .with("subject_kind", std::string(word(expected.subject.kind)))
      .with("subject_id", expected.subject.id)
      .with("expected", std::to_string(expected.entries))
      .with("actual", std::to_string(actual));
}

Result<void> check_request(std::string_view key, const Digest& recorded, const Digest& given) {
  if (recorded == given) return {};
  return Refusal(Code::key_reused).with("key", std::string(key));
}

}  // namespace bursar
