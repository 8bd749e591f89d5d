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
#include "core/code/trust.hpp"
#include "shell/api/compact_code.hpp"

namespace lintas::api {

StatusLists::StatusLists(std::optional<Bytes> last, std::function<bool(ByteView)> keep)
    : last_(last ? published(*std::move(last)) : std::nullopt), keep_(std::move(keep)) {}

std::optional<StatusLists::Published> StatusLists::published(Bytes bytes) {
  auto read = code::read_list(bytes);
  if (!read) return std::nullopt;
  return Published{.bytes = std::move(bytes),
                   .key_id = std::move(read->envelope.key_id),
                   .as_of = read->list.as_of,
                   .live = std::move(read->list.live),
                   .looked = read->list.as_of + limits::status_list_settling};
}

bool StatusLists::is_believed(const DocumentKey& key) const {
  return last_ && same_bytes(last_->key_id, key.issuer.key.bytes) &&
         !code::fault_of_key(key.trusted, last_->as_of);
}

std::optional<Bytes> StatusLists::young(const DocumentKey& key, Instant now) const {
  const std::scoped_lock lock{mutex_};
  const bool is_young = is_believed(key) && now - last_->looked < limits::status_list_interval;
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
  const bool is_behind = last_ && as_of <= last_->as_of;
  const bool says_the_same =
      last_ && last_->live == list.live && as_of - last_->as_of < limits::status_list_renewal;
  if ((is_behind || says_the_same) && is_believed(key)) {
    last_->looked = now;
    return last_->bytes;
  }
  if (is_behind || code::fault_of_key(key.trusted, as_of)) return std::nullopt;
  Bytes bytes = code::sign_list(list, key.issuer);
  if (!keep_(bytes)) return std::nullopt;
  last_ = published(std::move(bytes));
  return last_->bytes;
}

}  // namespace lintas::api
