#pragma once

#include "base/certain.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/part.hpp"

namespace lintas::api {

/// This state, as its partners' exchanges name it.
[[nodiscard]] inline exchange::Partner home_of(const workflow::Setting& setting) {
  return certain(exchange::Partner::parse(setting.home.str()), "a state is a partner");
}

}  // namespace lintas::api
