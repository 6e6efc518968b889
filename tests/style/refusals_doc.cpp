// bursar_refusals_doc [--check FILE]   prints docs/refusals.md from the registry of refusal codes;
// with --check, tells whether FILE is what would be printed (0), or not (1).
#include <array>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>

namespace {

struct Row {
  int number;
  std::string_view name;
  std::string_view retry;
  std::string_view en;
  std::string_view zh;
};

constexpr std::array rows{
#define BURSAR_REFUSAL(number, name, retry, en, zh) Row{number, #name, #retry, en, zh},
#include <bursar/base/refusal_codes.def>
#undef BURSAR_REFUSAL
};

struct Group {
  int first;
  std::string_view title;
};

constexpr std::array<Group, 11> groups{{{100, "Texts and digests"},
                                        {200, "Money"},
                                        {300, "Calendar"},
                                        {400, "Grants"},
                                        {450, "Rule book"},
                                        {500, "Journal"},
                                        {550, "Portfolio"},
                                        {600, "Settlement and recovery"},
                                        {700, "Commands"},
                                        {800, "Import and export"},
                                        {900, "Audit and reports"}}};

constexpr std::string_view head = R"(# Refusals

<!-- Written from include/bursar/base/refusal_codes.def by `./dev docs`; edit the registry, not this page. -->

A command, question or input that was not carried out is answered with a refusal, named by the requirement that
was broken. Numbers are stable and never reused. *Retry* says what a caller may do: `never` (the same request will
always be refused), `after_change` (change the request or the book first), `at_once` (the same request may go
through when it is sent again). Names in braces are the refusal's arguments.
)";

std::string retry_text(std::string_view retry) { return "`" + std::string(retry) + "`"; }

std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

void write_group(std::ostream& out, const Group& group, int end) {
  bool opened = false;
  for (const Row& row : rows) {
    if (row.number < group.first || row.number >= end) continue;
    if (!opened) {
      out << "\n## " << group.title << "\n\n| number | name | retry | English | 中文 |\n"
          << "| --- | --- | --- | --- | --- |\n";
      opened = true;
    }
    out << "| " << row.number << " | `" << row.name << "` | " << retry_text(row.retry) << " | "
        << cell(row.en) << " | " << cell(row.zh) << " |\n";
  }
}

std::string document() {
  std::ostringstream out;
  out << head;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    write_group(out, groups[i], i + 1 < groups.size() ? groups[i + 1].first : 1'000'000);
  }
  return out.str();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string text = document();
  if (argc != 3 || std::string_view(argv[1]) != "--check") {
    std::cout << text;
    return argc == 1 ? 0 : 2;
  }
  std::ifstream in(argv[2], std::ios::binary);
  const std::string written{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (written == text) return 0;
  std::cerr << argv[2] << " is not current; write it again with ./dev docs\n";
  return 1;
}
