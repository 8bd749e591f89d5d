#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/sink.hpp"

/// The form in which the content of a part is signed. Source: SOAP Messages with Attachments Profile 1.1,
/// section 5.4.2 (transform::attachment_content).
namespace lintas::as4 {

enum class ContentForm : std::uint8_t {
  canonical_xml,  ///< the document in exclusive canonical form without comments
  text,           ///< each line end (CRLF, CR or LF) as CRLF
  octets,         ///< as it is
};

/// By the type that the content had when it was signed: `application/gzip` if it was compressed, and of what
/// was encrypted the one that EncryptedData names. XML are text/xml, application/xml and whatever ends in
/// +xml; parameters and case make no difference. What is no type at all is octets.
[[nodiscard]] ContentForm form_of(std::string_view mime_type);

/// Brings what comes into its form and gives it on, usually to a digest. Text and octets go through piece by
/// piece and are not kept; XML is kept up to bounds::payload_tree, and comes out, in pieces, when it is
/// closed. Refuses with EBMS:0101 XML that is larger or that cannot be read: nobody can have signed that; and
/// what grows beyond bounds::canonical_growth_max.
class FormSink final : public Sink {
 public:
  FormSink(ContentForm form, Sink& next) : form_(form), next_(next) {}
  [[nodiscard]] std::expected<void, Refused> take(ByteView piece) override;
  [[nodiscard]] std::expected<void, Refused> close() override;
  /// In memory, of XML.
  [[nodiscard]] std::size_t kept_bytes() const noexcept { return document_.capacity(); }

 private:
  [[nodiscard]] std::expected<void, Refused> keep(std::string_view piece);
  [[nodiscard]] std::expected<void, Refused> take_text(std::string_view rest);
  [[nodiscard]] std::expected<void, Refused> give_canonical();

  ContentForm form_;
  Sink& next_;
  std::string document_;   ///< of XML
  bool ended_cr_ = false;  ///< of text: a CR ended the last piece, and CRLF was given for it
};

}  // namespace lintas::as4
