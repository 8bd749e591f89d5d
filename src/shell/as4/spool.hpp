#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/sink.hpp"

/// Where payloads lie from when they are opened until they are proved and read: in memory up to a bound for
/// each message, and beyond it in a file without a name, under a key that nobody else has and that goes with
/// the message. So a message takes the same memory however long its payloads are and however many there are,
/// and what was erased from the store stands nowhere else. docs/adr/0025-payloads-in-pieces.md.
namespace lintas::as4 {

struct SpoolLimits {
  std::size_t memory_bytes = bounds::spool_memory_bytes;        ///< of a message, in memory
  std::size_t message_bytes = bounds::spool_message_bytes_max;  ///< of a message, all its payloads
  /// Of all messages, in files; those of one partner have as much of it as they leave free.
  std::size_t file_bytes = bounds::spool_bytes_max;
};

/// The place for the files of all messages that are under way. Safe from any thread.
class Spool {
 public:
  /// The entropy is safe from any thread and outlives the object.
  Spool(std::filesystem::path folder, app::Entropy& entropy, SpoolLimits limits = {});
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool() = default;

  [[nodiscard]] const SpoolLimits& limits() const noexcept { return limits_; }
  /// In files, now.
  [[nodiscard]] std::size_t bytes() const;

 private:
  friend class Contents;
  [[nodiscard]] bool take(const std::string& partner, std::size_t bytes);
  void give_back(const std::string& partner, std::size_t bytes);

  std::filesystem::path folder_;
  app::Entropy& entropy_;
  SpoolLimits limits_;
  mutable std::mutex mutex_;
  std::size_t bytes_ = 0;
  std::map<std::string, std::size_t, std::less<>> by_partner_;  ///< of those that have any
};

/// The payloads of one message, one after another. Of one thread at a time.
///
///     Contents contents{spool};
///     Reception reception{…, [&](const UserMessage& message, const PartInfo&) {
///       return contents.add(message.from.id.value);
///     }};
///     …  // every piece, then reception.close()
///     Bytes room;
///     const ByteView first = contents.at(0, room);
///
/// Throws std::system_error where the disk fails, and std::runtime_error where it gives back something else.
class Contents {
 public:
  explicit Contents(std::shared_ptr<Spool> spool);
  Contents(const Contents&) = delete;
  Contents& operator=(const Contents&) = delete;
  ~Contents();

  /// The end of a chain for the next payload, which is of this partner as the ones before, and those are
  /// closed. Refuses with EBMS:0007 what is more
  /// than a message may have, and with EBMS:0004 what finds no room: then `lacked_room`.
  [[nodiscard]] std::unique_ptr<Sink> add(std::string_view partner = {});
  [[nodiscard]] std::size_t count() const noexcept { return parts_.size(); }
  /// What all of them say, in all.
  [[nodiscard]] std::size_t bytes() const noexcept { return size_; }

  /// A payload that was closed, of a message that is proved: where it lies in memory, else copied to `room`.
  [[nodiscard]] ByteView at(std::size_t i, Bytes& room) const;
  /// The same, into a sink and in pieces. The sink is closed when all that it took was what had been kept.
  [[nodiscard]] std::expected<void, Refused> give(std::size_t i, Sink& sink) const;

  /// Something did not fit into the disk or under the bound for all messages: no fault of the message, which
  /// may come again later.
  [[nodiscard]] bool lacked_room() const noexcept { return lacked_room_; }
  [[nodiscard]] bool has_file() const noexcept { return file_ >= 0; }
  /// In memory, now.
  [[nodiscard]] std::size_t memory_bytes() const noexcept { return memory_; }

 private:
  class Place;
  struct Part {
    Bytes octets;          ///< of one in memory
    std::size_t size = 0;  ///< of one in the file, there sealed
    std::size_t offset = 0;
    bool in_file = false;
  };

  [[nodiscard]] std::expected<void, Refused> append(ByteView piece);
  [[nodiscard]] std::expected<void, Refused> close();
  [[nodiscard]] std::expected<void, Refused> move_to_file();
  [[nodiscard]] std::expected<void, Refused> seal(ByteView piece);
  [[nodiscard]] std::expected<void, Refused> write(ByteView sealed);
  [[nodiscard]] std::unexpected<Refused> no_room();

  std::shared_ptr<Spool> spool_;  ///< shared with the other messages
  std::string partner_;
  std::vector<Part> parts_;
  std::size_t memory_ = 0;
  std::size_t size_ = 0;
  int file_ = -1;
  std::size_t written_ = 0;
  std::optional<crypto::ContentKey> key_;
  std::optional<crypto::Encryptor> encryptor_;  ///< of the part that is open, if it lies in the file
  Bytes sealed_;
  bool lacked_room_ = false;
};

}  // namespace lintas::as4
