#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/ports.hpp"
#include "shell/store/dictionaries.hpp"

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;
struct ZSTD_CDict_s;
struct ZSTD_DDict_s;

namespace lintas::store {

/// Documents to and from the form they are stored in: zstd with a dictionary. For one thread at a
/// time; each thread of the pool has its own.
class PayloadCodec final : public app::Packer {
 public:
  /// The dictionaries must outlive the codec. Packs with the last one of what the content is, or without if
  /// there is none; unpacks with any.
  explicit PayloadCodec(Sha256 sha256, std::span<const Dictionary> dictionaries = store::dictionaries());
  ~PayloadCodec() override;
  PayloadCodec(const PayloadCodec&) = delete;
  PayloadCodec& operator=(const PayloadCodec&) = delete;

  /// Precondition: content is at most limits::document_bytes_max long.
  [[nodiscard]] workflow::Payload pack(workflow::PayloadKind kind, ByteView content) override;
  /// The content, as its hash says. Throws StoreFailure for a frame that is damaged, whose dictionary this
  /// program does not have, or that claims to be longer than limits::document_bytes_max, before making room.
  [[nodiscard]] Bytes unpack(const workflow::Payload& payload) override;

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const noexcept;
    void operator()(ZSTD_DCtx_s* context) const noexcept;
    void operator()(ZSTD_CDict_s* dictionary) const noexcept;
    void operator()(ZSTD_DDict_s* dictionary) const noexcept;
  };
  struct Loaded {
    std::uint16_t id = 0;
    std::unique_ptr<ZSTD_DDict_s, Free> for_unpacking;
  };
  struct Packing {
    std::uint16_t dictionary = 0;
    std::unique_ptr<ZSTD_CDict_s, Free> with;  ///< null: none
  };

  /// Null for id 0.
  [[nodiscard]] const ZSTD_DDict_s* dictionary(std::uint16_t id) const;

  Sha256 sha256_;
  std::unique_ptr<ZSTD_CCtx_s, Free> compressor_;
  std::unique_ptr<ZSTD_DCtx_s, Free> decompressor_;
  Packing documents_;
  Packing envelopes_;
  std::vector<Loaded> loaded_;
  Bytes room_;  ///< for the worst case of what is packed; grows to the largest document seen
};

}  // namespace lintas::store
