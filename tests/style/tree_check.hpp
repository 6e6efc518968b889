// The rules that a compiler does not know: who may include whom, what a public header may show to a
// host, where SQL, clocks and floating point may stand, and which words no file may hold.
#pragma once

#include <cstddef>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

namespace bursar::style {

struct Complaint {
  std::string path;  // relative to the root of the tree
  std::size_t line = 0;
  std::string what;

  friend std::ostream& operator<<(std::ostream& out, const Complaint& complaint) {
    return out << complaint.path << ':' << complaint.line << ": " << complaint.what;
  }
};

/// Includes against the floors: a file of `include/bursar/X` or `src/X` includes from X and from
/// the floors below, and says so: not by "..", by a macro or by an absolute path. An example
/// includes public headers only.
[[nodiscard]] std::vector<Complaint> floor_complaints(const std::filesystem::path& root);
/// Public headers include the standard library, Bursar and the light headers of Boost.
[[nodiscard]] std::vector<Complaint> public_header_complaints(const std::filesystem::path& root);
/// SQL, in capitals or not, and database headers stand in the adapters and in the audit's mart.
[[nodiscard]] std::vector<Complaint> sql_complaints(const std::filesystem::path& root);
/// Floors 1 to 6 read no clock, environment, randomness or file; no floor below the reports
/// computes in floating point.
[[nodiscard]] std::vector<Complaint> domain_complaints(const std::filesystem::path& root);
/// No unfinished work, no path of somebody's machine, no ticket number, in code, documents and
/// scripts.
[[nodiscard]] std::vector<Complaint> word_complaints(const std::filesystem::path& root);
/// A code block of a document that names a file (`<!-- file: path -->`) equals that file, and there
/// is at least one such block.
[[nodiscard]] std::vector<Complaint> quoted_file_complaints(const std::filesystem::path& root);
/// A document that links a file of the tree links one that is there.
[[nodiscard]] std::vector<Complaint> link_complaints(const std::filesystem::path& root);
/// Decisions are numbered without gaps, and their README lists each.
[[nodiscard]] std::vector<Complaint> decision_complaints(const std::filesystem::path& root);
/// `docs/tool.md` names every option of the officer's tool.
[[nodiscard]] std::vector<Complaint> option_complaints(const std::filesystem::path& root);
/// Tests that read data of others tag such cases, so that ctest can report them as skipped.
[[nodiscard]] std::vector<Complaint> third_party_complaints(const std::filesystem::path& root);
/// A text that stands beside its English is Chinese but for names, fields and codes; an argument of
/// a refusal in words has both languages. The library and the officer's tool.
[[nodiscard]] std::vector<Complaint> language_complaints(const std::filesystem::path& root);
/// Sources of more than 600 lines: told, not failed.
[[nodiscard]] std::vector<Complaint> long_files(const std::filesystem::path& root);

}  // namespace bursar::style
