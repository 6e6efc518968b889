#include <bursar/exchange/input_file.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace bursar {
namespace {

/// What the system says of an error; in Chinese, what is rare is a number.
Wording reason_of(int error) {
  const std::string en = std::generic_category().message(error);
  switch (error) {
    case ENOENT:
      return {"没有这个文件", en};
    case EACCES:
      return {"没有读取权限", en};
    case EISDIR:
      return {"这是文件夹", en};
    case EIO:
      return {"读写设备出错", en};
    case EMFILE:
    case ENFILE:
      return {"打开的文件过多", en};
    default:
      return {"系统错误" + std::to_string(error), en};
  }
}

Refusal unreadable(const std::string& path, int error) {
  return Refusal(Code::file_unreadable).with("path", path).with("reason", reason_of(error));
}

/// Closes a descriptor at the end of a scope.
struct Descriptor {
  int number;
  explicit Descriptor(int opened) : number(opened) {}
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
};

/// Reads to the end; the error, or 0.
int read_all(int descriptor, std::string& out) {
  std::array<char, 65536> buffer{};
  for (;;) {
    const ::ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got == 0) return 0;
    if (got > 0) {
      out.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      return errno;
    }
  }
}

}  // namespace

Result<InputFile> InputFile::open(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number < 0) return unreadable(path, errno);
  struct stat status {};
  if (::fstat(file.number, &status) != 0) return unreadable(path, errno);
  if (S_ISDIR(status.st_mode)) return unreadable(path, EISDIR);
  InputFile opened;
  if (S_ISREG(status.st_mode) && status.st_size > 0) {
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number, 0);
    if (mapped != MAP_FAILED) {
      opened.mapped_ = static_cast<const char*>(mapped);
      opened.mapped_size_ = size;
      return opened;
    }
  }
  if (const int error = read_all(file.number, opened.read_); error != 0) {
    return unreadable(path, error);
  }
  return opened;
}

InputFile::InputFile(InputFile&& other) noexcept
    : mapped_(std::exchange(other.mapped_, nullptr)),
      mapped_size_(std::exchange(other.mapped_size_, 0)),
      read_(std::move(other.read_)) {}

InputFile& InputFile::operator=(InputFile&& other) noexcept {
  if (this != &other) {
    release();
    mapped_ = std::exchange(other.mapped_, nullptr);
    mapped_size_ = std::exchange(other.mapped_size_, 0);
    read_ = std::move(other.read_);
  }
  return *this;
}

InputFile::~InputFile() { release(); }

void InputFile::release() noexcept {
  if (mapped_ == nullptr) return;
  // munmap takes what mmap gave; the constness was ours.
  ::munmap(const_cast<char*>(mapped_),
           mapped_size_);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

std::string_view InputFile::bytes() const noexcept {
  return mapped_ != nullptr ? std::string_view(mapped_, mapped_size_) : std::string_view(read_);
}

}  // namespace bursar
