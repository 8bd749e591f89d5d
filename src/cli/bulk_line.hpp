#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "cli/cli.hpp"
#include "cli/connection.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "cli/parcels.hpp"

/// Documents of a bulk on their way to the node.
namespace lintas::cli {

struct Sent {
  enum class Outcome : std::uint8_t { taken, refused, stopped };
  Outcome outcome = Outcome::stopped;
  std::string told;  ///< as which the node has it; the rules it was refused by; why the bulk stops
  Json problem{};    ///< of a refusal
};

/// One line to the node, for one thread.
class Line {
 public:
  Line(Session session, const Given& given);

  /// As `doc submit` would. The digest is that of the body: the same document asks under the same key.
  [[nodiscard]] Sent send(const Parcel& parcel, const std::string& digest);

 private:
  std::expected<Json, Sent> ask_until_answered(const Ask& ask);

  Session session_;
  const Given& given_;
};

}  // namespace lintas::cli
