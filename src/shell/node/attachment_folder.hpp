#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>

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
  std::size_t sweep(Instant before, const std::function<bool(const Hash256&)>& is_wanted) override;

 private:
  class OnDisk;

  [[nodiscard]] std::filesystem::path path_of(const Hash256& hash) const;
  void take_name(const std::filesystem::path& coming, const Hash256& hash);

  const std::filesystem::path folder_;
  const std::function<std::uint64_t()> room_;
  /// Over a name that is given and one that is taken away: a file that is kept again is not swept.
  std::mutex names_;
};

}  // namespace lintas::node
