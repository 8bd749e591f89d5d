#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "wire/as4/errors.hpp"
#include "wire/xml/tree.hpp"

/// The SOAP 1.2 envelope of AS4: two headers, a body that is empty or of an answer a Fault, nothing else.
/// What is signed is found at its place and nowhere else, so there is nothing that a moved signature could be
/// wrapped around: nobody here looks an element up by its id.
namespace lintas::as4 {

struct Envelope {
  xml::Tree::Node security;
  xml::Tree::Node messaging;
  xml::Tree::Node body;
  std::string_view messaging_id;  ///< its wsu:Id, empty for none
  std::string_view body_id;
  bool is_fault = false;  ///< its body is a Fault
};

enum class Bodies : std::uint8_t {
  empty,           ///< of every message
  empty_or_fault,  ///< of answers: some partners put an S12:Fault beside their signal of errors
};

/// Refused with EBMS:0009: another root, headers that are not known, for others or there twice, `xml:id`;
/// with EBMS:0101 an id that stands twice in the document; with EBMS:0103 a message without Security; with
/// EBMS:0008 a body with anything else in it than `bodies` says. What a Fault says is not read: it repeats in
/// words what the signal says.
[[nodiscard]] std::expected<Envelope, Refused> read_envelope(const xml::Tree& tree,
                                                             Bodies bodies = Bodies::empty);

/// The whole SOAP part: headers as write_security and write_messaging made them.
[[nodiscard]] std::string write_envelope(std::string_view security, std::string_view messaging);

/// The element S12:Body as it stands in what is written here, in canonical form: its digest is always the
/// same.
[[nodiscard]] std::string body_text();

}  // namespace lintas::as4
