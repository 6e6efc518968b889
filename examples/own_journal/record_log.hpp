// A file of records that is only ever appended to. A record is there whole or not at all:
//
//     length ‖ record ‖ SHA-256 of the record ‖ length
//
// A crash leaves half a record at the end of the file and nowhere else: readers pass it over, and
// the next writer cuts it off. Hence a record that cannot be read, in a file that ends with one
// that can, was changed; that is said, and nothing is cut off.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include "files.hpp"

namespace host {

/// Throws bursar::JournalFailure: `io` where the system refuses, `damaged` where a record was
/// changed. Every call is made under a lock on `file`, an append under an exclusive one.
class RecordLog {
 public:
  RecordLog(const std::filesystem::path& path, File::Mode mode) : file_(path, mode) {}

  [[nodiscard]] const File& file() const noexcept { return file_; }

  /// Calls the visitor for every whole record from an offset on, with the offset behind it.
  void read(std::uint64_t from,
            const std::function<void(std::string_view record, std::uint64_t end)>& visitor) const;
  /// Writes a record at `end`, the offset behind the last whole one. It is on the disk then. Where
  /// that fails, there is no such record.
  void append(std::uint64_t end, std::string_view record);

 private:
  File file_;
};

}  // namespace host
