// The help and the mistakes of the command line in Chinese: CLI11 has its words in English only.
#include "tool.hpp"

#include <bursar/base/text.hpp>

#include <CLI/CLI.hpp>

#include <array>
#include <vector>

namespace tool {
namespace {

/// What CLI11 says, with '*' for what it names, and the same in Chinese, naming that by number.
struct Saying {
  std::string_view en;
  std::string_view zh;
};
constexpr std::array sayings = {
    Saying{"A subcommand is required", "缺少调用的名称"},
    Saying{"Requires at least * subcommands", "至少须有{0}个调用的名称"},
    Saying{"The following argument was not expected: *", "多余或不认识的参数：{0}"},
    Saying{"The following arguments were not expected: *", "多余或不认识的参数：{0}"},
    Saying{"*: At Most * required but received *", "{0}至多{1}个值，给了{2}个"},
    Saying{"*: At least * required but received *", "{0}至少{1}个值，给了{2}个"},
    Saying{"*: * required * missing", "{0}之后缺少值"},
    Saying{"*: * not in *", "{0}：“{1}”不在可选值{2}之内"},
    Saying{"*: too many inputs for a flag", "{0}不带值"},
    Saying{"*: Should be true/false or a number", "{0}：应为true、false或数字"},
    Saying{"Could not convert: * = *", "{0}的值无法识别：{1}"},
    Saying{"* is required", "缺少{0}"},
    Saying{"* requires *", "{0}须与{1}同用"},
    Saying{"* excludes *", "{0}不能与{1}同用"},
};

/// What stands at the stars of a pattern; nothing if the text is not of it.
std::optional<std::vector<std::string>> matched(std::string_view text, std::string_view pattern) {
  std::vector<std::string> found;
  std::size_t star = pattern.find('*');
  if (text.substr(0, star) != pattern.substr(0, star)) return std::nullopt;
  if (star == std::string_view::npos) return found;
  text.remove_prefix(star);
  while (star != std::string_view::npos) {
    const std::size_t next = pattern.find('*', star + 1);
    const std::string_view after = pattern.substr(star + 1, next - star - 1);
    const bool last = next == std::string_view::npos;
    const std::size_t end = !last                   ? text.find(after)
                            : after.empty()         ? text.size()
                            : text.ends_with(after) ? text.size() - after.size()
                                                    : std::string_view::npos;
    if (end == std::string_view::npos) return std::nullopt;
    found.emplace_back(text.substr(0, end));
    text.remove_prefix(end + after.size());
    star = next;
  }
  return found;
}

/// Columns are as wide as they look, not as many bytes as they have.
class WideFormatter : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    const std::string name =
        "  " + make_option_name(option, is_positional) + make_option_opts(option);
    const std::size_t width = bursar::display_width(name);
    const std::size_t column = get_column_width();
    const std::string gap =
        width < column ? std::string(column - width, ' ') : "\n" + std::string(column, ' ');
    return name + gap + make_option_desc(option) + "\n";
  }
};

}  // namespace

std::string in_chinese(const std::string& mistake) {
  for (const Saying& saying : sayings) {
    const auto names = matched(mistake, saying.en);
    if (!names) continue;
    std::string text(saying.zh);
    for (std::size_t i = 0; i < names->size(); ++i) {
      const std::string mark = "{" + std::to_string(i) + "}";
      if (const std::size_t at = text.find(mark); at != std::string::npos) {
        text.replace(at, mark.size(), (*names)[i]);
      }
    }
    return text;
  }
  return "命令行有误：" + mistake;
}

void speak_chinese(CLI::App& app) {
  const auto formatter = std::make_shared<WideFormatter>();
  formatter->label("Usage", "用法");
  formatter->label("OPTIONS", "选项");
  formatter->label("SUBCOMMAND", "调用");
  formatter->label("SUBCOMMANDS", "调用");
  formatter->label("Positionals", "参数");
  formatter->label("REQUIRED", "（必填）");
  formatter->label("Excludes", "（不能同用）");
  formatter->label("TEXT", "文本");
  formatter->label("TEXT:{zh,en}", "{zh,en}");
  formatter->label("TEXT:{utf-8-bom,utf-8,gb18030}", "{utf-8-bom,utf-8,gb18030}");
  app.formatter(formatter);
  app.option_defaults()->group("选项");
  app.set_help_flag("-h,--help", "显示本说明");
}

void name_groups_in_chinese(CLI::App& app) {
  for (CLI::App* each : app.get_subcommands({})) {
    each->group("调用");
    each->get_option("--help")->group("选项");
    name_groups_in_chinese(*each);
  }
}

}  // namespace tool
