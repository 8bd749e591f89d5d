#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

#include "base/limits.hpp"
#include "core/access/access.hpp"
#include "shell/net/http.hpp"

/// Who is turned away when more comes in than is decided.
namespace lintas::api {

/// Of a trader's firm or of those that act for it. Nobody else is turned away for what these ask.
[[nodiscard]] constexpr bool is_of_traders(access::Role role) {
  return role >= access::Role::trader && role <= access::Role::exporter;
}

/// What traders have asked to have done and are not answered about yet, wherever it waits: for a thread, for
/// the writer, for its answer. Safe from any thread.
class TradersRow {
 public:
  /// Of one request, until it is answered.
  class Place {
   public:
    Place() = default;
    explicit Place(std::shared_ptr<TradersRow> row) : row_(std::move(row)) { ++row_->length_; }
    ~Place() {
      if (row_) --row_->length_;
    }
    Place(Place&& other) noexcept : row_(std::exchange(other.row_, nullptr)) {}
    Place& operator=(Place&& other) noexcept {
      std::swap(row_, other.row_);
      return *this;
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    std::shared_ptr<TradersRow> row_;
  };

  /// Whoever only reads has no place in it, nor has anybody but traders.
  [[nodiscard]] static constexpr bool is_for(net::Method method, access::Role role) {
    const bool reads = method == net::Method::get || method == net::Method::head;
    return !reads && is_of_traders(role);
  }
  /// One more would wait longer than anybody is asked to: to be told so before its body is read.
  [[nodiscard]] bool is_full() const noexcept { return length_ >= limits::row_of_traders_max; }

 private:
  std::atomic<std::size_t> length_ = 0;
};

}  // namespace lintas::api
