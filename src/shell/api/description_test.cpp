#include "shell/api/description.hpp"

#include <array>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/documents/certificate.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/receipt.hpp"
#include "core/model/values/tin.hpp"
#include "core/model/values/unit.hpp"
#include "tests/support/described.hpp"
#include "tests/support/json.hpp"

namespace lintas::api {
namespace {

using Json = nlohmann::json;

bool fits(const Json& form, const std::string& text) {
  return text.size() <= form.at("maxLength") && test::matches(text, form.at("pattern"));
}

/// What is taken fits the form, and what has another form is not taken.
template <class T>
void expect_form(const std::string& name, std::string_view also) {
  Components schemas;
  add_forms(schemas);
  const Json form = test::parse_json(schemas.at(name));
  const std::string example = form.at("examples").at(0);
  EXPECT_EQ(test::parse_json(example_of_form(name)), Json(example)) << name;
  for (const std::string& text : {example, std::string{also}}) {
    EXPECT_TRUE(T::parse(text).has_value()) << name << ' ' << text;
    EXPECT_TRUE(fits(form, text)) << name << ' ' << text;
  }
  for (const std::string& text : {std::string{}, std::string(60, 'X')}) {
    EXPECT_FALSE(T::parse(text).has_value()) << name << ' ' << text;
    EXPECT_FALSE(fits(form, text)) << name << ' ' << text;
  }
}

TEST(Description, AFormIsWhatTheValueTakes) {
  expect_form<Mrn>("Mrn", Mrn{}.str());
  expect_form<Grn>("Grn", Grn{}.str());
  expect_form<Lrn>("Lrn", "x");
  expect_form<Tin>("Tin", Tin{}.str());
  expect_form<OfficeId>("OfficeId", OfficeId{}.str());
  expect_form<Country>("Country", Country{}.str());
  expect_form<Ahtn>("Ahtn", Ahtn{}.str());
  expect_form<Unit>("Unit", Unit{}.str());
  expect_form<Seal>("Seal", "x");
  expect_form<Receipt>("Receipt", "x");
  expect_form<PersonId>("PersonId", "x");
  expect_form<documents::IssuingOffice>("IssuingOffice", documents::IssuingOffice{}.str());
  expect_form<documents::ReferenceNumber>("ReferenceNumber", "VN-SG 26/02/04178");
  expect_form<documents::DocumentId>("DocumentId", documents::DocumentId{}.str());
  expect_form<AccessCode>("AccessCode", "0000");
}

TEST(Description, AnIdentifierIsOneLineBetweenVisibleSigns) {
  Components schemas;
  add_forms(schemas);
  for (const std::string_view name : {"Lrn", "Seal", "Receipt", "PersonId"}) {
    const Json form = test::parse_json(schemas.at(std::string{name}));
    for (const char* text : {"x", "two words", "Gr\xC3\xBC\xC3\x9F"})
      EXPECT_TRUE(fits(form, text)) << name << text;
    for (const char* text : {" x", "x ", "a\tb", "a\nb", "\x7f", "\xC2\x91"})
      EXPECT_FALSE(fits(form, text)) << name << text;
  }
}

TEST(Description, ATextMayHaveLines) { EXPECT_EQ(json_quoted("a\n\"b\\"), R"("a\n\"b\\")"); }

TEST(Description, ATypeIsWrittenInAFewSigns) {
  struct Row {
    std::string_view type;
    std::string_view schema;
  };
  constexpr std::array rows{
      Row{"text", R"({"type":"string"})"},
      Row{"day", R"({"type":"string","format":"date"})"},
      Row{"day|null", R"({"type":["string","null"],"format":"date"})"},
      Row{"text|integer", R"({"type":["string","integer"]})"},
      Row{"Mrn", R"({"$ref":"#/components/schemas/Mrn"})"},
      Row{"Mrn|null", R"({"anyOf":[{"$ref":"#/components/schemas/Mrn"},{"type":"null"}]})"},
      Row{"['a'|'b']", R"({"type":"array","items":{"type":"string","enum":["a","b"]}})"},
      Row{"{{text}}", R"({"type":"object","additionalProperties":)"
                      R"({"type":"object","additionalProperties":{"type":"string"}}})"}};
  for (const Row& row : rows) EXPECT_EQ(schema_of_type(row.type), row.schema) << row.type;
}

std::span<const std::string_view> more() {
  static constexpr std::array<std::string_view, 2> names{"a", "d"};
  return names;
}

TEST(Description, AShapeHasTheMembersOfThatWhichItIsLike) {
  static constexpr std::array base{Member{"a", "text", "An \"a\"."}, Member{"b?", "integer"}};
  static constexpr std::array own{Member{"c", "boolean"}};
  constexpr Object first{.name = "Base", .meaning = "", .members = base, .part = true};
  constexpr Object second{.name = "Own",
                          .meaning = "What it is.",
                          .members = own,
                          .like = "Base",
                          .texts = &more,
                          .closed = true};
  const std::array all{&first, &second};
  Components schemas;
  add_objects(all, schemas);
  EXPECT_FALSE(schemas.contains("Base"));
  EXPECT_EQ(test::parse_json(schemas.at("Own")), test::parse_json(R"({
    "type":"object",
    "properties":{"a":{"type":"string","description":"An \"a\"."},"b":{"type":"integer"},
                  "c":{"type":"boolean"},"d":{"type":"string"}},
    "required":["a","c"],
    "additionalProperties":false,
    "description":"What it is."})"));
}

}  // namespace
}  // namespace lintas::api
