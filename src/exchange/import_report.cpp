#include <bursar/exchange/import_report.hpp>

#include <algorithm>
#include <array>

namespace bursar {
namespace {

struct NoticeText {
  std::string_view en;
  std::string_view zh;
};

constexpr std::array<NoticeText, Vocabulary<NoticeCode>::words.size()> notice_texts = {{
    {"taken for {detail} on the evidence of {count} characters; state the encoding if it is "
     "another",
     "仅凭{count}个非ASCII字符判定为{detail}；如有误请指定编码"},
    {"{count} rows above the header passed over", "跳过表头之前的{count}行"},
    {"amounts without a unit of their own are taken in {detail}, as stated above the header",
     "未注明单位的金额按表头之前所注单位{detail}处理"},
    {"{count} rows of sums passed over", "跳过{count}行合计、小计"},
    {"{count} rows of remarks below the table passed over", "跳过表尾{count}行备注"},
    {"{count} blank rows passed over", "跳过{count}个空行"},
    {"{count} rows left out by the profile", "按导入方案不取{count}行"},
    {"{count} unknown columns kept as remarks: {detail}", "{count}个未识别的列存为备注：{detail}"},
    {"{count} columns ignored by the profile: {detail}", "按导入方案忽略{count}列：{detail}"},
    {"{count} amounts rounded; exact less rounded: {detail}",
     "{count}个金额已舍入；差额合计{detail}"},
    {"{count} organisations created by name", "按名称新建{count}个单位"},
    {"{count} persons created by name", "按姓名新建{count}名人员"},
    {"{count} rows refer to ids that are not on record", "{count}行引用了未登记的编号"},
    {"{count} rows have days out of their order", "{count}行的日期先后颠倒"},
    {"{count} rows name a unit other than its id does",
     "{count}行的单位名称与编号所登记的名称不同"},
    {"{count} credit codes are valid and unusual", "{count}个统一社会信用代码校验通过但不常见"},
    {"the column of reasons of an earlier import is passed over", "忽略上次导入生成的拒绝原因列"},
    {"{count} rows have days that cannot be read; their texts are kept as remarks",
     "{count}行有无法识别的日期，原文作为备注保留"},
    {"{count} unknown columns in a file that moves money, kept as remarks and not counted: "
     "{detail}",
     "涉及金额的文件中有{count}个未识别的列，只存为备注，不参与计算：{detail}"},
    {"{count} rows leave {detail} blank: what they state takes effect on the day of the import, "
     "{assumed}",
     "{count}行未填{detail}，所载内容自导入当日{assumed}起生效"},
    {"{count} rows have cells in columns without a header; kept as remarks",
     "{count}行在没有列名的列中有内容，存为备注"},
    {"{count} projects name no lead: what is the lead's cannot be settled until one is named",
     "{count}个项目未填牵头单位：补填之前，牵头单位部分不能结算"},
    {"{count} rows name a lead other than the project's own organisation, which stays the lead",
     "{count}行所列牵头单位与项目登记的承担单位不同；牵头单位仍以项目登记为准"},
}};

/// What follows where something was assumed for all rows.
constexpr NoticeText assumed_text = {
    "; every row is taken with {assumed}: if a column says otherwise, name it as the dossier does, "
    "or map it in a profile",
    "；各行均按{assumed}处理，如某列另有说明，请改用规定的列名，或在导入方案中对应该列"};

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
}

}  // namespace

std::string ImportProblem::text(Language language) const {
  std::string out =
      file + ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
  out += ": ";
  if (!field.empty()) {
    out += field;
    if (!header.empty() && header != field) out += " (" + header + ")";
    if (!value.empty()) out += " '" + value + "'";
    out += ": ";
  }
  return out + refusal.text(language);
}

bool ImportNotice::is_warning() const noexcept {
  return code == NoticeCode::encoding_uncertain || code == NoticeCode::money_columns_unknown ||
         code == NoticeCode::day_of_import_taken || code == NoticeCode::lead_unknown ||
         code == NoticeCode::lead_differs;
}

std::string ImportNotice::text(Language language) const {
  const NoticeText& known = notice_texts[static_cast<std::size_t>(code)];
  std::string out(language == Language::zh ? known.zh : known.en);
  if (code == NoticeCode::money_columns_unknown && !assumed.empty()) {
    out += language == Language::zh ? assumed_text.zh : assumed_text.en;
  }
  replace_all(out, "{count}", std::to_string(count));
  replace_all(out, "{detail}", detail);
  replace_all(out, "{assumed}", assumed);
  if (!lines.empty()) {
    out += language == Language::zh ? "（第" : " (line ";
    for (std::size_t i = 0; i < lines.size(); ++i) {
      out += (i == 0 ? "" : ", ") + std::to_string(lines[i]);
    }
    if (count > lines.size()) out += ", ...";
    out += language == Language::zh ? "行）" : ")";
  }
  return file.empty() ? out : file + ": " + out;
}

}  // namespace bursar
