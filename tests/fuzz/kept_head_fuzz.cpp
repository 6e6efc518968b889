// Heads that users kept, as texts: only one that the journal had is found in it.

#include <bursar/journal/memory_journal.hpp>

#include "promise.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace bursar;
using bursar_test::promise;

namespace {

struct Book {
  std::unique_ptr<Journal> journal;
  std::vector<Digest> links;  // link 0 and those of the entries
};

const Book& book() {
  static const Book made = [] {
    JournalHost host;
    host.now_us = [] { return std::int64_t{1'700'000'000'000'000}; };
    Book book{make_memory_journal("book", host), {link_zero("book")}};
    for (int i = 0; i < 3; ++i) {
      AppendRequest request;
      request.key = "key " + std::to_string(i);
      request.request = sha256(request.key);
      request.actor = "fuzz";
      request.drafts = {{{SubjectKind::project, "P"}, "facts", ""}};
      promise(book.journal->append(request).has_value(), "an entry is taken");
      book.links.push_back(book.journal->head().link);
    }
    return book;
  }();
  return made;
}

bool was_head(const Digest& link) {
  return std::find(book().links.begin(), book().links.end(), link) != book().links.end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = bursar_test::input_text(data, size);
  if (const auto raw = digest_from_bytes(text)) {
    promise(size == 32 && raw->view() == text, "raw bytes are a digest as they are");
  }
  // The input may also change one digit of a head that there was: the first byte says which.
  std::string changed = book().links[size == 0 ? 0 : data[0] % book().links.size()].text();
  if (size > 2) changed[data[1] % changed.size()] = static_cast<char>(data[2]);
  for (const std::string_view kept : {text, std::string_view(changed)}) {
    const auto parsed = parse_digest(kept);
    if (!parsed) {
      promise(parsed.error().code() == Code::digest_malformed, "a bad head is refused as such");
      continue;
    }
    const auto again = parse_digest(parsed->text());
    promise(again && *again == *parsed, "a head is read back");
    promise(verify_chain(*book().journal, *parsed).whole() == was_head(*parsed),
            "a head is found where there was one, and no other");
  }
  return 0;
}
