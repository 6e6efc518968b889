// bursar: the grant officer's tool. Standard output carries results only; everything else goes to
// standard error. Exit codes: 0 clean, 1 findings, 2 usage or input error, 3 the run cannot be
// trusted.
#include "tool.hpp"

#include <CLI/CLI.hpp>

#include <clocale>
#include <cstdlib>
#include <exception>
#include <new>

namespace {

bursar::Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') {
      return std::string_view(value).starts_with("zh") ? bursar::Language::zh
                                                       : bursar::Language::en;
    }
  }
  return bursar::Language::en;
}

std::string actor_of_environment() {
  const char* value = std::getenv("BURSAR_ACTOR");
  return value == nullptr ? std::string() : std::string(value);
}

/// The mistake, and how the call that was meant is written.
std::string mistake(const CLI::App* app, const CLI::Error& error) {
  for (auto called = app->get_subcommands(); !called.empty(); called = app->get_subcommands()) {
    app = called.front();
  }
  const std::string name = app->get_parent() == nullptr ? "bursar" : "bursar CALL";
  return std::string(error.what()) + "\n" + app->get_footer() + "\n" + name +
         " --help tells more\n";
}

int run_tool(int argc, char** argv) {
  CLI::App app{"bursar - the whole life of a research grant", "bursar"};
  tool::Settings settings;
  settings.language = language_of_environment();
  settings.actor = actor_of_environment();
  app.require_subcommand(1);
  app.fallthrough();
  app.failure_message(mistake);
  app.footer(
      "bursar CALL STORE ...: results on standard output, all else on standard error.\n"
      "Exit codes: 0 done; 1 findings; 2 wrong usage or refused input; 3 the run cannot be "
      "trusted.\n"
      "Example:\n"
      "  bursar --actor li init 2020.bursar --rules cn-shenzhen --calendar cn\n"
      "  bursar --actor li import 2020.bursar projects=projects.csv payments=payments.csv\n"
      "  bursar settle 2020.bursar --as-of 2020-12-31");
  std::string language;
  app.add_option("--lang", language,
                 "Language of messages and reports: zh or en (default: LC_ALL, LANG)")
      ->check(CLI::IsMember({"zh", "en"}));
  app.add_flag("--quiet", settings.quiet, "No progress and no notices on standard error");
  app.add_option("--actor", settings.actor,
                 "Who answers for what is written (default: BURSAR_ACTOR)");
  app.set_version_flag("--version", std::string("bursar ") + BURSAR_VERSION);
  // Chosen before any command runs, so that its messages come in the right language.
  app.parse_complete_callback([&] {
    if (!language.empty()) {
      settings.language = language == "zh" ? bursar::Language::zh : bursar::Language::en;
    }
  });

  tool::Run run;
  for (const auto add : {tool::add_init, tool::add_import, tool::add_audit, tool::add_settle,
                         tool::add_overdue, tool::add_claims, tool::add_repay, tool::add_rules,
                         tool::add_show, tool::add_report, tool::add_verify, tool::add_calc}) {
    add(app, settings, run);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? tool::clean : tool::usage_or_input;
  }
  return run();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run_tool(argc, argv);
  } catch (const tool::Failure& failure) {
    std::fputs((failure.message + "\n").c_str(), stderr);
    return failure.code;
  } catch (const std::bad_alloc&) {
    std::fputs("bursar: out of memory\n", stderr);
    return tool::not_trustworthy;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bursar: %s\n", error.what());
    return tool::not_trustworthy;
  }
}
