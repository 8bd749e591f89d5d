#include "shell/api/status_lists.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "shell/api/compact_code.hpp"

namespace lintas::api {

StatusLists::StatusLists(std::optional<Bytes> last, std::function<bool(ByteView)> keep)
    : last_(last ? published(*std::move(last)) : std::nullopt), keep_(std::move(keep)) {}

std::optional<StatusLists::Published> StatusLists::published(Bytes bytes) {
  auto read = code::read_list(bytes);
  if (!read) return std::nullopt;
  return Published{
      .bytes = std::move(bytes), .key_id = std::move(read->envelope.key_id), .as_of = read->list.as_of};
}

std::optional<Bytes> StatusLists::young(const DocumentKey& key, Instant now) const {
  const std::scoped_lock lock{mutex_};
  if (!last_ || !same_bytes(last_->key_id, key.issuer.key.bytes)) return std::nullopt;
  const bool is_young = now - last_->as_of < limits::status_list_interval + limits::status_list_settling;
  return is_young ? std::optional{last_->bytes} : std::nullopt;
}

std::optional<Bytes> StatusLists::publish(const DocumentKey& key, std::vector<code::Handle> live,
                                          Instant now) {
  const Instant as_of = now - limits::status_list_settling;
  const code::StatusList list{.version = code::current_version,
                              .issuer = key.issuer.state,
                              .kind = code::Kind::accompanying_document,
                              .as_of = as_of,
                              .until = as_of + limits::status_list_life,
                              .live = code::live_of(std::move(live))};
  const std::scoped_lock lock{mutex_};
  if (last_ && as_of <= last_->as_of) return last_->bytes;
  Bytes bytes = code::sign_list(list, key.issuer);
  if (!keep_(bytes)) return std::nullopt;
  last_ = published(std::move(bytes));
  return last_->bytes;
}

}  // namespace lintas::api
