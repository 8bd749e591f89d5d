#include "shell/api/description.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "core/acdd/document.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/code.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter.hpp"
#include "core/documents/certificate.hpp"
#include "core/kinds/contents.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/receipt.hpp"
#include "core/model/values/tin.hpp"

namespace lintas::api {

namespace {

/// What is no component: its type in JSON Schema, and what is said beside it.
struct Basic {
  std::string_view name;
  std::string_view type;
  std::string_view rest = {};
};
constexpr std::array basics{Basic{"text", "string"},
                            Basic{"integer", "integer"},
                            Basic{"boolean", "boolean"},
                            Basic{"object", "object"},
                            Basic{"null", "null"},
                            Basic{"day", "string", R"(,"format":"date")"},
                            Basic{"instant", "string", R"(,"format":"date-time")"}};

const Basic* find_basic(std::string_view name) {
  const auto* found = std::ranges::find(basics, name, &Basic::name);
  return found == basics.end() ? nullptr : found;
}

/// A value with one text form; the values themselves are in core/model/values, which tests compare.
struct Form {
  std::string_view name;
  std::string_view pattern;
  std::size_t chars_max;
  std::string_view example;
  std::string_view meaning;
  std::string_view more = {};
};
/// One line that begins and ends with something visible.
constexpr std::string_view one_line =
    R"(^[^\s\x00-\x1f\x7f-\x9f]([^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f])?$)";
constexpr std::array forms{
    Form{"Mrn",
         "^(([01][0-9]|2[0-4])[A-Z]{2}[A-Z0-9]{13}|(2[5-9]|[3-9][0-9])[A-Z]{2}[A-Z0-9]{12}[J-M])[0-9]$",
         Mrn::length, "26SG0000010000A1J0", "Movement reference number; the last digit checks the others."},
    Form{"Grn", "^[0-9]{2}[A-Z]{2}[A-Z0-9]{12}[0-9]([A-Z][0-9]{6})?$", Grn::voucher_length,
         "26SG0000000000771",
         "Guarantee reference number; place 17 checks the others, a voucher has seven more."},
    Form{"Lrn", one_line, Lrn::characters_max, "SGTH-2026-0417", "The trader's own name of a declaration."},
    Form{"Tin", "^[A-Z]{2}[!-~]{1,15}$", Tin::length_max, "SG201912345K",
         "Trader identification number: the state, and the number it knows the trader by."},
    Form{"OfficeId", "^[A-Z]{2}[A-Z0-9]{6}$", OfficeId::length, "SGTUS001",
         "Reference number of a customs office."},
    Form{"Country", "^[A-Z]{2}$", 2, "SG", "A state, by ISO 3166-1."},
    Form{"Ahtn", "^[0-9]{6}([0-9]{2,6})?$", Ahtn::length_max, "85171300",
         "Code of goods: HS, AHTN, or a subdivision."},
    Form{"Unit", "^[A-Z0-9]{2,3}$", 3, "KGM", "Unit of measure, by UN/ECE Recommendation 20."},
    Form{"Amount", "^[0-9]+([.][0-9]{1,6})?$", 24, "298400.00", "Not below zero."},
    Form{"SignedAmount", "^-?[0-9]+([.][0-9]{1,6})?$", 25, "-1250.00", ""},
    Form{"Currency", "^[A-Z]{3}$", 3, "SGD", "ISO 4217."},
    Form{"Seal", one_line, (2 * Seal::characters_max) + 2, "SG-004711",
         "What is written on a seal; or the first and the last of some in sequence: SG-004711..SG-004730."},
    Form{"Receipt", one_line, Receipt::characters_max, "R-0815",
         "What is written on the receipt of a deposit."},
    Form{"IssuingOffice", one_line, documents::IssuingOffice::characters_max, "MYPKG001",
         "The office that issues a certificate, by its code."},
    Form{"PermitNumber", one_line, acdd::PermitNumber::characters_max, "OX6K123456A",
         "Given to an export by its state."},
    Form{"KindCode", "^[a-z][a-z0-9_]{0,15}$", kinds::KindCode::characters_max, "phyto",
         "Of a kind of document that is data."},
    Form{"DocumentNumber", one_line, kinds::Number::characters_max, "TH-PC-2026-0041873",
         "Of a document of such a kind, unique in its state."},
    Form{"AuthorisationCode", one_line, awsc::AuthorisationCode::characters_max, "0217/MY07",
         "Of a certified exporter, unique in its state."},
    Form{"OperatorCode", one_line, aeo::Code::characters_max, "AEOSG123456789012",
         "Of an authorised operator, as its state issues it or as somebody writes it."},
    Form{"ApplicationNumber", one_line, aeo::authorisation::ApplicationNumber::characters_max, "A-2026-1",
         "The operator's own number of an application."},
    Form{"CarrierNumber", one_line, awsc::CarrierNumber::characters_max, "KLPG/26/11/0417",
         "Of the commercial document that carries an origin declaration."},
    Form{"DeclarationNumber", one_line, acdd::DeclarationNumber::characters_max, "D26-0000417",
         "Of an import declaration."},
    Form{"ReferenceNumber", one_line, documents::ReferenceNumber::characters_max, "MY-TH 26/00417",
         "The number of a certificate, unique in its office."},
    Form{"DocumentId", one_line, documents::DocumentId::characters_max, "CO-9f64a747e1b97f13",
         "A node's own name of an application, a certificate or a request."},
    Form{"PersonId", one_line, PersonId::characters_max, "officer-1",
         "An account within a party or an office; never a name."},
    Form{"AccessCode", "^[!-~]{4}$", AccessCode::length, "A1B2", "Opens a guarantee; never shown again.",
         R"(,"writeOnly":true)"},
    Form{"Ie", "^IE[0-9]{3,4}$", 6, "IE029", "A message by its number."},
    Form{"Cursor", "^[0-9a-f]{16}$", 16, "5f1c0a9be2d47730", "A place in the log, for `after`."},
    Form{"KeyHash", "^[0-9a-f]{64}$", 64, "9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a",
         "SHA-256 of an API key: what it is withdrawn by."},
    Form{"Sha256", "^[0-9a-f]{64}$", 64, "9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a",
         "SHA-256 of something, in hexadecimal digits."},
    Form{"TraceId", "^([0-9a-f]{32})?$", 32, "4bf92f3577b34da6a3ce929d0e0e4736",
         "What the log of the node knows the request by; empty where it was refused at the door."}};

std::string schema_of_words(std::span<const std::string_view> words, std::string_view more = {}) {
  return format(R"({{"type":"string","enum":{}{}}})", list_of(words), more);
}

std::string schema_of_one(std::string_view type);

/// At the bars that stand in no bracket.
std::vector<std::string_view> alternatives(std::string_view type) {
  std::vector<std::string_view> all;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < type.size(); ++i) {
    if (type[i] == '[' || type[i] == '{') ++depth;
    if (type[i] == ']' || type[i] == '}') --depth;
    if (type[i] != '|' || depth > 0) continue;
    all.push_back(type.substr(start, i - start));
    start = i + 1;
  }
  all.push_back(type.substr(start));
  return all;
}

std::string schema_of_one(std::string_view type) {
  if (type.starts_with('[')) {
    return format(R"({{"type":"array","items":{}}})", schema_of_type(type.substr(1, type.size() - 2)));
  }
  if (type.starts_with('{')) {
    return format(R"({{"type":"object","additionalProperties":{}}})",
                  schema_of_type(type.substr(1, type.size() - 2)));
  }
  const Basic* basic = find_basic(type);
  if (basic == nullptr) return reference_to("schemas", type);
  return format(R"({{"type":"{}"{}}})", basic->type, basic->rest);
}

/// What a member or a value means, behind the other words of its schema.
std::string with_meaning(std::string schema, std::string_view meaning) {
  if (meaning.empty()) return schema;
  schema.back() = ',';
  return schema.append(R"("description":)").append(json_quoted(meaning)).append("}");
}

const Object& object_named(std::span<const Object* const> all, std::string_view name) {
  const auto found = std::ranges::find(all, name, [](const Object* one) { return one->name; });
  require(found != all.end(), "an object is like one that there is");
  return **found;
}

struct Properties {
  std::vector<std::string_view> names;
  std::vector<std::string> schemas;
  std::vector<std::string_view> required;
};

void add_properties(const Object& object, std::span<const Object* const> all, Properties& properties) {
  if (!object.like.empty()) add_properties(object_named(all, object.like), all, properties);
  for (const Member& member : object.members) {
    std::string_view name = member.name;
    if (name.ends_with('?')) {
      name.remove_suffix(1);
    } else {
      properties.required.push_back(name);
    }
    properties.names.push_back(name);
    properties.schemas.push_back(
        format("{}:{}", json_quoted(name), with_meaning(schema_of_type(member.type), member.meaning)));
  }
  if (object.texts == nullptr) return;
  for (const std::string_view name : object.texts()) {
    if (std::ranges::find(properties.names, name) == properties.names.end())
      properties.schemas.push_back(format(R"({}:{{"type":"string"}})", json_quoted(name)));
  }
}

std::string schema_of_object(const Object& object, std::span<const Object* const> all) {
  if (!object.is.empty()) return with_meaning(schema_of_type(object.is), object.meaning);
  Properties properties;
  add_properties(object, all, properties);
  return with_meaning(
      format(R"({{"type":"object","properties":{{{}}},"required":{}{}}})", joined(properties.schemas),
             list_of(properties.required), object.closed ? R"(,"additionalProperties":false)" : ""),
      object.meaning);
}

}  // namespace

std::string json_quoted(std::string_view text) {
  std::string out{'"'};
  for (const char c : text) {
    require(static_cast<unsigned char>(c) >= ' ' || c == '\n', "a description has lines and nothing else");
    if (c == '"' || c == '\\') out.push_back('\\');
    out.append(c == '\n' ? std::string_view{"\\n"} : std::string_view{&c, 1});
  }
  out.push_back('"');
  return out;
}

std::string list_of(std::span<const std::string_view> words) {
  std::vector<std::string> texts;
  texts.reserve(words.size());
  for (const std::string_view word : words) texts.push_back(json_quoted(word));
  return format("[{}]", joined(texts));
}

std::string joined(std::span<const std::string> texts) {
  std::string out;
  for (const std::string& text : texts) {
    if (!out.empty()) out.push_back(',');
    out += text;
  }
  return out;
}

std::string reference_to(std::string_view part, std::string_view name) {
  return format(R"({{"$ref":"#/components/{}/{}"}})", part, name);
}

std::vector<std::string_view> split(std::string_view text, char between) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(between), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string schema_of_type(std::string_view type) {
  const auto parts = alternatives(type);
  if (parts.front().starts_with('\'')) {
    std::vector<std::string_view> words;
    words.reserve(parts.size());
    for (const std::string_view part : parts) words.push_back(part.substr(1, part.size() - 2));
    return schema_of_words(words);
  }
  if (parts.size() == 1) return schema_of_one(type);
  const Basic* first = find_basic(parts.front());
  const Basic* second = find_basic(parts.back());
  if (parts.size() == 2 && first != nullptr && second != nullptr)
    return format(R"({{"type":["{}","{}"]{}}})", first->type, second->type, first->rest);
  std::vector<std::string> schemas;
  schemas.reserve(parts.size());
  for (const std::string_view part : parts) schemas.push_back(schema_of_one(part));
  return format(R"({{"anyOf":[{}]}})", joined(schemas));
}

void add_forms(Components& schemas) {
  for (const Form& form : forms) {
    std::string schema =
        format(R"({{"type":"string","pattern":{},"maxLength":{}{},"examples":[{}]}})",
               json_quoted(form.pattern), form.chars_max, form.more, json_quoted(form.example));
    schemas.emplace(form.name, with_meaning(std::move(schema), form.meaning));
  }
}

std::string example_of_form(std::string_view name) {
  const auto* found = std::ranges::find(forms, name, &Form::name);
  require(found != forms.end(), "a form is one of the table");
  return json_quoted(found->example);
}

void add_words(std::span<const Words> words, Components& schemas) {
  for (const Words& one : words)
    schemas.emplace(one.name, with_meaning(schema_of_words(one.all()), one.meaning));
}

void add_objects(std::span<const Object* const> all, Components& schemas) {
  for (const Object* object : all) {
    if (object->part) continue;
    const bool is_new = schemas.emplace(object->name, schema_of_object(*object, all)).second;
    require(is_new, "an object has a name of its own");
  }
}

}  // namespace lintas::api
