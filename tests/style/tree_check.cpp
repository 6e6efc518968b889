#include "tree_check.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <regex>
#include <string_view>

#include "source_text.hpp"

namespace bursar::style {
namespace {

namespace fs = std::filesystem;

struct Floor {
  std::string_view folder;
  int height;   // tens: floor 6 is 60, floor 6b is 65
  bool domain;  // reads no clock, environment, randomness or file
};

constexpr std::array<Floor, 17> floors{{{"base", 10, true},
                                        {"money", 20, true},
                                        {"calendar", 20, true},
                                        {"grant", 30, true},
                                        {"policy", 35, true},
                                        {"journal", 40, true},
                                        {"ledger", 40, true},
                                        {"portfolio", 50, true},
                                        {"clawback", 60, true},
                                        {"review", 60, true},
                                        {"access", 60, true},
                                        {"audit", 65, true},
                                        {"office", 70, false},
                                        {"exchange", 80, false},
                                        {"report", 80, false},
                                        {"sqlite", 80, false},
                                        {"postgres", 80, false}}};

constexpr std::array<std::string_view, 10> light_boost{
    {"boost/date_time/gregorian/gregorian_types.hpp", "boost/describe.hpp",
     "boost/describe/class.hpp", "boost/describe/enum.hpp", "boost/describe/enumerators.hpp",
     "boost/describe/enum_to_string.hpp", "boost/describe/enum_from_string.hpp",
     "boost/describe/members.hpp", "boost/mp11/algorithm.hpp", "boost/system/result.hpp"}};

constexpr std::array<std::string_view, 3> unfinished{
    {"TO"
     "DO",
     "FIX"
     "ME",
     "for n"
     "ow"}};
constexpr std::array<std::string_view, 5> places{
    {"/wo"
     "rk/",
     "/ro"
     "ot/",
     "/ho"
     "me/",
     "/Us"
     "ers/",
     "../.lib"
     "rary"}};

const Floor* floor_named(std::string_view folder) {
  const auto* found = std::find_if(floors.begin(), floors.end(),
                                   [&](const Floor& floor) { return floor.folder == folder; });
  return found == floors.end() ? nullptr : found;
}

bool may_include(const Floor& from, const Floor& to) {
  return from.folder == to.folder || to.height < from.height;
}

std::string first_folder(std::string_view path) {
  return std::string(path.substr(0, path.find('/')));
}

/// The floor of a file by its path in the tree, or nothing where it stands on none.
const Floor* floor_of_file(const std::string& path) {
  for (const std::string_view prefix :
       {std::string_view("include/bursar/"), std::string_view("src/")}) {
    if (path.starts_with(prefix)) return floor_named(first_folder(path.substr(prefix.size())));
  }
  return nullptr;
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool has_extension(const fs::path& file, std::initializer_list<std::string_view> extensions) {
  const std::string extension = file.extension().string();
  return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

bool is_source(const fs::path& file) {
  return has_extension(file, {".cpp", ".hpp", ".def", ".inc", ".ipp", ".inl", ".c", ".h", ".cc",
                              ".hh", ".cxx", ".hxx"});
}

using Visit = std::function<void(const std::string& path, const fs::path& file)>;

/// Every file below some folders of the tree, in the order of their paths.
void each_file(const fs::path& root, std::initializer_list<const char*> folders,
               const Visit& visit) {
  std::vector<std::string> paths;
  for (const char* folder : folders) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file())
        paths.push_back(fs::relative(entry.path(), root).generic_string());
    }
  }
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) visit(path, root / path);
}

void each_source(const fs::path& root, std::initializer_list<const char*> folders,
                 const std::function<void(const std::string&, const SourceText&)>& visit) {
  each_file(root, folders, [&](const std::string& path, const fs::path& file) {
    if (is_source(file)) visit(path, taken_apart(content_of(file)));
  });
}

/// The folder that an include names: `<bursar/money/money.hpp>` and "money/parse.hpp" name `money`.
std::optional<std::string> included_folder(const Include& include) {
  constexpr std::string_view prefix = "bursar/";
  const std::string path = fs::path(include.path).lexically_normal().generic_string();
  if (path.starts_with(prefix)) return first_folder(path.substr(prefix.size()));
  if (path.find('/') != std::string::npos) return first_folder(path);
  return std::nullopt;
}

/// An include that names its file only to who follows it: by a macro, upwards, or from the root.
bool is_obscure(const Include& include) {
  const fs::path path = include.path;
  return include.computed || path.is_absolute() ||
         std::find(path.begin(), path.end(), "..") != path.end();
}

void check_include(const std::string& path, const Floor& from, const Include& include,
                   std::vector<Complaint>& complaints) {
  if (is_obscure(include)) {
    complaints.push_back({path, include.line, include.path + " does not say what it includes"});
    return;
  }
  const std::optional<std::string> folder = included_folder(include);
  if (!folder) return;
  const Floor* to = floor_named(*folder);
  if (to == nullptr) {
    if (include.path.starts_with("bursar/")) {
      complaints.push_back({path, include.line, include.path + " stands on no floor"});
    }
  } else if (!may_include(from, *to)) {
    complaints.push_back(
        {path, include.line,
         std::string(from.folder) + " includes " + include.path + ", which is not below it"});
  }
}

bool is_standard(const Include& include) {
  return include.angled && !include.computed &&
         include.path.find_first_of("/.") == std::string::npos;
}

bool may_hold_sql(const std::string& path) {
  return path.starts_with("src/sqlite/") || path.starts_with("src/postgres/") ||
         path.starts_with("include/bursar/sqlite/") ||
         path.starts_with("include/bursar/postgres/") || path.starts_with("src/audit/mart");
}

/// Statements in capitals, wherever they stand; in other letters only where the grammar of the
/// whole beginning fits, since "select a project from the list" is a sentence.
bool is_sql(const std::string& text) {
  static const std::regex statement(
      R"(\b(SELECT\s+[\s\S]*\bFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|)"
      R"(REPLACE\s+INTO|(CREATE|DROP|ALTER)\s+(TEMP\s+|UNIQUE\s+)?(TABLE|INDEX|VIEW|TRIGGER)|)"
      R"(PRAGMA\s+\w+|BEGIN\s+(IMMEDIATE|EXCLUSIVE))\b)");
  static const std::regex in_other_letters(
      R"(\bselect\s+(distinct\s+|all\s+)?[^\s,]+(\s*[-+*/|]+\s*[^\s,]+)*(\s+as\s+\w+)?)"
      R"((\s*,\s*[^\s,]+(\s*[-+*/|]+\s*[^\s,]+)*(\s+as\s+\w+)?)*\s+from\s+[\w"(]|)"
      R"(\binsert\s+(or\s+\w+\s+)?into\s+\S+?\s*(\(|\b(values|select|default)\b)|)"
      R"(\breplace\s+into\s+\S+?\s*(\(|\b(values|select)\b)|)"
      R"(\bupdate\s+(or\s+\w+\s+)?\S+\s+set\s+\S+\s*=|)"
      R"(\bdelete\s+from\s+\S+\s*(;|$|where\b)|)"
      R"((^|;)\s*create\s+((temp|temporary|unique|virtual)\s+)?(table|index|view|trigger)\s+\S|)"
      R"((^|;)\s*drop\s+(table|index|view|trigger)\s+\S+\s*(;|$)|)"
      R"((^|;)\s*alter\s+table\s+\S+\s+(add|drop|rename)\b|)"
      R"((^|;)\s*pragma\s+\w+\s*(=|\(|;|$)|(^|;)\s*begin\s+(immediate|exclusive|deferred)\b)",
      std::regex::icase);
  return std::regex_search(text, statement) || std::regex_search(text, in_other_letters);
}

/// What tells a program of the world around it, by whatever name it is reached.
bool reads_outside(const Word& word) {
  static constexpr std::array<std::string_view, 58> words{{"system_clock",
                                                           "steady_clock",
                                                           "high_resolution_clock",
                                                           "utc_clock",
                                                           "tai_clock",
                                                           "gps_clock",
                                                           "file_clock",
                                                           "second_clock",
                                                           "microsec_clock",
                                                           "day_clock",
                                                           "clock_gettime",
                                                           "gettimeofday",
                                                           "timespec_get",
                                                           "ftime",
                                                           "localtime",
                                                           "localtime_r",
                                                           "mktime",
                                                           "tzset",
                                                           "current_zone",
                                                           "get_tzdb",
                                                           "zoned_time",
                                                           "getenv",
                                                           "secure_getenv",
                                                           "environ",
                                                           "setenv",
                                                           "putenv",
                                                           "setlocale",
                                                           "random_device",
                                                           "rand",
                                                           "rand_r",
                                                           "srand",
                                                           "drand48",
                                                           "lrand48",
                                                           "getrandom",
                                                           "getentropy",
                                                           "arc4random",
                                                           "RAND_bytes",
                                                           "filesystem",
                                                           "ifstream",
                                                           "ofstream",
                                                           "fstream",
                                                           "basic_ifstream",
                                                           "basic_ofstream",
                                                           "basic_fstream",
                                                           "filebuf",
                                                           "basic_filebuf",
                                                           "fopen",
                                                           "fopen64",
                                                           "freopen",
                                                           "fdopen",
                                                           "tmpfile",
                                                           "mkstemp",
                                                           "popen",
                                                           "opendir",
                                                           "cin",
                                                           "stdin",
                                                           "getpid",
                                                           "gethostname"}};
  if (std::find(words.begin(), words.end(), word.text) != words.end()) return true;

  // Words with honest uses of their own: functions of C where they are called as such.
  static constexpr std::array<std::string_view, 5> by_scope{
      {"random", "open", "read", "stat", "system"}};
  static constexpr std::array<std::string_view, 2> by_call{{"time", "clock"}};
  static constexpr std::array<std::string_view, 7> keywords{
      {"return", "co_return", "else", "and", "or", "not", "case"}};
  const auto is_in = [](std::string_view text, const auto& list) {
    return std::find(list.begin(), list.end(), text) != list.end();
  };
  if (!word.called || !(is_in(word.text, by_scope) || is_in(word.text, by_call))) return false;
  if (word.scoped) return word.before.empty() || word.before == "std";
  return is_in(word.text, by_call) && (word.before.empty() || is_in(word.before, keywords));
}

bool is_floating_point(const Word& word) {
  static constexpr std::array<std::string_view, 8> words{
      {"double", "float", "stod", "stof", "stold", "strtod", "strtof", "atof"}};
  return std::find(words.begin(), words.end(), word.text) != words.end();
}

bool is_outside_header(const Include& include) {
  return include.path == "filesystem" || include.path == "fstream" || include.path == "unistd.h" ||
         include.path == "sys/stat.h" || include.path == "fcntl.h" || include.path == "sys/time.h";
}

bool is_database_header(std::string_view path) {
  return path == "sqlite3.h" || path.starts_with("SQLiteCpp/") || path.starts_with("libpq") ||
         path.starts_with("pqxx");
}

std::size_t line_of(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::size_t>(std::count(
                 text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

void check_words(const std::string& path, const std::string& text,
                 std::vector<Complaint>& complaints) {
  const auto search = [&](std::string_view word, std::string_view what) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
      complaints.push_back(
          {path, line_of(text, at), std::string(what) + " '" + std::string(word) + "'"});
    }
  };
  for (const std::string_view word : unfinished) search(word, "unfinished work:");
  for (const std::string_view place : places) search(place, "a path of one machine:");
  static const std::regex ticket(R"((\b[Ii]ssues?\s+#?\d+|\(#\d+\)))");
  for (std::sregex_iterator match(text.begin(), text.end(), ticket), end; match != end; ++match) {
    complaints.push_back({path, line_of(text, static_cast<std::size_t>(match->position())),
                          "a ticket number: '" + match->str() + "'"});
  }
}

bool is_taken_over(const std::string& path) {
  return path.starts_with("tests/bench/gen/") || path.starts_with("tests/bench/anchors/");
}

struct Block {
  std::string text;
  std::size_t end;
};

/// The fenced block that follows an offset, without its fences.
std::optional<Block> fenced_block_after(const std::string& text, std::size_t from) {
  const std::size_t open = text.find("```", from);
  if (open == std::string::npos) return std::nullopt;
  const std::size_t begin = text.find('\n', open);
  const std::size_t end = text.find("\n```", begin);
  if (begin == std::string::npos || end == std::string::npos) return std::nullopt;
  return Block{text.substr(begin + 1, end - begin), end};
}

/// The number of quoted files; those that differ are added to the complaints.
std::size_t check_quotes(const fs::path& root, const std::string& path,
                         std::vector<Complaint>& complaints) {
  std::size_t quotes = 0;
  static constexpr std::string_view open = "<!-- file: ";
  const std::string text = content_of(root / path);
  for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at + 1)) {
    ++quotes;
    const std::size_t name_at = at + open.size();
    const std::string name = text.substr(name_at, text.find(" -->", name_at) - name_at);
    const std::optional<Block> block = fenced_block_after(text, at);
    if (!fs::exists(root / name)) {
      complaints.push_back({path, line_of(text, at), "there is no file " + name});
    } else if (!block || block->text != content_of(root / name)) {
      complaints.push_back({path, line_of(text, at), "the code block differs from " + name});
    }
  }
  return quotes;
}

void check_links(const fs::path& root, const std::string& path,
                 std::vector<Complaint>& complaints) {
  static const std::regex link(R"(\]\(([^)#\s]+)(#[^)]*)?\))");
  const std::string text = content_of(root / path);
  for (std::sregex_iterator match(text.begin(), text.end(), link), end; match != end; ++match) {
    const std::string target = (*match)[1];
    if (target.find("://") != std::string::npos) continue;
    if (!fs::exists((root / path).parent_path() / target)) {
      complaints.push_back(
          {path, line_of(text, static_cast<std::size_t>(match->position())), "no file " + target});
    }
  }
}

void each_document(const fs::path& root, const std::function<void(const std::string&)>& visit) {
  for (const char* path : {"README.md", "CHANGELOG.md"}) {
    if (fs::exists(root / path)) visit(path);
  }
  each_file(root, {"docs", "examples", "tests"},
            [&](const std::string& path, const fs::path& file) {
              if (has_extension(file, {".md"})) visit(path);
            });
}

}  // namespace

std::vector<Complaint> floor_complaints(const fs::path& root) {
  std::vector<Complaint> complaints;
  each_source(root, {"include", "src"}, [&](const std::string& path, const SourceText& source) {
    const Floor* from = floor_of_file(path);
    if (from == nullptr) {
      complaints.push_back({path, 1, "the file stands on no floor"});
      return;
    }
    for (const Include& include : source.includes) check_include(path, *from, include, complaints);
  });
  each_source(root, {"examples"}, [&](const std::string& path, const SourceText& source) {
    for (const Include& include : source.includes) {
      if (is_obscure(include)) {
        complaints.push_back({path, include.line, include.path + " does not say what it includes"});
      } else if (!include.path.starts_with("bursar/") && included_folder(include) &&
                 floor_named(*included_folder(include)) != nullptr) {
        complaints.push_back(
            {path, include.line, "an example includes the private " + include.path});
      }
    }
  });
  return complaints;
}

std::vector<Complaint> public_header_complaints(const fs::path& root) {
  std::vector<Complaint> complaints;
  each_source(root, {"include/bursar"}, [&](const std::string& path, const SourceText& source) {
    for (const Include& include : source.includes) {
      const bool light =
          std::find(light_boost.begin(), light_boost.end(), include.path) != light_boost.end();
      const bool own = include.path.starts_with("bursar/") && !is_obscure(include);
      if (light || own || is_standard(include)) continue;
      complaints.push_back({path, include.line, "a public header shows " + include.path});
    }
  });
  return complaints;
}

std::vector<Complaint> sql_complaints(const fs::path& root) {
  std::vector<Complaint> complaints;
  each_source(
      root, {"include", "src", "examples"}, [&](const std::string& path, const SourceText& source) {
        if (may_hold_sql(path)) return;
        for (const Piece& literal : source.strings) {
          if (is_sql(literal.text))
            complaints.push_back({path, literal.line, "SQL above the adapters"});
        }
        for (const Include& include : source.includes) {
          if (is_database_header(include.path)) {
            complaints.push_back({path, include.line, "a database header above the adapters"});
          }
        }
      });
  return complaints;
}

std::vector<Complaint> domain_complaints(const fs::path& root) {
  std::vector<Complaint> complaints;
  each_source(
      root, {"include/bursar", "src"}, [&](const std::string& path, const SourceText& source) {
        const Floor* floor = floor_of_file(path);
        if (floor == nullptr) return;
        for (const Include& include : source.includes) {
          if (floor->domain && is_outside_header(include))
            complaints.push_back(
                {path, include.line, "the domain reads the outside: " + include.path});
        }
        for (const Word& word : source.identifiers) {
          if (floor->domain && reads_outside(word)) {
            complaints.push_back({path, word.line, "the domain reads the outside: " + word.text});
          }
          if (floor->height <= 70 && is_floating_point(word)) {
            complaints.push_back({path, word.line, "floating point: " + word.text});
          }
        }
        for (const Piece& number : source.fractions) {
          if (floor->height <= 70)
            complaints.push_back({path, number.line, "floating point: " + number.text});
        }
      });
  return complaints;
}

std::vector<Complaint> word_complaints(const fs::path& root) {
  std::vector<Complaint> complaints;
  each_file(root, {"include", "src", "examples", "tests", "docs", "cmake", "data", ".ci"},
            [&](const std::string& path, const fs::path& file) {
              const bool read = has_extension(file, {".cpp", ".hpp", ".md", ".cmake", ".in",
                                                     ".toml", ".txt", ".sh", ".def", ".inc", ""});
              if (read && !is_taken_over(path)) check_words(path, content_of(file), complaints);
            });
  for (const char* path :
       {"README.md", "CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "dev"}) {
    if (fs::exists(root / path)) check_words(path, content_of(root / path), complaints);
  }
  return complaints;
}

std::vector<Complaint> quoted_file_complaints(const fs::path& root) {
  std::vector<Complaint> complaints;
  std::size_t quotes = 0;
  each_document(root,
                [&](const std::string& path) { quotes += check_quotes(root, path, complaints); });
  if (quotes == 0) complaints.push_back({"README.md", 1, "no document quotes a file"});
  return complaints;
}

std::vector<Complaint> link_complaints(const fs::path& root) {
  std::vector<Complaint> complaints;
  each_document(root, [&](const std::string& path) { check_links(root, path, complaints); });
  return complaints;
}

std::vector<Complaint> decision_complaints(const fs::path& root) {
  const std::string list = content_of(root / "docs/decisions/README.md");
  std::vector<Complaint> complaints;
  std::size_t next = 1;
  each_file(root, {"docs/decisions"}, [&](const std::string& path, const fs::path& file) {
    const std::string name = file.filename().string();
    if (name.empty() || name[0] < '0' || name[0] > '9') return;
    const std::string digits = std::to_string(next++);
    const std::string number =
        std::string(4 - std::min<std::size_t>(4, digits.size()), '0') + digits;
    if (!name.starts_with(number + "-"))
      complaints.push_back({path, 1, "the next number is " + number});
    if (list.find("](" + name + ")") == std::string::npos)
      complaints.push_back({path, 1, "docs/decisions/README.md does not list it"});
  });
  return complaints;
}

std::vector<Complaint> option_complaints(const fs::path& root) {
  static const std::regex option(R"(--[a-z][a-z-]*)");
  const std::string document = content_of(root / "docs/tool.md");
  std::vector<Complaint> complaints;
  each_source(root, {"examples/bursar"}, [&](const std::string& path, const SourceText& source) {
    for (const Piece& literal : source.strings) {
      if (!std::regex_match(literal.text, option)) continue;
      const std::regex named("(^|[^a-z-])" + literal.text + "($|[^a-z-])");
      if (!std::regex_search(document, named))
        complaints.push_back({path, literal.line, "docs/tool.md leaves out " + literal.text});
    }
  });
  return complaints;
}

std::vector<Complaint> third_party_complaints(const fs::path& root) {
  static constexpr std::string_view tag = "[third_party]";
  std::vector<Complaint> complaints;
  each_source(root, {"tests"}, [&](const std::string& path, const SourceText& source) {
    const bool tagged = std::any_of(source.strings.begin(), source.strings.end(),
                                    [](const Piece& literal) { return literal.text == tag; });
    for (const Include& include : source.includes) {
      if (include.path == "third_party_data.hpp" && !tagged)
        complaints.push_back({path, include.line, "no case is tagged " + std::string(tag)});
    }
  });
  return complaints;
}

std::vector<Complaint> long_files(const fs::path& root) {
  std::vector<Complaint> complaints;
  each_file(root, {"include", "src", "examples", "tests"},
            [&](const std::string& path, const fs::path& file) {
              if (!is_source(file) || is_taken_over(path)) return;
              const std::string text = content_of(file);
              const auto lines =
                  static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
              if (lines > 600)
                complaints.push_back({path, lines, "a long file; aim below 600 lines"});
            });
  return complaints;
}

}  // namespace bursar::style
