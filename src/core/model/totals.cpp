#include "core/model/totals.hpp"

#include <cstddef>
#include <cstdint>

#include "core/model/groups.hpp"

namespace lintas::message {

std::size_t items_in(const Consignment& goods) {
  std::size_t items = 0;
  for (const HouseConsignment& house : goods.house_consignment) items += house.consignment_item.size();
  return items;
}

std::int64_t packages_in(const Consignment& goods) {
  std::int64_t packages = 0;
  for (const HouseConsignment& house : goods.house_consignment) {
    for (const ConsignmentItem& item : house.consignment_item) {
      for (const Packaging& packaging : item.packaging)
        packages += packaging.number_of_packages.has() ? packaging.number_of_packages.value : 1;
    }
  }
  return packages;
}

}  // namespace lintas::message
