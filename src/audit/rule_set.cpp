#include <bursar/audit/rule_set.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace bursar {
namespace {

bool is_rule_id(std::string_view id) {
  if (id.empty() || id.front() < 'a' || id.front() > 'z' || id.back() == '_') return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const char c = id[i];
    const bool letter_or_digit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!letter_or_digit && (c != '_' || id[i - 1] == '_')) return false;
  }
  return true;
}

std::set<std::string_view> arguments_of(std::string_view pattern) {
  std::set<std::string_view> names;
  for (std::size_t at = pattern.find('{'); at != std::string_view::npos;
       at = pattern.find('{', at)) {
    const std::size_t close = pattern.find('}', at);
    if (close == std::string_view::npos) break;
    names.insert(pattern.substr(at + 1, close - at - 1));
    at = close;
  }
  return names;
}

void lint_messages(const RuleInfo& info, std::vector<Wording>& wrong) {
  for (const auto& [key, wording] : info.messages) {
    if (wording.zh.empty() || wording.en.empty()) {
      wrong.push_back({"消息“" + key + "”缺少一种语言",
                       "message '" + key + "' lacks one of its two languages"});
    } else if (arguments_of(wording.zh) != arguments_of(wording.en)) {
      wrong.push_back({"消息“" + key + "”两种语言的参数不同",
                       "message '" + key + "' names different arguments in its two languages"});
    }
  }
}

const Rule* plain(const AnyRule& rule) {
  return std::visit([](const auto& each) -> const Rule* { return each.get(); }, rule);
}

void add_sized(std::string& bytes, std::string_view text) {
  bytes += std::to_string(text.size());
  bytes += ':';
  bytes += text;
}

}  // namespace

std::vector<Wording> lint_rule(const RuleInfo& info) {
  std::vector<Wording> wrong;
  if (!is_rule_id(info.id)) {
    wrong.push_back({"编号不是以“_”连接的小写词：“" + info.id + "”",
                     "the id is not lower-case words joined by '_': '" + info.id + "'"});
  }
  if (info.revision < 1) wrong.push_back({"修订号小于1", "the revision is below 1"});
  if (info.title.zh.empty() || info.title.en.empty()) {
    wrong.push_back({"名称缺少一种语言", "the title lacks one of its two languages"});
  }
  if (info.severity == Severity::blocking) {
    wrong.push_back({"严重程度blocking只用于运行失败的规则",
                     "the severity 'blocking' is kept for rules that fail"});
  }
  if (info.basis.empty()) wrong.push_back({"没有依据", "there is no basis"});
  for (const std::string& basis : info.basis) {
    if (basis.empty()) wrong.push_back({"有空白的依据", "a basis is empty"});
  }
  if (info.messages.empty()) wrong.push_back({"没有消息", "there is no message"});
  lint_messages(info, wrong);
  std::set<std::string_view> parameters;
  for (const auto& [name, value] : info.parameters) {
    if (name.empty() || !parameters.insert(name).second) {
      wrong.push_back({"参数没有名称或重名：“" + name + "”",
                       "a parameter is without a name or named twice: '" + name + "'"});
    }
  }
  std::set<std::string_view> needs;
  for (const std::string& need : info.needs) {
    if (need.empty() || !needs.insert(need).second) {
      wrong.push_back({"所需数据没有名称或重名：“" + need + "”",
                       "a need is without a name or named twice: '" + need + "'"});
    }
  }
  if (info.needs.size() > 200)
    wrong.push_back({"所需数据超过200项", "there are more than 200 needs"});
  return wrong;
}

Result<void> RuleSet::add(AnyRule rule) {
  const Rule* object = plain(rule);
  if (object == nullptr) {
    return Refusal(Code::rule_malformed)
        .with("rule", "")
        .with("reason", Wording{"没有规则", "there is no rule"});
  }
  auto info = std::make_shared<const RuleInfo>(object->info());
  if (const auto wrong = lint_rule(*info); !wrong.empty()) {
    return Refusal(Code::rule_malformed).with("rule", info->id).with("reason", wrong.front());
  }
  const auto place =
      std::lower_bound(items_.begin(), items_.end(), info->id,
                       [](const Item& a, const std::string& b) { return a.info->id < b; });
  if (place != items_.end() && place->info->id == info->id) {
    return Refusal(Code::rule_id_taken).with("rule", info->id);
  }
  items_.insert(place, Item{std::move(rule), std::move(info)});
  return {};
}

Result<void> RuleSet::add(const RuleSet& other) {
  RuleSet both = *this;
  for (const Item& item : other.items_) BURSAR_TRY_VOID(both.add(item.rule));
  *this = std::move(both);
  return {};
}

const RuleInfo* RuleSet::find(std::string_view id) const noexcept {
  for (const Item& item : items_) {
    if (item.info->id == id) return item.info.get();
  }
  return nullptr;
}

Digest RuleSet::digest() const {
  std::string bytes;
  add_sized(bytes, "bursar.rules/1");
  for (const Item& item : items_) {
    add_sized(bytes, item.info->id);
    add_sized(bytes, std::to_string(item.info->revision));
    add_sized(bytes, std::to_string(item.info->parameters.size()));
    for (const auto& [name, value] : item.info->parameters) {
      add_sized(bytes, name);
      add_sized(bytes, value);
    }
  }
  return sha256(bytes);
}

}  // namespace bursar
