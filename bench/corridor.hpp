#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "bench/declarations.hpp"
#include "bench/station.hpp"

#include "base/time.hpp"
#include "core/model/values/mrn.hpp"

namespace lintas::bench {

/// Goods go from Singapore through Malaysia to Bangkok: three stations, and the people who declare, release,
/// let pass and receive. A hand carries the XML from one to the other.
class Corridor {
 public:
  static constexpr std::size_t states = 3;

  /// What people do one after another, each when all that the step before led to has landed: the answer and
  /// the messages, those that follow from messages too.
  struct Step {
    std::string_view what;
    std::size_t messages = 0;
  };
  static constexpr std::array steps{
      Step{"declare at Tuas", 0},
      Step{"release", 5},              // the record to both, to Thailand twice; two status notices
      Step{"pass Tanjung Kupang", 3},  // told to departure; two status notices
      Step{"pass Bukit Kayu Hitam", 3},
      Step{"pass Sadao", 3},
      Step{"arrive at Bangkok", 3},     // advice; two status notices
      Step{"release of the goods", 3},  // control results; two status notices
  };

  static constexpr std::array<std::string_view, states> countries{"SG", "MY", "TH"};

  /// Of one state.
  struct Place {
    std::filesystem::path folder;  ///< of its store; must exist
    StoreKeys keys;
  };
  struct Setting {
    std::array<Place, states> places;
    Instant now;  ///< at which the clocks stand
    std::size_t items = Declarations::items_of_example;
  };
  /// A morning of 2026, stores below `folder` by country, keys of nobody.
  [[nodiscard]] static Setting setting_in(const std::filesystem::path& folder);

  Corridor(const Setting& setting, Meter& meter);

  /// Registers, guarantees and a first movement, in stores that are new.
  void set_up();
  /// Plays whole movements, the first with this number, so many under way at a time; returns when all have
  /// ended. What does not go well is our mistake and ends the program.
  void play(std::size_t first, std::size_t count, std::size_t under_way);
  /// Ends the stations and looks into the stores: every movement discharged, nothing waits, nothing is
  /// reserved any more, no bug was hit.
  void end_and_check();

  [[nodiscard]] std::array<std::unique_ptr<Station>, states>& stations() { return stations_; }
  /// A declaration as its trader writes it.
  [[nodiscard]] std::string declaration(std::size_t n) const { return declarations_.text(n, items_); }

  /// Told of each message on its way, with the step it belongs to.
  std::function<void(const Envelope&, std::size_t step)> seen;

 private:
  struct Movement {
    std::size_t n = 0;
    std::size_t step = 0;
    std::atomic<std::size_t> to_land = 0;
    Mrn mrn;
  };

  void carry(Envelope envelope);
  void begin(Movement& movement);
  void do_step(Movement& movement);
  void land(Movement& movement);
  void end(Movement& movement);
  [[nodiscard]] Movement& movement_of(const Mrn& mrn);
  template <class Act>
  void act(Movement& movement, Station& at, access::Role role, std::string_view office,
           workflow::CommandType type, Act content);

  Declarations declarations_;
  std::size_t items_;
  Instant now_;
  std::array<std::unique_ptr<Station>, states> stations_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::unordered_map<std::string_view, Movement*> by_mrn_;
  std::size_t next_ = 0;
  std::size_t end_ = 0;
  std::size_t under_way_ = 0;
};

}  // namespace lintas::bench
