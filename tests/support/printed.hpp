#pragma once

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <ios>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "tests/support/temporary_folder.hpp"

/// A printed document, read back as others will read it: its text by poppler, its codes by zbar from pictures
/// of its pages.
namespace lintas::test {

/// What a command prints; a failure of the test if it does not succeed.
inline std::string output_of(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");  // NOLINT(bugprone-command-processor): our own words
  EXPECT_NE(pipe, nullptr) << command;
  if (pipe == nullptr) return {};
  std::string output;
  char part[4096];
  for (std::size_t read = 0; (read = std::fread(part, 1, sizeof part, pipe)) > 0;) output.append(part, read);
  EXPECT_EQ(pclose(pipe), 0) << command;
  return output;
}

/// Letters and signs alone: how lines are broken is not what was to be printed.
inline std::string without_space(std::string_view text) {
  std::string kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\u200b")) {
      i += 2;
    } else if (text[i] != ' ' && text[i] != '\n' && text[i] != '\f') {
      kept += text[i];
    }
  }
  return kept;
}

inline std::size_t count_of(std::string_view part, std::string_view text) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size()))
    ++count;
  return count;
}

class Printed : public testing::Test {
 protected:
  void keep(std::string_view pdf) const { std::ofstream{file_, std::ios::binary} << pdf; }
  [[nodiscard]] std::string text(const std::string& pages) const {
    // In the order of the file: by their places poppler takes marks of Thai, Khmer and Burmese for words.
    return output_of(format("pdftotext -raw {} '{}' -", pages, file_));
  }
  [[nodiscard]] std::string page(std::size_t number) const { return text(format("-f {0} -l {0}", number)); }
  /// What zbar reads of the page at so many dots an inch.
  [[nodiscard]] std::string codes(std::size_t number, int dots = 150) const {
    const std::string picture = format("{}/page", folder_.path().string());
    (void)output_of(
        format("pdftoppm -r {3} -f {0} -l {0} -singlefile -png '{1}' '{2}'", number, file_, picture, dots));
    return output_of(format("zbarimg -q '{}.png' 2>/dev/null", picture));
  }
  [[nodiscard]] std::string all_fonts() const { return output_of(format("pdffonts '{}'", file_)); }

  /// Nothing is set in a face that has not the letters: a missing glyph would be printed as a box.
  void expect_a_face_for_every_script() const {
    const std::string fonts = all_fonts();
    std::size_t set = 0;
    for (const std::string_view face : {"+NotoSans-", "+NotoSansThai-", "+NotoSansLao-", "+NotoSansKhmer-",
                                        "+NotoSansMyanmar-", "+NotoSansTamil-", "+NotoSansCJKsc-"}) {
      EXPECT_GE(count_of(face, fonts), 1U) << face << "\n" << fonts;
      set += count_of(face, fonts);
    }
    EXPECT_EQ(count_of("\n", fonts), 2 + set) << "another face below the two lines of the head\n" << fonts;
  }

  TemporaryFolder folder_;
  std::string file_ = (folder_.path() / "printed.pdf").string();
};

}  // namespace lintas::test
