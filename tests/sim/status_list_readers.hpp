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
#include "core/code/check.hpp"
#include "core/code/compact.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/app/store_failure.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"
#include "tests/support/store_reader.hpp"

namespace lintas::sim {

/// Ask Singapore's node for its status list at any time, through deaths of the node, a clock that is set back
/// and a disk that is full, and hold what they get against each other and against what happened. Officers at
/// the road among them have the signed codes of trucks, and check them by these lists and the state's trust
/// sheet.
class StatusListReaders {
 public:
  /// What a node that is wrong would hand out, so that the laws are seen to notice.
  enum class Mistake : std::uint8_t { none, dated_before_the_last_one, nothing_holds, an_ended_one_holds };
  void read_wrongly(Mistake mistake) { mistake_ = mistake; }

  StatusListReaders(World& world, workflow::Setting setting)
      : world_(world), setting_(std::move(setting)), lists_(started()) {
    code::TrustSheet sheet = state_.sheet();
    sheet.until = key_.trusted.until;
    sheet.keys = {key_.trusted};
    require(trust_.take_sheet(state_.signed_sheet(sheet)).has_value(), "a sheet of ours is one");
    later();
  }

  /// Since when the office of departure was told that it is released.
  void released(const Mrn& mrn) {
    const Instant now = world_.now();
    if (!released_.try_emplace(mrn, now).second) return;
    code::AccompanyingDocument document = test::a_document();
    document.mrn = mrn;
    codes_.emplace_back(mrn, code::issue(state_.issuer(), handle_of(mrn.str()),
                                         {.issued = now, .valid_from = now}, document));
  }
  /// Somebody tells a destination of its arrival: from now on it may end at any time.
  void arriving(const Mrn& mrn) { arriving_.insert(mrn); }

  [[nodiscard]] std::size_t given() const { return given_; }
  /// How often a code was seen to hold.
  [[nodiscard]] std::size_t codes_that_held() const { return codes_that_held_; }
  [[nodiscard]] std::vector<std::string> broken() const { return broken_; }
  /// Once more, when all is well and a while has passed: nothing is on the road any more.
  void look_at_the_end(bool all_ended) {
    clock_is_wrong_ = std::chrono::milliseconds{0};
    disk_is_full_ = false;
    const auto list = ask();
    law(list.has_value(), "in the end there is a list");
    if (!list) return;
    law(!all_ended || list->live.empty(), "the list of a road with nobody on it is empty");
    check(*list);
    for (const auto& [mrn, code] : codes_) check_code(mrn, code, *list);
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
        bytes = lists_->publish(key_, api::live_handles(&handle_of, reader), now);
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

  [[nodiscard]] bool has_one_on_the_road(const code::StatusList& list) const {
    return std::ranges::any_of(released_, [&](const auto& one) {
      const auto& [mrn, since] = one;
      return since <= list.as_of && !arriving_.contains(mrn) && code::is_live(list, handle_of(mrn.str()));
    });
  }
  /// As soon as it makes a difference.
  void spoil(code::StatusList& list) {
    if (mistake_ == Mistake::dated_before_the_last_one && last_) {
      list.as_of = *last_ - std::chrono::milliseconds{1};
      mistake_ = Mistake::none;
    } else if (mistake_ == Mistake::nothing_holds && has_one_on_the_road(list)) {
      list.live.clear();
      mistake_ = Mistake::none;
    } else if (mistake_ == Mistake::an_ended_one_holds && !gone_.empty()) {
      // From now on: not each list is held against each code.
      list = code::list_of(list.issuer, list.kind, list.as_of, list.until, {handle_of(gone_.begin()->str())});
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
    // One at a time, in turn: signatures take time, and in the end all are looked at.
    if (!codes_.empty()) {
      const auto& [mrn, code] = codes_[given_ % codes_.size()];
      check_code(mrn, code, list);
    }
  }
  /// As an officer does who has the newest list and no line to anybody.
  void check_code(const Mrn& mrn, const Bytes& code, const code::StatusList& list) {
    if (!trust_.take_list(code::sign_list(list, state_.issuer()))) return;  // it went back: told above
    const code::Checked checked = code::check(trust_, code, world_.now());
    law(checked.integrity.verdict == code::Verdict::yes && checked.issuer.verdict == code::Verdict::yes,
        format("the code of {} is not believed", mrn.str()));
    const code::Verdict verdict = checked.not_cancelled.verdict;
    law(verdict != code::Verdict::yes || !gone_.contains(mrn),
        format("the code of {} holds after it had ended", mrn.str()));
    law(verdict != code::Verdict::no || arriving_.contains(mrn),
        format("the code of {} does not hold while it is on the road", mrn.str()));
    codes_that_held_ += verdict == code::Verdict::yes ? 1 : 0;
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
  code::Trust trust_{test::sha256, test::verify_ed25519};
  std::vector<std::pair<Mrn, Bytes>> codes_;  ///< of released movements, as they are printed
  std::size_t codes_that_held_ = 0;
  std::size_t given_ = 0;
  std::vector<std::string> broken_;
};

}  // namespace lintas::sim
