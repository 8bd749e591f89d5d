#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/model/values/mrn.hpp"

/// What a link for a partner says, sealed by the node that made it. Nobody else can read it, make one, or
/// change one to another that the node takes. Nothing of it is stored.
namespace lintas::api {

struct Link {
  Mrn mrn;
  Hash256 key;                   ///< of the API key that it was made with: it shows no more than that may see
  std::uint32_t generation = 0;  ///< of its owner's links to this movement (workflow::LinksRevoked)
  Instant until;                 ///< whole seconds

  friend bool operator==(const Link&, const Link&) = default;
};

/// How content is sealed and opened with a key that serves nothing else: the same content gives the same
/// bytes, 16 more than it has, and what was not sealed so is not opened (crypto::seal).
struct Sealing {
  std::function<Bytes(ByteView content)> seal;
  std::function<std::optional<Bytes>(ByteView sealed)> open;
};

/// Characters of every token: letters, digits, - and _.
inline constexpr std::size_t link_token_chars = 106;

[[nodiscard]] std::string seal_link(const Link& link, const Sealing& sealing);

/// Nothing for what `seal_link` never made with this sealing.
[[nodiscard]] std::optional<Link> open_link(std::string_view token, const Sealing& sealing);

}  // namespace lintas::api
