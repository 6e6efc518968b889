// A file's bytes, mapped into memory where the system can, so that a large import is not read
// twice.
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/result.hpp>

#include <string>
#include <string_view>

namespace bursar {

/// The bytes of one file, for as long as the object lives. The file must not be truncated
/// meanwhile.
class BURSAR_API InputFile {
 public:
  /// Opens a file and maps it; what cannot be mapped (a pipe) is read to its end.
  /// Refusals: file_unreadable, naming path and reason.
  [[nodiscard]] static Result<InputFile> open(const std::string& path);

  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&& other) noexcept;
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  [[nodiscard]] std::string_view bytes() const noexcept;

 private:
  InputFile() = default;
  void release() noexcept;

  const char* mapped_ = nullptr;
  std::size_t mapped_size_ = 0;
  std::string read_;
};

}  // namespace bursar
