// The files of the dossier: a header in the officer's words, rows, and the encoding they are saved
// in.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dossier {

/// Amounts are whole fen.
using Fen = std::int64_t;

constexpr Fen yuan(std::int64_t amount) { return amount * 100; }
constexpr Fen ten_thousand(std::int64_t amount) { return amount * 1'000'000; }

std::string in_yuan(Fen amount);          ///< 1234.50
std::string in_ten_thousand(Fen amount);  ///< 12.5: 万元, as many digits as it takes

/// How a file is saved. Spreadsheets in China save the system's own encoding, or UTF-8 with a mark.
enum class Encoding { utf8, utf8_marked, gb18030 };

using Cells = std::vector<std::string>;

/// One file.
class Table {
 public:
  Table(std::string_view name, Encoding encoding, Cells header)
      : name_(name), encoding_(encoding), header_(std::move(header)) {}

  /// Throws std::logic_error if the row has not as many cells as the header.
  void add(Cells row);
  /// The bytes of the file.
  [[nodiscard]] std::string bytes() const;
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }

 private:
  std::string name_;
  Encoding encoding_;
  Cells header_;
  std::vector<Cells> rows_;
};

/// All files, one a kind.
struct Tables {
  Table organisations, persons, projects, partners, budget, adjustments, payments, transfers,
      expenses, accruals, final_accounts, changes, acceptance, opinions, asset_disposals, decisions,
      notices, repayments;

  Tables();
  [[nodiscard]] std::vector<const Table*> all() const;
};

/// Writes every table as <name>.csv into a folder. Throws std::runtime_error if it cannot.
void write_tables(const Tables& tables, const std::filesystem::path& folder);

}  // namespace dossier
