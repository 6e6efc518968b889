// What an import shows on a terminal: how far it is, while it is at it, and nothing of that after.
#include "scratch.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <initializer_list>
#include <regex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace bursar_test;

namespace {

/// Where the tool's standard error leads.
enum class ErrorsTo { terminal, pipe };

/// Both ends of a terminal, or of a pipe.
struct Ends {
  int ours = -1;
  int theirs = -1;
};

Ends make_ends(ErrorsTo errors_to) {
  if (errors_to == ErrorsTo::pipe) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    return {ends[0], ends[1]};
  }
  const int ours = posix_openpt(O_RDWR | O_NOCTTY);
  if (ours < 0 || grantpt(ours) != 0 || unlockpt(ours) != 0) {
    throw std::runtime_error("no pseudo terminal");
  }
  const int theirs = open(ptsname(ours), O_RDWR | O_NOCTTY);
  if (theirs < 0) throw std::runtime_error("the pseudo terminal cannot be opened");
  return {ours, theirs};
}

/// Reads until everybody has let go of the other end.
std::string read_all(int file) {
  std::string bytes;
  std::array<char, 4096> some{};
  for (;;) {
    const ssize_t got = read(file, some.data(), some.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return bytes;  // a terminal that nobody has open any more fails
    bytes.append(some.data(), static_cast<std::size_t>(got));
  }
}

struct Ended {
  int code = -1;
  std::string errors;  ///< as they came
};

/// Runs the tool; what it prints to standard output goes there as well, or is dropped.
Ended run_tool(const std::vector<std::string>& arguments, ErrorsTo errors_to,
               bool output_too = false) {
  std::vector<std::string> words{BURSAR_TOOL};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const Ends ends = make_ends(errors_to);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no child process");
  if (child == 0) {
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(output_too ? ends.theirs : nothing, STDOUT_FILENO);
    dup2(ends.theirs, STDERR_FILENO);
    close(ends.ours);
    close(ends.theirs);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(ends.theirs);
  Ended ended;
  ended.errors = read_all(ends.ours);
  close(ends.ours);
  int status = 0;
  if (waitpid(child, &status, 0) != child) throw std::runtime_error("the tool got lost");
  if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
  return ended;
}

/// What stands on a terminal that was sent these bytes. It knows what the tool sends: line ends, a
/// return to the line's start, and the erasure of the rest of the line.
std::vector<std::string> screen_after(std::string_view sent) {
  std::vector<std::string> lines(1);
  std::size_t column = 0;
  while (!sent.empty()) {
    if (sent.starts_with("\033[K")) {
      lines.back().resize(column);
      sent.remove_prefix(3);
      continue;
    }
    const char byte = sent.front();
    sent.remove_prefix(1);
    if (byte == '\r') {
      column = 0;
    } else if (byte == '\n') {
      lines.emplace_back();
      column = 0;
    } else {
      REQUIRE(byte != '\033');
      if (column == lines.back().size()) lines.back() += ' ';
      lines.back()[column++] = byte;
    }
  }
  return lines;
}

/// The progress that was drawn, each time over the one before; the last erasure ended it.
std::vector<std::string> drawn_in(std::string sent) {
  sent.resize(std::min(sent.size(), sent.rfind("\r\033[K")));
  static const std::regex drawing("\r\033\\[K([^\r\n\033]+)");
  std::vector<std::string> drawn;
  for (std::sregex_iterator at(sent.begin(), sent.end(), drawing), end; at != end; ++at) {
    drawn.push_back((*at)[1]);
  }
  return drawn;
}

/// A store with a project, and files to import into it.
class Office {
 public:
  Office() {
    std::ofstream(file("projects.csv"))
        << "project_id,title,org_id,award,start_on,end_on\n"
           "P-1,Graphene films,ORG-1,100000.00,2019-01-01,2020-03-31\n";
    write_expenses("expenses.csv", 20'000, "1.00");
    write_expenses("many.csv", 400'000, "1.00");
    write_expenses("wrong.csv", 20'000, "a yuan");
    REQUIRE(run_tool({"--lang", "en", "--actor", "li", "init", file("a.bursar"), "--rules",
                      "cn-shenzhen"},
                     ErrorsTo::pipe)
                .code == 0);
  }

  Ended import(const std::string& expenses, std::initializer_list<std::string> options,
               ErrorsTo errors_to, bool output_too = false) const {
    std::vector<std::string> arguments(options);
    for (const std::string& word :
         {std::string("--actor"), std::string("li"), std::string("import"), file("a.bursar"),
          "projects=" + file("projects.csv"), "expenses=" + file(expenses)}) {
      arguments.push_back(word);
    }
    return run_tool(arguments, errors_to, output_too);
  }

 private:
  std::string file(const std::string& name) const { return (folder_ / name).string(); }
  void write_expenses(const std::string& name, int lines, std::string_view last_amount) const {
    std::ofstream out(file(name));
    out << "expense_id,project_id,on,head,amount,memo\n";
    for (int line = 1; line <= lines; ++line) {
      out << "E-" << line << ",P-1,2019-06-01,business/material,"
          << (line == lines ? last_amount : "1.00") << ",glass\n";
    }
  }

  ScratchFolder folder_;
};

bool on_some_line(const std::vector<std::string>& screen, const std::string& pattern) {
  const std::regex whole(pattern);
  return std::ranges::any_of(
      screen, [&whole](const std::string& line) { return std::regex_match(line, whole); });
}

const std::string progress = "(reading|checking|storing|读取|检查|写入) [0-9]+( / [0-9]+)?";

void check_nothing_left(const std::vector<std::string>& screen) {
  for (const std::string& line : screen) {
    INFO(line);
    CHECK_FALSE(std::regex_search(line, std::regex(progress)));
  }
  CHECK(screen.back().empty());  // the next prompt stands at the start of a line
}

}  // namespace

TEST_CASE("Tool: an import shows on a terminal how far it is, and takes that away before it ends") {
  const Office office;
  const Ended ended = office.import("many.csv", {"--lang", "en"}, ErrorsTo::terminal, true);
  REQUIRE(ended.code == 0);
  const std::vector<std::string> drawn = drawn_in(ended.errors);
  REQUIRE(drawn.size() > 1);
  for (const std::string& each : drawn) {
    INFO(each);
    CHECK(std::regex_match(each, std::regex(progress)));
  }
  CHECK(drawn.front().starts_with("reading "));
  const std::vector<std::string> screen = screen_after(ended.errors);
  check_nothing_left(screen);
  CHECK(on_some_line(screen, ".*many\\.csv: utf-8 \\(.*\\)"));
  CHECK(on_some_line(screen, "expenses .*: rows 400000, new 400000.*"));
  CHECK(on_some_line(screen, "[0-9]+ facts, up to entry [0-9]+"));
}

TEST_CASE("Tool: the progress is gone before the first word of the summary") {
  const Office office;
  const Ended ended = office.import("expenses.csv", {"--lang", "zh"}, ErrorsTo::terminal);
  REQUIRE(ended.code == 0);
  CHECK(drawn_in(ended.errors).front().starts_with("读取 "));
  const std::size_t erased = ended.errors.rfind("\r\033[K");
  REQUIRE(erased != std::string::npos);
  CHECK(ended.errors.find("utf-8") > erased);
  check_nothing_left(screen_after(ended.errors));
}

TEST_CASE("Tool: the progress of an import that is refused is gone before the refusal") {
  const Office office;
  const Ended ended = office.import("wrong.csv", {"--lang", "en"}, ErrorsTo::terminal);
  CHECK(ended.code == 2);
  CHECK_FALSE(drawn_in(ended.errors).empty());
  const std::vector<std::string> screen = screen_after(ended.errors);
  check_nothing_left(screen);
  CHECK(on_some_line(screen, ".*wrong\\.csv:20001.*amount.*\\[.*\\]"));
  CHECK(on_some_line(screen, "nothing was stored.*"));
}

TEST_CASE("Tool: an import shows no progress where nobody looks, or where --quiet is said") {
  {
    const Office office;
    const Ended ended = office.import("expenses.csv", {"--lang", "en"}, ErrorsTo::pipe);
    REQUIRE(ended.code == 0);
    CHECK(ended.errors.find_first_of("\r\033") == std::string::npos);
    CHECK(ended.errors.find("utf-8") != std::string::npos);
    check_nothing_left(screen_after(ended.errors));
  }
  const Office office;
  const Ended ended =
      office.import("expenses.csv", {"--lang", "en", "--quiet"}, ErrorsTo::terminal);
  REQUIRE(ended.code == 0);
  CHECK(ended.errors.find('\033') == std::string::npos);
  check_nothing_left(screen_after(ended.errors));
}
