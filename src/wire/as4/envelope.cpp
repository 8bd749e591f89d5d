#include "wire/as4/envelope.hpp"

#include <expected>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/grammar.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/names.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::as4 {

using xml::Tree;

namespace {

/// Every id once, on whatever element: the second fence behind places that are never looked up.
void check_ids(Grammar& read) {
  const Tree& tree = read.tree();
  std::set<std::string_view> seen;
  for (const Tree::Attribute& attribute : tree.all_attributes()) {
    const auto& [space, local] = attribute.name;
    if (space == ns::xml_itself && local == "id") return read.refuse(Error::invalid_header, "xml:id");
    if (local != "Id" || (space != xml::Namespace::none && space != ns::wsu)) continue;
    if (!seen.insert(attribute.value).second)
      return read.refuse(Error::failed_authentication, format("the id {} stands twice", attribute.value));
  }
}

struct Headers {
  Tree::Node security;
  Tree::Node messaging;
};

Headers read_headers(Grammar& read, Tree::Node header) {
  std::optional<Tree::Node> found_security;
  std::optional<Tree::Node> found_messaging;
  auto inside = read.inside(header);
  while (const auto next = read.refused() ? std::nullopt : inside.peek()) {
    const Tree& tree = read.tree();
    if (tree.attribute(*next, {ns::soap, "role"}) || tree.attribute(*next, {ns::soap, "relay"}))
      read.refuse(Error::invalid_header, "a header for another role");
    if (const auto security = read.may(inside, {ns::wsse, "Security"})) {
      if (std::exchange(found_security, *security)) read.refuse(Error::invalid_header, "a second Security");
    } else if (const auto messaging = read.may(inside, {ns::eb, "Messaging"})) {
      if (std::exchange(found_messaging, *messaging))
        read.refuse(Error::invalid_header, "a second Messaging");
    } else {
      read.refuse(Error::invalid_header, format("the header {} is not known", tree.name(*next).local));
    }
  }
  read.end(inside);
  if (!found_messaging) read.refuse(Error::invalid_header, "no Messaging");
  if (!found_security) read.refuse(Error::policy_noncompliance, "no Security");
  return {.security = found_security.value_or(Tree::Node::document),
          .messaging = found_messaging.value_or(Tree::Node::document)};
}

}  // namespace

std::expected<Envelope, Refused> read_envelope(const Tree& tree, Bodies bodies) {
  Grammar read{tree};
  if (!tree.is(tree.root(), {ns::soap, "Envelope"}))
    return std::unexpected{Refused{Error::invalid_header, "no envelope of SOAP 1.2"}};
  auto inside = read.inside(tree.root());
  const Headers headers = read_headers(read, read.need(inside, {ns::soap, "Header"}));
  const Tree::Node body = read.need(inside, {ns::soap, "Body"});
  read.end(inside);
  auto content = read.inside(body);
  const bool is_fault = bodies == Bodies::empty_or_fault && read.may(content, {ns::soap, "Fault"});
  if (!content.is_done()) read.refuse(Error::feature_not_supported, "Body has something in it");
  check_ids(read);
  if (const auto& failed = read.refused()) return std::unexpected{*failed};
  const Tree::Name id{ns::wsu, "Id"};
  return Envelope{.security = headers.security,
                  .messaging = headers.messaging,
                  .body = body,
                  .messaging_id = tree.attribute(headers.messaging, id).value_or(""),
                  .body_id = tree.attribute(body, id).value_or(""),
                  .is_fault = is_fault};
}

std::string body_text() {
  return format(R"(<S12:Body xmlns:S12="{}" xmlns:wsu="{}" wsu:Id="{}"></S12:Body>)", ns::name_of(ns::soap),
                ns::name_of(ns::wsu), body_id);
}

std::string write_envelope(std::string_view security, std::string_view messaging) {
  return format(
      R"(<?xml version="1.0" encoding="UTF-8"?><S12:Envelope xmlns:S12="{}"><S12:Header>{}{}</S12:Header>{})"
      "</S12:Envelope>",
      ns::name_of(ns::soap), security, messaging, body_text());
}

}  // namespace lintas::as4
