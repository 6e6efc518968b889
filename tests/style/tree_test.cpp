// The checks of the tree, on the tree itself, and each on a tree that breaks it.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "scratch.hpp"
#include "source_text.hpp"
#include "tree_check.hpp"

namespace fs = std::filesystem;
using namespace bursar::style;

namespace {

/// A tree that a test grows.
class Tree {
 public:
  Tree& with(const std::string& path, const std::string& text) {
    const fs::path file = folder_ / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return *this;
  }
  [[nodiscard]] const fs::path& root() const { return folder_.path(); }

 private:
  bursar_test::ScratchFolder folder_;
};

std::string told(const std::vector<Complaint>& complaints) {
  std::ostringstream out;
  for (const Complaint& complaint : complaints) out << complaint << '\n';
  return out.str();
}

const fs::path tree = fs::current_path();  // CTest runs the program in the project's root

}  // namespace

TEST_CASE("The tree: no file includes from a floor above its own") {
  REQUIRE(fs::exists(tree / "include/bursar/money/money.hpp"));
  CHECK(told(floor_complaints(tree)) == "");
}

TEST_CASE("The tree: no public header shows a third party's") {
  CHECK(told(public_header_complaints(tree)) == "");
}

TEST_CASE("The tree: no SQL above the adapters") { CHECK(told(sql_complaints(tree)) == ""); }

TEST_CASE("The tree: the domain reads nothing from outside and computes without floating point") {
  CHECK(told(domain_complaints(tree)) == "");
}

TEST_CASE("The tree: what is said in Chinese is Chinese") {
  CHECK(told(language_complaints(tree)) == "");
}

TEST_CASE("The tree: no unfinished work, no machine's paths, no ticket numbers") {
  CHECK(told(word_complaints(tree)) == "");
}

TEST_CASE("The tree: code that a document quotes equals its file") {
  CHECK(told(quoted_file_complaints(tree)) == "");
}

TEST_CASE("The tree: what a document links is there") { CHECK(told(link_complaints(tree)) == ""); }

TEST_CASE("The tree: decisions are numbered without gaps, and listed") {
  CHECK(told(decision_complaints(tree)) == "");
}

TEST_CASE("The tree: every option of the tool is documented") {
  REQUIRE(fs::exists(tree / "examples/bursar/main.cpp"));
  CHECK(told(option_complaints(tree)) == "");
}

TEST_CASE("The tree: tests on data of others can be seen to be skipped") {
  CHECK(told(third_party_complaints(tree)) == "");
}

TEST_CASE("The tree: long files are told") { std::cout << told(long_files(tree)); }

TEST_CASE("An upward include is refused, one downward or of the own floor is not") {
  Tree broken;
  broken.with("include/bursar/money/money.hpp",
              "#pragma once\n\n#include <bursar/office/office.hpp>\n");
  CHECK(told(floor_complaints(broken.root())) ==
        "include/bursar/money/money.hpp:3: money includes bursar/office/office.hpp, which is not "
        "below it\n");

  Tree sound;
  sound.with("src/office/office.cpp",
             "#include <bursar/office/office.hpp>\n#include \"audit/engine.hpp\"\n");
  CHECK(floor_complaints(sound.root()).empty());
}

TEST_CASE("Each pair of floors is judged by the table") {
  const auto refused = [](const std::string& from, const std::string& to) {
    Tree pair;
    pair.with("src/" + from + "/a.cpp", "#include \"" + to + "/b.hpp\"\n");
    return !floor_complaints(pair.root()).empty();
  };
  CHECK(refused("journal", "ledger"));
  CHECK(refused("ledger", "journal"));
  CHECK(refused("money", "calendar"));
  CHECK(refused("clawback", "audit"));
  CHECK_FALSE(refused("audit", "clawback"));
  CHECK_FALSE(refused("policy", "grant"));
  CHECK(refused("grant", "policy"));
  CHECK(refused("exchange", "sqlite"));
  CHECK_FALSE(refused("sqlite", "journal"));
}

TEST_CASE(
    "A folder without a floor, an unknown floor and a private header in an example are refused") {
  Tree stray;
  stray.with("src/utils/a.cpp", "int a();\n");
  CHECK(told(floor_complaints(stray.root())) == "src/utils/a.cpp:1: the file stands on no floor\n");

  Tree unknown;
  unknown.with("src/base/a.cpp", "#include <bursar/utils/a.hpp>\n");
  CHECK(told(floor_complaints(unknown.root())) ==
        "src/base/a.cpp:1: bursar/utils/a.hpp stands on no floor\n");

  Tree nosy;
  nosy.with("examples/host/main.cpp", "#include \"journal/chain_hash.hpp\"\n");
  CHECK(told(floor_complaints(nosy.root())) ==
        "examples/host/main.cpp:1: an example includes the private journal/chain_hash.hpp\n");
}

TEST_CASE("An include that hides its floor is refused") {
  Tree hidden;
  hidden.with("src/money/a.cpp", "#include \"../office/office.hpp\"\n")
      .with("src/money/b.cpp", "#include \"./office/office.hpp\"\n")
      .with("src/money/c.cpp", "#include <office/office.hpp>\n")
      .with("src/money/d.cpp", "#include OFFICE_HEADER\n")
      .with("src/money/e.cpp", "#include /* here */ <bursar/office/office.hpp>\n")
      .with("src/money/f.cpp", "#include \\\n  <bursar/office/office.hpp>\n")
      .with("src/money/g.cpp", "#include \"/usr/share/office.hpp\"\n")
      .with("src/money/table.def", "#include \"office/office.hpp\"\n")
      .with("include/office/a.hpp", "int a();\n")
      .with("examples/host/main.cpp", "#include \"../../src/office/office.hpp\"\n");
  CHECK(told(floor_complaints(hidden.root())) ==
        "include/office/a.hpp:1: the file stands on no floor\n"
        "src/money/a.cpp:1: ../office/office.hpp does not say what it includes\n"
        "src/money/b.cpp:1: money includes ./office/office.hpp, which is not below it\n"
        "src/money/c.cpp:1: money includes office/office.hpp, which is not below it\n"
        "src/money/d.cpp:1: OFFICE_HEADER does not say what it includes\n"
        "src/money/e.cpp:1: money includes bursar/office/office.hpp, which is not below it\n"
        "src/money/f.cpp:1: money includes bursar/office/office.hpp, which is not below it\n"
        "src/money/g.cpp:1: /usr/share/office.hpp does not say what it includes\n"
        "src/money/table.def:1: money includes office/office.hpp, which is not below it\n"
        "examples/host/main.cpp:1: ../../src/office/office.hpp does not say what it includes\n");
}

TEST_CASE("A third party's header in a public one is refused, light Boost is not") {
  Tree broken;
  broken.with(
      "include/bursar/base/a.hpp",
      "#include <boost/json.hpp>\n#include <boost/system/result.hpp>\n"
      "#include <boost/multiprecision/cpp_int.hpp>\n#include <fmt/core.h>\n#include <vector>\n"
      "#include \"a_private.hpp\"\n");
  CHECK(told(public_header_complaints(broken.root())) ==
        "include/bursar/base/a.hpp:1: a public header shows boost/json.hpp\n"
        "include/bursar/base/a.hpp:3: a public header shows boost/multiprecision/cpp_int.hpp\n"
        "include/bursar/base/a.hpp:4: a public header shows fmt/core.h\n"
        "include/bursar/base/a.hpp:6: a public header shows a_private.hpp\n");

  Tree hidden;
  hidden
      .with("include/bursar/base/a.hpp",
            "#define TEXTS <fmt/core.h>\n#include TEXTS\n#include <bursar/../fmt/core.h>\n")
      .with("include/bursar/base/b.def", "#include <fmt/core.h>\n");
  CHECK(told(public_header_complaints(hidden.root())) ==
        "include/bursar/base/a.hpp:2: a public header shows TEXTS\n"
        "include/bursar/base/a.hpp:3: a public header shows bursar/../fmt/core.h\n"
        "include/bursar/base/b.def:1: a public header shows fmt/core.h\n");
}

TEST_CASE("SQL above the adapters is refused, in whatever literal it stands") {
  Tree broken;
  broken
      .with(
          "src/office/a.cpp",
          "// SELECT id FROM entry is only a comment\nauto a = \"SELECT id \"\n  \"FROM entry\";\n")
      .with("src/report/b.cpp", "auto b = R\"sql(CREATE TABLE t(x))sql\";\n")
      .with("examples/tool/c.cpp",
            "auto c = \"UPDATE entry SET x = 1\"; auto d = \"select an update\";\n")
      .with("src/portfolio/d.cpp", "#include <sqlite3.h>\n")
      .with("src/sqlite/e.cpp",
            "#include <sqlite3.h>\nauto e = \"INSERT INTO entry VALUES(?)\";\n");
  CHECK(told(sql_complaints(broken.root())) ==
        "examples/tool/c.cpp:1: SQL above the adapters\n"
        "src/office/a.cpp:2: SQL above the adapters\n"
        "src/portfolio/d.cpp:1: a database header above the adapters\n"
        "src/report/b.cpp:1: SQL above the adapters\n");
}

TEST_CASE("SQL is known in any letters, and from sentences that share its words") {
  const auto refused = [](const std::string& literal) {
    Tree holds;
    holds.with("src/office/a.def", "TEXT(" + literal + ")\n");
    return !sql_complaints(holds.root()).empty();
  };
  CHECK(refused("\"select id from entry\""));
  CHECK(refused("\"Select count(*) as n, max(a, b) from entry\""));
  CHECK(refused("\"with t as (select a || b from e) \" \"select * from t\""));
  CHECK(refused("\"select \" COLUMNS \" from entry\""));
  CHECK(refused("\"insert or ignore into entry(id) values (?)\""));
  CHECK(refused("\"replace into entry values (?)\""));
  CHECK(refused("\"update entry set body = ?\""));
  CHECK(refused("\"delete from entry\""));
  CHECK(refused("\"delete from entry where id = ?\""));
  CHECK(refused("\"create unique index i on entry(id)\""));
  CHECK(refused("\"drop table entry\""));
  CHECK(refused("\"alter table entry add column x\""));
  CHECK(refused("\"pragma synchronous = off\""));
  CHECK(refused("\"begin immediate\""));

  CHECK_FALSE(refused("\"select a project from the list\""));
  CHECK_FALSE(refused("\"the rows to insert into the table\""));
  CHECK_FALSE(refused("\"update the set of rules\""));
  CHECK_FALSE(refused("\"what to delete from the file of the agency\""));
  CHECK_FALSE(refused("\"tables to create: table one\""));
  CHECK_FALSE(refused("\"a\" // select id from entry\n"));
}

TEST_CASE("A clock in the domain and floating point are refused") {
  Tree broken;
  broken
      .with("src/clawback/a.cpp",
            "auto t = std::chrono::system_clock::now();\n\ndouble rate = 0;\n")
      .with("src/report/b.cpp", "// a double in a comment\ndouble width_mm = 0;\n");
  CHECK(told(domain_complaints(broken.root())) ==
        "src/clawback/a.cpp:1: the domain reads the outside: system_clock\n"
        "src/clawback/a.cpp:3: floating point: double\n");
}

TEST_CASE("The domain reaches the outside by none of its names") {
  const auto refused = [](const std::string& code) {
    Tree holds;
    holds.with("src/clawback/a.hpp", code + "\n");
    return !domain_complaints(holds.root()).empty();
  };
  for (const char* code :
       {"auto t = time(nullptr);", "auto t = std::time(nullptr);", "return time(&t);",
        "auto t = ::clock();", "std::chrono::utc_clock::now();", "int r = rand();", "srand(1);",
        "auto s = std::filesystem::file_size(p);", "#include <filesystem>", "#include <fstream>",
        "freopen(\"a\", \"r\", f);", "secure_getenv(\"LANG\");", "::open(\"a\", 0);",
        "boost::posix_time::second_clock::local_time();", "std::cin >> x;",
        "std::system(\"date\");"}) {
    CAPTURE(code);
    CHECK(refused(code));
  }
  // A clock that was handed in, a member and a declaration of that name, a word in a text.
  for (const char* code :
       {"auto t = host.clock();", "auto t = host->time(x);", "Instant time(const Entry& entry);",
        "auto t = entry_time::time(x);", "boost::system::result<int> r;", "// time(nullptr)",
        "auto s = \"getenv\";", "std::thread worker;", "reader.open(name);"}) {
    CAPTURE(code);
    CHECK_FALSE(refused(code));
  }
}

TEST_CASE("Floating point is known by its type, its literals and its readers") {
  const auto refused = [](const std::string& code) {
    Tree holds;
    holds.with("src/money/a.def", code + "\n");
    return !domain_complaints(holds.root()).empty();
  };
  CHECK(refused("long double a;"));
  CHECK(refused("auto a = 1.5;"));
  CHECK(refused("auto a = 1e3;"));
  CHECK(refused("auto a = std::stod(text);"));
  CHECK_FALSE(refused("auto a = 0x1e; auto b = 1'000; auto c = 100u;"));
}

TEST_CASE("Unfinished work, a machine's path and a ticket number are refused") {
  Tree broken;
  broken
      .with("src/base/a.cpp",
            "// TO"
            "DO: later\n")
      .with("docs/b.md",
            "See /wo"
            "rk/notes and issue"
            " 12.\n")
      .with("dev",
            "#!/bin/bash\n# enough for n"
            "ow\n");
  CHECK(told(word_complaints(broken.root())) ==
        "docs/b.md:1: a path of one machine: '/wo"
        "rk/'\ndocs/b.md:1: a ticket number: 'issue"
        " 12'\n"
        "src/base/a.cpp:1: unfinished work: 'TO"
        "DO'\ndev:2: unfinished work: 'for n"
        "ow'\n");
}

TEST_CASE("A quoted file that changed is told") {
  Tree quoted;
  quoted.with("examples/a/a.cpp", "int main() {}\n")
      .with("README.md", "<!-- file: examples/a/a.cpp -->\n```cpp\nint main() {}\n```\n");
  CHECK(quoted_file_complaints(quoted.root()).empty());

  quoted.with("examples/a/a.cpp", "int main() { return 0; }\n");
  CHECK(told(quoted_file_complaints(quoted.root())) ==
        "README.md:1: the code block differs from examples/a/a.cpp\n");
  quoted.with("README.md", "<!-- file: examples/b.cpp -->\n```cpp\n```\n");
  CHECK(told(quoted_file_complaints(quoted.root())) ==
        "README.md:1: there is no file examples/b.cpp\n");
  quoted.with("README.md", "```cpp\nint main() {}\n```\n");
  CHECK(told(quoted_file_complaints(quoted.root())) == "README.md:1: no document quotes a file\n");
}

TEST_CASE("A link to a file that is not there is told") {
  Tree linked;
  linked.with("docs/a.md", "See [b](b.md#part), [c](../c.md) and [d](https://example.org/d).\n")
      .with("docs/b.md", "# Part\n");
  CHECK(told(link_complaints(linked.root())) == "docs/a.md:1: no file ../c.md\n");
}

TEST_CASE("A decision with a number left out, or twice, or not listed is told") {
  Tree decided;
  decided.with("docs/decisions/README.md", "[1](0001-a.md) [2](0002-b.md) [2](0002-c.md)\n")
      .with("docs/decisions/template.md", "# NNNN\n")
      .with("docs/decisions/0001-a.md", "# 0001\n")
      .with("docs/decisions/0002-b.md", "# 0002\n")
      .with("docs/decisions/0002-c.md", "# 0002\n")
      .with("docs/decisions/0004-d.md", "# 0004\n");
  CHECK(told(decision_complaints(decided.root())) ==
        "docs/decisions/0002-c.md:1: the next number is 0003\n"
        "docs/decisions/0004-d.md:1: docs/decisions/README.md does not list it\n");
}

TEST_CASE("An option of the tool that its page leaves out is told") {
  Tree tool;
  tool.with("docs/tool.md", "`--rejected-rows`, `--csv`\n")
      .with(
          "examples/bursar/a.cpp",
          "call->add_flag(\"--csv\", csv, \"...\");\ncall->add_option(\"--rejected\", folder);\n");
  CHECK(told(option_complaints(tool.root())) ==
        "examples/bursar/a.cpp:2: docs/tool.md leaves out --rejected\n");
}

TEST_CASE("A test on data of others without the tag is told") {
  Tree untagged;
  untagged.with("tests/a/a.cpp", "#include \"third_party_data.hpp\"\nTEST_CASE(\"a\") {}\n")
      .with("tests/a/b.cpp",
            "#include \"third_party_data.hpp\"\nTEST_CASE(\"b\", \"[third_party]\") {}\n");
  CHECK(told(third_party_complaints(untagged.root())) ==
        "tests/a/a.cpp:1: no case is tagged [third_party]\n");
}

TEST_CASE("English in a Chinese text is told, and an argument in English only") {
  Tree mixed;
  mixed
      .with("src/a.cpp",
            "return malformed({\"应为1234.50 or 1,234.50\", \"a number such as 1234.50\"});\n"
            "return malformed({\"应为sold_on，格式为UTF-8\", \"expected a day in UTF-8\"});\n"
            "return Refusal(code).with(\"reason\", \"there is none\");\n"
            "return Refusal(code).with(\"expected\", \"days, months\").with(\"field\", \"to\");\n")
      .with("examples/bursar/b.cpp",
            "help(s, \"A call that ends\\n  bursar init store\", \"结束\\n  bursar init store\");\n"
            "help(s, \"the day of it\", \"用于deadline：the日\");\n");
  CHECK(told(language_complaints(mixed.root())) ==
        "src/a.cpp:1: 'or' in a Chinese text\n"
        "src/a.cpp:3: 'there is none' in English only\n"
        "examples/bursar/b.cpp:2: 'the' in a Chinese text\n");
}

TEST_CASE("Sources are taken apart: literals are joined, separators and prefixes are no quotes") {
  const SourceText source = taken_apart(
      "#include <a>\n#  include \"b.hpp\"\nlong x = 1'000; char c = '\"';\n"
      "auto s = u8\"one\" /* and */ \" two\\\"\"; auto r = R\"x(\"three\")x\"; // four\n");
  REQUIRE(source.includes.size() == 2);
  CHECK(source.includes[1].path == "b.hpp");
  CHECK(source.includes[1].line == 2);
  REQUIRE(source.strings.size() == 2);
  CHECK(source.strings[0].text == "one two\"");
  CHECK(source.strings[1].text == "\"three\"");
  CHECK(source.comments.size() == 2);
  CHECK(source.fractions.empty());
}
