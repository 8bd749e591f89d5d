#include "tests/support/memory_files.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/attachments/letter.hpp"
#include "shell/app/attachment_files.hpp"
#include "shell/app/store_failure.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::test {

class MemoryFiles::InMemory final : public Coming {
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

class MemoryFiles::Part final : public Octets {
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

MemoryFiles::MemoryFiles() = default;
MemoryFiles::~MemoryFiles() = default;

std::unique_ptr<app::AttachmentFiles::Coming> MemoryFiles::begin() {
  if (full) throw app::StoreFailure("no room", app::StoreFailure::Outcome::not_applied);
  return std::make_unique<InMemory>(*this);
}

std::unique_ptr<app::AttachmentFiles::Octets> MemoryFiles::open(const Hash256& hash) {
  const std::scoped_lock lock{mutex};
  const auto found = all.find(hash);
  if (found == all.end() || sha256(std::array{ByteView{found->second}}) != hash) return nullptr;
  return std::make_unique<Part>(*this, found->second);
}

std::optional<Bytes> MemoryFiles::part(const Hash256& hash, std::int64_t from, std::size_t most) {
  const std::scoped_lock lock{mutex};
  const auto found = all.find(hash);
  if (found == all.end() || std::cmp_less_equal(found->second.size(), from)) return std::nullopt;
  const ByteView rest = ByteView{found->second}.subspan(static_cast<std::size_t>(from));
  return copy_of(rest.first(std::min(most, rest.size())));
}

void MemoryFiles::expect(std::string_view sender, const Hash256& hash) {
  const std::scoped_lock lock{mutex};
  parts.try_emplace({std::string{sender}, hash});
}

app::AttachmentFiles::Taken MemoryFiles::take_part(std::string_view sender, const Hash256& hash,
                                                   std::int64_t size, std::int64_t from, ByteView octets) {
  if (full) throw app::StoreFailure("no room", app::StoreFailure::Outcome::not_applied);
  const std::scoped_lock lock{mutex};
  const auto expected = parts.find({std::string{sender}, hash});
  if (expected == parts.end()) {
    const auto there = all.find(hash);
    const bool is_last = from + std::ssize(octets) == size;
    if (there == all.end() || !is_last || there->second.size() < octets.size() ||
        !std::ranges::equal(ByteView{there->second}.last(octets.size()), octets))
      return {};
    return {.have = static_cast<std::int64_t>(there->second.size()), .verdict = attachments::Verdict::right};
  }
  Bytes& bytes = expected->second;
  const auto start = static_cast<std::size_t>(from);
  if (start > bytes.size()) return {.have = static_cast<std::int64_t>(bytes.size())};
  if (bytes.size() < start + octets.size()) bytes.resize(start + octets.size());
  std::ranges::copy(octets, bytes.begin() + static_cast<std::ptrdiff_t>(start));
  if (std::cmp_less(bytes.size(), size)) return {.have = static_cast<std::int64_t>(bytes.size())};
  const Bytes whole = std::move(bytes);
  parts.erase(expected);
  if (sha256(std::array{ByteView{whole}}) != hash) return {.verdict = attachments::Verdict::wrong};
  all[hash] = whole;
  return {.have = static_cast<std::int64_t>(whole.size()), .verdict = attachments::Verdict::right};
}

std::size_t MemoryFiles::sweep(Instant /*before*/, const std::function<bool(const Hash256&)>& is_wanted) {
  const std::scoped_lock lock{mutex};
  return std::erase_if(all, [&](const auto& one) { return !is_wanted(one.first); });
}

}  // namespace lintas::test
