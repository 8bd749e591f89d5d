#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/exchange/circuit.hpp"
#include "core/exchange/identity.hpp"
#include "core/exchange/partner.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/certificate_chain.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/node/config.hpp"
#include "shell/node/own_identity.hpp"
#include "wire/as4/pmode.hpp"

/// What this node and each partner have agreed on, made of the configuration and the identity documents that
/// it names: everything that is known before a message is read.
namespace lintas::node {

/// A finding as an operator reads it: rule, text, what is particular, what to do.
[[nodiscard]] std::string told(const Finding& finding);

/// What the configuration alone says of the agreement with a partner: parties, AgreementRef, service, types
/// of messages. Precondition: both countries can be read.
[[nodiscard]] as4::PMode configured_mode(const Config& config, const PartnerConfig& partner);

/// The keys of the configuration by which the header of messages to a partner is another one now: what waits
/// for it is signed anew, under the same ids.
[[nodiscard]] std::vector<std::string_view> changed_in_headers(const as4::PMode& before,
                                                               const as4::PMode& now);

/// The document of a partner: signed as it has to be, under the pinned root. Whether it holds now is not
/// asked: the heads of a partner's audit log are checked for years. The error names the partner and the file.
[[nodiscard]] std::expected<exchange::Identity, std::string> read_identity_of(const PartnerConfig& partner);

/// When that document got its place here: before that nobody has asked under it. Not behind `now`.
[[nodiscard]] Instant taken_at(const PartnerConfig& partner, const exchange::Identity& identity, Instant now);

/// Where the node of a partner is, and how it shows itself on the line.
struct Reach {
  exchange::Partner partner;
  std::string url;
  bool public_only = false;  ///< as gateway::PartnerLink has it
  /// As identity documents have them.
  std::vector<Hash256> tls_certificates = {};
  std::vector<Bytes> tls_authorities = {};
  /// What connections of one without a document show, or who signed that, in DER. None: anything, or nothing.
  std::vector<Bytes> tls_clients = {};
  bool has_document = true;  ///< as PartnerConfig has it: its line and its messages are known by it
  exchange::RetrySchedule retry = {};
};

/// Why a partner is not connected to, where its document says an address that is none of the internet. Of a
/// name that is known only when it is resolved.
[[nodiscard]] std::optional<std::string> why_not_connected_to(const Reach& reach);

struct Agreement {
  Reach reach;
  std::optional<exchange::Identity> identity;  ///< of a partner that has a document
  Bytes document = {};                         ///< that, as it was signed
  std::shared_ptr<const as4::Partner> as4;     ///< shared with messages under way
  Instant taken = {};                          ///< when that document got its place here
  /// Of the lists of revoked certificates that were read: once one of them has ended the partner is left out.
  std::vector<crypto::RevocationList::Validity> lists = {};
};

/// Of one partner, with our own keys. The error names the partner and what to do.
[[nodiscard]] std::expected<Agreement, std::string> agreement_with(const Config& config,
                                                                   const PartnerConfig& partner,
                                                                   const OwnKeys& own, Instant now);

/// The end of an authority that ends before a certificate that it has issued: from then on nobody vouches for
/// that, and the partner is left out. The first such end; nothing where there is none.
[[nodiscard]] std::optional<Instant> end_of_authority(const Agreement& agreement);
/// Of the lists the one that has least of its life left.
[[nodiscard]] std::optional<crypto::RevocationList::Validity> list_that_ends_first(const Agreement& agreement,
                                                                                   Instant now);
/// Between 0 and 1: how much of the life of a list is left.
[[nodiscard]] double life_left(const crypto::RevocationList::Validity& list, Instant now);
/// What the files of lists are known by: others put new ones there at any time. Another text where one has
/// changed.
[[nodiscard]] std::string marks_of_lists(const Config& config);

/// A certificate of ours that a partner without a document cannot fetch: people bring it there.
struct ToBring {
  crypto::KeyPurpose purpose;
  as4::Certificate certificate;
  Instant before;  ///< the end of the one that it knows: until then that one is used
};
/// None for a partner that has a document, and where there is no next one yet.
[[nodiscard]] std::vector<ToBring> to_bring(const Agreement& agreement, Instant now);

/// IDN-004 the document behind it does not hold now.
[[nodiscard]] std::optional<Finding> fault_of(const Agreement& agreement, Instant now);

/// A partner with whom nothing can be exchanged now: no file or document of one of them may stop the node, or
/// keep a reload from the others.
struct LeftOut {
  std::string country;
  std::string what;  ///< names the partner, why, and what to do
  /// By the document that is held: asked there for a newer one the partner comes back by itself. None where
  /// no document of its root can be read.
  std::optional<Reach> reach;
};

struct Agreements {
  std::vector<Agreement> all;
  std::vector<LeftOut> left_out;
  OwnKeys own = {};  ///< our side of each
};
/// All that the configuration names. The error is of our own keys.
[[nodiscard]] std::expected<Agreements, std::string> agreements_of(const Config& config, Instant now);
/// The same under keys of ours that were read before: of the files only those are read that say what counts
/// of a partner, so nothing of ours that cannot be read keeps a revocation from being heeded.
[[nodiscard]] Agreements agreements_with(const Config& config, OwnKeys own, Instant now);

/// Until when messages are signed or sealed by one side: the end of the last certificate of each use.
struct UseEnd {
  std::string use;  ///< "signing" or "sealing", and the profile
  Instant at;
};
[[nodiscard]] std::vector<UseEnd> ends_of(const exchange::IdentityDocument& document);

}  // namespace lintas::node
