#include "portfolio/fold_expenses.hpp"

#include "portfolio/place_index.hpp"

#include <algorithm>
#include <limits>
#include <string_view>
#include <unordered_map>

namespace bursar::fold {
namespace {

using Text = ExpenseBlock::Text;

constexpr std::uint32_t dropped = std::numeric_limits<std::uint32_t>::max();

/// A line that another one may name.
struct Named {
  std::int32_t day = 0;
  std::int32_t accrual = -1;
  std::string_view reverses;
};

/// The texts of one block, with the edits laid over them where there are any.
class BlockTexts {
 public:
  BlockTexts(const ExpenseBlock& block, const ExpenseBlock::Lines* edited)
      : block_(block), edited_(edited) {}

  [[nodiscard]] bool has(Text column) const { return edited_ != nullptr || block_.has(column); }
  /// A column's texts; good until the next call for the same `kept`.
  std::span<const std::string_view> of(Text column, std::string_view ExpenseLine::*member,
                                       ExpenseBlock::Texts& kept) {
    if (edited_ == nullptr) {
      kept = block_.texts(column);
      return kept.span();
    }
    own_.emplace_back();
    for (const ExpenseLine& line : edited_->span()) own_.back().push_back(line.*member);
    return own_.back();
  }

 private:
  const ExpenseBlock& block_;
  const ExpenseBlock::Lines* edited_;
  std::vector<std::vector<std::string_view>> own_;
};

/// The columns while they are filled.
struct FullColumns {
  List<std::int32_t> day;
  List<std::int32_t> effective_day;
  List<Minor> amount;
  List<Head> head;
  std::vector<Source> source;
  std::vector<ExpenseKind> kind;
  std::vector<std::uint32_t> org;
  std::vector<std::int32_t> accrual;
};

class ExpenseFolder {
 public:
  ExpenseFolder(Project& project, std::int32_t last_day) : project_(project), last_day_(last_day) {}

  void run() {
    if (!project_.expense_edits.empty()) edited_ = project_.cold_lines();
    std::size_t total = 0;
    for (const ExpenseSource& source : project_.expense_sources) total += source.block.size();
    if (total == 0) return;
    reserve(total);
    bool any_reversal = false;
    for (std::size_t b = 0; b < project_.expense_sources.size(); ++b) {
      add_block(b);
      any_reversal = any_reversal || texts(b).has(Text::reverses);
    }
    if (any_reversal) follow_reversals();
    if (std::ranges::any_of(columns_.effective_day, [&](auto day) { return day > last_day_; })) {
      leave_out_later();
    }
    store();
  }

 private:
  BlockTexts texts(std::size_t b) const {
    return {project_.expense_sources[b].block, edited_.empty() ? nullptr : &edited_[b]};
  }
  void reserve(std::size_t total) {
    each_column([&](auto& column) { column.reserve(total); });
  }

  void add_block(std::size_t b) {
    ExpenseSource& source = project_.expense_sources[b];
    const std::size_t from = columns_.day.size();
    const std::size_t count = source.block.size();
    const std::size_t until = from + count;
    columns_.day.resize(until);
    columns_.amount.resize(until);
    columns_.head.resize(until);
    columns_.source.resize(until);
    columns_.kind.resize(until);
    const auto tail = [&](auto& column) { return std::span(column).subspan(from); };
    source.block.read_hot({tail(columns_.day), tail(columns_.amount), tail(columns_.head),
                           tail(columns_.source), tail(columns_.kind)});
    if (!edited_.empty()) lay_edits_over(from, edited_[b].span());
    add_places(b, count);
    source.kept = KeptLines::all(count);
    columns_.effective_day.resize(until);
    std::copy(columns_.day.begin() + from, columns_.day.end(),
              columns_.effective_day.begin() + from);
  }

  void lay_edits_over(std::size_t from, std::span<const ExpenseLine> lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      columns_.day[from + i] = lines[i].day;
      columns_.amount[from + i] = lines[i].amount;
      columns_.head[from + i] = lines[i].head;
      columns_.source[from + i] = lines[i].source;
      columns_.kind[from + i] = lines[i].kind;
    }
  }

  void add_places(std::size_t b, std::size_t count) {
    BlockTexts texts_of_block = texts(b);
    ExpenseBlock::Texts kept;
    if (texts_of_block.has(Text::org_id)) {
      for (const std::string_view org :
           texts_of_block.of(Text::org_id, &ExpenseLine::org_id, kept)) {
        columns_.org.push_back(place_of_org(org));
      }
    } else {
      columns_.org.insert(columns_.org.end(), count, place_of_org({}));
    }
    if (texts_of_block.has(Text::accrual_id)) {
      for (const std::string_view accrual :
           texts_of_block.of(Text::accrual_id, &ExpenseLine::accrual_id, kept)) {
        columns_.accrual.push_back(place_of_accrual(accrual));
      }
    } else {
      columns_.accrual.insert(columns_.accrual.end(), count, -1);
    }
  }

  /// Takes lines that count after the as-of day out of the columns.
  void leave_out_later() {
    std::size_t to = 0;
    std::size_t at = 0;
    for (ExpenseSource& source : project_.expense_sources) {
      List<std::uint32_t> kept;
      for (std::uint32_t line = 0; line < source.block.size(); ++line, ++at) {
        if (columns_.effective_day[at] > last_day_) continue;
        each_column([&](auto& column) { column[to] = column[at]; });
        kept.push_back(line);
        ++to;
      }
      if (kept.size() < source.block.size()) source.kept = KeptLines::some(std::move(kept));
    }
    each_column([&](auto& column) { column.resize(to); });
  }

  /// Into the project, each in the room that it needs.
  void store() {
    ExpenseColumns& into = project_.expenses;
    if (columns_.effective_day != columns_.day) into.moved_day = std::move(columns_.effective_day);
    into.source.assign(columns_.source);
    into.kind.assign(columns_.kind);
    into.org.assign(columns_.org);
    into.accrual.assign(columns_.accrual);
    into.day = std::move(columns_.day);
    into.amount = std::move(columns_.amount);
    into.head = std::move(columns_.head);
    into.moved_day.shrink_to_fit();
    into.day.shrink_to_fit();
    into.amount.shrink_to_fit();
    into.head.shrink_to_fit();
  }

  template <class Do>
  void each_column(const Do& apply) {
    apply(columns_.day);
    apply(columns_.effective_day);
    apply(columns_.amount);
    apply(columns_.head);
    apply(columns_.source);
    apply(columns_.kind);
    apply(columns_.org);
    apply(columns_.accrual);
  }

  std::uint32_t place_of_org(std::string_view org) {
    const std::string_view wanted = org.empty() ? project_.registered.org_id.text().view() : org;
    auto& orgs = project_.expense_orgs;
    if (const auto found = org_places_.find(orgs, wanted))
      return static_cast<std::uint32_t>(*found);
    orgs.emplace_back(wanted);
    return static_cast<std::uint32_t>(orgs.size() - 1);
  }

  std::int32_t place_of_accrual(std::string_view accrual) {
    if (accrual.empty()) return -1;
    const auto found = accrual_places_.find(project_.accruals, accrual);
    return found ? static_cast<std::int32_t>(*found) : -1;
  }

  /// A reversal or correction counts on the day of the line that it names, in whichever block that
  /// is, and clears what that line clears.
  void follow_reversals() {
    const std::vector<ExpenseBlock::Lines> own =
        edited_.empty() ? project_.cold_lines() : std::vector<ExpenseBlock::Lines>();
    const std::vector<ExpenseBlock::Lines>& blocks = edited_.empty() ? own : edited_;
    std::unordered_map<std::string_view, Named> named;
    for (const ExpenseBlock::Lines& block : blocks) {
      for (const ExpenseLine& line : block.span()) {
        named.try_emplace(line.expense_id,
                          Named{line.day, place_of_accrual(line.accrual_id), line.reverses});
      }
    }
    std::size_t at = 0;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      for (const std::uint32_t line : project_.expense_sources[b].kept) {
        const std::string_view reverses = blocks[b].span()[line].reverses;
        if (!reverses.empty()) count_as(at, reverses, named);
        ++at;
      }
    }
  }

  /// Follows names to a line that names no other. A ring of names, or a name that nobody has,
  /// leaves a line on its own day.
  void count_as(std::size_t at, std::string_view reverses,
                const std::unordered_map<std::string_view, Named>& named) {
    constexpr int longest = 16;
    for (int step = 0; step < longest; ++step) {
      const auto found = named.find(reverses);
      if (found == named.end()) return;
      if (found->second.reverses.empty()) {
        columns_.effective_day[at] = found->second.day;
        if (columns_.accrual[at] < 0) columns_.accrual[at] = found->second.accrual;
        return;
      }
      reverses = found->second.reverses;
    }
  }

  static std::string_view text_of(const OrgId& id) { return id.text(); }
  static std::string_view id_of(const Accrual& accrual) { return accrual.accrual_id; }

  Project& project_;
  std::int32_t last_day_;
  FullColumns columns_;
  /// All lines with the edits laid over them; empty where nothing was edited.
  std::vector<ExpenseBlock::Lines> edited_;
  PlaceIndex<std::string_view (*)(const OrgId&)> org_places_{&text_of};
  PlaceIndex<std::string_view (*)(const Accrual&)> accrual_places_{&id_of};
};

/// Drops blocks from a place on of which no line counts.
void drop_idle(Project& project, std::size_t from) {
  auto& sources = project.expense_sources;
  std::vector<std::uint32_t> place(sources.size());
  std::size_t kept = from;
  for (std::size_t b = 0; b < sources.size(); ++b) {
    const bool idle = b >= from && sources[b].kept.empty();
    place[b] = idle ? dropped : static_cast<std::uint32_t>(b < from ? b : kept);
    if (b < from || idle) continue;
    if (kept != b) sources[kept] = std::move(sources[b]);
    ++kept;
  }
  if (kept == sources.size()) return;
  sources.resize(kept);
  for (ExpenseEdit& edit : project.expense_edits) edit.source = place[edit.source];
  erase_if(project.expense_edits, [](const ExpenseEdit& edit) { return edit.source == dropped; });
}

}  // namespace

void fill_expense_columns(Project& project, Date effective, std::size_t later_from) {
  ExpenseFolder(project, day_number(effective)).run();
  drop_idle(project, later_from);
}

}  // namespace bursar::fold
