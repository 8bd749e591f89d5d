#pragma once

#include <stdexcept>
#include <string>

namespace lintas::print {

/// The machine cannot print: a font is missing, a library refused. What to do stands in what().
class PrintFailure : public std::runtime_error {
 public:
  explicit PrintFailure(const std::string& what) : std::runtime_error(what) {}
};

}  // namespace lintas::print
