#pragma once

#include "base/bytes.hpp"
#include "shell/app/ports.hpp"

/// Envelopes, receipts and payloads as they were signed, as they lie in the store: packed like documents, and
/// like them checked by their hash when they are unpacked.
namespace lintas::app {

[[nodiscard]] Bytes pack_evidence(Packer& packer, ByteView content);
/// Throws StoreFailure for what is damaged.
[[nodiscard]] Bytes unpack_evidence(Packer& packer, ByteView stored);

}  // namespace lintas::app
