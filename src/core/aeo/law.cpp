#include "core/aeo/law.hpp"

#include <string_view>

#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/programme.hpp"
#include "core/aeo/shape.hpp"
#include "core/aeo/transformation.hpp"
#include "core/seed/seed.hpp"
#include "core/seed/whole.hpp"

namespace lintas::aeo {

const Law& law() {
  static const Law all = [] {
    constexpr std::string_view shapes = "aeo-shapes.csv";
    constexpr std::string_view transformations = "aeo-transformations.csv";
    constexpr std::string_view programmes = "aeo-programmes.csv";
    constexpr std::string_view stale_rules = "aeo-stale.csv";
    using seed::file;
    using seed::whole;
    Law read;
    read.shapes = whole(shapes, read_shapes(file(shapes)));
    read.transformations = whole(transformations, read_transformations(file(transformations), read.shapes));
    read.programmes = whole(programmes, read_programmes(file(programmes)));
    read.stale_rules = whole(stale_rules, listed::read_stale_rules(file(stale_rules)));
    return read;
  }();
  return all;
}

}  // namespace lintas::aeo
