#include "core/aeo/authorisation/application.hpp"

#include <string>

#include "base/text.hpp"

namespace lintas::aeo::authorisation {

std::string in_words(const Reference& reference) {
  return format("{}, {}", reference.holder.str(), reference.number.str());
}

}  // namespace lintas::aeo::authorisation
