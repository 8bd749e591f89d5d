#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/messages/forward.hpp"
#include "core/model/values/country.hpp"
#include "core/transit/machine.hpp"
#include "shell/api/trader_mail.hpp"

/// All that was sent about a movement, to this node and by it: for its offices here.
namespace lintas::api {

struct Piece {
  std::size_t event = 0;  ///< index into the history
  bool received = false;  ///< else sent by this node
  transit::Ie ie = 0;
  std::string from;  ///< TIN, or the name of a node
  std::string to;
  std::string id;  ///< messageIdentification; empty where only an erased document said it
  std::optional<std::size_t> place = std::nullopt;  ///< sent to a partner: among the event's messages
  std::optional<Mail> mail = std::nullopt;          ///< sent to a trader
};

[[nodiscard]] Piece piece_of(const Mail& mail, Country home);
/// In the order they came and went.
[[nodiscard]] std::vector<Piece> pieces_of_departure(const MailSource& source, std::string_view reference);
[[nodiscard]] std::vector<Piece> pieces_of_journey(const MailSource& source);

/// What came as it came, without access codes; what went as it went. Nothing where the document was erased.
[[nodiscard]] std::optional<message::Document> document_of(const Piece& piece, const MailSource& source);

}  // namespace lintas::api
