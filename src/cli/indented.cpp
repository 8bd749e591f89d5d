#include "cli/indented.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "wire/xml/tokenizer.hpp"

namespace lintas::cli {

namespace {

using xml::Token;

constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t step = 2;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

struct Piece {
  Token token;
  std::size_t offset;
};

/// Where each token begins, the end of the document last; nothing of what is not well formed.
std::vector<Piece> pieces_of(std::string_view xml) {
  xml::Tokenizer tokenizer{xml};
  std::vector<Piece> pieces;
  while (true) {
    const Token token = tokenizer.next();
    if (token == Token::error) return {};
    pieces.push_back({.token = token, .offset = tokenizer.offset()});
    if (token == Token::done) return pieces;
  }
}

}  // namespace

std::string indented(std::string_view xml) {
  const auto pieces = pieces_of(xml);
  if (pieces.empty()) return std::string{xml};
  std::string out{trimmed(xml.substr(0, pieces.front().offset))};  // the XML declaration
  std::size_t depth = 0;
  bool holds_others = false;  // the element that is open: an end came before this piece
  const auto new_line = [&] {
    if (!out.empty()) out += '\n';
    out.append(depth * step, ' ');
  };
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
    const auto [token, offset] = pieces[i];
    const auto bytes = trimmed(xml.substr(offset, pieces[i + 1].offset - offset));
    if (token == Token::start) {
      new_line();
      out += bytes;
      ++depth;
      holds_others = false;
    } else if (token == Token::text) {
      // A text that is a value has its blanks, and may be nothing else; between elements they are what is
      // made anew. There is a piece before and one behind: text stands within the root element.
      const bool is_value = pieces[i - 1].token == Token::start && pieces[i + 1].token == Token::end;
      if (is_value || !bytes.empty()) out += xml.substr(offset, pieces[i + 1].offset - offset);
    } else {
      --depth;
      if (holds_others && !bytes.empty()) new_line();
      out += bytes;  // nothing of <a/>, which is a start and an end
      holds_others = true;
    }
  }
  return out;
}

}  // namespace lintas::cli
