// Result<T>: a value or a Refusal. A refusal is an expected outcome and is returned; exceptions are
// kept for a broken environment (disk, connection, corrupt store).
#pragma once

#include <bursar/base/export.hpp>
#include <bursar/base/refusal.hpp>

#include <boost/system/result.hpp>

#include <stdexcept>
#include <utility>

namespace bursar {

/// Thrown when the value of a refused Result is asked for: a mistake of the caller, not of the
/// data.
class BURSAR_API BadResultAccess : public std::logic_error {
 public:
  explicit BadResultAccess(Refusal refusal);
  [[nodiscard]] const Refusal& refusal() const noexcept { return refusal_; }

 private:
  Refusal refusal_;
};

/// Found by argument-dependent lookup from boost::system::result<T, Refusal>::value().
[[noreturn]] BURSAR_API void throw_exception_from_error(const Refusal& refusal,
                                                        const boost::source_location& where);

/// A value of type T, or the refusal that names the requirement which was broken.
template <class T>
class [[nodiscard]] Result : public boost::system::result<T, Refusal> {
  using Base = boost::system::result<T, Refusal>;

 public:
  using Base::Base;
  Result() = delete;
  /// Refuses with the code alone, for the common case of a refusal without arguments.
  Result(Code code)  // NOLINT(google-explicit-constructor): `return Code::x;`
      : Base(Refusal(code)) {}
};

/// Success without a value, or the refusal.
template <>
class [[nodiscard]] Result<void> : public boost::system::result<void, Refusal> {
  using Base = boost::system::result<void, Refusal>;

 public:
  using Base::Base;
  Result() = default;
  Result(Code code)  // NOLINT(google-explicit-constructor): `return Code::x;`
      : Base(Refusal(code)) {}
};

}  // namespace bursar

#define BURSAR_DETAIL_CONCAT2(a, b) a##b
#define BURSAR_DETAIL_CONCAT(a, b) BURSAR_DETAIL_CONCAT2(a, b)
#define BURSAR_DETAIL_TRY(temporary, declaration, expression)      \
  auto&& temporary = (expression);                                 \
  if (!temporary.has_value()) return std::move(temporary).error(); \
  declaration = *std::move(temporary)
/// BURSAR_TRY(auto x, f()): declares x from the value of f(), or returns its refusal.
#define BURSAR_TRY(declaration, expression) \
  BURSAR_DETAIL_TRY(BURSAR_DETAIL_CONCAT(bursar_try_, __LINE__), declaration, expression)
/// BURSAR_TRY_VOID(f()): returns the refusal of f(), if there is one.
#define BURSAR_TRY_VOID(expression)                                              \
  do {                                                                           \
    auto&& bursar_try_void = (expression);                                       \
    if (!bursar_try_void.has_value()) return std::move(bursar_try_void).error(); \
  } while (false)
