#include "exchange/row_index.hpp"

#include <bursar/base/text.hpp>

#include "base/byte_words.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace bursar::exchange {
namespace {

/// What a sum row of a spreadsheet begins with.
bool is_total_word(std::string_view text) {
  static constexpr std::array<std::string_view, 13> words = {
      "合计",     "小计",     "总计",     "共计",   "累计",  "本页小计", "本页合计",
      "本年合计", "本年累计", "本期合计", "总合计", "total", "subtotal"};
  std::string key = without_blanks(half_width(text));
  while (key.ends_with(':')) key.pop_back();
  std::transform(key.begin(), key.end(), key.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return std::find(words.begin(), words.end(), key) != words.end();
}

/// What stands below a table: 制表人：..., 注：...
bool is_remark(std::string_view text) {
  static constexpr std::array<std::string_view, 14> beginnings = {
      "注",   "备注", "说明", "制表", "填表", "审核",       "复核",
      "经办", "填报", "编制", "打印", "导出", "单位负责人", "数据来源"};
  const std::string key = without_blanks(half_width(text));
  if (key.find(':') == std::string::npos) return false;
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view each) { return key.starts_with(each); });
}

/// Whether the first field may begin a total, a remark or a repeated header: most ids cannot.
bool is_suspicious(std::string_view first) {
  if (first.empty()) return true;
  const char c = first.front();
  return static_cast<signed char>(c) <= ' ' || c == 't' || c == 'T' || c == 's' || c == 'S' ||
         c == '"';
}

/// So many rows tell how many there will be.
constexpr std::size_t sampled_rows = 256;
/// No more is kept ready than the file has bytes, whatever its first rows look like.
constexpr std::size_t bytes_a_row_min = 16;

/// One table's first pass.
class Indexer {
 public:
  Indexer(RowReader& reader, std::size_t id_place, IdIndex& ids, TextArena& texts, RowIndex& index,
          Problems& problems, std::size_t& rejected, bool first_table)
      : reader_(reader),
        file_(reader.file()),
        table_(reader.table()),
        scanner_(*file_.scanner),
        id_place_(id_place),
        ids_(ids),
        texts_(texts),
        index_(index),
        problems_(problems),
        rejected_(rejected),
        first_table_(first_table) {}

  void run(const RowsSeen& seen) {
    const CellSource& source = table_.sources[id_place_];
    const bool plain = source.is_direct() && table_.where.empty();
    const std::string_view header =
        plain ? std::string_view(file_.header[source.column]) : std::string_view();
    std::size_t rows = 0;
    RowPlace place{file_.data_offset, static_cast<std::uint32_t>(file_.data_line)};
    while (!scanner_.at_end(place.offset)) {
      if ((++rows & 0xffffU) == 0 && seen) seen(rows);
      if (rows == sampled_rows) {
        const std::size_t bytes_a_row = (place.offset - file_.data_offset) / sampled_rows;
        index_.expect(scanner_.text().size() / std::max(bytes_a_row, bytes_a_row_min));
      }
      if (plain) {
        const auto skimmed = scanner_.skim(place.offset, source.column);
        if (skimmed && skimmed->field && !is_suspicious(skimmed->first)) {
          const std::string_view id = clean(*skimmed->field);
          if (id != header && !reader_.is_blank_text(id)) {
            index_.add(place, ids_.number_of(id));
            place = {skimmed->next, place.line + 1};
            continue;
          }
        }
      }
      slow(place);
      place = {reader_.next_offset(), place.line + static_cast<std::uint32_t>(reader_.lines())};
    }
    if (seen) seen(rows);
  }

 private:
  void slow(const RowPlace& place) {
    arena_.clear();
    reader_.set_quiet(true);
    reader_.load(place, arena_);
    reader_.set_quiet(false);
    if (!reader_.ok()) {
      if (first_table_) reader_.load(place, arena_);  // says what is wrong with it
      ++rejected_;
      return;
    }
    if (reader_.is_blank()) return skip(NoticeCode::blank_rows_skipped, place);
    const std::string_view first = first_text();
    if (is_suspicious(first)) {
      if (is_total_word(first)) return skip(NoticeCode::total_rows_skipped, place);
      if (is_remark(first)) return skip(NoticeCode::remark_rows_skipped, place);
    }
    if (is_header()) return skip(NoticeCode::title_rows_skipped, place);
    if (!reader_.passes_conditions()) return skip(NoticeCode::filtered_rows_skipped, place);
    const std::string_view id = reader_.cell(id_place_);
    if (id.empty()) {
      reader_.require(id_place_);
      ++rejected_;
      return;
    }
    index_.add(place, ids_.number_of(texts_.copy(id)));
  }

  void skip(NoticeCode code, const RowPlace& place) {
    if (!first_table_ && code != NoticeCode::filtered_rows_skipped) return;
    problems_.notice_line(code, file_.input->name, place.line);
  }

  [[nodiscard]] std::string_view first_text() const {
    const auto& fields = reader_.scanned().fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::string_view text = clean(fields[i].text());
      if (!text.empty() && i != file_.reason_column) return text;
    }
    return {};
  }

  /// The header again, as printed exports have it on every page.
  [[nodiscard]] bool is_header() const {
    const auto& fields = reader_.scanned().fields;
    if (fields.size() < file_.header.size()) return false;
    for (std::size_t i = 0; i < file_.header.size(); ++i) {
      if (clean(fields[i].text()) != file_.header[i]) return false;
    }
    return true;
  }

  RowReader& reader_;
  const SourceFile& file_;
  const Table& table_;
  const CsvScanner& scanner_;
  std::size_t id_place_;
  IdIndex& ids_;
  TextArena& texts_;
  RowIndex& index_;
  Problems& problems_;
  std::size_t& rejected_;
  bool first_table_;
  TextArena arena_;
};

}  // namespace

void IdIndex::grow() {
  std::vector<Slot> old = std::move(slots_);
  slots_.assign(std::max<std::size_t>(64, old.size() * 2), {});
  mask_ = slots_.size() - 1;
  for (const Slot& each : old) {
    if (each.number_plus_one == 0) continue;
    std::size_t at = each.hash & mask_;
    while (slots_[at].number_plus_one != 0) at = (at + 1) & mask_;
    slots_[at] = each;
  }
}

std::uint32_t IdIndex::number_of(std::string_view id) {
  if (ids_.size() * 2 >= mask_) grow();
  const std::uint64_t hash = byte_words::hash_of(id);
  for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
    Slot& slot = slots_[at];
    if (slot.number_plus_one == 0) {
      ids_.push_back(id);
      slot = {hash, static_cast<std::uint32_t>(ids_.size())};
      return static_cast<std::uint32_t>(ids_.size() - 1);
    }
    if (slot.hash != hash) continue;
    const std::string_view known = ids_[slot.number_plus_one - 1];
    const bool same = id.size() <= byte_words::hashed_whole_max ? known.size() == id.size()
                                                                : byte_words::same_text(known, id);
    if (same) return slot.number_plus_one - 1;
  }
}

std::vector<std::uint32_t> IdIndex::ranks() const {
  std::vector<std::uint32_t> order(ids_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return ids_[a] < ids_[b]; });
  std::vector<std::uint32_t> ranks(ids_.size());
  for (std::uint32_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = rank;
  return ranks;
}

void RowIndex::sort(const std::vector<std::uint32_t>& ranks) {
  begins_.assign(ranks.size() + 2, 0);
  for (const Found& row : found_) ++begins_[ranks[row.number] + 2];
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  places_.resize(found_.size());
  for (const Found& row : found_) {
    places_[begins_[ranks[row.number] + 1]++] = {row.offset, row.line};
  }
  begins_.pop_back();
  found_ = {};
}

void index_rows(RowReader& reader, std::size_t id_place, IdIndex& ids, TextArena& texts,
                RowIndex& index, Problems& problems, std::size_t& rejected, bool first_table,
                const RowsSeen& seen) {
  Indexer(reader, id_place, ids, texts, index, problems, rejected, first_table).run(seen);
}

}  // namespace bursar::exchange
