#pragma once

#include "core/model/forward.hpp"  // IWYU pragma: export

/// For headers that only pass messages on.
namespace lintas::message {

class Program;
struct Document;

}  // namespace lintas::message
