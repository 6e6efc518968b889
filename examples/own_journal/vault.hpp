// The vault of the file journal: a folder with a file for each private part that is not erased.
#pragma once

#include <bursar/journal/sealed_append.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace host {

/// Throws bursar::JournalFailure where the system refuses, or a file is damaged.
class Vault {
 public:
  explicit Vault(std::filesystem::path folder) : folder_(std::move(folder)) {}

  struct Part {
    bursar::Salt salt{};
    std::string bytes;
  };

  void put(std::int64_t position, const Part& part) const;
  [[nodiscard]] std::optional<Part> find(std::int64_t position) const;
  /// False if there was none.
  bool remove(std::int64_t position) const;
  /// Sees what was put and removed on the disk.
  void sync() const;

 private:
  [[nodiscard]] std::filesystem::path file_of(std::int64_t position) const;

  std::filesystem::path folder_;
};

}  // namespace host
