#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/as4/spool.hpp"
#include "shell/crypto/entropy.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/suite.hpp"

/// Both sides of an exchange of AS4 without nodes around them, with the keys of tests/as4/recorded, which
/// were made for tests: party a sends, party b receives.
namespace lintas::bench {

/// A row of what is measured.
struct Scenario {
  enum class Kind : std::uint8_t {
    good,   ///< new, and taken
    test,   ///< of the test service, without payload
    twice,  ///< each comes once more
    forged  ///< somebody changed its signature
  };

  std::string_view name;
  std::string_view what;
  std::size_t parts = 1;
  std::size_t bytes = 0;  ///< of each part, unpacked
  Kind kind = Kind::good;

  [[nodiscard]] constexpr std::size_t payload_bytes() const { return parts * bytes; }
};

/// What the receiver here takes of payloads in one message. A node takes spool_message_bytes_max, and
/// business of message_bytes_max; to show that more takes no more memory, this is raised. Everything else is
/// a node's.
inline constexpr std::size_t receiver_takes_bytes_max = 100'000'000;

class Sender {
 public:
  Sender(as4::Suite suite, const Scenario& scenario);

  [[nodiscard]] as4::Outgoing make(std::string_view id);
  [[nodiscard]] as4::Answer::Kind read(const as4::Outgoing& sent, std::string_view answer) const;

  [[nodiscard]] const as4::Partner& partner() const { return partner_; }
  /// Of each part.
  [[nodiscard]] const std::string& payload() const { return payload_; }

 private:
  Scenario scenario_;
  as4::Partner partner_;
  std::string payload_;
  crypto::SystemEntropy entropy_;
};

/// Proves messages, reads their payloads to the end and receipts them. Remembers the last few, so that one
/// that comes again has the receipt that it got. Of one thread at a time.
class Receiver {
 public:
  explicit Receiver(as4::Suite suite);

  /// A message that is being opened.
  struct Opening {
    Opening(const Receiver& receiver, std::string_view content_type);
    as4::Contents contents;
    as4::Reception reception;
    std::string receipt;  ///< of a message that was received before: nothing more of it is opened
  };

  /// The next octets. False when no more of them are needed: it is refused, or was received before.
  bool take(Opening& opening, ByteView piece);
  /// After its last octet: a receipt, or an error.
  [[nodiscard]] std::string answer(Opening& opening);
  /// All at once.
  [[nodiscard]] std::string receive(const as4::Outgoing& message);
  /// What was received is new once more.
  void forget() { known_.clear(); }

  [[nodiscard]] const as4::Partner& partner() const { return directory_->all().front(); }
  /// Of payloads that were read so far.
  [[nodiscard]] std::size_t bytes_read() const { return bytes_read_; }

 private:
  struct Known {
    std::string id;
    std::vector<as4::Reference> references;
    std::string receipt;
  };

  /// Null where it is new, or another content.
  [[nodiscard]] const Known* find(const as4::Received& received) const;

  std::shared_ptr<const as4::Directory> directory_;
  crypto::SystemEntropy entropy_;
  std::shared_ptr<as4::Spool> spool_;  ///< shared with the messages that are being opened
  std::deque<Known> known_;
  std::size_t bytes_read_ = 0;
  std::size_t answers_ = 0;
};

/// Another signature of the same length: a stranger made it.
void forge(as4::Outgoing& message);

/// What stands in every answer to such a message.
[[nodiscard]] constexpr std::string_view answer_has(Scenario::Kind kind) {
  return kind == Scenario::Kind::forged ? "EBMS:0101" : "NonRepudiationInformation";
}

[[nodiscard]] constexpr std::string_view name_of(as4::Suite suite) {
  return suite == as4::Suite::rsa ? "1.x" : "2.0";
}
/// Of the other name, 2.0.
[[nodiscard]] constexpr as4::Suite suite_named(std::string_view name) {
  return name == name_of(as4::Suite::rsa) ? as4::Suite::rsa : as4::Suite::edwards;
}

}  // namespace lintas::bench
