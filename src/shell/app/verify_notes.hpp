#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/app/verify.hpp"

/// What the walks of an audit have in common. Only verify*.cpp use it.
namespace lintas::app::audit {

/// Numbers that were seen, a bit each. Damage may name any number, so the bits lie in pages.
class Marks {
 public:
  void set(std::int64_t number) { pages_[number / page_bits].set(bit_of(number)); }
  void clear(std::int64_t number) {
    if (const auto page = pages_.find(number / page_bits); page != pages_.end())
      page->second.reset(bit_of(number));
  }
  [[nodiscard]] bool has(std::int64_t number) const {
    const auto page = pages_.find(number / page_bits);
    return page != pages_.end() && page->second.test(bit_of(number));
  }
  /// In ascending order.
  template <class Visit>
  void each(Visit visit) const {
    for (const auto& [page, bits] : pages_) {
      for (std::size_t i = 0; bits.any() && i < bits.size(); ++i)
        if (bits.test(i)) visit((page * page_bits) + static_cast<std::int64_t>(i));
    }
  }

 private:
  static constexpr std::int64_t page_bits = 1 << 16;
  static std::size_t bit_of(std::int64_t number) {
    return static_cast<std::size_t>(static_cast<std::uint64_t>(number) % page_bits);
  }
  std::map<std::int64_t, std::bitset<page_bits>> pages_;
};

/// A stream that keeps its state, folded anew from its own events and those that it follows.
struct Follower {
  Stream stream;
  std::optional<workflow::State> sum;  ///< over what it follows
  bool readable = true;                ///< an event could not be folded: it is told, and nothing compared
};

struct Notes {
  const VerifyPorts& ports;
  Verdict verdict;
  std::unordered_map<StreamId, Follower> followers;
  Marks unreached;            ///< events that no stream's history has shown yet
  Marks named;                ///< documents that an event names
  std::uint64_t entries = 0;  ///< in lists of those whom streams concern, by what the streams say

  void looked_at(Check check, std::uint64_t count = 1) {
    verdict.counts.at(static_cast<std::size_t>(check)).looked_at += count;
  }
  void wrong(Check check, std::string place, std::string what) {
    auto& count = verdict.counts.at(static_cast<std::size_t>(check));
    if (++count.wrong > limits::audit_named_max) return;
    verdict.named.push_back({.check = check, .place = std::move(place), .what = std::move(what)});
  }
  /// Of a row or a list, which follow from the events.
  void wrong_projection(Check check, std::string place, std::string what) {
    ++verdict.projections;
    wrong(check, std::move(place), std::move(what));
  }
};

template <class Id>
[[nodiscard]] std::int64_t number(Id id) {
  return static_cast<std::int64_t>(id);
}
[[nodiscard]] inline std::string place_of(Seq seq) { return format("event {}", number(seq)); }
[[nodiscard]] inline std::string place_of(PayloadId id) { return format("document {}", number(id)); }
[[nodiscard]] inline std::string place_of(const StreamRow& row) {
  return row.ref.empty() ? format("stream {}", number(row.id))
                         : format("stream {} ({})", number(row.id), row.ref);
}

/// The events of a stream, oldest first, by the chain from its last one back; as far as the chain is whole.
struct History {
  std::vector<EventRow> events;
  std::string broken;  ///< where and how it ends too early; empty if it does not
};
[[nodiscard]] History history_of(Archive& archive, StreamId stream, Seq head);

/// The log in its order: places, tree, own heads, documents named, kept states.
void walk_log(Notes& notes);
/// The streams, each with its history; then what no history has shown, and the sums.
void walk_streams(Notes& notes);
/// The partners' heads, documents, keys, numbers and outbox.
void walk_tables(Notes& notes);

}  // namespace lintas::app::audit
