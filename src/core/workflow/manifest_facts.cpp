#include "core/workflow/manifest_facts.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/workflow/manifest_limits.hpp"

namespace lintas::workflow {

namespace {

/// In the place of what was remembered of the certificate, or behind it while there is room.
template <class One>
void put(std::vector<One>& all, const One& one) {
  const auto known = std::ranges::find(all, one.certificate, &One::certificate);
  if (known != all.end()) {
    *known = one;
  } else if (all.size() < manifest_limits::kept_max) {
    all.push_back(one);
  }
}

template <class One>
std::size_t remove(std::vector<One>& all, const documents::Reference& certificate) {
  return std::erase_if(all, [&](const One& one) { return one.certificate == certificate; });
}

}  // namespace

void DaysList::add(Day of, std::uint32_t more) {
  if (of != day) *this = {.day = of};
  ++parts;
  entries += more;
}

void remember(PartnersLists& lists, const CertificatesCompared& compared) {
  for (const Wanted& one : compared.wanted) put(lists.wanted, one);
  for (const Differing& one : compared.differs) put(lists.differs, one);
  for (const documents::Reference& one : compared.healed) {
    const std::size_t known = remove(lists.wanted, one) + remove(lists.differs, one);
    if (known != 0) ++lists.healed;
  }
}

}  // namespace lintas::workflow
