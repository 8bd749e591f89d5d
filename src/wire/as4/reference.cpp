#include "wire/as4/reference.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "wire/as4/base64.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/grammar.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/names.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::as4 {

namespace {

constexpr std::string_view cid = "cid:";

}  // namespace

std::string_view Reference::target() const noexcept {
  return std::string_view{uri}.substr(is_part() ? cid.size() : 1);
}

Reference make_reference(std::string_view target, bool is_part, const Hash256& digest) {
  Reference made{.uri = format("{}{}", is_part ? cid : "#", target), .digest = digest};
  std::string uri;
  xml::escape_attribute(made.uri, uri);
  made.canonical = format(
      R"(<ds:Reference xmlns:ds="{}" URI="{}"><ds:Transforms><ds:Transform Algorithm="{}"></ds:Transform></ds:Transforms>)"
      R"(<ds:DigestMethod Algorithm="{}"></ds:DigestMethod><ds:DigestValue>{}</ds:DigestValue></ds:Reference>)",
      ns::name_of(ns::ds), uri, is_part ? transform::attachment_content : alg::exc_c14n, alg::sha256,
      to_base64(digest.view()));
  return made;
}

std::optional<Hash256> parse_digest(std::string_view text) {
  const auto bytes = from_base64(text, Hash256{}.bytes.size());
  Hash256 digest;
  if (!bytes || bytes->size() != digest.bytes.size()) return std::nullopt;
  std::ranges::copy(*bytes, digest.bytes.begin());
  return digest;
}

std::vector<std::string> read_inclusive(Grammar& read, xml::Tree::Node method, Error error) {
  std::vector<std::string> prefixes;
  auto inside = read.inside(method);
  if (const auto list = read.may(inside, {ns::exc_c14n, "InclusiveNamespaces"})) {
    read.empty(*list, error);
    if (read.tree().attributes(*list).size() != 1)
      read.refuse(error, "InclusiveNamespaces has more than a list");
    std::string_view rest = read.attribute(*list, "PrefixList");
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
      const std::string_view one = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (one.empty()) continue;
      prefixes.emplace_back(one == "#default" ? std::string_view{} : one);
      if (prefixes.size() > bounds::prefixes_max) read.refuse(error, "too many prefixes in a list");
    }
  }
  read.end(inside, error);
  return prefixes;
}

Reference read_reference(Grammar& read, xml::Tree::Node node, Error error) {
  Reference found;
  if (read.refused()) return found;
  found.uri = read.attribute(node, "URI");
  const bool names_something =
      found.is_part() ? found.uri.size() > cid.size() : found.uri.size() > 1 && found.uri.starts_with('#');
  if (!names_something || read.tree().attributes(node).size() != 1 || found.uri.size() > bounds::id_chars_max)
    read.refuse(error, "a Reference to nothing, or with more than a URI");
  auto inside = read.inside(node);
  const auto all_transforms = read.need(inside, {ns::ds, "Transforms"}, error);
  read.bare(all_transforms, error);
  auto transforms = read.inside(all_transforms);
  const auto transform = read.need(transforms, {ns::ds, "Transform"}, error);
  read.end(transforms, error);
  read.algorithm(transform, found.is_part() ? transform::attachment_content : alg::exc_c14n, error);
  if (found.is_part()) {
    read.empty(transform, error);
  } else {
    found.inclusive = read_inclusive(read, transform, error);
  }
  const auto method = read.need(inside, {ns::ds, "DigestMethod"}, error);
  read.algorithm(method, alg::sha256, error);
  read.empty(method, error);
  const auto value = read.need(inside, {ns::ds, "DigestValue"}, error);
  read.bare(value, error);
  const auto digest = parse_digest(read.text(value, error));
  if (!digest) read.refuse(error, "a digest that is none");
  found.digest = digest.value_or(Hash256{});
  read.end(inside, error);
  if (!read.refused()) xml::canonicalise(read.tree(), node, {}, found.canonical);
  return found;
}

}  // namespace lintas::as4
