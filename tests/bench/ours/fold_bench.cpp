// Opening and folding a whole store; the memory it takes; the verification of its chain.
#include <bursar/portfolio/portfolio.hpp>

#include <malloc.h>

#include <iostream>
#include <optional>

#include "bench_support.hpp"

namespace bench {
namespace {

double heap_bytes() {
  const struct mallinfo2 heap = mallinfo2();
  return static_cast<double>(heap.uordblks) + static_cast<double>(heap.hblkhd);
}

}  // namespace

/// Of its own, and not inlined, so that its instructions can be counted apart.
[[gnu::noinline]] bursar::Portfolio fold_whole(const std::string& store) {
  const auto journal = open_store(store);
  return need("fold", bursar::Portfolio::fold(*journal, {}, false));
}

int run_fold(const std::string& store) {
  const double heap_before = heap_bytes();
  const Stopwatch watch;
  const bursar::Portfolio portfolio = fold_whole(store);
  const double wall_s = watch.wall_s();
  const double cpu_s = watch.cpu_s();
  malloc_trim(0);
  std::size_t expenses = 0;
  double spending_bytes = 0;
  for (const bursar::Project& project : portfolio.projects()) {
    expenses += project.expenses.size();
    for (const auto& source : project.expense_sources) {
      spending_bytes += static_cast<double>(source.block.bytes().size());
    }
  }
  print_figure("wall_s", wall_s);
  print_figure("cpu_s", cpu_s);
  print_figure("projects", static_cast<double>(portfolio.projects().size()));
  print_figure("expenses", static_cast<double>(expenses));
  if (expenses > 0) {
    print_figure("bytes_an_expense", (heap_bytes() - heap_before) / static_cast<double>(expenses));
    print_figure("packed_bytes_an_expense", spending_bytes / static_cast<double>(expenses));
  }
  end_figures();
  return 0;
}

int run_verify(const std::string& store) {
  const auto journal = open_store(store);
  const Stopwatch watch;
  const bursar::ChainReport report = bursar::verify_chain(*journal);
  print_figure("wall_s", watch.wall_s());
  print_figure("cpu_s", watch.cpu_s());
  print_figure("entries", static_cast<double>(report.entries));
  print_figure("whole", report.whole() ? "yes" : "no");
  end_figures();
  return report.whole() ? 0 : 3;
}

}  // namespace bench
