#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"

/// Links to a movement for partners without an account (docs/adr/0021-links-for-partners.md). A link is kept
/// nowhere: it says itself what it is for. Kept is only how often one owner took back all its links of one
/// movement, and a link names the number that was so when it was made.
namespace lintas::workflow {

inline constexpr CommandType revoke_links = command_in(link_block, 0);
inline constexpr EventType links_revoked = event_in(link_block, 0);

/// Content of revoke_links. Taken from the owner alone, whether there is such a movement or not: whoever asks
/// the node looks at that.
struct RevokeLinks {
  std::string owner;  ///< owner_of_links of who asks
  Mrn mrn;

  static constexpr std::string_view record = "links.revoke";
  static constexpr auto fields() {
    return Fields{Field{1, "owner", &RevokeLinks::owner}, Field{2, "mrn", &RevokeLinks::mrn}};
  }
};

/// The event, and all that is known of the links.
struct LinksRevoked {
  Instant at;
  PersonId by;
  std::string owner;
  Mrn mrn;
  std::uint32_t generation = 0;  ///< of the links that are made from now on; 0 before the first time

  static constexpr std::string_view record = "links.revoked";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &LinksRevoked::at}, Field{2, "by", &LinksRevoked::by},
                  Field{3, "owner", &LinksRevoked::owner}, Field{4, "mrn", &LinksRevoked::mrn},
                  Field{5, "generation", &LinksRevoked::generation}};
  }
  friend bool operator==(const LinksRevoked&, const LinksRevoked&) = default;
};

/// Whose a link is that the actor makes: its party's or its office's, whichever person it was.
[[nodiscard]] std::string owner_of_links(const access::Actor& actor);

[[nodiscard]] Slot links_slot(std::string_view owner, const Mrn& mrn);

}  // namespace lintas::workflow
