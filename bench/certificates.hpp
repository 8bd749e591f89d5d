#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "bench/report.hpp"

#include "wire/as4/suite.hpp"

namespace lintas::bench {

struct CertificatesOptions {
  std::filesystem::path folder;  ///< of the nodes of Malaysia and Thailand
  std::string_view pids;         ///< of the two, in this order
  std::size_t documents = 10'000;
  std::size_t prefill = 0;  ///< played before anything is measured
  std::size_t under_way = 256;
  as4::Suite suite = as4::Suite::edwards;  ///< that the nodes speak
};

/// How many certificates of origin a second go from one node to another, and what one costs: sent alone, and
/// from the application to the answer of customs.
void certificates(const CertificatesOptions& options, Report& report);

}  // namespace lintas::bench
