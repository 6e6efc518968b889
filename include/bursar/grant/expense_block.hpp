// Spending lines of one project, packed column by column.
//
// A block is immutable bytes with a column directory, so that columns can be added later; the
// layout is documented byte by byte in docs/expense-block.md. Memos are not in the block: they are
// private, and travel beside it to the vault.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>
#include <bursar/calendar/date.hpp>
#include <bursar/grant/words.hpp>
#include <bursar/money/money.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bursar {

/// A private text: a name, an identity number, a remark. It is stored in the vault, never in an
/// entry. Empty optional: not given, or erased.
struct VaultText {
  std::optional<std::string> text;
  VaultText() = default;
  explicit VaultText(std::string value) : text(std::move(value)) {}
  [[nodiscard]] bool empty() const noexcept { return !text.has_value(); }
  [[nodiscard]] std::string_view view() const noexcept { return text ? *text : std::string_view(); }
  friend bool operator==(const VaultText&, const VaultText&) = default;
};

/// One line of spending. Views point into what the line was read from.
struct ExpenseLine {
  std::string_view expense_id;
  std::string_view org_id;  ///< empty: the lead organisation
  std::int32_t day = 0;     ///< days since 1970-01-01
  Head head = Head::equipment;
  Minor amount;  ///< negative for a reversal
  Source source = Source::grant;
  ExpenseKind kind = ExpenseKind::expense;
  std::string_view reverses;
  std::string_view accrual_id;
  std::string_view voucher_no;
  std::string_view vendor_id;
  std::string_view invoice_code;
  std::string_view invoice_no;
  std::string_view payee_id;
  std::string_view memo;   ///< private: not packed into the block
  std::uint32_t line = 0;  ///< line of the source file, 0 = none
};

/// The packed lines. Copies share the bytes.
class BURSAR_API ExpenseBlock {
 public:
  ExpenseBlock() = default;
  /// Packs lines in their order. Texts of any length; refusals: none (inputs are checked before).
  [[nodiscard]] static ExpenseBlock pack(std::span<const ExpenseLine> lines);
  /// A block from stored bytes, whole layout checked. Refusals: expense_block_damaged.
  [[nodiscard]] static Result<ExpenseBlock> from_bytes(std::string_view bytes);

  [[nodiscard]] std::string_view bytes() const noexcept;
  /// Number of lines.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// All lines with all columns but the memo; texts live in the returned object, which therefore
  /// needs a name: the span of a temporary does not compile.
  class BURSAR_API Lines {
   public:
    [[nodiscard]] std::span<const ExpenseLine> span() const& noexcept { return lines_; }
    void span() const&& = delete;
    /// Puts another value in place of a stored one, for a cell that became known or changed later:
    /// a field of the dossier (`vendor_id`, `amount`, `on` ...) and its canonical text. False if
    /// there is no such line or field, or the text does not fit it.
    bool set(std::size_t line, std::string_view field, std::string_view value);
    /// Whether `set` would do so in a line that is there.
    [[nodiscard]] static bool can_set(std::string_view field, std::string_view value);

   private:
    friend class ExpenseBlock;
    std::vector<ExpenseLine> lines_;
    std::vector<std::string> pools_;
    std::vector<std::unique_ptr<const std::string>> edits_;
    std::shared_ptr<const char[]> bytes_;
  };
  [[nodiscard]] Lines lines() const;

  /// The columns of texts, for questions that need one or two of them.
  enum class Text : std::uint8_t {
    expense_id = 16,
    org_id = 17,
    reverses = 18,
    accrual_id = 19,
    voucher_no = 20,
    vendor_id = 21,
    invoice_code = 22,
    invoice_no = 23,
    payee_id = 24
  };
  /// One column of texts, one element a line; texts live in the returned object.
  class BURSAR_API Texts {
   public:
    [[nodiscard]] std::span<const std::string_view> span() const& noexcept { return texts_; }
    void span() const&& = delete;

   private:
    friend class ExpenseBlock;
    std::vector<std::string_view> texts_;
    std::unique_ptr<std::string> pool_;
    std::shared_ptr<const char[]> bytes_;
  };
  /// Whether any line has a text in a column.
  [[nodiscard]] bool has(Text column) const noexcept;
  /// Whether every line with a text in `column` has one in `either` or in `other` too.
  [[nodiscard]] bool is_backed(Text column, Text either, Text other) const noexcept;
  [[nodiscard]] Texts texts(Text column) const;
  /// The fingerprint of each text of a column, as text_fingerprint gives it, without building any
  /// text. The span has the block's size.
  void fingerprints(Text column, std::span<std::uint64_t> into) const;

  /// The columns that are not texts, without building any text. All spans have the block's size.
  struct Hot {
    std::span<std::int32_t> day;
    std::span<Minor> amount;
    std::span<Head> head;
    std::span<Source> source;
    std::span<ExpenseKind> kind;
  };
  void read_hot(const Hot& into) const;

  friend bool operator==(const ExpenseBlock& a, const ExpenseBlock& b) {
    return a.bytes() == b.bytes();
  }

 private:
  ExpenseBlock(std::string_view bytes, std::size_t size);

  std::shared_ptr<const char[]> bytes_;
  std::uint32_t byte_count_ = 0;
  std::uint32_t size_ = 0;
};

/// A fingerprint over 64 bits: equal texts have equal ones, however they are packed; different
/// texts may have the same. 0 for the empty text. It is not stored anywhere, and may change.
[[nodiscard]] BURSAR_API std::uint64_t text_fingerprint(std::string_view text);

}  // namespace bursar
