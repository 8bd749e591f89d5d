#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
#include "core/exchange/partner.hpp"
#include "shell/as4/partner.hpp"
#include "shell/node/config.hpp"
#include "shell/node/own_identity.hpp"

/// What this node and each partner have agreed on, made of the configuration and the identity documents that
/// it names: everything that is known before a message is read.
namespace lintas::node {

/// A finding as an operator reads it: rule, text, what is particular, what to do.
[[nodiscard]] std::string told(const Finding& finding);

/// The document of a partner: signed as it has to be, under the pinned root. Whether it holds now is not
/// asked: the heads of a partner's audit log are checked for years. The error names the partner and the file.
[[nodiscard]] std::expected<exchange::Identity, std::string> read_identity_of(const PartnerConfig& partner);

struct Agreement {
  exchange::Partner partner;
  exchange::Identity identity;
  std::string url;
  bool public_only = false;                 ///< as gateway::PartnerLink has it
  std::shared_ptr<const as4::Partner> as4;  ///< shared with messages under way
};

/// Of one partner, with our own keys. The error names the partner and what to do.
[[nodiscard]] std::expected<Agreement, std::string> agreement_with(const Config& config,
                                                                   const PartnerConfig& partner,
                                                                   const OwnKeys& own, Instant now);

struct Agreements {
  std::vector<Agreement> all;
  /// Partners with whom nothing can be exchanged now, and why: no file or document of one of them may stop
  /// the node, or keep a reload from the others.
  std::vector<std::string> left_out;
};
/// All that the configuration names. The error is of our own keys.
[[nodiscard]] std::expected<Agreements, std::string> agreements_of(const Config& config, Instant now);

/// Until when messages are signed or sealed by one side: the end of the last certificate of each use.
struct UseEnd {
  std::string use;  ///< "signing" or "sealing", and the profile
  Instant at;
};
[[nodiscard]] std::vector<UseEnd> ends_of(const exchange::IdentityDocument& document);

}  // namespace lintas::node
