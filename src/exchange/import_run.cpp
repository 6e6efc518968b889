#include "exchange/import_run.hpp"

#include <bursar/base/digest.hpp>

#include "exchange/money_columns.hpp"
#include "exchange/rejected_rows.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace bursar::exchange {
namespace {

bool is_name_form(CellForm form) {
  return form == CellForm::unit_name || form == CellForm::person_name ||
         form == CellForm::party_name;
}

/// Whether a table's rows are read in the light of who is known.
bool names_somebody(const Table& table) {
  if (table.kind == DossierKind::notices) return true;  // to a unit, or to somebody
  const auto columns = dossier_columns(table.kind);
  for (std::size_t place = 0; place < columns.size(); ++place) {
    if (is_name_form(columns[place].form) && table.has(place)) return true;
  }
  return false;
}

std::string_view id_column(DossierKind kind) {
  if (kind == DossierKind::organisations) return "org_id";
  return kind == DossierKind::persons ? "person_id" : "project_id";
}

bool by_subject_id(const Draft& a, const Draft& b) { return a.subject.id < b.subject.id; }

}  // namespace

ImportRun::ImportRun(const Journal& journal, std::span<const ImportFile> files,
                     const ImportOptions& options)
    : journal_(journal),
      inputs_(files),
      options_(options),
      problems_(options.problems_max, options.accept_good),
      names_(problems_) {
  rules_.rounding = options.rounding;
  if (options.profile != nullptr && options.profile->rounding()) {
    rules_.rounding = *options.profile->rounding();
  }
  for (const ImportFile& file : files) rules_.file_names.push_back(file.name);
}

void ImportRun::tell(ImportStage stage, std::size_t done, std::size_t total) const {
  if (options_.progress) options_.progress({stage, done, total});
}

void ImportRun::open_files() {
  for (const ImportFile& input : inputs_) {
    SourceFile& file = files_.emplace_back();
    file.index = files_.size() - 1;
    file.input = &input;
    open_source(file, options_, problems_, tables_, plan_.report.files.emplace_back());
  }
  plan_.report.tables.resize(tables_.size());
  // What is referred to comes first; within a kind, the content of files decides, not their order.
  std::vector<std::size_t> order(tables_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const int rank_a = ProjectRows::processing_rank(tables_[a].kind);
    const int rank_b = ProjectRows::processing_rank(tables_[b].kind);
    if (rank_a != rank_b) return rank_a < rank_b;
    return plan_.report.files[tables_[a].file].digest < plan_.report.files[tables_[b].file].digest;
  });
  for (const std::size_t i : order) {
    const Table& table = tables_[i];
    TableReport& report = plan_.report.tables[i];
    report.kind = table.kind;
    report.file = files_[table.file].input->name;
    Work& work = works_.emplace_back();
    work.table = i;
    work.report = &report;
    work.reader.emplace(files_[table.file], table, rules_, problems_);
    group_of(table.kind).tables.push_back(&work);
    by_names_ = by_names_ || names_somebody(table);
  }
}

ImportRun::Group& ImportRun::group_of(DossierKind kind) {
  if (kind == DossierKind::organisations) return organisations_;
  return kind == DossierKind::persons ? persons_ : projects_;
}

void ImportRun::index_tables() {
  for (Work& work : works_) {
    const Table& table = tables_[work.table];
    const bool first = work.table == 0 || tables_[work.table - 1].file != table.file;
    const std::size_t before = rows_;
    std::size_t rejected = 0;
    index_rows(*work.reader, column_place(table.kind, id_column(table.kind)),
               group_of(table.kind).ids, id_texts_, work.rows, problems_, rejected, first,
               [&](std::size_t rows) { tell(ImportStage::reading, before + rows, 0); });
    work.report->rows += rejected;
    work.report->rejected += rejected;
    rows_ += work.rows.size();
  }
  for (Group* group : {&organisations_, &persons_, &projects_}) order_group(*group);
}

void ImportRun::order_group(Group& group) {
  const auto ranks = group.ids.ranks();
  group.ordered.resize(ranks.size());
  for (std::size_t number = 0; number < ranks.size(); ++number) {
    group.ordered[ranks[number]] = group.ids.ids()[number];
  }
  for (Work* work : group.tables) work->rows.sort(ranks);
}

Result<void> ImportRun::read_journal() {
  std::set<Subject> subjects;
  const auto add = [&](const Group& group, SubjectKind kind) {
    for (const std::string_view id : group.ordered) {
      subjects.insert(subjects.end(), Subject{kind, std::string(id)});
    }
  };
  add(projects_, SubjectKind::project);
  add(organisations_, SubjectKind::organisation);
  add(persons_, SubjectKind::person);
  BURSAR_TRY(view_, JournalView::read(journal_, subjects, by_names_));
  rules_.default_source = view_->book().default_source;
  if (!by_names_) return {};
  for (Work* work : organisations_.tables) {
    for (std::size_t rank = 0; rank < organisations_.ordered.size(); ++rank) {
      name_stated_organisations(*work->reader, work->rows.rows(rank), names_);
    }
  }
  return name_recorded_parties(*view_, names_);
}

void ImportRun::add_draft(std::optional<Draft> draft, std::int64_t version,
                          std::vector<Draft>& drafts) {
  if (!draft) return;
  plan_.request.expected.push_back({draft->subject, version});
  drafts.push_back(*std::move(draft));
  ++plan_.report.subjects;
}

Result<void> ImportRun::take_parties(Group& group, SubjectKind kind) {
  PartyRows rows(environment(), kind);
  auto& drafts = kind == SubjectKind::person ? person_drafts_ : organisation_drafts_;
  for (std::size_t rank = 0; rank < group.ordered.size(); ++rank) {
    BURSAR_TRY_VOID(rows.begin(group.ordered[rank]));
    for (Work* work : group.tables) {
      rows.look_ahead({&*work->reader, work->report, work->rows.rows(rank)});
    }
    for (Work* work : group.tables) {
      rows.take({&*work->reader, work->report, work->rows.rows(rank)});
    }
    add_draft(rows.finish(plan_.report.facts), rows.version(), drafts);
  }
  return {};
}

Result<void> ImportRun::take_created(SubjectKind kind) {
  PartyRows rows(environment(), kind);
  const bool persons = kind == SubjectKind::person;
  auto& drafts = persons ? person_drafts_ : organisation_drafts_;
  for (const auto& [id, party] :
       persons ? names_.created_persons() : names_.created_organisations()) {
    if (!party.used) continue;
    BURSAR_TRY_VOID(rows.begin(id));
    rows.take_created(party);
    const std::size_t before = drafts.size();
    add_draft(rows.finish(plan_.report.facts), rows.version(), drafts);
    if (drafts.size() == before) continue;
    const NoticeCode code =
        persons ? NoticeCode::persons_created : NoticeCode::organisations_created;
    ++problems_.notice(code, {}).count;
  }
  std::sort(drafts.begin(), drafts.end(), by_subject_id);
  return {};
}

void ImportRun::prefetch(const Group& group, std::size_t rank) const {
#if defined(__GNUC__)
  constexpr std::size_t cache_line = 64;
  if (rank >= group.ordered.size()) return;
  for (const Work* work : group.tables) {
    const char* const text = work->reader->file().decoded.text().data();
    for (const RowPlace& place : work->rows.rows(rank)) {
      __builtin_prefetch(text + place.offset);
      __builtin_prefetch(text + place.offset + cache_line);
    }
  }
#endif
}

Result<void> ImportRun::take_projects() {
  constexpr std::size_t projects_between_news = 256;
  ProjectRows rows(environment());
  std::size_t done = 0;
  prefetch(projects_, 0);
  for (std::size_t rank = 0; rank < projects_.ordered.size(); ++rank) {
    prefetch(projects_, rank + 1);
    BURSAR_TRY_VOID(rows.begin(projects_.ordered[rank]));
    for (Work* work : projects_.tables) {
      rows.look_ahead({&*work->reader, work->report, work->rows.rows(rank)});
    }
    for (Work* work : projects_.tables) {
      const auto places = work->rows.rows(rank);
      if (places.empty()) continue;
      rows.take({&*work->reader, work->report, places});
      done += places.size();
    }
    add_draft(rows.finish(plan_.report.facts), rows.version(), project_drafts_);
    if (rank % projects_between_news == 0) tell(ImportStage::checking, done, rows_);
  }
  tell(ImportStage::checking, rows_, rows_);
  return {};
}

Digest ImportRun::request_digest() const {
  std::string canonical = "bursar.import/1\n";
  for (std::size_t i = 0; i < files_.size(); ++i) {
    canonical += inputs_[i].kind + " " + plan_.report.files[i].digest + "\n";
  }
  canonical += options_.profile != nullptr ? options_.profile->digest() : std::string();
  canonical += options_.accept_good ? "\naccept good\n" : "\n";
  if (options_.encoding) canonical += word(*options_.encoding);
  canonical += "\n" + std::string(rounding_name(options_.rounding));
  return sha256(canonical);
}

void ImportRun::finish_request() {
  AppendRequest& request = plan_.request;
  request.request = request_digest();
  const bool refused = problems_.count() > 0 && !options_.accept_good;
  const bool news =
      !organisation_drafts_.empty() || !person_drafts_.empty() || !project_drafts_.empty();
  if (refused || !news) {
    request.expected.clear();
    return;
  }
  // The same files may be imported again later, when they have something new to say.
  const std::string mark =
      sha256(request.request.hex() + view_->head().link.hex()).hex().substr(0, 32);
  request.key = options_.key.empty() ? "import-" + mark : options_.key;
  request.batch = "import-" + mark.substr(0, 16);
  request.door = Door::import;
  request.actor = options_.actor;
  ImportRecorded recorded;
  recorded.batch = request.batch;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    ImportedFile file;
    file.kind = inputs_[i].kind;
    file.name = inputs_[i].name;
    file.digest = plan_.report.files[i].digest;
    if (const auto encoding = plan_.report.files[i].encoding) file.encoding = word(*encoding);
    for (const Work& work : works_) {
      if (tables_[work.table].file == i) file.rows += static_cast<std::int64_t>(work.rows.size());
    }
    recorded.files.push_back(std::move(file));
  }
  if (options_.profile != nullptr) recorded.profile_digest = options_.profile->digest();
  const Fact fact{options_.today, std::move(recorded), {}};
  EncodedFacts encoded = encode_facts(std::span(&fact, 1));
  request.drafts.reserve(1 + organisation_drafts_.size() + person_drafts_.size() +
                         project_drafts_.size());
  request.drafts.push_back({{SubjectKind::book, {}}, std::move(encoded.facts), {}});
  for (auto* drafts : {&organisation_drafts_, &person_drafts_, &project_drafts_}) {
    std::move(drafts->begin(), drafts->end(), std::back_inserter(request.drafts));
  }
  request.expected.push_back({{SubjectKind::book, {}}, view_->book().version});
}

void ImportRun::tell_assumptions() {
  for (const Table& table : tables_) {
    if (table.unknown.empty() || !moves_money(table.kind)) continue;
    const std::string& file = files_[table.file].input->name;
    if (!problems_.has_notice(NoticeCode::money_columns_unknown, file)) continue;
    std::string& assumed = problems_.notice(NoticeCode::money_columns_unknown, file).assumed;
    const std::string more = assumed_of(table, rules_.default_source);
    if (assumed.find(more) != std::string::npos) continue;
    assumed += (assumed.empty() ? "" : ", ") + more;
  }
}

void ImportRun::finish_report() {
  tell_assumptions();
  ImportReport& report = plan_.report;
  for (Work& work : works_) {
    report.rejected_rows += work.report->rejected;
    RowReader& reader = *work.reader;
    reader.forget_row();
    if (reader.rounded_amounts() == 0) continue;
    ImportNotice& notice = problems_.notice(NoticeCode::amounts_rounded, reader.file().input->name);
    notice.count += reader.rounded_amounts();
    notice.detail +=
        (notice.detail.empty() ? "" : ", ") + reader.rounding_difference().text(reader.currency());
  }
  if (options_.accept_good) {
    for (const SourceFile& file : files_) {
      if (auto rejected = rejected_rows_of(file, problems_.reasons())) {
        plan_.rejected.push_back(*std::move(rejected));
      }
    }
  }
  problems_.finish(report);
}

Result<ImportPlan> ImportRun::plan() {
  open_files();
  index_tables();
  BURSAR_TRY_VOID(read_journal());
  BURSAR_TRY_VOID(take_parties(organisations_, SubjectKind::organisation));
  BURSAR_TRY_VOID(take_parties(persons_, SubjectKind::person));
  BURSAR_TRY_VOID(take_projects());
  BURSAR_TRY_VOID(take_created(SubjectKind::organisation));
  BURSAR_TRY_VOID(take_created(SubjectKind::person));
  finish_request();
  finish_report();
  return std::move(plan_);
}

}  // namespace bursar::exchange
