#pragma once

#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/programme.hpp"
#include "core/aeo/shape.hpp"
#include "core/aeo/transformation.hpp"

namespace lintas::aeo {

/// What the tables of data/codelists say of codes, programmes and lists of all states.
struct Law {
  Shapes shapes;
  Transformations transformations;
  Programmes programmes;
  listed::StaleRules stale_rules;
};

/// As the program brings it along, read once.
[[nodiscard]] const Law& law();

}  // namespace lintas::aeo
