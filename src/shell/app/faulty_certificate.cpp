#include "shell/app/faulty_certificate.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/limits.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/wire.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/wire.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/program.hpp"
#include "core/model/values/country.hpp"
#include "wire/xml/tokenizer.hpp"

namespace lintas::app {

namespace {

std::string_view local(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// The first text of an element, by its names below the root.
struct Wanted {
  std::vector<std::string> path;
  std::optional<std::string> text = std::nullopt;

  [[nodiscard]] bool is_at(std::span<const std::string> open) const { return std::ranges::equal(open, path); }
};

/// What is looked for of a document, and nothing else of the message is kept: it may be anything, and as long
/// as a message may be.
struct Texts {
  std::string root = {};
  Wanted sender{{"messageSender"}};
  Wanted identification{{"messageIdentification"}};
  Wanted state{{"Declaration", "IssuingCountryCode"}};
  Wanted office{{"Declaration", "Submitter", "ID"}};
  Wanted reference{{"Declaration", "ID"}};
  Wanted version{{"Declaration", "VersionID"}};

  [[nodiscard]] std::array<Wanted*, 6> all() {
    return {&sender, &identification, &state, &office, &reference, &version};
  }
  [[nodiscard]] bool is_of(std::string_view from, std::string_view id) const {
    return sender.text == from && identification.text == id;
  }
};

std::optional<documents::MessageNumber> certificate_of_root(std::string_view root) {
  for (const auto number : {documents::co_issue, documents::co_retransmit})
    if (root == documents::root_of(number)) return number;
  return std::nullopt;
}

/// As far as the bytes are XML. Nothing, and no more of it is read, where the root is not `wanted`.
std::optional<Texts> texts_in(std::string_view xml,
                              const std::function<bool(std::string_view root, Texts&)>& wanted) {
  xml::Tokenizer tokenizer{xml};
  if (tokenizer.next() != xml::Token::start) return std::nullopt;
  Texts texts{.root = std::string{local(tokenizer.name())}};
  if (!wanted(texts.root, texts)) return std::nullopt;
  std::vector<std::string> open;  // below the root; as deep as the tokenizer lets it be
  for (auto token = tokenizer.next(); token != xml::Token::done && token != xml::Token::error;
       token = tokenizer.next()) {
    if (token == xml::Token::start) {
      open.emplace_back(local(tokenizer.name()));
    } else if (token == xml::Token::end) {
      if (!open.empty()) open.pop_back();
    } else {
      for (Wanted* const one : texts.all())
        if (!one->text && one->is_at(open)) one->text = tokenizer.text();
    }
  }
  return texts;
}

}  // namespace

std::optional<FaultyCertificate> certificate_that_is_faulty(ByteView xml, std::string_view sender,
                                                            std::string_view identification) {
  const auto texts = texts_in(
      as_text(xml), [](std::string_view root, Texts&) { return certificate_of_root(root).has_value(); });
  if (!texts || !texts->is_of(sender, identification)) return std::nullopt;
  const auto message = certificate_of_root(texts->root);
  const auto state = Country::parse(texts->state.text.value_or(""));
  const auto office = documents::IssuingOffice::parse(texts->office.text.value_or(""));
  const auto number = documents::ReferenceNumber::parse(texts->reference.text.value_or(""));
  if (!message || !state || !office || !number || office->str().empty() || number->str().empty())
    return std::nullopt;
  return FaultyCertificate{.number = *message,
                           .reference = {.state = *state, .office = *office, .number = *number}};
}

std::optional<FaultyAcdd> acdd_that_is_faulty(ByteView xml, std::string_view sender,
                                              std::string_view identification) {
  const auto texts = texts_in(
      as_text(xml), [](std::string_view root, Texts&) { return root == acdd::root_of(acdd::acdd_send); });
  if (!texts || !texts->is_of(sender, identification)) return std::nullopt;
  const auto state = Country::parse(texts->state.text.value_or(""));
  const auto number = acdd::PermitNumber::parse(texts->reference.text.value_or(""));
  if (!state || !number) return std::nullopt;
  const std::string version = texts->version.text.value_or("");
  FaultyAcdd faulty{.permit = {.state = *state, .number = *number}};
  std::from_chars(version.data(), version.data() + version.size(), faulty.version);
  if (faulty.version > acdd::versions_max) faulty.version = 0;
  return faulty;
}

std::optional<kinds::Reference> doc_that_is_faulty(ByteView xml, std::string_view sender,
                                                   std::string_view identification,
                                                   const kinds::Kinds& kinds) {
  const kinds::Kind* kind = nullptr;
  const auto look_for = [&](std::string_view root, Texts& texts) {
    kind = kinds.of_root(root);
    if (kind == nullptr) return false;
    const auto path_of = [&](kinds::Meaning meaning) {
      std::vector<std::string> path{std::string{kind->program().children(kind->program().top()).back().name}};
      const kinds::Place* place = kind->place(meaning);
      require(place != nullptr, "a kind says where state and number stand");
      path.insert(path.end(), place->path.begin(), place->path.end());
      return path;
    };
    texts.state.path = path_of(kinds::Meaning::issuing_state);
    texts.reference.path = path_of(kinds::Meaning::number);
    return true;
  };
  const auto texts = texts_in(as_text(xml), look_for);
  if (!texts || !texts->is_of(sender, identification)) return std::nullopt;
  const auto state = Country::parse(texts->state.text.value_or(""));
  const auto number = kinds::Number::parse(texts->reference.text.value_or(""));
  if (!state || !number) return std::nullopt;
  return kinds::Reference{
      .state = *state, .kind = kinds::KindCode::parse(kind->code()).value(), .number = *number};
}

}  // namespace lintas::app
