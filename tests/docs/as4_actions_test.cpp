#include <algorithm>
#include <cstddef>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "shell/app/mail.hpp"

namespace lintas {
namespace {

/// What stands in backticks in the first column of the table of the section.
std::vector<std::string> actions_in(std::string_view page) {
  constexpr std::string_view title = "\n## Actions\n";
  const std::size_t begin = page.find(title);
  EXPECT_NE(begin, std::string_view::npos);
  std::string_view section = page.substr(begin + title.size());
  section = section.substr(0, section.find("\n##"));
  std::vector<std::string> found;
  while (!section.empty()) {
    const std::size_t end = std::min(section.find('\n'), section.size() - 1);
    const std::string_view line = section.substr(0, end);
    section.remove_prefix(end + 1);
    if (!line.starts_with("| `")) continue;
    std::string_view cell = line.substr(1);
    cell = cell.substr(0, cell.find('|'));
    for (std::size_t at = cell.find('`'); at != std::string_view::npos; at = cell.find('`')) {
      cell.remove_prefix(at + 1);
      const std::size_t close = cell.find('`');
      if (close == std::string_view::npos) break;
      found.emplace_back(cell.substr(0, close));
      cell.remove_prefix(close + 1);
    }
  }
  return found;
}

/// Makers of other software and operators read there what goes; `actions` points to it as the list.
TEST(ProtocolOfMessages, ListsEveryActionOnce) {
  std::ifstream in{"docs/protocols/as4.md", std::ios::binary};
  const std::string page{std::istreambuf_iterator<char>{in}, {}};
  std::vector<std::string> listed = actions_in(page);
  std::vector<std::string> sent = app::message_types();
  std::ranges::sort(listed);
  std::ranges::sort(sent);
  EXPECT_EQ(listed, sent);
}

}  // namespace
}  // namespace lintas
