#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/model/values/mrn.hpp"
#include "shell/api/webhook_signing.hpp"

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

/// Characters of every token: letters, digits, - and _.
inline constexpr std::size_t link_token_chars = 106;

/// A synthetic initialisation vector, as RFC 5297 has it, with HMAC-SHA-256 as the function: the first 16
/// bytes are the code over the content, and the content lies under what follows from them. The same link is
/// the same token. `secret`: 32 bytes that serve nothing else.
[[nodiscard]] std::string seal_link(const Link& link, ByteView secret, const Hmac& hmac);

/// Nothing for what `seal_link` never made with this secret. Takes equally long wherever it is wrong.
[[nodiscard]] std::optional<Link> open_link(std::string_view token, ByteView secret, const Hmac& hmac);

}  // namespace lintas::api
