// bursar import: files become facts, all of one call or none.
#include "tool.hpp"

#include <bursar/base/json_writer.hpp>
#include <bursar/exchange/import.hpp>
#include <bursar/exchange/input_file.hpp>
#include <bursar/exchange/profile.hpp>
#include <bursar/money/amount_text.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

namespace tool {
namespace {

struct ImportCall {
  std::string store, profile, encoding, rejected_folder, key, today, salt_file;
  std::vector<std::string> files;
  bool accept_good = false, round_half_up = false, json = false;
};

/// How far the import is, on a terminal only; gone with the object.
class ProgressLine {
 public:
  explicit ProgressLine(const Settings& settings)
      : settings_(settings), shown_(!settings.quiet && isatty(STDERR_FILENO) == 1) {}
  ~ProgressLine() {
    if (drawn_) std::fputs("\r\033[K", stderr);
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void draw(const bursar::ImportProgress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (!shown_ || (drawn_ && now - last_ < std::chrono::milliseconds(100))) return;
    last_ = now;
    drawn_ = true;
    static constexpr std::string_view en[] = {"reading", "checking", "storing"};
    static constexpr std::string_view zh[] = {"读取", "检查", "写入"};
    const auto stage = static_cast<std::size_t>(progress.stage);
    fmt::print(stderr, "\r\033[K{} {}{}", say(settings_, en[stage], zh[stage]), progress.done,
               progress.total == 0 ? std::string() : fmt::format(" / {}", progress.total));
    std::fflush(stderr);
  }

 private:
  const Settings& settings_;
  bool shown_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_;
};

bursar::ImportProfile load_profile(const Settings& settings, const std::string& name) {
  const Pack pack =
      load_pack(settings, name, bursar::built_in_profile(name), bursar::built_in_profile_names());
  return need(settings, bursar::ImportProfile::from_toml(pack.text), name);
}

void tell_tables(const Settings& settings, const bursar::ImportReport& report) {
  for (const bursar::FileReport& file : report.files) {
    if (!file.encoding) continue;
    tell(settings, fmt::format("{}: {} ({})", file.name, bursar::word(*file.encoding),
                               bursar::word(file.evidence)));
  }
  for (const bursar::ImportNotice& notice : report.notices) {
    if (!notice.is_warning()) tell(settings, notice.text(settings.language));
  }
  // Last, and also where --quiet is said: what the figures rest on without the files saying it.
  for (const bursar::ImportNotice& notice : report.notices) {
    if (!notice.is_warning()) continue;
    fmt::print(stderr, "{}: {}\n", say(settings, "WARNING", "注意"),
               notice.text(settings.language));
  }
}

/// Whether something was wrong with the files, so that nothing of them was stored.
bool was_refused(const bursar::ImportOutcome& outcome) {
  return !outcome.report.is_clean() && !outcome.appended;
}

/// What a refused import read: nothing of it is new, supplemented or changed on record.
void print_refused_tables(const Settings& settings, const bursar::ImportReport& report) {
  for (const bursar::TableReport& table : report.tables) {
    fmt::print("{} {}: {} {}, {} {}, {} {}; {}\n", bursar::word(table.kind), table.file,
               say(settings, "rows", "行数"), table.rows, say(settings, "sound", "无误"),
               table.rows - table.rejected, say(settings, "rejected", "拒绝"), table.rejected,
               say(settings, "none stored", "均未存入"));
  }
}

void print_tables(const Settings& settings, const bursar::ImportReport& report) {
  for (const bursar::TableReport& table : report.tables) {
    std::string totals;
    for (const bursar::AmountTotal& total : table.totals) {
      const auto sum = total.sum.total();
      if (!sum.has_value()) continue;
      totals += fmt::format("  {} {}", total.currency.code(),
                            bursar::grouped_text(bursar::Money::of_minor(*sum, total.currency)));
    }
    fmt::print("{} {}: {} {}, {} {}, {} {}, {} {}, {} {}, {} {}{}\n", bursar::word(table.kind),
               table.file, say(settings, "rows", "行数"), table.rows, say(settings, "new", "新增"),
               table.new_rows, say(settings, "already recorded", "已有"), table.already_recorded,
               say(settings, "supplemented", "补充"), table.supplemented,
               say(settings, "changed", "变更"), table.changed, say(settings, "rejected", "拒绝"),
               table.rejected, totals);
  }
}

/// The rejected rows of an input, and the file that holds them now.
struct RejectedFile {
  const bursar::RejectedRows* rows;
  std::string path;
};

/// Whether a file holds these bytes and no others.
bool holds(const std::string& path, std::string_view bytes) {
  std::error_code error;
  if (std::filesystem::file_size(path, error) != bytes.size() || error) return false;
  std::ifstream file(path, std::ios::binary);
  return file && std::string(std::istreambuf_iterator<char>(file), {}) == bytes;
}

/// Puts rejected rows into the first file of NAME.rejected.csv, NAME.2.rejected.csv, ... that is
/// not there yet, or that an earlier run left with the same rows. Any other may hold the
/// corrections of somebody: it stays, and that is said.
std::string place_rejected(const Settings& settings, const std::filesystem::path& folder,
                           const bursar::RejectedRows& rows,
                           const std::vector<RejectedFile>& of_this_call) {
  const std::string stem = std::filesystem::path(rows.file).stem().string();
  for (int number = 1;; ++number) {
    const std::string numbered = number == 1 ? stem : fmt::format("{}.{}", stem, number);
    std::string path = (folder / (numbered + ".rejected.csv")).string();
    if (std::ranges::find(of_this_call, path, &RejectedFile::path) != of_this_call.end()) continue;
    if (holds(path, rows.text)) return path;
    if (write_new_file(settings, path, rows.text, Readers::owner)) return path;
    fmt::print(stderr, "{}: {}\n", path,
               say(settings, "is there already with other content, and stays as it is",
                   "已存在且内容不同，保持不变"));
  }
}

/// Rejected rows go beside the store, one file each, so that they can be corrected. They can hold
/// identity numbers in clear: nobody else may read them.
/// `written` holds those that were, also where the run ends because one could not be.
void write_rejected(const Settings& settings, const ImportCall& call,
                    const std::vector<bursar::RejectedRows>& rejected,
                    std::vector<RejectedFile>& written) {
  if (!call.accept_good) return;
  std::filesystem::path folder = call.rejected_folder;
  if (folder.empty()) folder = std::filesystem::path(call.store).parent_path();
  for (const bursar::RejectedRows& rows : rejected) {
    written.push_back({&rows, place_rejected(settings, folder, rows, written)});
    fmt::print(stderr, "{}: {} {} ({})\n", written.back().path, rows.rows,
               say(settings, "rejected rows, to be corrected and imported again",
                   "行被拒绝，改正后可重新导入"),
               rows.file);
  }
}

void print_json(const bursar::ImportOutcome& outcome, const std::vector<RejectedFile>& rejected) {
  const bursar::ImportReport& report = outcome.report;
  bursar::JsonWriter json(bursar::JsonWriter::Layout::indented);
  json.begin_object().member("schema", "bursar.import/1");
  json.member("stored", outcome.appended && !outcome.appended->already_recorded);
  json.key("last_position");
  if (outcome.appended) {
    json.value(outcome.appended->last_position);
  } else {
    json.null();
  }
  const auto count = [&](std::string_view name, std::size_t number) {
    json.member(name, static_cast<std::int64_t>(number));
  };
  // Of a refused import the report says what storing it would have done.
  const bool refused = was_refused(outcome);
  count("facts", refused ? 0 : report.facts);
  json.key("files").begin_array();
  for (const bursar::FileReport& file : report.files) {
    json.begin_object().member("name", file.name).member("digest", "sha256:" + file.digest);
    json.key("encoding");
    if (file.encoding) {
      json.value(bursar::word(*file.encoding));
    } else {
      json.null();
    }
    json.end_object();
  }
  json.end_array().key("tables").begin_array();
  for (const bursar::TableReport& table : report.tables) {
    json.begin_object().member("kind", bursar::word(table.kind)).member("file", table.file);
    count("rows", table.rows);
    count("new", refused ? 0 : table.new_rows);
    count("already_recorded", table.already_recorded);
    count("supplemented", refused ? 0 : table.supplemented);
    count("changed", refused ? 0 : table.changed);
    count("rejected", table.rejected);
    json.end_object();
  }
  json.end_array().key("problems").begin_array();
  for (const bursar::ImportProblem& problem : report.problems) {
    json.begin_object().member("file", problem.file);
    count("line", problem.position.line);
    count("column", problem.position.column);
    json.member("field", problem.field).member("value", problem.value);
    json.member("refusal", problem.refusal.name()).key("message").begin_object();
    json.member("zh", problem.refusal.text(bursar::Language::zh));
    json.member("en", problem.refusal.text(bursar::Language::en)).end_object().end_object();
  }
  json.end_array();
  count("problems_left_off", report.problems_left_off);
  json.key("notices").begin_array();
  for (const bursar::ImportNotice& notice : report.notices) {
    json.begin_object().member("notice", bursar::word(notice.code)).member("file", notice.file);
    count("count", notice.count);
    json.member("detail", notice.detail).end_object();
  }
  json.end_array().key("rejected_files").begin_array();
  for (const RejectedFile& each : rejected) {
    json.begin_object().member("file", each.rows->file);
    count("rows", each.rows->rows);
    json.member("written_to", each.path).end_object();
  }
  json.end_array().end_object();
  fmt::print("{}\n", json.finish());
}

int report_outcome(const Settings& settings, const ImportCall& call,
                   const bursar::ImportOutcome& outcome) {
  const bursar::ImportReport& report = outcome.report;
  if (call.json) {
    std::vector<RejectedFile> written;
    try {
      write_rejected(settings, call, outcome.rejected, written);
    } catch (const Failure&) {
      print_json(outcome, written);  // what was stored is stored
      throw;
    }
    print_json(outcome, written);
    return report.is_clean() ? clean : usage_or_input;
  }
  tell_tables(settings, report);
  for (const bursar::ImportProblem& problem : report.problems) {
    fmt::print(stderr, "{} [{} {}]\n", problem.text(settings.language), problem.refusal.name(),
               static_cast<int>(problem.refusal.code()));
  }
  const bool lacks_salt = std::ranges::any_of(report.problems, [](const auto& each) {
    return each.refusal.code() == bursar::Code::identity_salt_missing;
  });
  if (lacks_salt) {
    fmt::print(stderr, "{}\n",
               help(settings, "Give the salt with --identity-salt FILE, or leave the column out.",
                    "请用--identity-salt FILE提供盐，或不导入该列。"));
  }
  if (report.problems_left_off > 0) {
    fmt::print(stderr, "... {} {}\n", report.problems_left_off, say(settings, "more", "处未列出"));
  }
  if (was_refused(outcome)) {
    print_refused_tables(settings, report);
  } else {
    print_tables(settings, report);
  }
  std::vector<RejectedFile> written;
  write_rejected(settings, call, outcome.rejected, written);
  const bool stored = outcome.appended.has_value();
  if (!report.is_clean() && !call.accept_good) {
    const bool has_good_rows = std::ranges::any_of(
        report.tables, [](const auto& table) { return table.rows > table.rejected; });
    fmt::print(stderr, "{}\n",
               has_good_rows ? say(settings,
                                   "nothing was stored; correct the files, or store the good rows "
                                   "with --accept-good",
                                   "未存入任何内容；请改正文件，或用 --accept-good 存入其余各行")
                             : say(settings, "nothing was stored; correct the files",
                                   "未存入任何内容；请改正文件"));
    return usage_or_input;
  }
  if (stored && !outcome.appended->already_recorded) {
    fmt::print("{} {}, {} {}\n", report.facts, say(settings, "facts", "项事实"),
               say(settings, "up to entry", "至条目"), outcome.appended->last_position);
  } else {
    fmt::print("{}\n", say(settings, "nothing new", "没有新内容"));
  }
  return report.is_clean() ? clean : usage_or_input;
}

/// The secret from its file, else from the environment. One line end behind it is none of it: an
/// editor puts one into a file, and a shell takes it off, and both have to give one commitment.
std::string identity_salt(const Settings& settings, const ImportCall& call) {
  std::string salt;
  if (!call.salt_file.empty()) {
    salt = read_file(settings, call.salt_file);
  } else if (const char* value = std::getenv("BURSAR_IDENTITY_SALT"); value != nullptr) {
    salt = value;
  }
  if (salt.ends_with('\n')) {
    salt.pop_back();
    if (salt.ends_with('\r')) salt.pop_back();
  }
  return salt;
}

int run_import(const Settings& settings, const ImportCall& call) {
  const std::string actor = actor_of(settings);
  std::optional<bursar::ImportProfile> profile;
  if (!call.profile.empty()) profile = load_profile(settings, call.profile);
  std::vector<bursar::InputFile> opened;
  std::vector<std::pair<std::string, std::string>> named;
  for (const std::string& argument : call.files) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos) {
      throw Failure{
          usage_or_input,
          fmt::format("'{}': {}", argument, say(settings, "expected KIND=FILE", "应为 KIND=FILE"))};
    }
    named.emplace_back(argument.substr(0, equals), argument.substr(equals + 1));
    opened.push_back(need(settings, bursar::InputFile::open(named.back().second)));
  }
  std::vector<bursar::ImportFile> files;
  for (std::size_t i = 0; i < named.size(); ++i) {
    files.push_back({named[i].first, named[i].second, opened[i].bytes()});
  }
  auto journal = open_store(settings, call.store);
  const bursar::Subject book{bursar::SubjectKind::book, {}};
  const auto folded =
      need(settings, bursar::Portfolio::fold_subjects(*journal, {}, std::span(&book, 1), false),
           call.store);
  bursar::ImportOptions options;
  options.today = call.today.empty() ? today(folded.book().utc_offset_minutes)
                                     : day_argument(settings, "--today", call.today);
  options.actor = actor;
  options.profile = profile ? &*profile : nullptr;
  if (!call.encoding.empty()) {
    options.encoding = need(settings, bursar::parse_text_encoding(call.encoding), "--encoding");
  }
  options.accept_good = call.accept_good;
  if (call.round_half_up) options.rounding = bursar::Rounding::half_away_from_zero;
  options.identity_salt = identity_salt(settings, call);
  options.key = call.key;
  std::optional<ProgressLine> line(settings);
  options.progress = [&line](const bursar::ImportProgress& progress) { line->draw(progress); };
  auto imported = bursar::import_into(*journal, files, options);
  line.reset();  // before anything is said
  const auto outcome = need(settings, std::move(imported));
  return report_outcome(settings, call, outcome);
}

}  // namespace

void add_import(CLI::App& app, Settings& settings, Run& run) {
  auto call = std::make_shared<ImportCall>();
  CLI::App* sub =
      app.add_subcommand("import", help(settings, "Files become facts, all of one call or none",
                                        "导入文件，一次调用要么全部存入、要么都不存"));
  sub->add_option("STORE", call->store, help(settings, "The store's file", "账册文件"))
      ->required()
      ->type_name("FILE");
  sub->add_option("FILES", call->files,
                  help(settings, "KIND=FILE ...: projects=projects.csv payments=拨款.csv",
                       "类别=文件，可有多个：projects=projects.csv payments=拨款.csv"))
      ->required()
      ->type_name("KIND=FILE");
  sub->add_option("--profile", call->profile,
                  help(settings, "Import profile: a built-in name (nsfc) or a file",
                       "导入方案：内置名称（nsfc）或文件"));
  sub->add_flag(
      "--accept-good", call->accept_good,
      help(settings, "Store the good rows; the rejected ones go to a file that can be corrected",
           "存入无误的各行；被拒绝的行写入另一文件，改正后可重新导入"));
  sub->add_option("--rejected", call->rejected_folder,
                  help(settings, "Folder for rejected rows (that of the store)",
                       "存放被拒绝行的文件夹（默认与账册相同）"));
  sub->add_option("--encoding", call->encoding,
                  help(settings, "utf-8, gb18030, utf-16le or utf-16be (detected)",
                       "utf-8、gb18030、utf-16le或utf-16be（默认自动识别）"));
  sub->add_flag(
      "--round-half-up", call->round_half_up,
      help(settings, "Round amounts finer than the minor unit; the difference is reported",
           "对不足最小货币单位的金额四舍五入，并报告差额"));
  sub->add_option("--today", call->today,
                  help(settings, "The day of the import (today)", "导入日（默认今日）"))
      ->type_name("DAY");
  sub->add_option("--key", call->key,
                  help(settings, "Idempotency key of the import (made from its content)",
                       "本次导入的幂等键（默认由内容生成）"));
  sub->add_option(
      "--identity-salt", call->salt_file,
      help(settings, "File with the secret for identity numbers (or BURSAR_IDENTITY_SALT)",
           "身份证号码加盐所用密钥的文件（或用环境变量BURSAR_IDENTITY_SALT）"));
  sub->add_flag("--json", call->json,
                help(settings, "bursar.import/1: what became of files, rows and problems",
                     "bursar.import/1：各文件、各行与问题的处理结果"));
  sub->footer(
      day_form(settings) +
      help(settings,
           "Amounts: the header of the column says the unit, as in amount, amount(万元), "
           "amount_fen.\n"
           "Example:\n  bursar --actor li import 2020.bursar projects=projects.csv "
           "payments=拨款.csv --accept-good",
           "金额：单位写在列名中，如amount、金额（万元）、amount_fen。\n示例：\n  bursar --actor "
           "li import 2020.bursar projects=projects.csv payments=拨款.csv --accept-good"));
  sub->callback(
      [&settings, &run, call] { run = [&settings, call] { return run_import(settings, *call); }; });
}

}  // namespace tool
