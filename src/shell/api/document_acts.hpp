#pragma once

#include "base/bytes.hpp"
#include "core/access/access.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/service.hpp"

/// What the node knows of a certificate and nobody is asked for in an act about it: kind and originals of the
/// application that is approved, that the application is authenticated, since its exporter's key was (OCP
/// R28).
namespace lintas::api {

/// Where it is found.
struct Known {
  const workflow::National& national;
  const access::Actor& actor;
  app::Reader& reader;
  const workflow::Setting& setting;
};

using Complete = Bytes (*)(ByteView content, const Known&);
/// Null for an act that says all itself.
[[nodiscard]] Complete find_completion(workflow::CommandType type);

}  // namespace lintas::api
