#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "shell/api/call.hpp"
#include "shell/net/server.hpp"

/// A file on its way to the disk: looked at, hashed and written piece by piece on the pool. It is named by
/// nothing before it is whole, of an allowed type and durable.
namespace lintas::api {

class Core;

/// How much one owner brings in a day, whatever becomes of it: nobody fills the disk with files that no
/// document ever names. Safe from any thread.
class UploadGate {
 public:
  /// False where a file more may be too much; then nothing is counted. A file counts as the largest there is
  /// until `count` says what it had.
  [[nodiscard]] bool may_begin(std::string_view owner, Instant now);
  void count(std::string_view owner, std::int64_t bytes, Instant now);

 private:
  void turn(Instant now);

  std::mutex mutex_;
  Instant day_;
  std::map<std::string, std::int64_t, std::less<>> bytes_;
};

/// The whole body at once.
void keep_file(const Core& core, const CallPtr& call);
/// In pieces; null where the call is answered already.
[[nodiscard]] std::shared_ptr<net::Incoming> stream_file(const Core& core, const CallPtr& call);

}  // namespace lintas::api
