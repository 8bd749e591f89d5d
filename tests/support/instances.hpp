#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/format.hpp"
#include "tests/support/random.hpp"

namespace lintas::test {

enum class Fill : std::uint8_t {
  minimal,  ///< what is required
  each,     ///< everything once
  full,     ///< everything, what may repeat twice
  random,
};

/// A value of the format, in XML form. It went through message::store, so it is valid for us.
[[nodiscard]] std::string any_value(const message::Format& format, Random& random);

/// A valid message.
[[nodiscard]] message::Document any_document(const message::Program& program, Fill fill, Random& random);

}  // namespace lintas::test
