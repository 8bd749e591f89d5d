#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "base/bytes.hpp"
#include "base/time.hpp"

/// The octets of files that come with documents, each once under its hash, apart from the store
/// (docs/adr/0041). Neither side ever holds a whole one. Safe from any thread; what is made of it, of one at
/// a time. Throws StoreFailure where the disk fails or has no room: nothing has changed then.
namespace lintas::app {

class AttachmentFiles {
 public:
  /// One that comes. Let go of before it is kept, it was never there.
  class Coming {
   public:
    Coming() = default;
    Coming(const Coming&) = delete;
    Coming& operator=(const Coming&) = delete;
    virtual ~Coming() = default;
    virtual void append(ByteView piece) = 0;
    /// Once, behind the last piece: durable under its hash when it returns, there before or not.
    virtual Hash256 keep() = 0;
  };
  /// One that is there.
  class Octets {
   public:
    Octets() = default;
    Octets(const Octets&) = delete;
    Octets& operator=(const Octets&) = delete;
    virtual ~Octets() = default;
    /// At most so many; none behind the last.
    [[nodiscard]] virtual Bytes next(std::size_t most) = 0;
  };

  AttachmentFiles() = default;
  AttachmentFiles(const AttachmentFiles&) = delete;
  AttachmentFiles& operator=(const AttachmentFiles&) = delete;
  virtual ~AttachmentFiles() = default;

  [[nodiscard]] virtual std::unique_ptr<Coming> begin() = 0;
  /// Null where there is none, or where what lies there has another hash: all of it was looked at.
  [[nodiscard]] virtual std::unique_ptr<Octets> open(const Hash256& hash) = 0;
  /// Takes away what nobody wants and was not kept since `before`; how many.
  virtual std::size_t sweep(Instant before, const std::function<bool(const Hash256&)>& is_wanted) = 0;
};

}  // namespace lintas::app
