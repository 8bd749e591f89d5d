#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/check.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store_failure.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/random.hpp"
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

/// Ask a node for one of its status lists at any time, through deaths of the node, also while it keeps a
/// list, a clock that is behind or ahead and a disk that is full, and hold what they get against each other
/// and against what happened. Whoever has a signed code checks it by these lists and the state's trust sheet.
class ListReaders {
 public:
  /// What a node that is wrong would hand out, so that the laws are seen to notice.
  enum class Mistake : std::uint8_t {
    none,
    dated_before_the_last_one,
    keeps_nothing_through_a_power_cut,
    nothing_holds,
    an_ended_one_holds,
    a_cancelled_one_is_forgotten,
    a_good_one_is_listed,
  };
  void read_wrongly(Mistake mistake) { mistake_ = mistake; }

  virtual ~ListReaders() = default;
  ListReaders(const ListReaders&) = delete;
  ListReaders& operator=(const ListReaders&) = delete;

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

 protected:
  /// `seed`: of numbers of their own, where whoever else acts is not to see that they are there.
  ListReaders(World& world, const std::string& state, code::Kind kind,
              std::optional<std::uint64_t> seed = std::nullopt)
      : world_(world), state_(state), kind_(kind), name_(state), lists_(started()) {
    if (seed) own_.emplace(*seed);
    code::TrustSheet sheet = state_.sheet();
    sheet.until = key_.trusted.until;
    sheet.keys = {key_.trusted};
    require(trust_.take_sheet(state_.signed_sheet(sheet)).has_value(), "a sheet of ours is one");
  }

  /// What a look finds to list; nothing while it is not through.
  [[nodiscard]] virtual std::optional<std::vector<code::Handle>> look(app::Reader& reader) = 0;
  /// The process is another one.
  virtual void forget() {}
  /// Each time, whether there is a list or not.
  virtual void look_around() {}
  /// As soon as it makes a difference.
  virtual void spoil(code::StatusList& list) = 0;
  virtual void check(const code::StatusList& list) = 0;
  /// In seconds or in hours: some within the age of a list, some behind it.
  [[nodiscard]] virtual std::chrono::milliseconds pause() {
    return std::chrono::milliseconds{random().chance(50) ? 1'000 + random().below(20'000)
                                                         : 60'000 + random().below(7'200'000)};
  }

  void later() {
    world_.after(pause(), [this] {
      if (!is_calm_) fail();
      auto list = ask();
      look_around();
      if (list) {
        note_what_it_is_of(*list);
        if (mistake_ == Mistake::dated_before_the_last_one && last_) {
          list->as_of = *last_ - std::chrono::milliseconds{1};
          mistake_ = Mistake::none;
        } else {
          spoil(*list);
        }
        hold_against_others(*list);
      }
      later();
    });
  }

  void hold_against_others(const code::StatusList& list) {
    law(!last_ || list.as_of >= *last_, "a status list never goes back");
    last_ = list.as_of;
    check(list);
  }

  [[nodiscard]] std::optional<code::StatusList> ask() {
    Node& node = world_.node(name_);
    if (!node.alive()) return std::nullopt;
    if (std::exchange(deaths_, node.deaths()) != node.deaths()) {
      file_.lose_power(random());
      lists_ = started();
      forget();
      // A machine that had no power has a clock that nobody has set yet.
      if (!is_calm_ && random().chance(30)) clock_is_wrong_ = -up_to(std::chrono::hours{2});
    }
    const Instant now = world_.now() + clock_is_wrong_;
    auto bytes = lists_->young(key_, now);
    if (!bytes) {
      try {
        test::StoreReader reader{node.store()};
        auto handles = look(reader);
        bytes = handles ? lists_->publish(key_, *std::move(handles), now) : lists_->last(key_, now);
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

  /// As somebody does who has the newest list and no line to anybody; nothing where it went back, which is
  /// told elsewhere.
  [[nodiscard]] std::optional<code::Verdict> verdict_of(std::string_view name, const Bytes& code,
                                                        const code::StatusList& list) {
    if (!trust_.take_list(code::sign_list(list, state_.issuer()))) return std::nullopt;
    const code::Checked checked = code::check(trust_, code, world_.now());
    law(checked.integrity.verdict == code::Verdict::yes && checked.issuer.verdict == code::Verdict::yes,
        format("the code of {} is not believed", name));
    const code::Verdict verdict = checked.not_cancelled.verdict;
    codes_that_held_ += verdict == code::Verdict::yes ? 1 : 0;
    return verdict;
  }

  [[nodiscard]] static code::Handle handle_of(std::string_view reference) {
    const Hash256 hash = test::sha256(std::array{as_bytes(reference)});
    code::Handle handle;
    std::ranges::copy_n(hash.bytes.begin(), std::ssize(handle.bytes), handle.bytes.begin());
    return handle;
  }
  void law(bool holds, std::string what) {
    if (!holds) broken_.push_back(std::move(what));
  }

  [[nodiscard]] World& world() { return world_; }
  [[nodiscard]] Node& node() { return world_.node(name_); }
  [[nodiscard]] code::Issuer issuer() const { return state_.issuer(); }
  [[nodiscard]] test::Random& random() { return own_ ? *own_ : world_.random(); }
  [[nodiscard]] bool is_calm() const { return is_calm_; }
  /// The look that the last one was made from.
  [[nodiscard]] Instant of() const { return of_; }
  [[nodiscard]] bool makes(Mistake mistake) const { return mistake_ == mistake; }

 private:
  [[nodiscard]] std::unique_ptr<api::StatusLists> started() {
    return std::make_unique<api::StatusLists>(
        file_.content(), [this](ByteView bytes) { return keep(bytes); }, std::function<void(Instant)>{},
        kind_);
  }
  /// As the node does it (replace_durably). Where the power fails within, nobody gets what was to be kept.
  [[nodiscard]] bool keep(ByteView bytes) {
    if (disk_is_full_) return false;
    file_.replace(bytes);
    const bool power_fails = world_.faults().crash > 0 && random().chance(world_.faults().crash);
    if (power_fails) {
      node().lose_power();
      return false;
    }
    if (mistake_ != Mistake::keeps_nothing_through_a_power_cut) file_.sync();
    return true;
  }
  void fail() {
    if (random().chance(10)) {
      const auto wrong = static_cast<int>(random().below(600'000));
      clock_is_wrong_ = std::chrono::milliseconds{random().chance(30) ? wrong : -wrong};
    } else if (random().chance(30)) {
      clock_is_wrong_ = std::chrono::milliseconds{0};
    }
    disk_is_full_ = random().chance(5);
  }
  [[nodiscard]] std::chrono::milliseconds up_to(std::chrono::milliseconds most) {
    return std::chrono::milliseconds{random().below(static_cast<std::size_t>(most.count()))};
  }

  World& world_;
  std::optional<test::Random> own_;
  test::IssuingState state_;
  code::Kind kind_;
  std::string name_;
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
  Instant of_;
  code::Trust trust_{test::sha256, test::verify_ed25519};
  std::size_t codes_that_held_ = 0;
  std::size_t given_ = 0;
  std::vector<std::string> broken_;
};

}  // namespace lintas::sim
