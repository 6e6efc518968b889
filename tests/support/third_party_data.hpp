// Data of others that tests read where it is at hand; nothing of it is part of this project.
#pragma once

#include "file_text.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace bursar_test {

/// A file or folder of $BURSAR_TEST_DATA, or else of ../shared/data beside the project. Where there
/// is no such data, says so and returns nothing: the case, tagged [third_party], has nothing to do
/// and ctest reports it as skipped. Throws where data is promised or present and lacks this part.
inline std::optional<std::filesystem::path> third_party_data(std::string_view below) {
  const char* promised = std::getenv("BURSAR_TEST_DATA");
  const std::filesystem::path folder = promised != nullptr ? promised : "../shared/data";
  std::error_code none;
  if (std::filesystem::exists(folder / below, none)) return folder / below;
  if (promised != nullptr || std::filesystem::exists(folder, none))
    throw std::runtime_error("no " + (folder / below).string());
  std::cout << "skipped: no third-party data (" << below << ")\n";
  return std::nullopt;
}

/// The rows of a file of tab-separated values, without its heading.
inline std::vector<std::vector<std::string>> tsv_rows(const std::filesystem::path& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> fields(1);
    for (const char c : line) {
      if (c == '\t') {
        fields.emplace_back();
      } else {
        fields.back() += c;
      }
    }
    rows.push_back(std::move(fields));
  }
  return rows;
}

}  // namespace bursar_test
