#include "shell/app/evidence.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store_failure.hpp"

namespace lintas::app {

namespace {

/// The dictionary in two bytes, the hash of the content, the frame.
constexpr std::size_t hash_at = 2;
constexpr std::size_t frame_at = hash_at + sizeof(Hash256);

}  // namespace

Bytes pack_evidence(Packer& packer, ByteView content) {
  const workflow::Payload packed = packer.pack(workflow::payload_evidence, content);
  Bytes stored;
  stored.reserve(frame_at + packed.bytes.size());
  stored.push_back(static_cast<std::byte>(packed.dictionary >> 8U));
  stored.push_back(static_cast<std::byte>(packed.dictionary & 0xFFU));
  stored.insert(stored.end(), packed.hash.bytes.begin(), packed.hash.bytes.end());
  stored.insert(stored.end(), packed.bytes.begin(), packed.bytes.end());
  return stored;
}

Bytes unpack_evidence(Packer& packer, ByteView stored) {
  if (stored.size() <= frame_at)
    throw StoreFailure("stored evidence is damaged: it is too short", StoreFailure::Outcome::not_applied);
  workflow::Payload packed{
      .kind = workflow::payload_evidence,
      .dictionary = static_cast<std::uint16_t>((std::to_integer<unsigned>(stored[0]) << 8U) |
                                               std::to_integer<unsigned>(stored[1])),
      .hash = {},
      .bytes = copy_of(stored.subspan(frame_at))};
  std::ranges::copy(stored.subspan(hash_at, sizeof(Hash256)), packed.hash.bytes.begin());
  return packer.unpack(packed);
}

}  // namespace lintas::app
