#pragma once

#include <libxml/parser.h>
#include <string_view>

#include "base/require.hpp"

namespace lintas::bench {

/// libxml2's SAX parser with empty handlers: the least that anybody who checks with a common library must pay
/// for a message before the first check. Call xmlInitParser first if there are threads.
inline void sax(std::string_view text) {
  static xmlSAXHandler handler = [] {
    xmlSAXHandler made{};
    made.initialized = XML_SAX2_MAGIC;
    made.startElementNs = [](void*, const xmlChar*, const xmlChar*, const xmlChar*, int, const xmlChar**, int,
                             int, const xmlChar**) {};
    made.endElementNs = [](void*, const xmlChar*, const xmlChar*, const xmlChar*) {};
    made.characters = [](void*, const xmlChar*, int) {};
    return made;
  }();
  require(xmlSAXUserParseMemory(&handler, nullptr, text.data(), static_cast<int>(text.size())) == 0,
          "libxml2 reads the message");
}

}  // namespace lintas::bench
