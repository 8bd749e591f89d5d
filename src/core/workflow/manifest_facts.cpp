#include "core/workflow/manifest_facts.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/workflow/manifest_certificates.hpp"
#include "core/workflow/manifest_limits.hpp"

namespace lintas::workflow {

namespace {

/// In the place of what was remembered of the document, or behind it while there is room.
template <class One>
void put(std::vector<One>& all, const One& one) {
  const auto known = std::ranges::find(all, listed_name_in(one), listed_name_in<One>);
  if (known != all.end()) {
    *known = one;
  } else if (all.size() < manifest_limits::kept_max) {
    all.push_back(one);
  }
}

template <class One>
std::size_t remove(std::vector<One>& all, const DocumentName& name) {
  return std::erase_if(all, [&](const One& one) { return listed_name_in(one) == name; });
}

}  // namespace

DocumentName name_of_thing(std::string_view thing) {
  DocumentName name{.certificate = certificate_of(thing), .document = std::nullopt};
  if (!name.certificate) name.document = thing;
  return name;
}
std::string thing_of(const DocumentName& name) {
  return name.certificate ? thing_of(*name.certificate) : name.document.value_or("");
}

void DaysList::add(Day of, std::uint32_t more) {
  if (of != day) *this = {.day = of};
  ++parts;
  entries += more;
}

void remember(PartnersLists& lists, const DocumentsCompared& compared) {
  for (const Wanted& one : compared.wanted) put(lists.wanted, one);
  for (const Differing& one : compared.differs) put(lists.differs, one);
  for (const DocumentName& one : compared.healed) {
    const std::size_t known = remove(lists.wanted, one) + remove(lists.differs, one);
    if (known != 0) ++lists.healed;
  }
}

}  // namespace lintas::workflow
