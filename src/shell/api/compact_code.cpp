#include "shell/api/compact_code.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/code/trust.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"

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

}  // namespace lintas::api
