#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/grammar.hpp"
#include "wire/xml/tree.hpp"

/// ds:Reference: one thing that a signature covers, and its digest. Closed: a thing in the envelope goes by
/// exclusive canonical form alone, a part by the SwA content transform alone, and every digest is SHA-256.
/// Sources: XML Signature 1.1, 4.4.3; SwA Profile 1.1, 5.4; eDelivery AS4 1.15, 3.2.6.2.
namespace lintas::as4 {

struct Reference {
  std::string uri;  ///< "#msg", "cid:1@node"
  Hash256 digest;
  std::vector<std::string> inclusive{};  ///< prefixes of the list of its transform, empty for #default
  std::string canonical{};               ///< the element itself in canonical form: what a receipt repeats

  [[nodiscard]] bool is_part() const noexcept { return uri.starts_with("cid:"); }
  /// Of a part, without `cid:`; of a thing in the envelope its `wsu:Id`, without `#`.
  [[nodiscard]] std::string_view target() const noexcept;

  /// The same thing with the same digest: two programs write the element differently.
  friend bool operator==(const Reference& a, const Reference& b) {
    return a.uri == b.uri && a.digest == b.digest;
  }
};

/// As we sign: without a list of prefixes. `target` is of a part with is_part, else of the envelope.
[[nodiscard]] Reference make_reference(std::string_view target, bool is_part, const Hash256& digest);

/// Reads a ds:Reference; whatever does not fit is refused with `error`.
[[nodiscard]] Reference read_reference(Grammar& read, xml::Tree::Node node, Error error);

/// The prefixes of an InclusiveNamespaces list below a method or a transform, if there is one.
[[nodiscard]] std::vector<std::string> read_inclusive(Grammar& read, xml::Tree::Node method, Error error);

/// A SHA-256 in base64; nothing for anything else.
[[nodiscard]] std::optional<Hash256> parse_digest(std::string_view text);

}  // namespace lintas::as4
