#include "shell/api/link_token.hpp"

#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/model/values/mrn.hpp"
#include "shell/crypto/sealing.hpp"

namespace lintas::api {
namespace {

Sealing sealing_by(std::byte first) {
  crypto::SealingKey key{};
  key.fill(first);
  return {.seal = [key](ByteView content) { return crypto::seal(key, content); },
          .open = [key](ByteView sealed) { return crypto::open_sealed(key, sealed); }};
}
const Sealing own = sealing_by(std::byte{7});

Link some_link() {
  Link link{.mrn = Mrn::parse("26SG0000010000A1J0").value(),
            .key = {},
            .generation = 3,
            .until = parse_instant("2026-11-30T08:00:00Z").value()};
  link.key.bytes.fill(std::byte{9});
  return link;
}

std::string sealed(const Link& link, const Sealing& by = own) { return seal_link(link, by); }
std::optional<Link> opened(std::string_view token, const Sealing& by = own) { return open_link(token, by); }

TEST(LinkToken, SaysToItsNodeWhatWasSealed) {
  const std::string token = sealed(some_link());
  EXPECT_EQ(token.size(), link_token_chars);
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos)
      << token;
  EXPECT_EQ(opened(token), some_link());
  EXPECT_EQ(sealed(some_link()), token);
}

TEST(LinkToken, HasNoOtherFormThatIsTaken) {
  const std::string token = sealed(some_link());
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (const char other : {'A', 'B', '_', '=', ' '}) {
      std::string changed = token;
      if (changed[i] == other) continue;
      changed[i] = other;
      EXPECT_FALSE(opened(changed).has_value()) << i << ' ' << other;
    }
  }
  for (const std::string& wrong : {std::string{}, token + "A", token.substr(1), token + "="})
    EXPECT_FALSE(opened(wrong).has_value()) << wrong;
}

TEST(LinkToken, OfAnotherNodeIsNone) {
  EXPECT_FALSE(opened(sealed(some_link()), sealing_by(std::byte{8})).has_value());
}

/// Two links that differ in one second have nothing to see in common, and no part of a link stands in clear.
TEST(LinkToken, ShowsNothingOfWhatItIsFor) {
  Link later = some_link();
  later.until += std::chrono::seconds{1};
  const std::string a = sealed(some_link());
  const std::string b = sealed(later);
  std::size_t alike = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) ++alike;
  }
  EXPECT_LT(alike, 12U) << "of 106 characters every 64th is alike by chance";
}

TEST(LinkToken, EachPartCounts) {
  std::set<std::string> tokens{sealed(some_link())};
  Link other = some_link();
  other.mrn = Mrn::parse("26LA000101A1B2C3J0").value();
  tokens.insert(sealed(other));
  other = some_link();
  other.key.bytes[31] = std::byte{1};
  tokens.insert(sealed(other));
  other = some_link();
  other.generation = 4;
  tokens.insert(sealed(other));
  EXPECT_EQ(tokens.size(), 4U);
}

}  // namespace
}  // namespace lintas::api
