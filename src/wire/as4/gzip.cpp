#include "wire/as4/gzip.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <new>
#include <utility>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/sink.hpp"

#define ZLIB_CONST  // what is read is not written to
#include <zlib.h>

namespace lintas::as4 {

namespace {

constexpr int gzip_window_bits = 15 + 16;  // the largest window, in the frame of gzip and no other
constexpr int memory_level = 9;
/// zlib counts in 32 bits.
constexpr std::size_t counted_at_once_max = std::size_t{1} << 30U;

void require_started(int result) {
  if (result == Z_MEM_ERROR) throw std::bad_alloc{};
  require(result == Z_OK, "zlib is of the version that we were built with");
}

/// The part of the piece that zlib can count, taken off its front.
void feed(z_stream& stream, ByteView& piece) {
  const ByteView part = piece.first(std::min(piece.size(), counted_at_once_max));
  stream.next_in = reinterpret_cast<const unsigned char*>(part.data());
  stream.avail_in = static_cast<unsigned>(part.size());
  piece = piece.subspan(part.size());
}

void make_room(z_stream& stream, Bytes& room) {
  stream.next_out = reinterpret_cast<unsigned char*>(room.data());
  stream.avail_out = static_cast<unsigned>(room.size());
}

}  // namespace

// ---- unpacking

void InflateSink::Free::operator()(z_stream_s* stream) const noexcept {
  inflateEnd(stream);
  delete stream;  // NOLINT(cppcoreguidelines-owning-memory): this is its owner
}

InflateSink::InflateSink(Sink& next, std::size_t bytes_max)
    : next_(next), bytes_max_(bytes_max), stream_(new z_stream{}), room_(bounds::gzip_piece_bytes) {
  require_started(inflateInit2(stream_.get(), gzip_window_bits));
}

std::expected<void, Refused> InflateSink::take(ByteView piece) {
  while (!piece.empty()) {
    feed(*stream_, piece);
    if (auto inflated = inflate_all(); !inflated) return inflated;
  }
  return {};
}

std::expected<void, Refused> InflateSink::inflate_all() {
  bool may_go_on = !is_whole_;
  while (may_go_on) {
    make_room(*stream_, room_);
    const int result = inflate(stream_.get(), Z_NO_FLUSH);
    if (result == Z_MEM_ERROR) throw std::bad_alloc{};
    is_whole_ = result == Z_STREAM_END;
    // Z_BUF_ERROR: all was read, and the room had been just enough.
    const bool is_damaged = !is_whole_ && result != Z_OK && result != Z_BUF_ERROR;
    const char* const why = stream_->msg != nullptr ? stream_->msg : "this is no gzip";
    if (is_damaged) return refused(Error::decompression_failure, why);
    if (auto given = give(room_.size() - stream_->avail_out); !given) return given;
    may_go_on = !is_whole_ && stream_->avail_out == 0;
  }
  if (stream_->avail_in > 0)
    return refused(Error::decompression_failure, "something follows the member of gzip");
  if (is_padded(bounds::gzip_excess_within_bytes))
    return refused(Error::decompression_failure, "the gzip is longer than what it packs");
  return {};
}

std::expected<void, Refused> InflateSink::give(std::size_t count) {
  const std::uint64_t out = stream_->total_out;
  if (out > bytes_max_) return refused(Error::decompression_failure, "the payload is larger than agreed");
  if (out > bounds::inflate_ratio_free_bytes && out > bounds::inflate_ratio_max * stream_->total_in)
    return refused(Error::decompression_failure, "the payload grows more than payloads do");
  if (count == 0) return {};
  return next_.take(ByteView{room_}.first(count));
}

/// Names, comments and empty blocks may be as long as somebody likes, and say nothing.
bool InflateSink::is_padded(std::size_t excess_bytes) const {
  const std::uint64_t out = stream_->total_out;
  return stream_->total_in > out + (out / bounds::gzip_excess_part) + excess_bytes;
}

std::expected<void, Refused> InflateSink::close() {
  if (!is_whole_) return refused(Error::decompression_failure, "the gzip is cut short");
  if (is_padded(bounds::gzip_excess_bytes))
    return refused(Error::decompression_failure, "the gzip is longer than what it packs");
  return next_.close();
}

// ---- packing

void DeflateSink::Free::operator()(z_stream_s* stream) const noexcept {
  deflateEnd(stream);
  delete stream;  // NOLINT(cppcoreguidelines-owning-memory): this is its owner
}

DeflateSink::DeflateSink(Sink& next, int level)
    : next_(next), level_(level), room_(bounds::gzip_piece_bytes) {
  if (level == gzip_level) stream_ = std::move(spare());
  if (stream_) {
    require(deflateReset(stream_.get()) == Z_OK, "a stream begins anew");
    return;
  }
  stream_.reset(new z_stream{});
  require_started(
      deflateInit2(stream_.get(), level, Z_DEFLATED, gzip_window_bits, memory_level, Z_DEFAULT_STRATEGY));
}

DeflateSink::~DeflateSink() {
  if (level_ == gzip_level) spare() = std::move(stream_);
}

std::unique_ptr<z_stream_s, DeflateSink::Free>& DeflateSink::spare() noexcept {
  thread_local std::unique_ptr<z_stream_s, Free> stream;
  return stream;
}

std::expected<void, Refused> DeflateSink::take(ByteView piece) {
  while (!piece.empty()) {
    feed(*stream_, piece);
    if (auto deflated = deflate_all(Z_NO_FLUSH); !deflated) return deflated;
  }
  return {};
}

std::expected<void, Refused> DeflateSink::deflate_all(int flush) {
  bool may_go_on = true;
  while (may_go_on) {
    make_room(*stream_, room_);
    const int result = deflate(stream_.get(), flush);
    require(result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR,
            "zlib packs whatever there is");
    const std::size_t count = room_.size() - stream_->avail_out;
    if (count > 0) {
      if (auto taken = next_.take(ByteView{room_}.first(count)); !taken) return taken;
    }
    may_go_on = result != Z_STREAM_END && stream_->avail_out == 0;
  }
  return {};
}

std::expected<void, Refused> DeflateSink::close() {
  if (auto deflated = deflate_all(Z_FINISH); !deflated) return deflated;
  return next_.close();
}

// ---- in memory

std::expected<Bytes, Refused> gunzip(ByteView packed, std::size_t bytes_max) {
  Bytes bytes;
  BytesSink end{bytes};
  InflateSink inflated{end, bytes_max};
  if (auto taken = inflated.take(packed); !taken) return std::unexpected(std::move(taken).error());
  if (auto closed = inflated.close(); !closed) return std::unexpected(std::move(closed).error());
  return bytes;
}

Bytes gzip(ByteView bytes) {
  Bytes packed;
  BytesSink end{packed};
  DeflateSink deflated{end};
  require(deflated.take(bytes) && deflated.close(), "memory refuses nothing");
  return packed;
}

}  // namespace lintas::as4
