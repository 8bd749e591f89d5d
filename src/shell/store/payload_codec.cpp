#include "shell/store/payload_codec.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <string>
#include <vector>
#include <zstd.h>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/dictionaries.hpp"

namespace lintas::store {

using app::StoreFailure;

namespace {

/// Of documents. Higher levels gain a few percent for several times the work.
constexpr int level = 3;
/// Of envelopes and receipts, of which a node keeps more than of anything else: with their own dictionary the
/// next levels gain two percent and take half as long again, for their tables do not fit the nearest cache.
constexpr int level_of_envelopes = 1;

[[noreturn]] void fail(const std::string& what) {
  throw StoreFailure(what, StoreFailure::Outcome::not_applied);
}

Hash256 hash_of(Sha256 sha256, ByteView content) { return sha256(std::array{content}); }

}  // namespace

void PayloadCodec::Free::operator()(ZSTD_CCtx_s* context) const noexcept { ZSTD_freeCCtx(context); }
void PayloadCodec::Free::operator()(ZSTD_DCtx_s* context) const noexcept { ZSTD_freeDCtx(context); }
void PayloadCodec::Free::operator()(ZSTD_CDict_s* dictionary) const noexcept { ZSTD_freeCDict(dictionary); }
void PayloadCodec::Free::operator()(ZSTD_DDict_s* dictionary) const noexcept { ZSTD_freeDDict(dictionary); }

PayloadCodec::~PayloadCodec() = default;

PayloadCodec::PayloadCodec(Sha256 sha256, std::span<const Dictionary> dictionaries)
    : sha256_(sha256), compressor_(ZSTD_createCCtx()), decompressor_(ZSTD_createDCtx()) {
  for (const auto& [id, of, bytes] : dictionaries) {
    require(id != 0, "the id of a dictionary is not that of none");
    loaded_.push_back({.id = id, .for_unpacking = {ZSTD_createDDict(bytes.data(), bytes.size()), Free{}}});
  }
  const auto is_null = [](const Loaded& one) { return one.for_unpacking == nullptr; };
  if (!compressor_ || !decompressor_ || std::ranges::any_of(loaded_, is_null)) throw std::bad_alloc{};
  for (const auto& [id, of, bytes] : dictionaries) {
    const bool is_of_envelopes = of == Dictionary::Of::envelopes;
    Packing& packing = is_of_envelopes ? envelopes_ : documents_;
    packing.dictionary = id;
    packing.with.reset(
        ZSTD_createCDict(bytes.data(), bytes.size(), is_of_envelopes ? level_of_envelopes : level));
    if (!packing.with) throw std::bad_alloc{};
  }
}

workflow::Payload PayloadCodec::pack(workflow::PayloadKind kind, ByteView content) {
  require(content.size() <= limits::document_bytes_max, "a document that is stored is not too long");
  const Packing& packing = kind == workflow::payload_evidence ? envelopes_ : documents_;
  workflow::Payload payload{
      .kind = kind, .dictionary = packing.dictionary, .hash = hash_of(sha256_, content), .bytes = {}};
  if (const std::size_t bound = ZSTD_compressBound(content.size()); room_.size() < bound) room_.resize(bound);
  const std::size_t size = packing.with == nullptr
                               ? ZSTD_compressCCtx(compressor_.get(), room_.data(), room_.size(),
                                                   content.data(), content.size(), level)
                               : ZSTD_compress_usingCDict(compressor_.get(), room_.data(), room_.size(),
                                                          content.data(), content.size(), packing.with.get());
  require(ZSTD_isError(size) == 0, "a document can be compressed into the bound of its size");
  payload.bytes = copy_of(ByteView{room_}.first(size));
  return payload;
}

Bytes PayloadCodec::unpack(const workflow::Payload& payload) {
  const ByteView frame = payload.bytes;
  const ZSTD_DDict_s* known = dictionary(payload.dictionary);
  const unsigned long long claimed = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (claimed == ZSTD_CONTENTSIZE_UNKNOWN || claimed == ZSTD_CONTENTSIZE_ERROR) {
    fail("a stored document is damaged: it does not begin as one");
  }
  if (claimed > limits::document_bytes_max) {
    fail(format("a stored document is damaged: it claims to be {} bytes long", claimed));
  }
  Bytes content(static_cast<std::size_t>(claimed));
  const std::size_t size = ZSTD_decompress_usingDDict(decompressor_.get(), content.data(), content.size(),
                                                      frame.data(), frame.size(), known);
  if (ZSTD_isError(size) != 0) fail(format("a stored document is damaged: {}", ZSTD_getErrorName(size)));
  content.resize(size);
  if (hash_of(sha256_, content) != payload.hash) fail("a stored document is damaged: its hash is another");
  return content;
}

const ZSTD_DDict_s* PayloadCodec::dictionary(std::uint16_t id) const {
  if (id == 0) return nullptr;
  const auto found = std::ranges::find(loaded_, id, &Loaded::id);
  if (found == loaded_.end())
    fail(format("a stored document needs dictionary {}: start a newer release", id));
  return found->for_unpacking.get();
}

}  // namespace lintas::store
