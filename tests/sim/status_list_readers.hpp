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
#include "shell/api/compact_code.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/app/store_failure.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"
#include "tests/support/store_reader.hpp"

namespace lintas::sim {

/// A file that is replaced as a whole, beside the store on the same machine: what was not synced when the
/// power fails may be there then or not, but never in pieces (rename).
class KeptFile {
 public:
  void replace(ByteView bytes) { content_ = copy_of(bytes); }
  void sync() { synced_ = content_; }
  void lose_power(test::Random& random) {
    if (random.chance(50)) content_ = synced_;
    sync();
  }
  [[nodiscard]] const std::optional<Bytes>& content() const noexcept { return content_; }

 private:
  std::optional<Bytes> content_;
  std::optional<Bytes> synced_;
};

/// Ask Singapore's node for its status list at any time, through deaths of the node, also while it keeps a
/// list, a clock that is behind or ahead and a disk that is full, and hold what they get against each other
/// and against what happened. Officers at the road among them have the signed codes of trucks, and check them
/// by these lists and the state's trust sheet.
class StatusListReaders {
 public:
  /// What a node that is wrong would hand out, so that the laws are seen to notice.
  enum class Mistake : std::uint8_t {
    none,
    dated_before_the_last_one,
    nothing_holds,
    an_ended_one_holds,
    keeps_nothing_through_a_power_cut,
  };
  void read_wrongly(Mistake mistake) { mistake_ = mistake; }

  explicit StatusListReaders(World& world) : world_(world), lists_(started()) {
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

  /// From now on the clock is right, and the disk has room.
  void calm() {
    is_calm_ = true;
    clock_is_wrong_ = std::chrono::milliseconds{0};
    disk_is_full_ = false;
  }

  [[nodiscard]] std::size_t given() const { return given_; }
  /// How often a code was seen to hold.
  [[nodiscard]] std::size_t codes_that_held() const { return codes_that_held_; }
  [[nodiscard]] std::vector<std::string> broken() const { return broken_; }
  /// Once more, when all is well and a while has passed: nothing is on the road any more.
  void look_at_the_end(bool all_ended) {
    const auto list = ask();
    law(list.has_value(), "in the end there is a list");
    if (!list) return;
    law(!all_ended || list->live.empty(), "the list of a road with nobody on it is empty");
    note_what_it_is_of(*list);
    check(*list);
    for (const auto& [mrn, code] : codes_) check_code(mrn, code, *list);
  }

 private:
  [[nodiscard]] std::unique_ptr<api::StatusLists> started() {
    return std::make_unique<api::StatusLists>(file_.content(),
                                              [this](ByteView bytes) { return keep(bytes); });
  }
  /// As the node does it (replace_durably). Where the power fails within, nobody gets what was to be kept.
  [[nodiscard]] bool keep(ByteView bytes) {
    if (disk_is_full_) return false;
    file_.replace(bytes);
    const bool power_fails = world_.faults().crash > 0 && world_.random().chance(world_.faults().crash);
    if (power_fails) {
      world_.node("SG").lose_power();
      return false;
    }
    if (mistake_ != Mistake::keeps_nothing_through_a_power_cut) file_.sync();
    return true;
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
      if (!is_calm_) fail();
      if (auto list = ask()) {
        note_what_it_is_of(*list);
        spoil(*list);
        check(*list);
      }
      later();
    });
  }

  void fail() {
    if (world_.random().chance(10)) {
      const auto wrong = static_cast<int>(world_.random().below(600'000));
      clock_is_wrong_ = std::chrono::milliseconds{world_.random().chance(30) ? wrong : -wrong};
    } else if (world_.random().chance(30)) {
      clock_is_wrong_ = std::chrono::milliseconds{0};
    }
    disk_is_full_ = world_.random().chance(5);
  }

  std::optional<code::StatusList> ask() {
    Node& node = world_.node("SG");
    if (!node.alive()) return std::nullopt;
    if (std::exchange(deaths_, node.deaths()) != node.deaths()) {
      file_.lose_power(world_.random());
      lists_ = started();
      // A machine that had no power has a clock that nobody has set yet.
      if (!is_calm_ && world_.random().chance(30)) clock_is_wrong_ = -world_.up_to(std::chrono::hours{2});
    }
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
    law(read->list.as_of < now, "no list is given out that is dated ahead of the clock");
    return std::move(read->list);
  }

  /// A list is of the look that it was made from, some seconds before it was given out first, whatever the
  /// clock said then: dated by a clock that is ahead it claims more than it knows.
  void note_what_it_is_of(const code::StatusList& list) {
    if (last_ != list.as_of) of_ = std::min(list.as_of, world_.now() - limits::status_list_settling);
  }

  [[nodiscard]] bool has_one_on_the_road(const code::StatusList& list) const {
    return std::ranges::any_of(released_, [&](const auto& one) {
      const auto& [mrn, since] = one;
      return since <= of_ && !arriving_.contains(mrn) && code::is_live(list, handle_of(mrn.str()));
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
      if (since > of_) continue;
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
    law(verdict != code::Verdict::no || arriving_.contains(mrn) || released_.at(mrn) > of_,
        format("the code of {} does not hold while it is on the road", mrn.str()));
    codes_that_held_ += verdict == code::Verdict::yes ? 1 : 0;
  }
  void law(bool holds, std::string what) {
    if (!holds) broken_.push_back(std::move(what));
  }

  World& world_;
  test::IssuingState state_;
  api::DocumentKey key_{.issuer = state_.issuer(),
                        .trusted = {.key = {state_.key.public_key()},
                                    .from = Instant{},
                                    .until = *parse_instant("2100-01-01T00:00:00Z")},
                        .trust_sheet = {}};
  KeptFile file_;  ///< beside the store, as the node keeps it
  std::unique_ptr<api::StatusLists> lists_;
  std::size_t deaths_ = 0;
  std::chrono::milliseconds clock_is_wrong_{0};
  bool disk_is_full_ = false;
  bool is_calm_ = false;
  Mistake mistake_ = Mistake::none;
  std::optional<Instant> last_;
  Instant of_;  ///< the look that the last one was made from
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
