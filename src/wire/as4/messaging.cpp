#include "wire/as4/messaging.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "base/time.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/grammar.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/mime.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/reference.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::as4 {

using xml::Tree;
using Node = Tree::Node;

std::string_view value_of(const std::vector<Property>& properties, std::string_view name) {
  const auto found = std::ranges::find(properties, name, &Property::name);
  return found == properties.end() ? std::string_view{} : found->value;
}

bool is_message_id(std::string_view text) {
  const auto at = text.find('@');
  const bool has_both = at != std::string_view::npos && at != 0 && !text.ends_with('@');
  return has_both &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~' && c != '<' && c != '>'; });
}

namespace {

/// xs:dateTime as partners write it: any number of digits behind the second, Z or an offset.
std::optional<Instant> parse_timestamp(std::string_view text) {
  constexpr std::size_t seconds = std::string_view{"2026-11-23T16:24:56"}.size();
  if (text.size() <= seconds) return std::nullopt;
  std::string plain{text.substr(0, seconds)};
  std::string_view rest = text.substr(seconds);
  if (rest.starts_with('.')) {
    const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    if (end == 1) return std::nullopt;
    plain += rest.substr(0, std::min<std::size_t>(end, 4));
    rest.remove_prefix(end);
  }
  auto instant = parse_instant(plain + 'Z');
  if (!instant || rest == "Z") return instant;
  // "+07:00": the same as a time of the day.
  if (rest.size() != 6 || (rest.front() != '+' && rest.front() != '-')) return std::nullopt;
  const auto offset = parse_instant(format("1970-01-01T{}:00Z", rest.substr(1)));
  if (!offset) return std::nullopt;
  return rest.front() == '+' ? *instant - offset->time_since_epoch() : *instant + offset->time_since_epoch();
}

Typed read_typed(Grammar& read, Node node) {
  return {.value = std::string{read.id(node)}, .type = std::string{read.attribute(node, "type")}};
}

MessageInfo read_info(Grammar& read, Node node) {
  MessageInfo info;
  auto inside = read.inside(node);
  const auto at = parse_timestamp(read.text(read.need(inside, {ns::eb, "Timestamp"})));
  if (!at) read.refuse(Error::invalid_header, "Timestamp is not a time");
  info.at = at.value_or(Instant{});
  info.id = read.id(read.need(inside, {ns::eb, "MessageId"}));
  if (const auto ref = read.may(inside, {ns::eb, "RefToMessageId"})) info.ref_to_message = read.id(*ref);
  read.end(inside);
  return info;
}

Party read_party(Grammar& read, Node node) {
  Party party;
  auto inside = read.inside(node);
  party.id = read_typed(read, read.need(inside, {ns::eb, "PartyId"}));
  if (read.may(inside, {ns::eb, "PartyId"}))
    read.refuse(Error::processing_mode_mismatch, "a side has one PartyId");
  party.role = read.id(read.need(inside, {ns::eb, "Role"}));
  read.end(inside);
  return party;
}

std::vector<Property> read_properties(Grammar& read, Node node) {
  std::vector<Property> properties;
  auto inside = read.inside(node);
  read.all(inside, {ns::eb, "Property"}, [&](Node property) {
    const std::string_view name = read.attribute(property, "name");
    if (name.empty()) read.refuse(Error::invalid_header, "a Property has no name");
    if (properties.size() == bounds::properties_max)
      return read.refuse(Error::invalid_header, "too many properties");
    if (std::ranges::find(properties, name, &Property::name) != properties.end())
      read.refuse(Error::value_inconsistent, format("the Property {} stands twice", name));
    properties.push_back({.name = std::string{name},
                          .value = std::string{read.text(property)},
                          .type = std::string{read.attribute(property, "type")}});
  });
  read.end(inside);
  return properties;
}

/// EncName of XML 1.0, 4.3.3: what the profile takes for a character set.
bool is_encoding_name(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  if (text.empty() || !is_letter(text.front())) return false;
  return std::ranges::all_of(text, [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

PartInfo read_part(Grammar& read, Node node) {
  PartInfo part;
  const std::string_view href = read.attribute(node, "href");
  if (const auto id = referred_id(href); id && href.size() <= bounds::id_chars_max) {
    part.content_id = *id;
  } else {
    read.refuse(Error::external_payload_error, "a payload is no part of the message");
  }
  auto inside = read.inside(node);
  read.all(inside, {ns::eb, "Schema"}, [](Node) {});
  if (const auto description = read.may(inside, {ns::eb, "Description"})) (void)read.text(*description);
  if (const auto properties = read.may(inside, {ns::eb, "PartProperties"}))
    part.properties = read_properties(read, *properties);
  read.end(inside);
  const auto set = std::ranges::find(part.properties, character_set_property, &Property::name);
  if (set != part.properties.end() && !is_encoding_name(set->value))
    read.refuse(Error::value_inconsistent, "CharacterSet is no name of an encoding");
  const std::string_view compression = value_of(part.properties, compression_type_property);
  if (compression.empty()) return part;
  if (compression != gzip_type) read.refuse(Error::value_inconsistent, "another compression than gzip");
  if (value_of(part.properties, mime_type_property).empty())
    read.refuse(Error::value_inconsistent, "a compressed part without MimeType");
  return part;
}

std::vector<PartInfo> read_parts(Grammar& read, Node node) {
  std::vector<PartInfo> parts;
  auto inside = read.inside(node);
  read.all(inside, {ns::eb, "PartInfo"}, [&](Node info) {
    if (parts.size() == bounds::parts_max) return read.refuse(Error::mime_inconsistency, "too many parts");
    parts.push_back(read_part(read, info));
  });
  read.end(inside);
  return parts;
}

void read_collaboration(Grammar& read, Node node, UserMessage& message) {
  auto inside = read.inside(node);
  if (const auto agreement = read.may(inside, {ns::eb, "AgreementRef"})) {
    message.agreement = read_typed(read, *agreement);
    message.pmode = read.attribute(*agreement, "pmode");
  }
  message.service = read_typed(read, read.need(inside, {ns::eb, "Service"}));
  message.action = read.id(read.need(inside, {ns::eb, "Action"}));
  // It has to be there. Networks that know no conversations leave it empty, and nothing here is told by it.
  message.conversation = read.text(read.need(inside, {ns::eb, "ConversationId"}));
  if (message.conversation.size() > bounds::id_chars_max)
    read.refuse(Error::invalid_header, "ConversationId is too long");
  read.end(inside);
}

UserMessage read_user_message(Grammar& read, Node node) {
  UserMessage message;
  auto inside = read.inside(node);
  message.info = read_info(read, read.need(inside, {ns::eb, "MessageInfo"}));
  auto sides = read.inside(read.need(inside, {ns::eb, "PartyInfo"}));
  message.from = read_party(read, read.need(sides, {ns::eb, "From"}));
  message.to = read_party(read, read.need(sides, {ns::eb, "To"}));
  read.end(sides);
  read_collaboration(read, read.need(inside, {ns::eb, "CollaborationInfo"}), message);
  if (const auto properties = read.may(inside, {ns::eb, "MessageProperties"}))
    message.properties = read_properties(read, *properties);
  if (const auto payload = read.may(inside, {ns::eb, "PayloadInfo"}))
    message.parts = read_parts(read, *payload);
  read.end(inside);
  return message;
}

std::vector<Reference> read_receipt(Grammar& read, Node node) {
  std::vector<Reference> parts;
  auto inside = read.inside(node);
  auto information =
      read.inside(read.need(inside, {ns::ebbp, "NonRepudiationInformation"}, Error::invalid_receipt));
  read.all(information, {ns::ebbp, "MessagePartNRInformation"}, [&](Node one) {
    auto reference = read.inside(one);
    parts.push_back(read_reference(read, read.need(reference, {ns::ds, "Reference"}, Error::invalid_receipt),
                                   Error::invalid_receipt));
    read.end(reference, Error::invalid_receipt);
    if (parts.size() > bounds::parts_max + 2) read.refuse(Error::invalid_receipt, "too many references");
  });
  read.end(information, Error::invalid_receipt);
  if (parts.empty()) read.refuse(Error::invalid_receipt, "a receipt for nothing");
  return parts;
}

ErrorLine read_error(Grammar& read, Node node) {
  ErrorLine line{.code = std::string{read.attribute(node, "errorCode")},
                 .is_failure = read.attribute(node, "severity") != "warning",
                 .short_description = std::string{read.attribute(node, "shortDescription")},
                 .ref_to_message = std::string{read.attribute(node, "refToMessageInError")}};
  if (line.code.empty()) read.refuse(Error::invalid_header, "an Error has no code");
  auto inside = read.inside(node);
  if (const auto description = read.may(inside, {ns::eb, "Description"})) (void)read.text(*description);
  if (const auto detail = read.may(inside, {ns::eb, "ErrorDetail"})) line.detail = read.text(*detail);
  read.end(inside);
  return line;
}

Messaging read_signal(Grammar& read, Node node) {
  auto inside = read.inside(node);
  const MessageInfo info = read_info(read, read.need(inside, {ns::eb, "MessageInfo"}));
  if (const auto receipt = read.may(inside, {ns::eb, "Receipt"})) {
    Receipt found{.info = info, .parts = read_receipt(read, *receipt)};
    if (info.ref_to_message.empty()) read.refuse(Error::invalid_receipt, "a receipt for no message");
    read.end(inside);
    return found;
  }
  if (read.may(inside, {ns::eb, "PullRequest"}))
    read.refuse(Error::feature_not_supported, "messages are pushed here");
  ErrorSignal found{.info = info, .errors = {}};
  read.all(inside, {ns::eb, "Error"}, [&](Node error) {
    if (found.errors.size() == bounds::errors_max)
      return read.refuse(Error::invalid_header, "too many errors");
    found.errors.push_back(read_error(read, error));
  });
  if (found.errors.empty()) read.refuse(Error::invalid_header, "a signal without what it signals");
  read.end(inside);
  return found;
}

}  // namespace

std::expected<Messaging, Refused> read_messaging(const Tree& tree, Node messaging) {
  Grammar read{tree};
  auto inside = read.inside(messaging);
  Messaging found;
  if (const auto user = read.may(inside, {ns::eb, "UserMessage"})) {
    found = read_user_message(read, *user);
  } else {
    found = read_signal(read, read.need(inside, {ns::eb, "SignalMessage"}));
  }
  if (!inside.is_done()) read.refuse(Error::feature_not_supported, "bundles are not taken");
  if (const auto& failed = read.refused()) return std::unexpected{*failed};
  return found;
}

// ---- writing

namespace {

/// Writes elements of the namespace eb, in canonical form.
class Writer {
 public:
  void open(std::string_view name) {
    out_ += "<eb:";
    out_ += name;
    out_ += '>';
  }
  void close(std::string_view name) {
    out_ += "</eb:";
    out_ += name;
    out_ += '>';
  }
  /// Attributes are given in the order of their names, those without a value are left out.
  struct Attribute {
    std::string_view name;
    std::string_view value;
  };
  void start(std::string_view name, std::initializer_list<Attribute> attributes) {
    out_ += "<eb:";
    out_ += name;
    for (const Attribute& attribute : attributes) {
      if (attribute.value.empty()) continue;
      out_ += ' ';
      out_ += attribute.name;
      out_ += "=\"";
      xml::escape_attribute(attribute.value, out_);
      out_ += '"';
    }
    out_ += '>';
  }
  void text(std::string_view value) { xml::escape_text(value, out_); }
  void element(std::string_view name, std::string_view value) {
    open(name);
    text(value);
    close(name);
  }
  void raw(std::string_view text) { out_ += text; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

void write(Writer& out, const MessageInfo& info) {
  out.open("MessageInfo");
  out.element("Timestamp", to_text(info.at));
  out.element("MessageId", info.id);
  if (!info.ref_to_message.empty()) out.element("RefToMessageId", info.ref_to_message);
  out.close("MessageInfo");
}

void write(Writer& out, std::string_view name, const Party& party) {
  out.open(name);
  out.start("PartyId", {{"type", party.id.type}});
  out.text(party.id.value);
  out.close("PartyId");
  out.element("Role", party.role);
  out.close(name);
}

void write(Writer& out, std::string_view name, const std::vector<Property>& properties) {
  if (properties.empty()) return;
  out.open(name);
  for (const Property& property : properties) {
    out.start("Property", {{"name", property.name}, {"type", property.type}});
    out.text(property.value);
    out.close("Property");
  }
  out.close(name);
}

void write_collaboration(Writer& out, const UserMessage& message) {
  out.open("CollaborationInfo");
  if (!message.agreement.value.empty()) {
    out.start("AgreementRef", {{"pmode", message.pmode}, {"type", message.agreement.type}});
    out.text(message.agreement.value);
    out.close("AgreementRef");
  }
  out.start("Service", {{"type", message.service.type}});
  out.text(message.service.value);
  out.close("Service");
  out.element("Action", message.action);
  out.element("ConversationId", message.conversation);
  out.close("CollaborationInfo");
}

void write(Writer& out, const UserMessage& message) {
  out.open("UserMessage");
  write(out, message.info);
  out.open("PartyInfo");
  write(out, "From", message.from);
  write(out, "To", message.to);
  out.close("PartyInfo");
  write_collaboration(out, message);
  write(out, "MessageProperties", message.properties);
  if (!message.parts.empty()) {
    out.open("PayloadInfo");
    for (const PartInfo& part : message.parts) {
      out.start("PartInfo", {{"href", "cid:" + part.content_id}});
      write(out, "PartProperties", part.properties);
      out.close("PartInfo");
    }
    out.close("PayloadInfo");
  }
  out.close("UserMessage");
}

void write(Writer& out, const Receipt& receipt) {
  out.open("SignalMessage");
  write(out, receipt.info);
  out.open("Receipt");
  out.raw(format(R"(<ebbp:NonRepudiationInformation xmlns:ebbp="{}">)", ns::name_of(ns::ebbp)));
  for (const Reference& part : receipt.parts) {
    out.raw("<ebbp:MessagePartNRInformation>");
    out.raw(part.canonical);
    out.raw("</ebbp:MessagePartNRInformation>");
  }
  out.raw("</ebbp:NonRepudiationInformation>");
  out.close("Receipt");
  out.close("SignalMessage");
}

void write(Writer& out, const ErrorSignal& signal) {
  out.open("SignalMessage");
  write(out, signal.info);
  for (const ErrorLine& line : signal.errors) {
    const ErrorRow* known = find_error(line.code);
    out.start("Error", {{"category", known != nullptr ? known->category : std::string_view{}},
                        {"errorCode", line.code},
                        {"origin", known != nullptr ? known->origin : std::string_view{}},
                        {"refToMessageInError", line.ref_to_message},
                        {"severity", line.is_failure ? "failure" : "warning"},
                        {"shortDescription", line.short_description}});
    if (!line.detail.empty()) out.element("ErrorDetail", line.detail);
    out.close("Error");
  }
  out.close("SignalMessage");
}

}  // namespace

std::string write_messaging(const Messaging& messaging) {
  Writer out;
  // Attributes go by the names of their namespaces: that of wsu stands before that of SOAP.
  out.raw(format(
      R"(<eb:Messaging xmlns:S12="{}" xmlns:eb="{}" xmlns:wsu="{}" wsu:Id="{}" S12:mustUnderstand="true">)",
      ns::name_of(ns::soap), ns::name_of(ns::eb), ns::name_of(ns::wsu), messaging_id));
  std::visit([&](const auto& one) { write(out, one); }, messaging);
  out.close("Messaging");
  return out.take();
}

}  // namespace lintas::as4
