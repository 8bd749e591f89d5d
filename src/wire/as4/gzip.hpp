#pragma once

#include <cstddef>
#include <expected>
#include <memory>

#include "base/bytes.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/sink.hpp"

struct z_stream_s;  // NOLINT(readability-identifier-naming): zlib.h names it so

/// Compression of payloads, `application/gzip` (AS4 Profile 1.0, section 3.1; RFC 1952), with bounded memory
/// whatever the payload. Throws std::bad_alloc, and nothing else.
namespace lintas::as4 {

/// Unpacks into the next sink. Refuses with EBMS:0303 what is not exactly one whole member of gzip: damaged,
/// cut short, with another length or checksum than its end says, with anything behind it, be it a second
/// member. Refused as soon as it is seen: more than `bytes_max` octets, and beyond
/// bounds::inflate_ratio_free_bytes more than bounds::inflate_ratio_max for each octet read so far; and what
/// is longer packed than unpacked by more than a part and bounds::gzip_excess_within_bytes, at the end
/// bounds::gzip_excess_bytes.
class InflateSink final : public Sink {
 public:
  InflateSink(Sink& next, std::size_t bytes_max);
  [[nodiscard]] std::expected<void, Refused> take(ByteView piece) override;
  [[nodiscard]] std::expected<void, Refused> close() override;

 private:
  struct Free {
    void operator()(z_stream_s* stream) const noexcept;
  };

  [[nodiscard]] std::expected<void, Refused> inflate_all();
  [[nodiscard]] std::expected<void, Refused> give(std::size_t count);
  [[nodiscard]] bool is_padded(std::size_t excess_bytes) const;

  Sink& next_;
  std::size_t bytes_max_;
  std::unique_ptr<z_stream_s, Free> stream_;
  Bytes room_;
  bool is_whole_ = false;
};

/// Of zlib. A message of 20 KB takes 51 us, against 81 at the default of 6: most of what sending costs beside
/// cryptography.
inline constexpr int gzip_level = 1;

/// Packs into the next sink, as one member without name or time. Refuses only what the next sink refuses.
/// The same octets come of the same content, whatever a thread has packed before.
class DeflateSink final : public Sink {
 public:
  explicit DeflateSink(Sink& next, int level = gzip_level);
  DeflateSink(const DeflateSink&) = delete;
  DeflateSink& operator=(const DeflateSink&) = delete;
  /// Leaves its tables to the next one of the thread.
  ~DeflateSink() override;
  [[nodiscard]] std::expected<void, Refused> take(ByteView piece) override;
  [[nodiscard]] std::expected<void, Refused> close() override;

 private:
  struct Free {
    void operator()(z_stream_s* stream) const noexcept;
  };

  [[nodiscard]] std::expected<void, Refused> deflate_all(int flush);
  /// One of each thread: to make 400 KB of tables takes as long as to pack a short message.
  [[nodiscard]] static std::unique_ptr<z_stream_s, Free>& spare() noexcept;

  Sink& next_;
  int level_;
  std::unique_ptr<z_stream_s, Free> stream_;
  Bytes room_;
};

/// The same for what is in memory.
[[nodiscard]] std::expected<Bytes, Refused> gunzip(ByteView packed, std::size_t bytes_max);
[[nodiscard]] Bytes gzip(ByteView bytes);

}  // namespace lintas::as4
