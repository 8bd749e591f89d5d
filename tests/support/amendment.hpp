#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace lintas::test {

/// The text with every occurrence of one part replaced. Precondition: the text has the part.
inline std::string replaced(std::string text, std::string_view part, std::string_view by) {
  auto at = text.find(part);
  if (at == std::string::npos) throw std::logic_error{"the text has no " + std::string{part}};
  for (; at != std::string::npos; at = text.find(part, at + by.size())) text.replace(at, part.size(), by);
  return text;
}

/// An IE013 that declares what the IE015 of the samples or examples does, of the movement of that MRN.
inline std::string amendment_of(std::string declared, std::string_view mrn, std::string_view flag) {
  constexpr std::string_view end_of_lrn = "</LRN>";
  declared = replaced(std::move(declared), "CC015C", "CC013C");
  const auto lrn = declared.find("<LRN>");
  const auto end = declared.find(end_of_lrn);
  if (lrn == std::string::npos || end == std::string::npos)
    throw std::logic_error{"the declaration has no LRN"};
  declared.replace(lrn, end + end_of_lrn.size() - lrn, "<MRN>" + std::string{mrn} + "</MRN>");
  return replaced(std::move(declared), "</bindingItinerary>",
                  "</bindingItinerary><amendmentTypeFlag>" + std::string{flag} + "</amendmentTypeFlag>");
}

}  // namespace lintas::test
