#include "cli/event_stream.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.hpp"

namespace lintas::cli {

std::optional<std::vector<std::string>> EventStream::read(std::string_view piece) {
  std::vector<std::string> done;
  while (!piece.empty()) {
    const auto end = std::min(piece.find('\n'), piece.size());
    line_ += piece.substr(0, end);
    if (line_.size() > limits::http_head_bytes_max) return std::nullopt;
    const bool is_whole = end < piece.size();
    piece.remove_prefix(end + (is_whole ? 1 : 0));
    if (!is_whole) break;
    if (line_.ends_with('\r')) line_.pop_back();
    take_line(line_, done);
    line_.clear();
  }
  return done;
}

void EventStream::take_line(std::string_view line, std::vector<std::string>& done) {
  if (line.empty()) {
    if (!id_.empty()) last_id_ = std::exchange(id_, {});
    if (!data_.empty()) done.push_back(std::exchange(data_, {}));
    return;
  }
  const auto colon = std::min(line.find(':'), line.size());
  const std::string_view name = line.substr(0, colon);
  std::string_view value = line.substr(std::min(colon + 1, line.size()));
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "id") id_ = value;
  if (name == "data") data_.append(data_.empty() ? "" : "\n").append(value);
}

void EventStream::begin_again() {
  line_.clear();
  id_.clear();
  data_.clear();
}

}  // namespace lintas::cli
