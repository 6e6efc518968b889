// Resident id numbers of China (公民身份号码, GB 11643-1999): checked, then only committed to and
// masked.
//
// The number itself is personal data. It is returned by nothing here, stands in no refusal, and the
// copies that are made while it is checked are wiped.
#pragma once

#include <bursar/base/digest.hpp>
#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace bursar {

/// What may be kept of a resident id number.
struct ResidentIdCommitment {
  Digest commitment;  ///< HMAC-SHA-256 of the 18 characters under the salt
  std::string mask;   ///< the first and the last four characters: 1101**********002X
  friend bool operator==(const ResidentIdCommitment&, const ResidentIdCommitment&) = default;
};

/// The least length of a salt. Numbers are few enough to be tried one by one: the salt must be
/// secret.
inline constexpr std::size_t resident_id_salt_bytes_min = 16;

/// Checks a number and commits to it. Blanks around it, full-width digits and a lower-case x are
/// taken. An old number of 15 digits is completed to 18, and so gets the same commitment as the new
/// one of the same person. The day of birth must exist, from 1850-01-01 up to `today`. Refusals, in
/// this order: salt_too_short, spreadsheet_digits_lost, resident_id_malformed,
/// resident_id_birth_impossible, resident_id_check_wrong.
[[nodiscard]] BURSAR_API Result<ResidentIdCommitment> commit_resident_id(
    std::string_view number, std::string_view salt, std::chrono::year_month_day today);

}  // namespace bursar
