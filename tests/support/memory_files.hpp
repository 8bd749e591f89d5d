#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/app/attachment_files.hpp"
#include "shell/app/store_failure.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::test {

/// Files in memory, which a test may lose, damage and find.
class MemoryFiles final : public app::AttachmentFiles {
 public:
  [[nodiscard]] std::unique_ptr<Coming> begin() override {
    if (full) throw app::StoreFailure("no room", app::StoreFailure::Outcome::not_applied);
    return std::make_unique<InMemory>(*this);
  }
  [[nodiscard]] std::unique_ptr<Octets> open(const Hash256& hash) override {
    const std::scoped_lock lock{mutex};
    const auto found = all.find(hash);
    if (found == all.end() || sha256(std::array{ByteView{found->second}}) != hash) return nullptr;
    return std::make_unique<Part>(*this, found->second);
  }
  std::size_t sweep(Instant /*before*/, const std::function<bool(const Hash256&)>& is_wanted) override {
    const std::scoped_lock lock{mutex};
    return std::erase_if(all, [&](const auto& one) { return !is_wanted(one.first); });
  }

  bool full = false;
  std::optional<std::size_t> breaks_behind;  ///< octets of one that is read: the disk fails
  std::optional<std::size_t> ends_behind;    ///< so many, whatever was there when it was opened
  std::map<Hash256, Bytes> all;
  std::mutex mutex;

 private:
  class InMemory final : public Coming {
   public:
    explicit InMemory(MemoryFiles& files) : files_(files) {}
    void append(ByteView piece) override { bytes_.insert(bytes_.end(), piece.begin(), piece.end()); }
    Hash256 keep() override {
      const Hash256 hash = sha256(std::array{ByteView{bytes_}});
      const std::scoped_lock lock{files_.mutex};
      files_.all[hash] = std::move(bytes_);
      return hash;
    }

   private:
    MemoryFiles& files_;
    Bytes bytes_;
  };
  class Part final : public Octets {
   public:
    Part(const MemoryFiles& files, Bytes bytes) : files_(files), bytes_(std::move(bytes)) {}
    [[nodiscard]] Bytes next(std::size_t most) override {
      if (files_.breaks_behind && at_ >= *files_.breaks_behind)
        throw app::StoreFailure("cannot be read", app::StoreFailure::Outcome::not_applied);
      const std::size_t end = std::min(bytes_.size(), files_.ends_behind.value_or(bytes_.size()));
      const ByteView rest = ByteView{bytes_}.first(end).subspan(std::min(at_, end));
      const ByteView piece = rest.first(std::min(most, rest.size()));
      at_ += piece.size();
      return copy_of(piece);
    }

   private:
    const MemoryFiles& files_;
    Bytes bytes_;
    std::size_t at_ = 0;
  };
};

}  // namespace lintas::test
