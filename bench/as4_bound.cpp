#include "bench/as4_bound.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <ctime>
#include <limits>
#include <memory>
#include <openssl/evp.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/message_keys.hpp"
#include "wire/as4/gzip.hpp"

#define ZLIB_CONST  // what is read is not written to
#include <zlib.h>

namespace lintas::bench {

namespace {

constexpr double pass_us = 15'000;
constexpr std::size_t piece_bytes = 64UL * 1024;

/// Of this thread, in microseconds: what others do meanwhile is not counted.
double processor_time() {
  timespec now{};
  require(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0, "a thread knows its time");
  return (static_cast<double>(now.tv_sec) * 1e6) + (static_cast<double>(now.tv_nsec) / 1e3);
}

double microseconds_of(const std::function<void()>& work) {
  const double begin = processor_time();
  double now = begin;
  int calls = 0;
  for (; now - begin < pass_us; now = processor_time(), ++calls) work();
  return (now - begin) / calls;
}

std::string_view element(std::string_view soap, std::string_view name) {
  const std::size_t begin = soap.find(format("<{}", name));
  const std::string end = format("</{}>", name);
  const std::size_t last = soap.find(end, begin);
  require(last != std::string_view::npos, "an envelope of ours has what is signed");
  return soap.substr(begin, last + end.size() - begin);
}

}  // namespace

Costs measure(const Works& works, int passes) {
  Costs least;
  for (const auto& [name, work] : works) least[name] = std::numeric_limits<double>::max();
  for (int pass = 0; pass < passes; ++pass) {
    for (const auto& [name, work] : works) least[name] = std::min(least[name], microseconds_of(work));
  }
  return least;
}

/// Packs and unpacks, and keeps nothing.
class Bound::Zlib {
 public:
  Zlib() {
    constexpr int window_bits = 15 + 16;  // as we pack: the frame of gzip
    constexpr int memory_level = 9;
    const bool starts = deflateInit2(&packing_, as4::gzip_level, Z_DEFLATED, window_bits, memory_level,
                                     Z_DEFAULT_STRATEGY) == Z_OK &&
                        inflateInit2(&unpacking_, window_bits) == Z_OK;
    require(starts, "zlib is of the version that we were built with");
  }
  ~Zlib() {
    deflateEnd(&packing_);
    inflateEnd(&unpacking_);
  }
  Zlib(const Zlib&) = delete;
  Zlib& operator=(const Zlib&) = delete;

  void pack(ByteView plain) {
    deflateReset(&packing_);
    run(packing_, plain, [](z_stream& stream) { return deflate(&stream, Z_FINISH); });
  }
  void unpack(ByteView packed) {
    inflateReset(&unpacking_);
    run(unpacking_, packed, [](z_stream& stream) { return inflate(&stream, Z_NO_FLUSH); });
  }

 private:
  template <class Step>
  void run(z_stream& stream, ByteView in, Step step) {
    stream.next_in = reinterpret_cast<const unsigned char*>(in.data());
    stream.avail_in = static_cast<unsigned>(in.size());
    int result = Z_OK;
    while (result == Z_OK || result == Z_BUF_ERROR) {
      stream.next_out = room_.data();
      stream.avail_out = static_cast<unsigned>(room_.size());
      result = step(stream);
    }
    require(result == Z_STREAM_END, "what is packed comes to its end");
  }

  z_stream packing_{};
  z_stream unpacking_{};
  std::array<unsigned char, piece_bytes> room_{};
};

/// AES-128-GCM of one part after another. Opening costs as much.
class Bound::Cipher {
 public:
  void encrypt(ByteView content) {
    // The same IV each time: what comes out is thrown away.
    int done = 0;
    bool fits = EVP_EncryptInit_ex(context_.get(), EVP_aes_128_gcm(), nullptr, key_.data(), iv_.data()) == 1;
    while (!content.empty()) {
      const ByteView piece = content.first(std::min(content.size(), piece_bytes));
      content = content.subspan(piece.size());
      fits = fits && EVP_EncryptUpdate(context_.get(), room_.data(), &done,
                                       reinterpret_cast<const unsigned char*>(piece.data()),
                                       static_cast<int>(piece.size())) == 1;
    }
    fits = fits && EVP_EncryptFinal_ex(context_.get(), room_.data(), &done) == 1 &&
           EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_GCM_GET_TAG, 16, room_.data()) == 1;
    require(fits, "whatever is encrypted");
  }

 private:
  struct Free {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
  };

  std::unique_ptr<EVP_CIPHER_CTX, Free> context_{EVP_CIPHER_CTX_new()};
  std::array<unsigned char, 16> key_{};
  std::array<unsigned char, 12> iv_{};
  std::array<unsigned char, piece_bytes + 16> room_{};
};

Bound::Bound(const Sender& sender, const Receiver& receiver, const Scenario& scenario,
             const as4::Outgoing& message, std::string_view receipt)
    : sender_(sender),
      receiver_(receiver),
      parts_(scenario.parts),
      message_(envelope_of(message.soap, *sender.partner().own_signing.front().key)),
      receipt_(envelope_of(receipt, *receiver.partner().own_signing.front().key)),
      packed_(as4::gzip(as_bytes(sender.payload()))),
      box_(sender.partner().sealing.front().key->seal(key_, entropy_)),
      zlib_(std::make_unique<Zlib>()),
      cipher_(std::make_unique<Cipher>()) {}

Bound::~Bound() = default;

Bound::Envelope Bound::envelope_of(std::string_view soap, const crypto::Signer& signer) {
  Envelope made{.digested = std::string{element(soap, "eb:Messaging")},
                .signed_info = std::string{element(soap, "ds:SignedInfo")},
                .signature = {}};
  made.signature = signer.sign(as_bytes(made.signed_info));
  return made;
}

Works Bound::works() {
  const auto signs = [](const as4::Partner& who, const Envelope& what) {
    return [&] { static_cast<void>(who.own_signing.front().key->sign(as_bytes(what.signed_info))); };
  };
  const auto verifies = [](const as4::Partner& who, const Envelope& what) {
    return [&] {
      require(who.signing.front().key->verify(as_bytes(what.signed_info), what.signature), "it fits");
    };
  };
  const auto digests = [](ByteView what) {
    return [what] { static_cast<void>(crypto::sha256(std::array{what})); };
  };
  const auto each_part = [this](auto work) {
    return [this, work] {
      for (std::size_t i = 0; i < parts_; ++i) work();
    };
  };
  Works works{{"message signed", signs(sender_.partner(), message_)},
              {"message verified", verifies(receiver_.partner(), message_)},
              {"message digested", digests(as_bytes(message_.digested))},
              {"receipt signed", signs(receiver_.partner(), receipt_)},
              {"receipt verified", verifies(sender_.partner(), receipt_)},
              {"receipt digested", digests(as_bytes(receipt_.digested))}};
  if (parts_ == 0) return works;
  works["key sealed"] = [this] {
    static_cast<void>(sender_.partner().sealing.front().key->seal(key_, entropy_));
  };
  works["key opened"] = [this] {
    require(receiver_.partner().own_sealing.front().key->open(box_).has_value(), "it is for this key");
  };
  works["payload packed"] = each_part([this] { zlib_->pack(as_bytes(sender_.payload())); });
  works["payload unpacked"] = each_part([this] { zlib_->unpack(packed_); });
  works["payload digested"] = each_part(digests(packed_));
  works["payload encrypted"] = each_part([this] { cipher_->encrypt(packed_); });
  return works;
}

namespace {

/// What is not in it was not needed.
double sum(const Costs& of, std::initializer_list<std::string_view> names) {
  double all = 0;
  for (const std::string_view name : names) {
    const auto found = of.find(name);
    if (found != of.end()) all += found->second;
  }
  return all;
}

}  // namespace

double Bound::send(const Costs& of) {
  return sum(of, {"payload packed", "payload digested", "payload encrypted", "key sealed", "message digested",
                  "message signed", "receipt verified", "receipt digested"});
}
double Bound::receive(const Costs& of) {
  return sum(of, {"message verified", "message digested", "key opened", "payload encrypted",
                  "payload digested", "payload unpacked", "receipt digested", "receipt signed"});
}
double Bound::repeat(const Costs& of) { return sum(of, {"message verified", "message digested"}); }
double Bound::refuse(const Costs& of) { return sum(of, {"message verified"}); }

double bound_of_message(as4::Suite suite, std::size_t bytes) {
  const Scenario scenario{.name = "one", .what = "one payload", .bytes = bytes};
  constexpr int passes = 9;
  Sender sender{suite, scenario};
  Receiver receiver{suite};
  const as4::Outgoing message = sender.make("m");
  Bound bound{sender, receiver, scenario, message, receiver.receive(message)};
  const Costs costs = measure(bound.works(), passes);
  return Bound::send(costs) + Bound::receive(costs);
}

}  // namespace lintas::bench
