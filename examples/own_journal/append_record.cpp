#include "append_record.hpp"

#include <utility>

#include "numbers.hpp"

namespace host {
namespace {

using bursar::Digest;
using bursar::Entry;

[[noreturn]] void damaged() {
  throw bursar::JournalFailure(bursar::JournalFailure::Kind::damaged, "a record is damaged");
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number() { return number_at_front(take(number_bytes)); }
  std::string text() { return std::string(take(number())); }
  Digest digest() {
    const auto digest = bursar::digest_from_bytes(take(32));
    if (!digest) damaged();
    return *digest;
  }
  template <class Word>
  Word word() {
    const auto found = bursar::find_word<Word>(take(number()));
    if (!found) damaged();
    return *found;
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view take(std::uint64_t size) {
    if (size > rest_.size()) damaged();
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
};

}  // namespace

std::string encode_append(std::span<const Entry> entries) {
  std::string out;
  const Entry& first = entries.front();
  put_text(out, first.key);
  out += first.request.view();
  put_text(out, bursar::word(first.door));
  put_text(out, first.batch);
  put_text(out, first.actor);
  put_number(out, static_cast<std::uint64_t>(first.recorded_at_us));
  for (const Entry& entry : entries) {
    put_text(out, bursar::word(entry.subject.kind));
    put_text(out, entry.subject.id);
    put_text(out, entry.facts);
    put_number(out, entry.vault_commitment ? 1 : 0);
    if (entry.vault_commitment) out += entry.vault_commitment->view();
    out += entry.link.view();
  }
  return out;
}

std::vector<Entry> decode_append(std::string_view record, std::int64_t first_position) {
  Reader in(record);
  Entry shared;
  shared.key = in.text();
  shared.request = in.digest();
  shared.door = in.word<bursar::Door>();
  shared.batch = in.text();
  shared.actor = in.text();
  shared.recorded_at_us = static_cast<std::int64_t>(in.number());
  std::vector<Entry> entries;
  while (!in.at_end()) {
    Entry entry = shared;
    entry.position = first_position + static_cast<std::int64_t>(entries.size());
    entry.subject.kind = in.word<bursar::SubjectKind>();
    entry.subject.id = in.text();
    entry.facts = in.text();
    const std::uint64_t committed = in.number();
    if (committed > 1) damaged();
    if (committed == 1) entry.vault_commitment = in.digest();
    entry.link = in.digest();
    entries.push_back(std::move(entry));
  }
  if (entries.empty()) damaged();
  return entries;
}

}  // namespace host
