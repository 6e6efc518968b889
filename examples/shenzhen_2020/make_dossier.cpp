// Makes the constructed dossier of this example: always the same files.
//
//     make_dossier FOLDER
#include <cstdio>
#include <exception>
#include <set>
#include <stdexcept>

#include "generator/outcomes.hpp"

namespace {

void require_unique_names(const dossier::Register& people) {
  std::set<std::string> names;
  for (const auto& unit : people.units()) {
    if (!names.insert(unit.name).second) throw std::logic_error("two units named " + unit.name);
  }
  for (const auto& person : people.persons()) {
    if (!names.insert(person.name).second)
      throw std::logic_error("two people named " + person.name);
  }
}

int make(const char* folder) {
  dossier::Book book;
  const dossier::Fen recovered = dossier::add_failed(book);
  dossier::add_late(book);
  dossier::add_passed(book);
  dossier::add_rectified(book);
  dossier::add_closed(book);
  dossier::add_in_acceptance(book);
  dossier::add_running(book);
  book.close();
  require_unique_names(book.people);
  dossier::write_tables(book.tables, folder);
  for (const dossier::Table* table : book.tables.all()) {
    std::printf("%6zu %s.csv\n", table->size(), table->name().c_str());
  }
  std::printf("paid back by failed projects: %s\n", dossier::in_yuan(recovered).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: make_dossier FOLDER\n", stderr);
    return 2;
  }
  try {
    return make(argv[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "make_dossier: %s\n", error.what());
    return 1;
  }
}
