#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/require.hpp"
#include "wire/xml/tokenizer.hpp"

// Whatever the bytes are, each call takes something off the input, ends or fails.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using lintas::xml::Token;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  lintas::xml::Tokenizer tokenizer{bytes};
  std::size_t calls = 0;
  std::size_t depth = 0;
  for (Token token = tokenizer.next(); token != Token::done && token != Token::error;
       token = tokenizer.next()) {
    lintas::require(++calls <= (2 * size) + 2, "the tokenizer gets on");
    if (token == Token::start) ++depth;
    if (token == Token::end) lintas::require(depth-- > 0, "an element ends once");
  }
  lintas::require(tokenizer.next() == (tokenizer.problem().rule.empty() ? Token::done : Token::error),
                  "the end stays");
  return 0;
}
