#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

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
  /// Of one file on its way. It counts as the largest that there may be until it is known what it has, so
  /// that many at once are no way around.
  class Place {
   public:
    Place(UploadGate& gate, std::string owner) : gate_(gate), owner_(std::move(owner)) {}
    ~Place() { gate_.end(owner_, bytes_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    void add(std::size_t bytes) noexcept { bytes_ += static_cast<std::int64_t>(bytes); }
    [[nodiscard]] std::int64_t bytes() const noexcept { return bytes_; }

   private:
    UploadGate& gate_;
    std::string owner_;
    std::int64_t bytes_ = 0;
  };

  /// Null where one more may be too much. The gate outlives what it gives.
  [[nodiscard]] std::unique_ptr<Place> begin(const std::string& owner, Instant now);

 private:
  void end(const std::string& owner, std::int64_t bytes);

  std::mutex mutex_;
  Instant day_;
  std::map<std::string, std::int64_t> bytes_;
};

/// The whole body at once.
void keep_file(const Core& core, const CallPtr& call);
/// In pieces; null where the call is answered already.
[[nodiscard]] std::shared_ptr<net::Incoming> stream_file(const Core& core, const CallPtr& call);

}  // namespace lintas::api
