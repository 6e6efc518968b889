// bursar: the grant officer's tool. Standard output carries results only; everything else goes to
// standard error. Exit codes: 0 clean, 1 findings, 2 usage or input error, 3 the run cannot be
// trusted.
#include "tool.hpp"

#include <CLI/CLI.hpp>

#include <clocale>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>

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

/// The language that the command line names, else that of the environment. It is looked for before
/// anything is declared: the help has to come in it too.
bursar::Language language_of(int argc, char** argv) {
  bursar::Language language = language_of_environment();
  for (int i = 1; i < argc; ++i) {
    std::string_view value = argv[i];
    if (value == "--lang" && i + 1 < argc) {
      value = argv[i + 1];
    } else if (value.starts_with("--lang=")) {
      value.remove_prefix(std::string_view("--lang=").size());
    } else {
      continue;
    }
    if (value == "zh") language = bursar::Language::zh;
    if (value == "en") language = bursar::Language::en;
  }
  return language;
}

/// What is wrong; where a call is missing, or a word stands for one that there is not, with the
/// calls that there are.
std::string what_is_wrong(const tool::Settings& settings, const CLI::App& root, const CLI::App& app,
                          const std::string& what) {
  const bool zh = settings.language == bursar::Language::zh;
  std::string text = zh ? tool::in_chinese(what) : what;
  if (app.get_require_subcommand_min() == 0 || !app.get_subcommands().empty()) return text;
  std::string calls;
  for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; })) {
    calls += (calls.empty() ? "" : ", ") + each->get_name();
  }
  const std::string list = zh ? "：应为" + calls + "之一" : ": one of " + calls;
  const std::vector<std::string> rest = root.remaining(true);
  if (!rest.empty() && rest.front().starts_with("-")) {
    return zh ? "没有选项“" + rest.front() + "”" : "no option '" + rest.front() + "'";
  }
  if (!rest.empty())
    return (zh ? "没有“" + rest.front() + "”" : "no '" + rest.front() + "'") + list;
  return what == CLI::RequiredError::Subcommand(1).what() ? text + list : text;
}

/// The mistake, and how the call that was meant is written.
std::string mistake(const tool::Settings& settings, const CLI::App* root, const CLI::Error& error) {
  const CLI::App* app = root;
  for (auto called = app->get_subcommands(); !called.empty(); called = app->get_subcommands()) {
    app = called.front();
  }
  const bool zh = settings.language == bursar::Language::zh;
  const std::string name = app->get_parent() == nullptr ? "bursar" : "bursar CALL";
  return what_is_wrong(settings, *root, *app, error.what()) + "\n" + app->get_footer() + "\n" +
         (zh ? "详见 " + name + " --help\n" : name + " --help tells more\n");
}

std::string footer(const tool::Settings& settings) {
  return tool::help(
      settings,
      "bursar CALL STORE ...: results on standard output, all else on standard error.\n"
      "Exit codes: 0 done; 1 findings; 2 wrong usage or refused input; 3 the run cannot be "
      "trusted.\n"
      "Example:\n"
      "  bursar --actor li init 2020.bursar --rules cn-shenzhen --calendar cn\n"
      "  bursar --actor li import 2020.bursar projects=projects.csv payments=payments.csv\n"
      "  bursar settle 2020.bursar --as-of 2020-12-31",
      "bursar CALL STORE ...：结果写到标准输出，其余写到标准错误输出。\n"
      "退出码：0完成；1有疑点；2用法有误或输入被拒绝；3本次运行不可信。\n"
      "示例：\n"
      "  bursar --actor li init 2020.bursar --rules cn-shenzhen --calendar cn\n"
      "  bursar --actor li import 2020.bursar projects=projects.csv payments=payments.csv\n"
      "  bursar settle 2020.bursar --as-of 2020-12-31");
}

void add_general(CLI::App& app, tool::Settings& settings, std::string& language) {
  app.require_subcommand(1);
  app.fallthrough();
  app.failure_message([&settings](const CLI::App* called, const CLI::Error& error) {
    return mistake(settings, called, error);
  });
  app.footer(footer(settings));
  app.add_option(
         "--lang", language,
         tool::help(settings, "Language of messages and reports: zh or en (default: LC_ALL, LANG)",
                    "消息、说明与报告的语言：zh或en（默认依LC_ALL、LANG）"))
      ->check(CLI::IsMember({"zh", "en"}));
  app.add_flag("--quiet", settings.quiet,
               tool::help(settings, "No progress and no notices on standard error",
                          "标准错误输出中不显示进度与提示"));
  app.add_option("--actor", settings.actor,
                 tool::help(settings, "Who answers for what is written (default: BURSAR_ACTOR)",
                            "对所写内容负责的经办人（默认取环境变量BURSAR_ACTOR）"));
  app.set_version_flag(
      "--version", std::string("bursar ") + BURSAR_VERSION,
      tool::help(settings, "Display program version information and exit", "显示版本"));
}

int run_tool(tool::Settings& settings, int argc, char** argv) {
  const bool zh = settings.language == bursar::Language::zh;
  CLI::App app{tool::help(settings, "bursar - the whole life of a research grant",
                          "bursar——科研经费从立项到收回的全过程"),
               "bursar"};
  settings.actor = actor_of_environment();
  if (zh) tool::speak_chinese(app);
  std::string language;
  add_general(app, settings, language);

  tool::Run run;
  for (const auto add : {tool::add_init, tool::add_import, tool::add_audit, tool::add_settle,
                         tool::add_overdue, tool::add_claims, tool::add_repay, tool::add_rules,
                         tool::add_show, tool::add_report, tool::add_verify, tool::add_calc}) {
    add(app, settings, run);
  }
  if (zh) tool::name_groups_in_chinese(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? tool::clean : tool::usage_or_input;
  }
  return run();
}

/// Runs a call; what ends it early is told, and becomes an exit code.
int guarded_run(tool::Settings& settings, int argc, char** argv) {
  const auto broken = [&settings](const char* en, const char* zh, const char* what) {
    const char* said = settings.language == bursar::Language::zh ? zh : en;
    std::fprintf(stderr, "bursar: %s%s\n", said, what);
    return tool::not_trustworthy;
  };
  try {
    settings.language = language_of(argc, argv);
    return run_tool(settings, argc, argv);
  } catch (const tool::Failure& failure) {
    std::fputs((failure.message + "\n").c_str(), stderr);
    return failure.code;
  } catch (const std::bad_alloc&) {
    return broken("out of memory", "内存不足", "");
  } catch (const std::exception& error) {
    return broken("", "运行中断，原始信息：", error.what());
  }
}

/// Whether all that was printed has left the process: a disk that is full says so only now.
bool results_arrived() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

}  // namespace

int main(int argc, char** argv) {
  tool::Settings settings;
  const int code = guarded_run(settings, argc, argv);
  if (results_arrived()) return code;
  std::fprintf(stderr, "bursar: %s\n",
               settings.language == bursar::Language::zh
                   ? "结果未能完整写入标准输出"
                   : "the results could not be written to standard output, or not all of them");
  return tool::not_trustworthy;
}
