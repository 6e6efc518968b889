// Reads the TOML of an import profile, strictly.
#pragma once

#include <bursar/exchange/profile.hpp>

#include "policy/toml_table.hpp"

namespace bursar {

class ProfileReader {
 public:
  static Result<ImportProfile> read(std::string_view text);

 private:
  static Result<void> read_settings(const toml::table& root, ImportProfile& profile);
  static Result<void> read_tables(const toml::table& root, ImportProfile& profile);
};

}  // namespace bursar
