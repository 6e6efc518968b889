#include "names.hpp"

#include <bursar/base/credit_code.hpp>

#include <cstdio>
#include <map>
#include <span>

namespace dossier {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 64> brands{
    {"澜屿", "砺芯", "岭启", "浔光", "穹图", "芷源", "砚云", "湛拓", "朔微", "槿禾", "翎航",
     "沅启", "岑川", "霁光", "漪微", "笙科", "堃泽", "珩测", "皓岩", "淼润", "岚图", "钰恒",
     "柏峤", "泓迅", "屿辰", "昀达", "弈芯", "澈源", "淙砾", "瀚泊", "祺瑞", "垚屿", "鲲羽",
     "栩生", "沐禾", "铂锐", "岫砺", "楠溪", "榭澜", "湾木", "烁晶", "汀兰", "蓂荚", "芃沅",
     "璟瑜", "禾穗", "渡鸦", "望舒", "砥岚", "煦岭", "溆光", "青岑", "松涧", "珣屿", "墨池",
     "星槎", "沚云", "雁行", "槐序", "桤沅", "沄舟", "湉砚", "晴川", "蘅川"}};
constexpr std::array<std::string_view, 12> trades{{"光电科技", "半导体", "生物技术", "智能装备",
                                                   "新材料", "软件", "医疗器械", "机器人",
                                                   "能源科技", "传感技术", "环境科技", "数据技术"}};
constexpr std::array<std::string_view, 7> universities{
    {"深圳南屿大学", "深圳海岳技术大学", "梧桐湾应用技术学院", "鹏湾理工学院",
     "大鹏湾海洋大学（筹）研究生院", "深圳莲塘职业技术学院", "松坪山研究生院"}};
constexpr std::array<std::string_view, 9> institutes{
    {"深圳梧桐先进材料研究院", "深圳湾岭微电子研究所", "深圳南屿合成生物研究院",
     "深圳坪山光子技术研究院", "深圳盐田海洋工程研究中心", "深圳龙岗智能制造研究院",
     "深圳前海数字健康研究院", "深圳笔架山气候与环境研究所", "深圳塘朗山量子信息研究院"}};
constexpr std::array<std::string_view, 5> hospitals{{"深圳市澜湾医院", "深圳市梧桐医院",
                                                     "深圳市南屿口腔医院", "深圳市大鹏半岛康复医院",
                                                     "深圳市笔架山儿童医院"}};

constexpr std::array<std::string_view, 48> surnames{
    {"林", "陈", "黄", "郑", "何", "邓", "曾", "罗", "梁", "谢", "宋", "唐",
     "许", "韩", "冯", "于", "董", "萧", "程", "曹", "袁", "邱", "傅", "沈",
     "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎",
     "余", "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜", "范", "方"}};
constexpr std::array<std::string_view, 60> given_names{
    {"知行", "望舒", "景澄", "砚秋", "以宁", "屿川", "明徽", "若谷", "清和", "予安",
     "允恪", "庭松", "书瑶", "见微", "闻笛", "嘉树", "怀瑾", "疏桐", "亦航", "思齐",
     "泊远", "静姝", "承泽", "牧之", "栖梧", "念慈", "秉文", "令仪", "仲谋", "昭远",
     "溪亭", "云起", "南星", "朝阳", "志远", "雨眠", "子衿", "慎之", "维桢", "文渊",
     "一鸣", "晓岚", "立恒", "佩玉", "长庚", "远舟", "观澜", "采薇", "月白", "凌波",
     "既明", "载阳", "方舟", "简之", "天问", "春山", "青禾", "攸宁", "竹心", "霁月"}};

constexpr std::array<std::string_view, 25> settings{
    {"海洋平台", "城市轨道交通", "柔性显示", "高密度储能", "分布式光伏", "早期肿瘤筛查", "慢性肾病",
     "工业视觉", "无人机集群",   "车路协同", "地下管廊",   "精密注塑",   "半导体封装",   "水产养殖",
     "滨海湿地", "口腔种植",     "低温物流", "数控机床",   "毫米波通信", "智慧楼宇",     "废旧电池",
     "听力康复", "钙钛矿电池",   "边缘计算", "台风预警"}};
constexpr std::array<std::string_view, 16> topics{
    {"自适应控制关键技术", "多模态感知方法", "高可靠功率器件", "微流控检测芯片", "低功耗专用芯片",
     "数字孪生平台", "新型固态电解质", "高通量筛选装备", "健康监测系统", "精密测量仪器",
     "生物可降解材料", "分布式优化算法", "智能诊断模型", "高速光互连模块", "减振降噪技术",
     "在线检测装备"}};
constexpr std::array<std::string_view, 4> endings{
    {"研发", "研究", "及产业化应用", "的基础问题研究"}};

constexpr std::array<std::string_view, 5> handlers{
    {"资源管理处 温则诚", "资源管理处 简若梅", "高新处 庄奕辰", "基础处 祝南乔", "监督处 邝维新"}};

std::string numbered(const char* format, std::size_t number) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

/// A code of a series that the registrars have not reached; both check characters are right.
std::string credit_code(UnitKind kind, std::size_t serial) {
  const std::string organisation = numbered("MAY%05zu", 10000 + serial * 37);
  std::string code = (kind == UnitKind::enterprise ? "91" : "12") + std::string("440300") +
                     organisation + bursar::organisation_code_check(organisation);
  return code + bursar::credit_code_check(code);
}

struct HeadMemos {
  std::string_view head;
  std::array<std::string_view, 4> memos;
};
constexpr std::array<HeadMemos, 11> memos{
    {{"equipment/purchase", {"示波器", "高低温试验箱", "测试工装", "图像采集卡"}},
     {"equipment/trial", {"样机结构件", "试制线改造", "夹具试制", "样机电控柜"}},
     {"business/material", {"电子元器件", "化学试剂", "金属型材", "光学镜片"}},
     {"business/testing", {"第三方检测", "环境可靠性试验", "样品分析", "流片测试"}},
     {"business/fuel", {"大型设备专用电费", "实验室用气", "试验水电", "恒温机房电费"}},
     {"business/travel", {"项目调研差旅", "现场试验差旅", "学术会议差旅", "用户走访差旅"}},
     {"business/publication", {"论文版面费", "发明专利申请费", "软件著作权登记", "专利代理费"}},
     {"labour/wages", {"聘用人员劳务", "研究生助研津贴", "博士后劳务", "聘用人员社保"}},
     {"labour/expert_fee", {"中期检查专家咨询", "方案论证咨询", "技术咨询", "预验收专家咨询"}},
     {"indirect/management", {"管理费分摊", "场地水电分摊", "管理费提取", "公共平台分摊"}},
     {"indirect/performance", {"科研绩效", "季度绩效", "年度绩效", "阶段绩效"}}}};

}  // namespace

Register::Register() {
  // 3 trades a brand: the first third is shared by many projects, the rest belongs to one each.
  for (std::size_t i = 0; i < brands.size() * 3; ++i) {
    const std::size_t brand = i % brands.size();
    const std::size_t trade = (brand * 5 + i / brands.size() * 7) % trades.size();
    const char* form = i % 9 == 4 ? "股份有限公司" : "有限公司";
    add_unit("深圳市" + std::string(brands[brand]) + std::string(trades[trade]) + form,
             UnitKind::enterprise);
    (i < 100 ? shared_enterprises_ : own_enterprises_).push_back(units_.size() - 1);
  }
  const auto add_all = [this](Words names, UnitKind kind, std::vector<std::size_t>& places) {
    for (const std::string_view name : names) {
      add_unit(std::string(name), kind);
      places.push_back(units_.size() - 1);
    }
  };
  add_all(universities, UnitKind::university, universities_);
  add_all(institutes, UnitKind::institute, institutes_);
  add_all(hospitals, UnitKind::hospital, hospitals_);
}

void Register::add_unit(std::string name, UnitKind kind) {
  Unit unit;
  unit.id = numbered("U%04zu", units_.size() + 1);
  unit.name = std::move(name);
  unit.credit_code = credit_code(kind, units_.size() + 1);
  unit.kind = kind;
  units_.push_back(std::move(unit));
}

std::size_t Register::draw_unit(UnitKind kind, Dice& dice) const {
  switch (kind) {
    case UnitKind::university:
      return dice.pick(std::span<const std::size_t>(universities_));
    case UnitKind::institute:
      return dice.pick(std::span<const std::size_t>(institutes_));
    case UnitKind::hospital:
      return dice.pick(std::span<const std::size_t>(hospitals_));
    case UnitKind::enterprise:
      break;
  }
  return dice.pick(std::span<const std::size_t>(shared_enterprises_));
}

std::size_t Register::own_enterprise() { return own_enterprises_.at(next_own_++); }

std::size_t Register::draw_person(std::size_t unit, Dice& dice) {
  std::vector<std::size_t> there;
  for (std::size_t i = 0; i < persons_.size(); ++i) {
    if (persons_[i].unit == unit) there.push_back(i);
  }
  if (there.size() < 4 && dice.chance(60)) return new_person(unit);
  return there.empty() ? new_person(unit) : dice.pick(std::span<const std::size_t>(there));
}

std::size_t Register::new_person(std::size_t unit) {
  // 48 and 61 have no common divisor, so that 2,880 names come before one comes again.
  const std::size_t serial = persons_.size();
  const std::size_t surname = serial % surnames.size();
  const std::size_t given = (serial * 7 + serial / surnames.size() * 11) % given_names.size();
  Person person;
  person.id = numbered("P%05zu", serial + 1);
  person.name = std::string(surnames[surname]) + std::string(given_names[given]);
  person.unit = unit;
  persons_.push_back(std::move(person));
  return persons_.size() - 1;
}

std::string project_title(std::size_t serial) {
  const std::size_t setting = serial % settings.size();
  const std::size_t topic = (serial * 3 + serial / settings.size()) % topics.size();
  return "面向" + std::string(settings[setting]) + "的" + std::string(topics[topic]) +
         std::string(endings[(serial / 7) % endings.size()]);
}

std::string_view purchase_memo(std::string_view head, Dice& dice) {
  for (const HeadMemos& each : memos) {
    if (each.head == head) return dice.pick(Words(each.memos));
  }
  return "其他";
}

std::string vendor(Dice& dice) {
  return numbered("V%04zu", static_cast<std::size_t>(dice.between(1, 640)));
}

std::string_view handler(std::size_t serial) { return handlers[serial % handlers.size()]; }

}  // namespace dossier
