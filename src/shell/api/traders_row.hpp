#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
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
    /// `party`: whose request it is.
    Place(std::shared_ptr<TradersRow> row, std::string party)
        : row_(std::move(row)), party_(std::move(party)) {
      row_->enter(party_);
    }
    ~Place() {
      if (row_) row_->leave(party_);
    }
    Place(Place&& other) noexcept
        : row_(std::exchange(other.row_, nullptr)), party_(std::move(other.party_)) {}
    Place& operator=(Place&& other) noexcept {
      std::swap(row_, other.row_);
      std::swap(party_, other.party_);
      return *this;
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    std::shared_ptr<TradersRow> row_;
    std::string party_;
  };

  /// Whoever only reads has no place in it, nor has anybody but traders.
  [[nodiscard]] static constexpr bool is_for(net::Method method, access::Role role) {
    const bool reads = method == net::Method::get || method == net::Method::head;
    return !reads && is_of_traders(role);
  }
  /// One more of this party would wait longer than anybody is asked to, or has more of the row than one party
  /// may: to be told so before its body is read.
  [[nodiscard]] bool is_full_for(std::string_view party) const {
    const std::scoped_lock lock{mutex_};
    if (length_ >= limits::row_of_traders_max) return true;
    const auto own = of_party_.find(party);
    return own != of_party_.end() && own->second >= limits::row_of_one_party_max;
  }

 private:
  void enter(const std::string& party) {
    const std::scoped_lock lock{mutex_};
    ++of_party_[party];
    ++length_;
  }
  void leave(const std::string& party) {
    const std::scoped_lock lock{mutex_};
    const auto own = of_party_.find(party);
    if (--own->second == 0) of_party_.erase(own);
    --length_;
  }

  mutable std::mutex mutex_;
  std::size_t length_ = 0;
  std::map<std::string, std::size_t, std::less<>> of_party_;  ///< of those that have a place, no others
};

}  // namespace lintas::api
