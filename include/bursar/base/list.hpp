// A list in the room of one pointer: nearly all lists of a project are empty.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

namespace bursar {

/// A sequence in one piece, like std::vector, of 8 bytes while it is empty; size and room stand
/// before the items. At most 2^32 - 1 items. Where growing throws, nothing has changed.
template <class T>
class List {
  static_assert(std::is_nothrow_move_constructible_v<T> && std::is_nothrow_destructible_v<T>);

 public:
  using value_type = T;
  using size_type = std::size_t;
  using difference_type = std::ptrdiff_t;
  using reference = T&;
  using const_reference = const T&;
  using iterator = T*;
  using const_iterator = const T*;

  List() noexcept = default;
  List(std::initializer_list<T> items) : List(std::span<const T>(items)) {}
  explicit List(std::span<const T> items) { assign(items); }
  List(const std::vector<T>& items)  // NOLINT(google-explicit-constructor): a list for a list
      : List(std::span<const T>(items)) {}
  List(const List& other) : List(std::span<const T>(other)) {}
  List(List&& other) noexcept : head_(std::exchange(other.head_, nullptr)) {}
  List& operator=(const List& other) {
    if (this != &other) *this = List(other);
    return *this;
  }
  List& operator=(List&& other) noexcept {
    std::swap(head_, other.head_);
    return *this;
  }
  ~List() {
    if (head_ == nullptr) return;
    std::destroy_n(data(), size());
    release(head_);
  }

  [[nodiscard]] std::size_t size() const noexcept { return head_ == nullptr ? 0 : head_->size; }
  [[nodiscard]] std::size_t capacity() const noexcept { return head_ == nullptr ? 0 : head_->room; }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  [[nodiscard]] T* data() noexcept { return items_of(head_); }
  [[nodiscard]] const T* data() const noexcept { return items_of(head_); }
  [[nodiscard]] T* begin() noexcept { return data(); }
  [[nodiscard]] const T* begin() const noexcept { return data(); }
  [[nodiscard]] T* end() noexcept { return data() + size(); }
  [[nodiscard]] const T* end() const noexcept { return data() + size(); }
  [[nodiscard]] T& operator[](std::size_t at) noexcept { return data()[at]; }
  [[nodiscard]] const T& operator[](std::size_t at) const noexcept { return data()[at]; }
  [[nodiscard]] T& front() noexcept { return *begin(); }
  [[nodiscard]] const T& front() const noexcept { return *begin(); }
  [[nodiscard]] T& back() noexcept { return *(end() - 1); }
  [[nodiscard]] const T& back() const noexcept { return *(end() - 1); }

  void push_back(T item) {
    if (size() == capacity()) grow();
    std::construct_at(end(), std::move(item));
    ++head_->size;
  }
  template <class... Arguments>
  T& emplace_back(Arguments&&... arguments) {
    push_back(T(std::forward<Arguments>(arguments)...));
    return back();
  }
  void pop_back() noexcept { cut(size() - 1); }
  /// Takes items out; those behind them move up.
  T* erase(T* from, T* until) noexcept {
    T* const end_of_kept = std::move(until, end(), from);
    cut(static_cast<std::size_t>(end_of_kept - begin()));
    return from;
  }
  T* erase(T* at) noexcept { return erase(at, at + 1); }
  void clear() noexcept { cut(0); }
  void resize(std::size_t size) {
    const std::size_t before = this->size();
    if (size <= before) return cut(size);
    reserve(size);
    std::uninitialized_value_construct_n(end(), size - before);
    head_->size = static_cast<std::uint32_t>(size);
  }
  void assign(std::span<const T> items) {
    List fresh;
    fresh.reserve(items.size());
    for (const T& item : items) fresh.push_back(item);
    std::swap(head_, fresh.head_);
  }
  void assign(std::size_t size, const T& item) {
    List fresh;
    fresh.reserve(size);
    for (std::size_t i = 0; i < size; ++i) fresh.push_back(item);
    std::swap(head_, fresh.head_);
  }

  void reserve(std::size_t room) {
    if (room > capacity()) move_to(room);
  }
  /// Gives back the room that no item is in.
  void shrink_to_fit() {
    if (size() != capacity()) move_to(size());
  }

  friend bool operator==(const List& a, const List& b) { return std::ranges::equal(a, b); }
  template <class Predicate>
  friend std::size_t erase_if(List& list, Predicate predicate) {
    const std::size_t before = list.size();
    list.erase(std::remove_if(list.begin(), list.end(), predicate), list.end());
    return before - list.size();
  }

 private:
  struct Head {
    std::uint32_t size;
    std::uint32_t room;
  };
  static_assert(alignof(T) <= sizeof(Head));

  static T* items_of(Head* head) noexcept {
    return head == nullptr ? nullptr : std::launder(reinterpret_cast<T*>(head + 1));
  }
  static Head* acquire(std::size_t room) {
    if (room > std::numeric_limits<std::uint32_t>::max()) {
      throw std::length_error("a list of more than 2^32 - 1 items");
    }
    return new (::operator new(sizeof(Head) + room * sizeof(T)))
        Head{0, static_cast<std::uint32_t>(room)};
  }
  static void release(Head* head) noexcept { ::operator delete(head); }

  void grow() { move_to(std::max<std::size_t>(size() * 2, 1)); }
  void move_to(std::size_t room) {
    Head* const fresh = room == 0 ? nullptr : acquire(room);
    if (fresh != nullptr) {
      std::uninitialized_move(begin(), end(), items_of(fresh));
      fresh->size = static_cast<std::uint32_t>(size());
    }
    if (head_ != nullptr) {
      std::destroy_n(data(), size());
      release(head_);
    }
    head_ = fresh;
  }
  void cut(std::size_t size) noexcept {
    if (head_ == nullptr) return;
    std::destroy(begin() + size, end());
    head_->size = static_cast<std::uint32_t>(size);
  }

  Head* head_ = nullptr;
};

}  // namespace bursar
