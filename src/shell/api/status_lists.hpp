#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/code/records.hpp"
#include "shell/api/compact_code.hpp"

/// The status lists that a node hands out: signed anew when somebody asks and the last one is no longer
/// young, never dated before one that was handed out, not after a new start either. Safe from any thread.
namespace lintas::api {

class StatusLists {
 public:
  /// `last`: what was kept, nothing on a first start. `keep`: makes it durable before anybody gets it.
  StatusLists(std::optional<Bytes> last, std::function<bool(ByteView)> keep);

  /// The last one, if it is young and of this key: then nobody has to look into the store.
  [[nodiscard]] std::optional<Bytes> young(const DocumentKey& key, Instant now) const;

  /// A new one of the handles that hold, as a look into the store behind `now` has them. Where the clock is
  /// behind the last one, that one still. Nothing where it could not be kept.
  [[nodiscard]] std::optional<Bytes> publish(const DocumentKey& key, std::vector<code::Handle> live,
                                             Instant now);

 private:
  struct Published {
    Bytes bytes;
    Bytes key_id;
    Instant as_of;
  };
  [[nodiscard]] static std::optional<Published> published(Bytes bytes);

  mutable std::mutex mutex_;
  std::optional<Published> last_;
  std::function<bool(ByteView)> keep_;
};

}  // namespace lintas::api
