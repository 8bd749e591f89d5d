#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "wire/as4/mime.hpp"

namespace {

using lintas::as4::MultipartReader;

/// The parts in one text, or "refused".
std::string read(std::string_view content_type, std::string_view body, std::size_t size) {
  using Event = MultipartReader::Event;
  auto reader = MultipartReader::of(content_type);
  if (!reader) return "refused";
  std::string parts;
  while (true) {
    const auto event = reader->next();
    if (!event) return "refused";
    switch (*event) {
      case Event::hungry: {
        if (body.empty()) {
          reader->close();
          break;
        }
        const std::string_view piece = body.substr(0, size);
        reader->take(lintas::as_bytes(piece));
        body.remove_prefix(piece.size());
        break;
      }
      case Event::begin: parts.append("\nbegin ").append(reader->head().id).append("\n"); break;
      case Event::content:
        lintas::require(!reader->content().empty(), "content is some");
        parts += lintas::as_text(reader->content());
        break;
      case Event::end: parts += "\nend"; break;
      case Event::done: return parts;
    }
  }
}

}  // namespace

// The first line is the type, the rest the body. Whatever they are, pieces make no difference, and the reader
// comes to an end.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const std::size_t feed = std::min(bytes.find('\n'), bytes.size());
  const std::string_view type = bytes.substr(0, feed);
  const std::string_view body = bytes.substr(std::min(feed + 1, bytes.size()));
  const std::string whole = read(type, body, body.size() + 1);
  for (const std::size_t piece : {1U, 2U, 7U, 64U})
    lintas::require(read(type, body, piece) == whole, "pieces make no difference");

  const auto parts = lintas::as4::split(type, lintas::as_bytes(body));
  lintas::require(parts.has_value() == (whole != "refused"), "a whole body is read as a piece");
  if (!parts) return 0;
  std::string expected;
  for (const auto& part : *parts)
    expected.append("\nbegin ")
        .append(part.head.id)
        .append("\n")
        .append(lintas::as_text(part.content))
        .append("\nend");
  lintas::require(expected == whole, "a whole body is read as a piece");
  return 0;
}
