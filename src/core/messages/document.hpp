#pragma once

#include <string_view>

#include "core/messages/program.hpp"
#include "core/model/groups.hpp"

namespace lintas::message {

/// A message with the view it was read by or is to be written by.
struct Document {
  const Program* program = nullptr;
  std::string_view phase;  ///< one of program->phases(), or empty
  Message message;
};

}  // namespace lintas::message
