#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Server-sent events (WHATWG HTML 9.2.6) out of the pieces that they come in.
namespace lintas::cli {

class EventStream {
 public:
  /// The data of each event that the piece has completed; what has none is shown to nobody. Nothing where a
  /// line is so long that this is no stream of events.
  [[nodiscard]] std::optional<std::vector<std::string>> read(std::string_view piece);
  /// Of the last event, with data or without: whoever comes back goes on behind it.
  [[nodiscard]] const std::string& last_id() const noexcept { return last_id_; }
  /// What was begun will not be completed: the stream was cut off.
  void begin_again();

 private:
  void take_line(std::string_view line, std::vector<std::string>& done);

  std::string line_;
  std::string id_;
  std::string data_;
  std::string last_id_;
};

}  // namespace lintas::cli
