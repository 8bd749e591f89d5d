#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/app/attachment_files.hpp"

/// The octets of attachments as files of a folder: ab/cdef…, by hash. One that comes has a name of its own
/// until it is whole and durable, and what a crash leaves of such is taken away at the next start.
namespace lintas::node {

/// Where they lie in the folder of the store.
inline constexpr const char* attachments_name = "attachments";

class AttachmentFolder final : public app::AttachmentFiles {
 public:
  /// Makes the folder. `room`: bytes left on the disk; what the system says where it is not set.
  explicit AttachmentFolder(std::filesystem::path folder, std::function<std::uint64_t()> room = {});

  [[nodiscard]] std::unique_ptr<Coming> begin() override;
  [[nodiscard]] std::unique_ptr<Octets> open(const Hash256& hash) override;
  [[nodiscard]] std::optional<Bytes> part(const Hash256& hash, std::int64_t from, std::size_t most) override;
  void expect(std::string_view sender, const Hash256& hash) override;
  [[nodiscard]] Taken take_part(std::string_view sender, const Hash256& hash, std::int64_t size,
                                std::int64_t from, ByteView octets) override;
  std::size_t sweep(Instant before, const std::function<bool(const Hash256&)>& is_wanted) override;

 private:
  class OnDisk;

  [[nodiscard]] std::filesystem::path path_of(const Hash256& hash) const;
  [[nodiscard]] std::filesystem::path part_of(std::string_view sender, const Hash256& hash) const;
  /// Whether it is there, whole and right; then its age begins anew.
  [[nodiscard]] bool is_there(const Hash256& hash);
  [[nodiscard]] Taken taken_before(const Hash256& hash, std::int64_t size, std::int64_t from,
                                   ByteView octets);
  void take_name(const std::filesystem::path& coming, const Hash256& hash);

  const std::filesystem::path folder_;
  const std::function<std::uint64_t()> room_;
  /// Over a name that is given and one that is taken away: a file that is kept again is not swept.
  std::mutex names_;
  std::mutex parts_;  ///< over files that come in parts
};

}  // namespace lintas::node
