#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/as4_sides.hpp"

#include "base/bytes.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/entropy.hpp"
#include "wire/as4/key_block.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::bench {

/// Something to be timed, by name.
using Works = std::map<std::string_view, std::function<void()>>;
/// Microseconds of the processor for one call of each.
using Costs = std::map<std::string_view, double>;

/// The least of several passes for each, all of them in turn: what else the machine does only adds, and what
/// slows it down for a while slows all of them.
[[nodiscard]] Costs measure(const Works& works, int passes);

/// What nobody who speaks the profile can leave out for such a message, done by the libraries alone: the
/// operations with keys over as many octets as are signed, cipher, digests and gzip. It has no XML, and one
/// state of zlib and of the cipher for all parts.
class Bound {
 public:
  Bound(const Sender& sender, const Receiver& receiver, const Scenario& scenario,
        const as4::Outgoing& message, std::string_view receipt);
  ~Bound();
  Bound(const Bound&) = delete;
  Bound& operator=(const Bound&) = delete;

  /// The primitives. Outlived by the object.
  [[nodiscard]] Works works();

  // Of their costs, to:
  [[nodiscard]] static double send(const Costs& of);     ///< make a message, and believe its receipt
  [[nodiscard]] static double receive(const Costs& of);  ///< prove it, open it and receipt it
  [[nodiscard]] static double repeat(const Costs& of);   ///< know that it was received already
  [[nodiscard]] static double refuse(const Costs& of);   ///< know that nobody signed it

 private:
  class Zlib;
  class Cipher;

  /// What is digested of an envelope, and what is signed.
  struct Envelope {
    std::string digested;
    std::string signed_info;
    Bytes signature;
  };
  static Envelope envelope_of(std::string_view soap, const crypto::Signer& signer);

  const Sender& sender_;
  const Receiver& receiver_;
  std::size_t parts_;
  Envelope message_;
  Envelope receipt_;
  Bytes packed_;
  crypto::SystemEntropy entropy_;
  crypto::ContentKey key_ = crypto::ContentKey::draw(entropy_);
  crypto::KeyBlock box_;
  std::unique_ptr<Zlib> zlib_;
  std::unique_ptr<Cipher> cipher_;
};

/// Microseconds of the processor that a message takes at least, of its sender and its receiver together; one
/// of 20 KB (S3) unless said otherwise.
[[nodiscard]] double bound_of_message(as4::Suite suite, std::size_t bytes = 20'000);

}  // namespace lintas::bench
