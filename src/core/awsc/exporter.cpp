#include "core/awsc/exporter.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/country.hpp"

namespace lintas::awsc {

namespace {

namespace wco = message::wco;

template <class T>
const T& the(const message::One<T>& group) {
  require(static_cast<bool>(group), "the message was checked against its schema");
  return *group;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
/// Of a letter beyond ASCII each byte: words are compared, not sorted for people.
bool is_of_a_word(char c) {
  return is_digit(c) || is_capital(c) || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80U;
}

bool fits(char c, char form) {
  switch (form) {
    case '9': return is_digit(c);
    case 'A': return is_capital(c);
    case 'X': return is_digit(c) || is_capital(c);
    default: return c == form;
  }
}

Product product_of(const wco::CertifiedProduct& said) {
  Product product{.number = static_cast<std::uint32_t>(said.sequence_numeric.value),
                  .description = said.description,
                  .code = the(said.classification).id,
                  .criteria = {}};
  for (const wco::OriginCriterion& one : said.origin_criterion) product.criteria.push_back(one.type_code);
  return product;
}

}  // namespace

std::string in_words(const ExporterReference& reference) {
  return format("{}, {}", reference.state.str(), reference.code.str());
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool within = false;
  for (const char c : text) {
    if (!is_of_a_word(c)) {
      within = false;
      continue;
    }
    if (!std::exchange(within, true)) words.emplace_back();
    words.back().push_back(is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return words;
}

Hash256 print_of_name(const ExporterReference& reference, std::string_view name, Sha256 sha256) {
  auto words = words_of(name);
  std::ranges::sort(words);
  std::string text = in_words(reference);
  for (const std::string& word : words) text.append("\n").append(word);
  const std::array parts{as_bytes(text)};
  return sha256(parts);
}

bool has_form(std::string_view code, std::string_view form) { return std::ranges::equal(code, form, fits); }

std::expected<Record, Findings> record_of(const wco::Declaration& said, const Hash256& document,
                                          Sha256 sha256) {
  const wco::CertifiedExporter& exporter = the(said.certified_exporter);
  const auto state = Country::parse(said.issuing_country_code);
  const auto code = AuthorisationCode::parse(said.certified_exporter_id);
  // A declaration is named by state, code and number with commas between them.
  if (!state || !code || code->str().contains(',')) {
    return std::unexpected(Findings{{.rule = "R-OD-012",
                                     .pointer = "/CE.RECORD/Declaration/CertifiedExporterID",
                                     .value = said.certified_exporter_id,
                                     .detail = {}}});
  }
  Record record{.reference = {.state = *state, .code = *code},
                .holder = exporter.id,
                .valid_from = exporter.effective_date_time.calendar_day(),
                .valid_until = exporter.expiration_date_time.calendar_day(),
                .products = {},
                .signatories = {},
                .document = document};
  for (const wco::CertifiedProduct& one : exporter.product) record.products.push_back(product_of(one));
  for (const wco::Signatory& one : exporter.signatory)
    record.signatories.push_back(print_of_name(record.reference, one.name, sha256));
  return record;
}

}  // namespace lintas::awsc
