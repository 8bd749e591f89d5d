#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/app/store_failure.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"
#include "tests/support/store_reader.hpp"

namespace lintas::sim {

/// Ask Singapore's node for its status list at any time, through deaths of the node, a clock that is set back
/// and a disk that is full, and hold what they get against each other and against what happened.
class StatusListReaders {
 public:
  /// What a node that is wrong would hand out, once, so that the laws are seen to notice.
  enum class Mistake : std::uint8_t { none, dated_before_the_last_one, nothing_holds };
  void read_wrongly(Mistake mistake) { mistake_ = mistake; }

  StatusListReaders(World& world, workflow::Setting setting)
      : world_(world), setting_(std::move(setting)), lists_(started()) {
    later();
  }

  /// Since when the office of departure was told that it is released.
  void released(const Mrn& mrn) { released_.try_emplace(mrn, world_.now()); }
  /// Somebody tells a destination of its arrival: from now on it may end at any time.
  void arriving(const Mrn& mrn) { arriving_.insert(mrn); }

  [[nodiscard]] std::size_t given() const { return given_; }
  [[nodiscard]] std::vector<std::string> broken() const { return broken_; }
  /// Once more, when all is well and a while has passed: nothing is on the road any more.
  void look_at_the_end(bool all_ended) {
    clock_is_wrong_ = std::chrono::milliseconds{0};
    disk_is_full_ = false;
    const auto list = ask();
    law(list.has_value(), "in the end there is a list");
    if (list) law(!all_ended || list->live.empty(), "the list of a road with nobody on it is empty");
  }

 private:
  [[nodiscard]] std::unique_ptr<api::StatusLists> started() {
    return std::make_unique<api::StatusLists>(kept_, [this](ByteView bytes) {
      if (disk_is_full_) return false;
      kept_ = copy_of(bytes);
      return true;
    });
  }
  [[nodiscard]] static code::Handle handle_of(std::string_view reference) {
    const Hash256 hash = test::sha256(std::array{as_bytes(reference)});
    code::Handle handle;
    std::ranges::copy_n(hash.bytes.begin(), std::ssize(handle.bytes), handle.bytes.begin());
    return handle;
  }

  /// In seconds or in hours: some within the age of a list, some behind it.
  void later() {
    const auto pause = world_.random().chance(50) ? 1'000 + world_.random().below(20'000)
                                                  : 60'000 + world_.random().below(7'200'000);
    world_.after(std::chrono::milliseconds{pause}, [this] {
      if (world_.random().chance(10)) {
        clock_is_wrong_ = std::chrono::milliseconds{-static_cast<int>(world_.random().below(600'000))};
      } else if (world_.random().chance(30)) {
        clock_is_wrong_ = std::chrono::milliseconds{0};
      }
      disk_is_full_ = world_.random().chance(5);
      if (auto list = ask()) {
        spoil(*list);
        check(*list);
      }
      later();
    });
  }

  std::optional<code::StatusList> ask() {
    Node& node = world_.node("SG");
    if (!node.alive()) return std::nullopt;
    if (std::exchange(deaths_, node.deaths()) != node.deaths()) lists_ = started();
    const Instant now = world_.now() + clock_is_wrong_;
    auto bytes = lists_->young(key_, now);
    if (!bytes) {
      try {
        test::StoreReader reader{node.store()};
        bytes = lists_->publish(
            key_, api::live_handles(*setting_.reference, setting_.home, &handle_of, reader), now);
      } catch (const app::StoreFailure&) {
        require(node.disk_is_down(), "a store fails with the power alone");
        return std::nullopt;  // the node's next step will notice
      }
    }
    if (!bytes) return std::nullopt;
    auto read = code::read_list(*bytes);
    require(read.has_value(), "a list that is given out can be read");
    ++given_;
    return std::move(read->list);
  }

  /// As soon as it makes a difference.
  void spoil(code::StatusList& list) {
    if (mistake_ == Mistake::dated_before_the_last_one && last_) {
      list.as_of = *last_ - std::chrono::milliseconds{1};
      mistake_ = Mistake::none;
    } else if (mistake_ == Mistake::nothing_holds && !list.live.empty()) {
      list.live.clear();
      mistake_ = Mistake::none;
    }
  }
  void check(const code::StatusList& list) {
    law(!last_ || list.as_of >= *last_, "a status list never goes back");
    last_ = list.as_of;
    for (const auto& [mrn, since] : released_) {
      const bool is_live = code::is_live(list, handle_of(mrn.str()));
      law(!is_live || !gone_.contains(mrn), format("{} holds again after it had ended", mrn.str()));
      if (since > list.as_of) continue;
      law(is_live || arriving_.contains(mrn), format("{} is on the road and not in the list", mrn.str()));
      if (!is_live) gone_.insert(mrn);
    }
  }
  void law(bool holds, std::string what) {
    if (!holds) broken_.push_back(std::move(what));
  }

  World& world_;
  workflow::Setting setting_;
  test::IssuingState state_;
  api::DocumentKey key_{.issuer = state_.issuer(),
                        .trusted = {.key = {state_.key.public_key()},
                                    .from = Instant{},
                                    .until = *parse_instant("2100-01-01T00:00:00Z")},
                        .trust_sheet = {}};
  std::optional<Bytes> kept_;  ///< beside the store, as the node keeps it
  std::unique_ptr<api::StatusLists> lists_;
  std::size_t deaths_ = 0;
  std::chrono::milliseconds clock_is_wrong_{0};
  bool disk_is_full_ = false;
  Mistake mistake_ = Mistake::none;
  std::optional<Instant> last_;
  std::map<Mrn, Instant> released_;
  std::set<Mrn> arriving_;
  std::set<Mrn> gone_;
  std::size_t given_ = 0;
  std::vector<std::string> broken_;
};

}  // namespace lintas::sim
