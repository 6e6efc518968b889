#include "vault.hpp"

#include <algorithm>

#include "files.hpp"

namespace host {

void Vault::put(std::int64_t position, const Part& part) const {
  std::string stored(part.salt.begin(), part.salt.end());
  stored += part.bytes;
  write_file(file_of(position), stored);
}

std::optional<Vault::Part> Vault::find(std::int64_t position) const {
  const std::optional<std::string> stored = read_file(file_of(position));
  if (!stored) return std::nullopt;
  Part part;
  if (stored->size() < part.salt.size()) {
    throw bursar::JournalFailure(
        bursar::JournalFailure::Kind::damaged,
        "the private part of entry " + std::to_string(position) + " is cut off");
  }
  std::transform(stored->begin(), stored->begin() + part.salt.size(), part.salt.begin(),
                 [](char byte) { return static_cast<std::uint8_t>(byte); });
  part.bytes = stored->substr(part.salt.size());
  return part;
}

bool Vault::remove(std::int64_t position) const { return remove_file(file_of(position)); }

void Vault::sync() const { sync_folder(folder_); }

std::filesystem::path Vault::file_of(std::int64_t position) const {
  return folder_ / std::to_string(position);
}

}  // namespace host
