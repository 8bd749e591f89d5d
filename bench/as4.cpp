// What a message of AS4 costs one core, in memory: made, received and receipted, and its receipt read,
// beside the bound of its cryptography, which is measured in the same run. No TLS, HTTP or store.
//
//   bench_as4 [--rounds N] [--json FILE]
//
// The bound has what nobody who speaks the profile can leave out, done by the libraries alone: the operations
// with keys, the cipher, the digests and gzip. It has no XML. Keys are those of tests/as4/recorded, made for
// tests.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/report.hpp"

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "tests/support/as4_partners.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/suite.hpp"

namespace {

using namespace lintas;
using as4::Suite;

constexpr std::size_t wanted_bytes = 20'000;
constexpr std::size_t envelope_bytes = 3'000;  // of what is signed in it
constexpr int runs = 9;

std::string payload() {
  std::string xml = "<declaration>";
  for (std::size_t i = 1; xml.size() < wanted_bytes; ++i)
    xml += format("<item><number>{}</number><goods>{}</goods><mass>{}</mass></item>", i, i * 7'919 % 99'991,
                  i * 104'729 % 9'973);
  return xml + "</declaration>";
}

/// Of this thread, in microseconds: what others do meanwhile is not counted.
double processor_time() {
  timespec now{};
  require(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0, "a thread knows its time");
  return (static_cast<double>(now.tv_sec) * 1e6) + (static_cast<double>(now.tv_nsec) / 1e3);
}

/// Microseconds of the processor for one call: the best of some runs, for what else there is only adds.
template <class Work>
double best_of(int rounds, Work work) {
  double best = std::numeric_limits<double>::max();
  for (int run = 0; run < runs; ++run) {
    const double begin = processor_time();
    for (int round = 0; round < rounds; ++round) work();
    best = std::min(best, (processor_time() - begin) / rounds);
  }
  return best;
}

/// The operations with keys, microseconds each.
struct Primitives {
  double sign = 0;
  double verify = 0;
  double seal = 0;
  double open = 0;
};

class Exchange {
 public:
  Exchange(Suite suite, int rounds, bench::Report& report)
      : rounds_(rounds),
        report_(report),
        name_(suite == Suite::rsa ? "1.x" : "2.0"),
        a_(test::recorded_partner(suite, 'a', 'b')),
        b_(std::make_shared<const as4::Directory>(std::vector{test::recorded_partner(suite, 'b', 'a')})) {
    message_ = addressed(a_.mode);
    message_.info = {.id = "m1@a", .at = now_};
    message_.action = "declare";
    message_.conversation = "26SG000000000001J5";
    message_.properties = {{.name = "originalSender", .value = "C1"},
                           {.name = "finalRecipient", .value = "C4"}};
    sent_ = make();
    answer_ = receive();
  }

  void measure() {
    const Primitives keys = primitives();
    const double content = cipher() + digest(packed_.size());
    // Messaging and Body of the message, and those of its receipt.
    const double envelopes = 2 * digest(envelope_bytes);
    const double packing = best_of(rounds_, [&] { static_cast<void>(as4::gzip(as_bytes(xml_))); });
    const double unpacking = best_of(
        rounds_, [&] { require(as4::gunzip(packed_, 2 * wanted_bytes).has_value(), "it was packed"); });
    const double sending = keys.seal + keys.sign + packing + content + envelopes + keys.verify;
    const double receiving = keys.verify + keys.open + unpacking + content + envelopes + keys.sign;
    const double built = best_of(rounds_, [&] { static_cast<void>(make()); });
    const double read = best_of(rounds_, [&] { check_answer(); });
    const double received = best_of(rounds_, [&] { static_cast<void>(receive()); });
    add(", payload packed", packing);
    add(", payload unpacked", unpacking);
    add(", sent, its receipt read", built + read, sending);
    add(", received, receipted", received, receiving);
    report_.add({.name = name_ + ", sent", .value = 1e6 / (built + read), .unit = "msg/s"});
    report_.add({.name = name_ + ", received", .value = 1e6 / received, .unit = "msg/s"});
    report_.add({.name = name_ + ", of that made", .value = built, .unit = "us"});
    report_.add({.name = name_ + ", of that its receipt read", .value = read, .unit = "us"});
    report_.add(
        {.name = name_ + ", on the wire", .value = static_cast<double>(sent_.body.size()), .unit = "bytes"});
  }

 private:
  void add(const char* what, double value, std::optional<double> floor = {}) {
    report_.add({.name = name_ + what, .value = value, .unit = "us", .floor = floor});
  }

  [[nodiscard]] as4::Outgoing make() {
    return make_outgoing(a_, message_,
                         {{.content_id = "1@a", .type = "application/xml", .content = as_bytes(xml_)}}, now_,
                         entropy_)
        .value();
  }
  [[nodiscard]] std::string receive() {
    test::Spool spool;
    as4::Reception reception{b_, sent_.content_type, now_, spool.maker()};
    require(reception.take(sent_.body).has_value(), "a message of ours is taken");
    const auto received = reception.close();
    require(received && as_text(*spool.contents.front()) == xml_, "a payload is what was sent");
    return make_receipt(*received->partner, received->message.info.id, received->references, "r1@b", now_)
        .value();
  }
  void check_answer() {
    const auto read =
        read_answer(a_, sent_.message_id, sent_.references, as4::soap_type, as_bytes(answer_), now_);
    require(read.kind == as4::Answer::Kind::receipt, "a receipt of ours is believed");
  }

  [[nodiscard]] Primitives primitives() {
    const std::string text(2'000, 'x');  // as a SignedInfo has
    const Bytes signature = a_.own_signing.front().key->sign(as_bytes(text));
    const as4::Partner& other = b_->all().front();
    const auto content_key = crypto::ContentKey::draw(entropy_);
    const auto box = a_.sealing.front().key->seal(content_key, entropy_);
    const Primitives found{
        .sign =
            best_of(rounds_, [&] { static_cast<void>(a_.own_signing.front().key->sign(as_bytes(text))); }),
        .verify = best_of(
            rounds_,
            [&] { require(other.signing.front().key->verify(as_bytes(text), signature), "it fits"); }),
        .seal =
            best_of(rounds_, [&] { static_cast<void>(a_.sealing.front().key->seal(content_key, entropy_)); }),
        .open = best_of(rounds_, [&] {
          require(other.own_sealing.front().key->open(box).has_value(), "it is for this key");
        })};
    add(", signature made", found.sign);
    add(", signature verified", found.verify);
    add(", content key sealed", found.seal);
    add(", content key opened", found.open);
    return found;
  }
  /// Of the packed payload: encrypted here, and opening it costs as much.
  [[nodiscard]] double cipher() {
    const auto key = crypto::ContentKey::draw(entropy_);
    const auto iv = crypto::draw_iv(entropy_);
    return best_of(rounds_, [&] { static_cast<void>(crypto::encrypt_content(key, iv, packed_)); });
  }
  [[nodiscard]] double digest(std::size_t bytes) const {
    const Bytes content(bytes);
    return best_of(rounds_, [&] { static_cast<void>(crypto::sha256(std::array{ByteView{content}})); });
  }

  int rounds_;
  bench::Report& report_;
  std::string name_;
  Instant now_ = test::time_of_recording();
  as4::Partner a_;
  std::shared_ptr<const as4::Directory> b_;
  as4::UserMessage message_;
  crypto::SystemEntropy entropy_;
  std::string xml_ = payload();
  Bytes packed_ = as4::gzip(as_bytes(xml_));
  as4::Outgoing sent_;
  std::string answer_;
};

}  // namespace

int main(int count, char** arguments) {
  int rounds = 500;
  for (int i = 1; i + 1 < count; ++i) {
    if (std::string_view{arguments[i]} == "--rounds") rounds = std::max(1, std::atoi(arguments[i + 1]));
  }
  bench::Report report{count, arguments};
  for (const Suite suite : {Suite::rsa, Suite::edwards}) Exchange{suite, rounds, report}.measure();
  return 0;
}
