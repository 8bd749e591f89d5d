#include "core/code/records.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "core/code/compact.hpp"
#include "core/code/cose.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"
#include "core/model/values/country.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"

namespace lintas::code {
namespace {

using test::day_in_november;

std::string lines(const std::vector<std::string>& rows) {
  std::string text;
  for (const auto& row : rows) text += row + '\n';
  return text;
}

TEST(SignedRecords, keep_the_field_numbers_of_the_committed_list) {
  const auto differences =
      test::compare_with_committed<AccompanyingDocument, Certificate, Content, TrustedKey, TrustSheet,
                                   StatusList>("code.", LINTAS_ROOT);
  EXPECT_EQ(lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

/// docs/protocols/compact-code.md.
std::string page_for_other_makers() {
  std::ifstream file{LINTAS_ROOT "/docs/protocols/compact-code.md"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(SignedRecords, the_page_for_other_makers_has_every_field_and_its_examples_are_ours) {
  std::string page = page_for_other_makers();
  for (const Shape* record : {&shape_of<AccompanyingDocument>, &shape_of<Certificate>, &shape_of<Content>,
                              &shape_of<TrustedKey>, &shape_of<TrustSheet>, &shape_of<StatusList>}) {
    const auto table = page.find(format("| number | `{}` |", record->record));
    ASSERT_NE(table, std::string::npos) << record->record;
    for (const Part& part : record->parts) {
      const std::string row =
          format("\n| {} | `{}` | {} | ", part.number, part.name, test::kind_of(*part.shape));
      EXPECT_LT(page.find(row, table), page.find("\n\n", table)) << record->record << row;
    }
  }
  std::erase(page, '\n');
  const test::IssuingState state;
  EXPECT_TRUE(page.contains(fingerprint_of({state.root.public_key()}, test::sha256)));
  EXPECT_TRUE(page.contains(to_hex(state.signed_sheet(state.sheet()))));
  EXPECT_TRUE(page.contains(
      qr_text_of(state.signed_code({.issued = day_in_november(5), .valid_from = day_in_november(4)}))));
  EXPECT_TRUE(
      page.contains(to_hex(state.signed_list(day_in_november(6), {test::handle_of(7), test::handle_of(9)}))));
  EXPECT_TRUE(page.contains(qr_text_of(state.signed_certificate(day_in_november(5)))));
  EXPECT_TRUE(page.contains(to_hex(state.signed_cancellations(day_in_november(6), {test::handle_of(9)}))));
}

Content content_of(Document document) {
  return {.version = current_version,
          .issuer = *Country::parse("SG"),
          .handle = test::handle_of(1),
          .issued = day_in_november(3),
          .document = std::move(document),
          .valid_from = day_in_november(3)};
}

TEST(SignedRecords, a_code_speaks_of_its_own_state_and_of_no_more_than_there_is) {
  EXPECT_FALSE(fault_of(content_of(test::a_document())));
  auto foreign = content_of(test::a_document());
  foreign.issuer = *Country::parse("MY");
  EXPECT_TRUE(fault_of(foreign));
  auto seals = test::a_document();
  seals.seals = 1;
  EXPECT_TRUE(fault_of(content_of(seals)));
  auto vehicles = test::a_document();
  vehicles.vehicles = 1;
  EXPECT_TRUE(fault_of(content_of(vehicles)));
  auto mass = test::a_document();
  mass.gross_mass_grams = -1;
  EXPECT_TRUE(fault_of(content_of(mass)));
  auto text = test::a_document();
  text.seal_identifiers[0] = "\xff";
  EXPECT_TRUE(fault_of(content_of(text)));
}

TEST(SignedRecords, a_certificate_names_office_number_form_and_another_state) {
  EXPECT_FALSE(fault_of(content_of(test::a_certificate())));
  const auto wrong = [](auto change) {
    Certificate certificate = test::a_certificate();
    change(certificate);
    return fault_of(content_of(certificate)).has_value();
  };
  EXPECT_TRUE(wrong([](Certificate& c) { c.office.clear(); }));
  EXPECT_TRUE(wrong([](Certificate& c) { c.number.assign(36, '1'); }));
  EXPECT_TRUE(wrong([](Certificate& c) { c.number = "\xff"; }));
  EXPECT_TRUE(wrong([](Certificate& c) { c.form = Form{9}; }));
  EXPECT_TRUE(wrong([](Certificate& c) { c.medium = Medium{0}; }));
  EXPECT_FALSE(wrong([](Certificate& c) { c.medium = Medium::copy_of_paper; }));
  EXPECT_TRUE(wrong([](Certificate& c) { c.medium = Medium{4}; }));
  EXPECT_TRUE(wrong([](Certificate& c) { c.importer = *Country::parse("SG"); }));
}

TEST(SignedRecords, a_sheet_makes_sense) {
  const test::IssuingState state;
  const TrustSheet good = state.sheet();
  EXPECT_FALSE(fault_of(good));
  const auto wrong = [&](auto change) {
    TrustSheet sheet = good;
    change(sheet);
    return fault_of(sheet).has_value();
  };
  EXPECT_TRUE(wrong([](TrustSheet& s) { s.until = s.issued; }));
  EXPECT_TRUE(wrong([](TrustSheet& s) { s.keys[0].until = s.keys[0].from; }));
  EXPECT_TRUE(wrong([](TrustSheet& s) { s.keys[0].since = s.issued; })) << "a live key has no since";
  EXPECT_TRUE(wrong([](TrustSheet& s) { s.keys[0].status = KeyStatus::revoked; })) << "since when?";
  EXPECT_TRUE(wrong([](TrustSheet& s) { s.keys[0].status = KeyStatus{9}; }));
  EXPECT_TRUE(wrong([](TrustSheet& s) { s.keys.push_back(s.keys[0]); })) << "which of the two holds?";
  EXPECT_TRUE(wrong([](TrustSheet& s) { s.keys.resize(65, s.keys[0]); }));
}

TEST(SignedRecords, a_list_makes_sense) {
  const StatusList good{.version = current_version,
                        .issuer = *Country::parse("SG"),
                        .kind = Kind::accompanying_document,
                        .as_of = day_in_november(3),
                        .until = day_in_november(5),
                        .live = live_of({test::handle_of(1), test::handle_of(2)})};
  EXPECT_FALSE(fault_of(good));
  const auto wrong = [&](auto change) {
    StatusList list = good;
    change(list);
    return fault_of(list).has_value();
  };
  EXPECT_TRUE(wrong([](StatusList& l) { l.until = l.as_of; }));
  EXPECT_TRUE(wrong([](StatusList& l) { l.kind = Kind{2}; }));
  EXPECT_TRUE(wrong([](StatusList& l) { l.kind = Kind::certificate; })) << "it has what was cancelled";
  EXPECT_TRUE(wrong([](StatusList& l) { l.cancelled.emplace(); })) << "and one of movements has not";
  EXPECT_TRUE(wrong([](StatusList& l) { l.live.pop_back(); }));
  EXPECT_TRUE(wrong([](StatusList& l) { std::ranges::reverse(l.live); }));
  EXPECT_TRUE(wrong([](StatusList& l) { std::ranges::fill(l.live, std::byte{1}); })) << "one stands twice";
}

TEST(SignedRecords, a_list_of_what_was_cancelled_makes_sense) {
  const StatusList good = list_of(*Country::parse("SG"), Kind::certificate, day_in_november(3),
                                  day_in_november(5), {test::handle_of(2), test::handle_of(1)});
  EXPECT_FALSE(fault_of(good));
  EXPECT_TRUE(is_cancelled(good, test::handle_of(1)));
  EXPECT_FALSE(is_cancelled(good, test::handle_of(3)));
  EXPECT_FALSE(is_live(good, test::handle_of(1)));
  StatusList both = good;
  both.live = *good.cancelled;
  EXPECT_TRUE(fault_of(both));
  StatusList descending = good;
  std::ranges::reverse(*descending.cancelled);
  EXPECT_TRUE(fault_of(descending));
}

TEST(SignedRecords, SIG_007_another_subject_or_version_is_told_apart_from_what_is_malformed) {
  const test::IssuingState state;
  const auto sheet = *read_signed(state.signed_sheet(state.sheet()));
  EXPECT_EQ(read_record<StatusList>(Subject::status_list, sheet).error().rule, "SIG-007");
  Signed later = sheet;
  later.content[2] = std::byte{2};  // {1: 1, …
  const auto read = read_record<TrustSheet>(Subject::trust_sheet, later);
  EXPECT_EQ(read.error().rule, "SIG-007");
  EXPECT_EQ(read.error().detail, "version 2");
}

TEST(SignedRecords, SIG_005_one_record_has_one_encoding) {
  const test::IssuingState state;
  const auto good = *read_signed(state.signed_sheet(state.sheet()));
  EXPECT_TRUE(read_record<TrustSheet>(Subject::trust_sheet, good).has_value());
  Signed trailing = good;
  trailing.content.push_back(std::byte{0});
  EXPECT_EQ(read_record<TrustSheet>(Subject::trust_sheet, trailing).error().detail, "trailing");
  Signed longer = good;  // the number 3 as 18 03
  const auto at = std::ranges::search(longer.content, std::array{std::byte{3}, std::byte{3}});
  ASSERT_FALSE(at.empty());
  longer.content.insert(at.begin() + 1, std::byte{0x18});
  EXPECT_EQ(read_record<TrustSheet>(Subject::trust_sheet, longer).error().rule, "SIG-005");
  EXPECT_EQ(read_record<TrustSheet>(Subject::trust_sheet, longer).error().detail, "not_shortest");
}

}  // namespace
}  // namespace lintas::code
