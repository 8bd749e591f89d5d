#include "wire/as4/content_form.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "wire/as4/content_type.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::as4 {

namespace {

constexpr std::string_view crlf = "\r\n";

/// The first line end that is not CRLF already.
std::size_t find_other_line_end(std::string_view text) {
  std::size_t at = text.find_first_of(crlf);
  while (at != std::string_view::npos && text.substr(at).starts_with(crlf))
    at = text.find_first_of(crlf, at + crlf.size());
  return at;
}

}  // namespace

ContentForm form_of(std::string_view mime_type) {
  const std::string name = lower_case(without_blanks(mime_type.substr(0, mime_type.find(';'))));
  const bool is_xml = name == "text/xml" || name == "application/xml" || name.ends_with("+xml");
  if (is_xml) return ContentForm::canonical_xml;
  return name.starts_with("text/") ? ContentForm::text : ContentForm::octets;
}

std::expected<void, Refused> FormSink::take(ByteView piece) {
  switch (form_) {
    case ContentForm::canonical_xml: return keep(as_text(piece));
    case ContentForm::text: return take_text(as_text(piece));
    case ContentForm::octets: return next_.take(piece);
  }
  std::unreachable();
}

std::expected<void, Refused> FormSink::close() {
  if (form_ == ContentForm::canonical_xml) {
    if (auto given = give_canonical(); !given) return given;
  }
  return next_.close();
}

std::expected<void, Refused> FormSink::keep(std::string_view piece) {
  if (piece.size() > bounds::payload_tree.bytes_max - document_.size())
    return refused(Error::failed_authentication, "uncompressed XML is too large to be signed");
  document_ += piece;
  return {};
}

std::expected<void, Refused> FormSink::take_text(std::string_view rest) {
  if (rest.empty()) return {};
  if (ended_cr_ && rest.starts_with('\n')) rest.remove_prefix(1);
  ended_cr_ = false;
  while (!rest.empty()) {
    const std::size_t at = find_other_line_end(rest);
    if (at != 0) {
      if (auto taken = next_.take(as_bytes(rest.substr(0, at))); !taken) return taken;
    }
    if (at == std::string_view::npos) return {};
    if (auto taken = next_.take(as_bytes(crlf)); !taken) return taken;
    ended_cr_ = rest[at] == '\r' && at + 1 == rest.size();
    rest.remove_prefix(at + 1);
  }
  return {};
}

std::expected<void, Refused> FormSink::give_canonical() {
  const auto tree = xml::Tree::read(document_, bounds::payload_tree, {});
  if (!tree) return refused(Error::failed_authentication, "signed XML: " + std::string{tree.error().why});
  std::size_t left = bounds::canonical_growth_max * bounds::payload_tree.bytes_max;
  std::expected<void, Refused> given;
  const bool is_all = xml::canonicalise(*tree, [&](std::string_view piece) {
    if (piece.size() > left) return false;
    left -= piece.size();
    given = next_.take(as_bytes(piece));
    return given.has_value();
  });
  if (!is_all && given)
    return refused(Error::failed_authentication, "signed XML: its canonical form is too long");
  return given;
}

}  // namespace lintas::as4
