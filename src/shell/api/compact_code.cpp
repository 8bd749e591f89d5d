#include "shell/api/compact_code.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/code/trust.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/issue/state.hpp"
#include "core/messages/document.hpp"

namespace lintas::api {

bool DocumentKey::may_sign(Instant now) const { return !code::fault_of_key(trusted, now); }

std::string compact_code_text(const DocumentKey& key,
                              const std::function<code::Handle(std::string_view)>& handle,
                              const message::Document& release, std::optional<Day> limit,
                              const code::Dates& dates) {
  code::AccompanyingDocument document = code::document_of(release.message, limit);
  const code::Handle found_by = handle(document.mrn.str());
  return code::qr_text_of(code::issue(key.issuer, found_by, dates, std::move(document)));
}

std::string handle_name_of_certificate(std::string_view reference) {
  return format("certificate {}", reference);
}

std::string compact_code_text(const DocumentKey& key,
                              const std::function<code::Handle(std::string_view)>& handle,
                              const documents::issue_side::Certificate& certificate, code::Medium medium,
                              const Hash256& content, const code::Dates& dates) {
  const documents::Contents& contents = certificate.contents;
  const bool is_form_d = contents.reference.kind == documents::Kind::form_d;
  const code::Certificate said{.office = std::string{contents.reference.office.str()},
                               .number = std::string{contents.reference.number.str()},
                               .version = contents.version,
                               .form = is_form_d ? code::Form::form_d : code::Form::preferential,
                               .issued = certain(certificate.issued, "only what was issued has a code"),
                               .importer = contents.importer,
                               .medium = medium,
                               .content = content};
  const code::Handle found_by = handle(handle_name_of_certificate(documents::in_words(contents.reference)));
  return code::qr_text_of(code::issue(key.issuer, found_by, dates, said));
}

}  // namespace lintas::api
