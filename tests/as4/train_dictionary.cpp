// Makes the dictionary for stored envelopes and receipts (data/dictionaries/2.zdict):
//
//     train_envelopes FILE
//
// What they have in common is an envelope and a receipt of each profile without what is base64 in them:
// certificates, digests, signatures and keys are others in each node and message. The same program makes the
// same file. A dictionary that a release has stored with is never made anew.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/gateway/names.hpp"
#include "shell/store/dictionaries.hpp"
#include "tests/support/as4_nodes.hpp"
#include "tests/support/as4_partners.hpp"
#include "tests/support/dictionary_file.hpp"
#include "tests/support/world.hpp"
#include "wire/as4/suite.hpp"

namespace {

using namespace lintas;

constexpr std::size_t shortest_secret = 24;  // what is base64 and no word
constexpr int of_each = 60;
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
constexpr std::array actions{"IE118",  "IE001",  "IE050", "IE006", "IE018",
                             "IE1095", "IE1098", "IE003", "IE115"};

/// With `other(length)` in place of each piece of base64.
std::string with_other_base64(std::string_view text, const auto& other) {
  std::string made;
  while (!text.empty()) {
    const std::size_t begin = std::min(text.find('>'), text.size() - 1) + 1;
    made += text.substr(0, begin);
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_not_of(alphabet), text.size());
    made += end < shortest_secret ? std::string{text.substr(0, end)} : other(end);
    text.remove_prefix(end);
  }
  return made;
}

struct Pair {
  std::string message;
  std::string receipt;
};

Pair pair_of(as4::Suite suite, int i, std::mt19937& random, app::Entropy& entropy) {
  const as4::Partner receiver = test::agreement(test::singapore, suite);
  const auto octets = test::octets_of({.id = format("MY{:016X}", random()),
                                       .n = static_cast<std::uint32_t>(1 + (i % 9)),
                                       .action = actions[static_cast<std::size_t>(i) % actions.size()]},
                                      test::shared_agreement(test::malaysia, suite), entropy);
  auto receipt =
      as4::make_receipt(receiver, octets->message.message_id, octets->message.references,
                        gateway::as4_id(test::singapore, format("{:016x}{:016x}", random(), random())),
                        test::time_of_recording());
  require(receipt.has_value(), "what is ours is receipted");
  return {.message = octets->message.soap, .receipt = *std::move(receipt)};
}

Bytes dictionary() {
  std::mt19937 random{2026};
  test::SeededEntropy entropy{7};
  // RSA draws from the library of cryptography itself, so the pieces are made anew.
  const auto chance = [&random](std::size_t length) {
    std::string piece(length, '=');
    for (char& letter : piece) letter = alphabet[random() % (alphabet.size() - 1)];
    return piece;
  };
  std::string common;
  std::vector<Bytes> samples;
  for (const as4::Suite suite : {as4::Suite::rsa, as4::Suite::edwards}) {
    for (int i = 0; i < of_each; ++i) {
      const Pair pair = pair_of(suite, i, random, entropy);
      for (const std::string* text : {&pair.receipt, &pair.message}) {
        if (i == 0) common += with_other_base64(*text, [](std::size_t) { return std::string{}; });
        samples.push_back(copy_of(as_bytes(with_other_base64(*text, chance))));
      }
    }
  }
  return store::make_dictionary(as_bytes(common), samples);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "train_envelopes FILE\n");
    return 2;
  }
  return lintas::test::write_dictionary(arguments[1], dictionary);
}
