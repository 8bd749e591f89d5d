#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/app/attachment_files.hpp"

namespace lintas::test {

/// Files in memory, which a test may lose, damage and find.
class MemoryFiles final : public app::AttachmentFiles {
 public:
  MemoryFiles();
  ~MemoryFiles() override;

  [[nodiscard]] std::unique_ptr<Coming> begin() override;
  [[nodiscard]] std::unique_ptr<Octets> open(const Hash256& hash) override;
  [[nodiscard]] std::optional<Bytes> part(const Hash256& hash, std::int64_t from, std::size_t most) override;
  void expect(std::string_view sender, const Hash256& hash) override;
  [[nodiscard]] Taken take_part(std::string_view sender, const Hash256& hash, std::int64_t size,
                                std::int64_t from, ByteView octets) override;
  std::size_t sweep(Instant before, const std::function<bool(const Hash256&)>& is_wanted) override;

  bool full = false;
  std::optional<std::size_t> breaks_behind;  ///< octets of one that is read: the disk fails
  std::optional<std::size_t> ends_behind;    ///< so many, whatever was there when it was opened
  std::map<Hash256, Bytes> all;
  std::map<std::pair<std::string, Hash256>, Bytes> parts;  ///< of those that come from another node
  std::mutex mutex;

 private:
  class InMemory;
  class Part;
};

}  // namespace lintas::test
