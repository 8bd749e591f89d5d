#include "shell/app/faulty_certificate.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/wire.hpp"
#include "core/model/values/country.hpp"
#include "wire/xml/tokenizer.hpp"

namespace lintas::app {

namespace {

std::string_view local(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// First text of each element, by its path below the root. As far as the bytes are XML.
std::map<std::string, std::string> texts_in(std::string_view xml, std::string& root) {
  std::map<std::string, std::string> texts;
  std::string path;
  xml::Tokenizer tokenizer{xml};
  for (auto token = tokenizer.next(); token != xml::Token::done && token != xml::Token::error;
       token = tokenizer.next()) {
    if (token == xml::Token::text) {
      texts.try_emplace(path, tokenizer.text());
    } else if (token == xml::Token::end) {
      path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
    } else if (root.empty()) {
      root = local(tokenizer.name());
    } else {
      path.append("/").append(local(tokenizer.name()));
    }
  }
  return texts;
}

}  // namespace

std::optional<FaultyCertificate> certificate_that_is_faulty(ByteView xml, std::string_view sender,
                                                            std::string_view identification) {
  std::string root;
  const auto texts = texts_in(as_text(xml), root);
  const auto text = [&](const char* path) {
    const auto found = texts.find(path);
    return found == texts.end() ? std::string_view{} : std::string_view{found->second};
  };
  const bool is_certificate =
      root == documents::root_of(documents::co_issue) || root == documents::root_of(documents::co_retransmit);
  if (!is_certificate || text("/messageSender") != sender || text("/messageIdentification") != identification)
    return std::nullopt;
  const auto state = Country::parse(text("/Declaration/IssuingCountryCode"));
  const auto office = documents::IssuingOffice::parse(text("/Declaration/Submitter/ID"));
  const auto number = documents::ReferenceNumber::parse(text("/Declaration/ID"));
  if (!state || !office || !number || office->str().empty() || number->str().empty()) return std::nullopt;
  return FaultyCertificate{.number = root == documents::root_of(documents::co_issue)
                                         ? documents::co_issue
                                         : documents::co_retransmit,
                           .reference = {.state = *state, .office = *office, .number = *number}};
}

}  // namespace lintas::app
