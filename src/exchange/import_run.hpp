// One planning of an import: all files of one call, against one head of the journal.
#pragma once

#include "exchange/header.hpp"
#include "exchange/names.hpp"
#include "exchange/party_rows.hpp"
#include "exchange/project_rows.hpp"
#include "exchange/row_index.hpp"

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bursar::exchange {

class ImportRun {
 public:
  ImportRun(const Journal& journal, std::span<const ImportFile> files,
            const ImportOptions& options);

  [[nodiscard]] Result<ImportPlan> plan();

 private:
  /// A table with its reader, its rows and what became of them.
  struct Work {
    std::size_t table;
    std::optional<RowReader> reader;
    RowIndex rows;
    TableReport* report;
  };
  /// Subjects of one kind that rows are about.
  struct Group {
    IdIndex ids;
    std::vector<std::string_view> ordered;  // ascending
    std::vector<Work*> tables;
  };

  void open_files();
  void index_tables();
  [[nodiscard]] Group& group_of(DossierKind kind);
  void order_group(Group& group);
  [[nodiscard]] Result<void> read_journal();
  [[nodiscard]] Result<void> take_parties(Group& group, SubjectKind kind);
  [[nodiscard]] Result<void> take_created(SubjectKind kind);
  [[nodiscard]] Result<void> take_projects();
  void prefetch(const Group& group, std::size_t rank) const;
  void add_draft(std::optional<Draft> draft, std::int64_t version, std::vector<Draft>& drafts);
  void finish_request();
  void finish_report();
  /// Completes the notices about unknown columns of files that move money.
  void tell_assumptions();
  [[nodiscard]] Digest request_digest() const;
  [[nodiscard]] ImportEnvironment environment() {
    return {options_, rules_, *view_, problems_, names_};
  }
  void tell(ImportStage stage, std::size_t done, std::size_t total) const;

  const Journal& journal_;
  std::span<const ImportFile> inputs_;
  const ImportOptions& options_;
  Problems problems_;
  Names names_;
  ReadingRules rules_;
  bool by_names_ = false;  // some table needs to know units and persons

  std::deque<SourceFile> files_;
  std::vector<Table> tables_;
  std::deque<Work> works_;
  TextArena id_texts_;
  Group organisations_;
  Group persons_;
  Group projects_;
  std::size_t rows_ = 0;

  std::optional<JournalView> view_;
  std::vector<Draft> organisation_drafts_;
  std::vector<Draft> person_drafts_;
  std::vector<Draft> project_drafts_;
  ImportPlan plan_;
};

}  // namespace bursar::exchange
