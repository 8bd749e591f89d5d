#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/attachments/letter.hpp"

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
  /// Octets of one that is there, from here on and at most so many; nothing where there are none. They are
  /// not proved: whoever has the last part proves them all.
  [[nodiscard]] virtual std::optional<Bytes> part(const Hash256& hash, std::int64_t from,
                                                  std::size_t most) = 0;
  /// One will be sent in parts by another node, because this one asks for it; durable when it returns.
  /// `sender` has letters alone.
  virtual void expect(std::string_view sender, const Hash256& hash) = 0;
  /// What lies here of one that comes in parts.
  struct Taken {
    std::int64_t have = 0;  ///< so many octets from the beginning on, durable; of a whole one its size
    attachments::Verdict verdict = attachments::Verdict::part;
  };
  /// A part of one that is expected; of any other nothing is kept, so that no partner fills the disk with
  /// what nobody asked for. What came before and is taken again changes nothing, and where something between
  /// is missing nothing is kept of it. Behind the last part, of `size` octets in all, the whole is there like
  /// any other; or it has another hash, and nothing of it is kept.
  [[nodiscard]] virtual Taken take_part(std::string_view sender, const Hash256& hash, std::int64_t size,
                                        std::int64_t from, ByteView octets) = 0;
  /// Takes away what nobody wants and was not kept since `before`; how many.
  virtual std::size_t sweep(Instant before, const std::function<bool(const Hash256&)>& is_wanted) = 0;
};

}  // namespace lintas::app
