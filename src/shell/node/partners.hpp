#pragma once

#include <expected>
#include <iosfwd>
#include <map>
#include <string>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/node/config.hpp"

/// Partners in the folder of a node, with the node running or without: what `lintas partner add` and
/// `lintas partner show` do.
namespace lintas::node {

struct PartnerOptions {
  std::string config_file;
  std::string document_file;  ///< the partner's identity document
  std::string root;           ///< the fingerprint that its people read out; empty: only shown
  std::string url;            ///< another address than that of the document; empty: that one
  Instant now;
  std::map<std::string, std::string> environment;  ///< what the node is started with
};

/// Why a partner was not taken.
struct PartnerFailure {
  std::string what;
  bool is_file = false;  ///< the disk or the configuration is to blame, not the document
};
/// Takes the partner into the configuration, and its document beside that ("partners/my.lintas"); of a
/// partner that is there already the document alone, if it is newer and of the same root. Everything is tried
/// before anything is written. The partner's country.
[[nodiscard]] std::expected<std::string, PartnerFailure> take_partner(const PartnerOptions& options);

/// Takes a newer document of a partner that is there, as its node handed it out. Whether it was newer.
[[nodiscard]] std::expected<bool, std::string> take_newer(const Config& config, const PartnerConfig& partner,
                                                          ByteView document, Instant now);

/// The command: exit codes as of the command line. Without a root it only shows the document and how the
/// fingerprint is read.
[[nodiscard]] int add_partner(const PartnerOptions& options, std::ostream& out, std::ostream& err);

struct ShowOptions {
  std::string config_file;
  std::string country;  ///< of a partner, or our own; empty: all partners, a line each
  Instant now;
};
[[nodiscard]] int show_partners(const ShowOptions& options, std::ostream& out, std::ostream& err);

}  // namespace lintas::node
