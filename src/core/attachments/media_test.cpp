#include "core/attachments/media.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/words.hpp"

namespace lintas::attachments {
namespace {

using namespace std::string_view_literals;

/// The type, or the rule that refuses it, however the file comes: whole, and byte by byte.
std::string said_of(std::string_view file) {
  const auto told = [](const auto& verdict) {
    if (verdict) return std::string{word_of(*verdict)};
    const auto& finding = verdict.error();
    return finding.detail.empty() ? finding.rule : format("{} {}", finding.rule, finding.detail);
  };
  Sniffer whole;
  whole.take(as_bytes(file));
  std::string said = told(whole.finish());
  Sniffer slow;
  for (std::size_t i = 0; i < file.size(); ++i) slow.take(as_bytes(file.substr(i, 1)));
  EXPECT_EQ(told(slow.finish()), said) << "in pieces it is the same file";
  return said;
}

TEST(Media, AFileIsWhatIsInIt) {
  EXPECT_EQ(said_of("%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\n%%EOF\n"), "application/pdf");
  EXPECT_EQ(said_of("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00"sv), "image/jpeg");
  EXPECT_EQ(said_of("\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR"sv), "image/png");
  EXPECT_EQ(said_of("II*\0\x08\0\0\0"sv), "image/tiff");
  EXPECT_EQ(said_of("MM\0*\0\0\0\x08"sv), "image/tiff");
  EXPECT_EQ(said_of("<?xml version=\"1.0\"?><report/>"), "application/xml");
  EXPECT_EQ(said_of("\xEF\xBB\xBF<r/>"), "application/xml");
  EXPECT_EQ(said_of("box,net kg\n1,12.5\n"), "text/csv");
  EXPECT_EQ(said_of("a;b\n"), "text/csv") << "shorter than any beginning";
  EXPECT_EQ(said_of("\xE0\xB8\x81\xE0\xB8\xA5\xE0\xB9\x88\xE0\xB8\xAD\xE0\xB8\x87,kg\n"), "text/csv");
}

TEST(Media, R_ATT_001_WhatIsNoneOfTheTableStaysOutside) {
  EXPECT_EQ(said_of("MZ\x90\0\x03\0\0\0"sv), "R-ATT-001");
  EXPECT_EQ(said_of("PK\x03\x04\x14\0\x06\0"sv), "R-ATT-001") << "an office document may have macros";
  EXPECT_EQ(said_of("no table at all, \xFF"sv), "R-ATT-001") << "it is not UTF-8";
  EXPECT_EQ(said_of("cut off, \xE0\xB8"sv), "R-ATT-001") << "in the middle of a character";
  EXPECT_EQ(said_of("#!/bin/sh\nrm -rf /\n"), "R-ATT-001") << "a text without columns is no table";
  EXPECT_EQ(said_of("<\0r\0/\0>\0 \0 \0"sv), "R-ATT-001") << "XML in UTF-16 is read by nobody here";
  EXPECT_EQ(said_of("  %PDF-1.7"), "R-ATT-001") << "a PDF begins with its first byte";
}

TEST(Media, R_ATT_002_WhatWouldActIsRefused) {
  EXPECT_EQ(said_of("%PDF-1.7\n<</S/JavaScript/JS(x)>>"), "R-ATT-002 /javascript");
  EXPECT_EQ(said_of("%PDF-1.7\n<</S/J#61vaScr#69pt/JS(x)>>"), "R-ATT-002 /javascript") << "as #61, too";
  EXPECT_EQ(said_of("%PDF-1.7\n<</S/Launch/F(cmd.exe)>>"), "R-ATT-002 /launch");
  EXPECT_EQ(said_of("%PDF-1.7\n<</Type/EmbeddedFile>>"), "R-ATT-002 /embeddedfile");
  EXPECT_EQ(said_of("<!DOCTYPE html><html><body>x</body></html>"), "R-ATT-002 <!doctype");
  EXPECT_EQ(said_of("<r><x xmlns='http://www.w3.org/1999/xhtml'/></r>"), "R-ATT-002 www.w3.org/1999/xhtml");
  EXPECT_EQ(said_of("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "R-ATT-002 www.w3.org/2000/svg");
  EXPECT_EQ(said_of("<?xml version=\"1.0\"?><?xml-stylesheet href=\"x\"?><r/>"),
            "R-ATT-002 <?xml-stylesheet");
  EXPECT_EQ(said_of("name,kg\n=HYPERLINK(1),2\n"), "R-ATT-002 = @");
  EXPECT_EQ(said_of("name,kg\nx,\"@SUM(1)\"\n"), "R-ATT-002 = @");
  EXPECT_EQ(said_of("name,kg\nx,-cmd|' /C calc'!A0\n"), "R-ATT-002 + -");
}

TEST(Media, ATableMayHaveNumbersWithSignsAndWordsThatOnlyLookLikeFormulas) {
  EXPECT_EQ(said_of("name,degrees\nprobe,-18.5\nother,+4\nnone,-\n"), "text/csv");
  EXPECT_EQ(said_of("mail,sum\na@b.example,1=1\n\"x, =y\",2\n"), "text/csv");
  EXPECT_EQ(said_of("%PDF-1.7\n<</OpenAction[3 0 R/Fit]>>"), "application/pdf")
      << "to open at a page is no deed";
}

TEST(Media, R_ATT_003_AnEmptyFileIsNone) { EXPECT_EQ(said_of(""), "R-ATT-003"); }

}  // namespace
}  // namespace lintas::attachments
