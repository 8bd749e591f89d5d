#include "wire/csv/table.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/model/field.hpp"
#include "core/model/scalars.hpp"
#include "core/refdata/csv.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::csv {
namespace {

std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string canonical(const message::Document& document) {
  std::string xml;
  xml::write(document, xml);
  return xml;
}

/// The message as a table of one row, each value in a column that says all its places.
class Flat {
 public:
  explicit Flat(const message::Document& document) : program_(*document.program) {
    heading_.emplace_back(program_.root());
    row_.emplace_back();
    add(program_.top(), &document.message, {});
  }
  [[nodiscard]] std::string text() const {
    return refdata::to_csv_line(heading_) + "\n" + refdata::to_csv_line(row_) + "\n";
  }

 private:
  void add(const message::Node& node, const void* group, const std::string& path) {
    for (const message::Node& child : program_.children(node)) {
      const std::string here = path.empty() ? std::string{child.name} : format("{}/{}", path, child.name);
      const void* const member = child.member_in(group);
      if (child.kind == message::Kind::group) {
        for (std::size_t i = 0; i < child.access->count(member); ++i)
          add(child, child.access->at(member, i), child.repeats() ? format("{}[{}]", here, i + 1) : here);
      } else if (has_value(child.kind, member) && !is_message_type(child)) {
        std::string value;
        if (child.kind == message::Kind::text) {
          value = *static_cast<const message::Text*>(member);
        } else {
          append_value(value, child.kind, member);
        }
        if (here == "messageIdentification") {
          row_.front() = value;
        } else {
          heading_.push_back(here);
          row_.push_back(value);
        }
      }
    }
  }

  const message::Program& program_;
  std::vector<std::string> heading_;
  std::vector<std::string> row_;
};

TEST(Table, EveryExampleIsTheSameMessageOutOfOneRow) {
  std::size_t examples = 0;
  for (const auto& file : std::filesystem::directory_iterator{LINTAS_ROOT "/examples/documents"}) {
    if (file.path().extension() != ".xml") continue;
    const std::string xml = text_of_file(file.path());
    if (xml.contains("urn:lintas:kinds:1")) continue;  // its kind is data, which core/kinds has
    const auto message = xml::read(xml);
    ASSERT_TRUE(message.has_value()) << file.path();
    const std::string text = Flat{*message}.text();
    auto table = Table::open(text);
    ASSERT_TRUE(table.has_value()) << file.path() << ": " << table.error().front().text;
    const auto document = table->next();
    ASSERT_TRUE(document.has_value() && document->has_value()) << file.path();
    const auto again = xml::read((*document)->xml);
    ASSERT_TRUE(again.has_value()) << again.error().findings.front().pointer << '\n' << (*document)->xml;
    EXPECT_EQ(canonical(*again), canonical(*message)) << file.path();
    EXPECT_FALSE(table->next().value().has_value());
    ++examples;
  }
  EXPECT_GT(examples, 10U);
}

/// Per document its number, lines and the values between the tags, or its faults.
std::string told(std::string_view text, std::span<const Filled> filled = {}) {
  auto table = Table::open(text);
  std::string said;
  if (!table) {
    for (const Fault& fault : table.error())
      said += format("{}:{} {}; ", fault.line, fault.column, fault.text);
    return said;
  }
  for (;;) {
    const auto next = table->next(filled);
    if (!next) return said + format("{}:{} {}", next.error().line, next.error().column, next.error().text);
    if (!*next) return said;
    const TableDocument& document = **next;
    said += format("{} {}-{}:", document.number, document.first_line, document.last_line);
    for (const Fault& fault : document.faults)
      said += format(" {}:{} {}", fault.line, fault.column, fault.text);
    for (const auto& [path, cell] : document.cells)
      said +=
          format(" {}@{}:{}", path.substr(path.rfind("Item[") == std::string::npos ? 0 : path.rfind("Item[")),
                 cell.line, cell.column);
    said += "; ";
  }
}

constexpr std::string_view short_heading =
    "CO.ISSUE,Exporter/Name,GovernmentAgencyGoodsItem/SequenceNumeric\n";

TEST(Table, ARowIsAnItemAndWhatIsOfTheDocumentStandsOnce) {
  EXPECT_EQ(told(std::string{short_heading} + "A-1,Perak,1\nA-1,,2\nA-2,Ipoh,1\n,Ipoh,2\n"),
            "A-1 2-3: Declaration/Exporter/Name@2:2 Item[1]/SequenceNumeric@2:3 Item[2]/SequenceNumeric@3:3 "
            "messageIdentification@2:1 messageType@0:0; "
            "A-2 4-5: Declaration/Exporter/Name@4:2 Item[1]/SequenceNumeric@4:3 Item[2]/SequenceNumeric@5:3 "
            "messageIdentification@4:1 messageType@0:0; ");
}

TEST(Table, WhatDiffersBetweenTheRowsOfADocumentIsAFaultOfItsCell) {
  EXPECT_EQ(told(std::string{short_heading} + "A-1,Perak,1\nA-1,Ipoh,2\n"),
            "A-1 2-3: 3:2 'Ipoh' here, 'Perak' in line 2: a document has one Name; ");
}

TEST(Table, IsTakenAsSpreadsheetsWriteIt) {
  const std::string plain = told(std::string{short_heading} + "A-1,\"Perak, Gloves\",1\n");
  EXPECT_EQ(plain.substr(0, 8), "A-1 2-2:");
  EXPECT_EQ(told("\xEF\xBB\xBF"
                 "CO.ISSUE;Exporter/Name;GovernmentAgencyGoodsItem/SequenceNumeric\r\n"
                 "A-1;Perak, Gloves; 1 \r\n"),
            plain)
      << "a mark, semicolons, blanks and line ends of other systems";
}

TEST(Table, SaysWhatIsWrongWithItsHeading) {
  EXPECT_EQ(told("NOPE,Exporter/Name\n"),
            "1:1 'NOPE' is no message: the first column is called by the name of one, as CO.ISSUE, and has "
            "the number "
            "of each document; ");
  EXPECT_EQ(told("CO.ISSUE,Exporter/Name,Declaration/Exporter/Name,messageIdentification\nA,B,C,D\n"),
            "1:3 another column is 'Declaration/Exporter/Name' already; 1:4 the first column has the number "
            "already; ");
  EXPECT_TRUE(told("CO.ISSUE,GovernmentAgencyGoodsItem/SequenceNumeric,AdditionalDocument/ID\nA,1,2\n")
                  .contains("1:3 "));
  EXPECT_EQ(told(""), "1:0 the heading is missing; ");
}

TEST(Table, SaysWhichRowsMakeNoDocument) {
  const std::string top{short_heading};
  EXPECT_TRUE(told(top + ",Perak,1\n").ends_with("2:1 the first row of a document has its number"));
  // Nothing of such a table is given out: it might be a document with a part of its goods.
  EXPECT_EQ(told(top + "A,Perak,1\nB,Perak,1\nA,Perak,2\nB,,2\n"),
            "4:1 document A stands in line 2 already: rows of one document follow each other; "
            "5:1 document B stands in line 3 already: rows of one document follow each other; ");
  EXPECT_EQ(told(top + "A,Perak,1\nB,Perak\n"), "3:0 more or fewer cells than the heading has; ");
  EXPECT_TRUE(told(top + "A,\xFF,1\n").starts_with("2:0 a character that is not UTF-8"));
  std::string many = top;
  for (std::size_t i = 0; i <= table_rows_of_document_max; ++i) many += "A,,1\n";
  EXPECT_TRUE(told(many).contains("has more than 2000 rows"));
}

TEST(Table, AValueThatNoColumnHasIsFilledIn) {
  const Filled now[] = {{.path = "preparationDateAndTime", .value = [](std::string_view number) {
                           return std::string{number == "A" ? "2026-11-23T01:00:00" : "-"};
                         }}};
  EXPECT_TRUE(told(std::string{short_heading} + "A,B,1\n", now).contains("preparationDateAndTime@2:0"));
  EXPECT_TRUE(told("CO.ISSUE,preparationDateAndTime\nA,2026-11-24T00:00:00\n", now)
                  .contains("preparationDateAndTime@2:2"));
}

TEST(Table, AFindingIsSaidToStandInItsCell) {
  const std::string text = std::string{short_heading} + "A,Perak,1\nA,,2\n";
  auto table = Table::open(text);
  ASSERT_TRUE(table.has_value()) << table.error().front().text;
  const auto document = table->next();
  ASSERT_TRUE(document.has_value() && document->has_value());
  const auto cell = [&](std::string_view pointer) { return table->cell_of(**document, pointer); };
  EXPECT_EQ(cell("/CO.ISSUE/Declaration/Exporter/Name"), (Cell{.line = 2, .column = 2}));
  const std::string item = "/CO.ISSUE/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]";
  EXPECT_EQ(cell(item + "/SequenceNumeric"), (Cell{.line = 3, .column = 3}));
  EXPECT_EQ(cell(item), (Cell{.line = 3, .column = 0})) << "a row of its own";
  EXPECT_EQ(cell(item + "/Commodity/Description"), (Cell{.line = 3, .column = 0})) << "no column has it";
  EXPECT_EQ(cell("/CO.ISSUE/Declaration/IssueDateTime"), (Cell{.line = 2, .column = 0}));
  EXPECT_EQ(cell(""), (Cell{.line = 2, .column = 0}));
}

TEST(Table, ItsTemplateHasWhatNoMessageIsWithoutAndReadsAsAHeading) {
  for (const message::Program& program : message::programs()) {
    for (const bool all : {false, true}) {
      const std::string line = heading_of(program, all);
      EXPECT_EQ(program_of_table(line), &program);
      const auto reader = refdata::CsvReader::open(line);
      ASSERT_TRUE(reader.has_value());
      EXPECT_FALSE(reader->columns().empty());
    }
  }
  EXPECT_EQ(program_of_table("MRN,LRN\n"), nullptr);
}

}  // namespace
}  // namespace lintas::csv
