#include "record_log.hpp"

#include <bursar/base/digest.hpp>
#include <bursar/journal/journal.hpp>

#include <optional>
#include <string>

#include "numbers.hpp"

namespace host {
namespace {

using bursar::JournalFailure;

constexpr std::size_t digest_bytes = 32;
constexpr std::size_t frame_bytes = number_bytes + digest_bytes + number_bytes;

std::string framed(std::string_view record) {
  std::string bytes;
  put_number(bytes, record.size());
  bytes += record;
  bytes += bursar::sha256(record).view();
  put_number(bytes, record.size());
  return bytes;
}

/// The record that some bytes begin with; nothing if it is not whole.
std::optional<std::string_view> record_at_front(std::string_view bytes) {
  if (bytes.size() < frame_bytes) return std::nullopt;
  const std::uint64_t length = number_at_front(bytes);
  if (length > bytes.size() - frame_bytes) return std::nullopt;
  const std::string_view record = bytes.substr(number_bytes, length);
  const std::string_view digest = bytes.substr(number_bytes + length, digest_bytes);
  const std::string_view again = bytes.substr(number_bytes + length + digest_bytes);
  if (number_at_front(again) != length || bursar::sha256(record).view() != digest) {
    return std::nullopt;
  }
  return record;
}

bool ends_with_record(std::string_view bytes) {
  if (bytes.size() < frame_bytes) return false;
  const std::uint64_t length = number_at_front(bytes.substr(bytes.size() - number_bytes));
  if (length > bytes.size() - frame_bytes) return false;
  return record_at_front(bytes.substr(bytes.size() - frame_bytes - length)).has_value();
}

}  // namespace

void RecordLog::read(
    std::uint64_t from,
    const std::function<void(std::string_view record, std::uint64_t end)>& visitor) const {
  if (file_.size() < from) {
    throw JournalFailure(JournalFailure::Kind::damaged, "the file got shorter");
  }
  const std::string bytes = file_.read_from(from);
  std::string_view rest = bytes;
  while (const auto record = record_at_front(rest)) {
    rest.remove_prefix(record->size() + frame_bytes);
    visitor(*record, from + (bytes.size() - rest.size()));
  }
  if (ends_with_record(rest)) {
    throw JournalFailure(JournalFailure::Kind::damaged, "a record was changed");
  }
}

void RecordLog::append(std::uint64_t end, std::string_view record) {
  file_.truncate(end);
  try {
    file_.write(end, framed(record));
    file_.sync();
  } catch (const JournalFailure&) {
    // It may be whole, and could be read; nobody was told that it is there, and it must not be.
    file_.truncate(end);
    throw;
  }
}

}  // namespace host
