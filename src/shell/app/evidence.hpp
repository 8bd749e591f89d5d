#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "shell/app/ports.hpp"

/// Envelopes, receipts and payloads as they were signed, as they lie in the store: packed like documents, and
/// like them checked by their hash when they are unpacked. A certificate that stands in one, the same in all
/// that its owner signs, is packed by itself, so that a store may keep it once; so are those that only lie
/// beside it (docs/adr/0030-certificates-of-evidence.md).
namespace lintas::app {

/// `beside`: certificates in DER that it takes to judge who signed, and that do not stand in the content. At
/// most four of at most 16 KiB; what is more is not kept.
[[nodiscard]] Bytes pack_evidence(Packer& packer, ByteView content, std::span<const Bytes> beside = {});
/// The content. Throws StoreFailure for what is damaged, also beside it.
[[nodiscard]] Bytes unpack_evidence(Packer& packer, ByteView stored);
/// What was packed beside it, in its order. Throws as unpack_evidence does.
[[nodiscard]] std::vector<Bytes> certificates_beside(Packer& packer, ByteView stored);

/// Where a certificate lies in what pack_evidence made, packed.
struct CertificateRange {
  std::size_t at = 0;
  std::size_t length = 0;
  Hash256 hash;  ///< of the certificate

  friend bool operator==(const CertificateRange&, const CertificateRange&) = default;
};
/// In the order in which they lie there, none over another. Of bytes that pack_evidence did not make: none,
/// or any; what is cut out there and put back is the same in any case.
[[nodiscard]] std::vector<CertificateRange> certificates_in(ByteView stored);

}  // namespace lintas::app
