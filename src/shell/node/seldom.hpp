#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// What anybody may cause as often as he likes, told in the log as often as people can use it: one line in a
/// while of each kind, with how often it happened meanwhile. So nobody fills the disk, or hides one thing
/// among many. Not for several threads at once.
namespace lintas::node {

class Seldom {
 public:
  struct Limits {
    std::chrono::milliseconds interval{};  ///< between two lines of one kind
    std::size_t kinds_max = 0;             ///< that are told apart; the rest is one more
  };
  explicit Seldom(Limits limits) : limits_(limits) {}

  /// One line: of whom, and how often it happened since the line before, this time counted.
  struct Line {
    bool is_of_many = false;  ///< one of those that are not told apart any more
    std::int64_t count = 0;
  };
  /// Nothing while a line of the same would come too early.
  [[nodiscard]] std::optional<Line> told(std::string_view whose, std::string_view what,
                                         std::chrono::steady_clock::time_point now);

 private:
  struct Kept {
    std::chrono::steady_clock::time_point told;
    std::int64_t untold = 0;
  };
  using Key = std::pair<std::string, std::string>;

  Limits limits_;
  std::map<Key, Kept> kept_;
  std::optional<Kept> many_;
};

}  // namespace lintas::node
