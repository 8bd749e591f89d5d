#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/net/client.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/node/config.hpp"
#include "shell/node/watch.hpp"

/// Who is who changes without people: a node hands its identity document out to its partners, renews the
/// certificates that it made itself in good time, and asks its partners for theirs. The pinned root decides
/// whether what they answer is taken.
namespace lintas::node {

class Introductions {
 public:
  struct Options {
    std::function<Config()> config;  ///< of the moment
    std::function<Instant()> clock;
    /// Runs work elsewhere; false if it is not run.
    std::function<bool(std::move_only_function<void()> work)> post;
    /// A partner's document has changed: what was made of it has to be made anew. Called from `post`.
    std::function<void()> changed;
    Watch& watch;  ///< outlives this
  };
  Introductions(net::Loop& loop, Options options);

  /// GET /identity, on the listener for partners.
  void add_routes(net::Router& router);
  /// Renews and signs what is due, and hands it out from now on. Whether certificates were renewed: then
  /// agreements that were made before are out of date. Throws StartFailure. Precondition: OwnFiles is held.
  bool keep(const Config& config);
  /// The document that it hands out; empty where nothing is exchanged. Any thread.
  [[nodiscard]] Bytes own();
  /// Asks each of them that hands a document out. Any thread.
  void look(const std::vector<gateway::PartnerLink>& links);
  /// Asks nobody any more.
  void stop();

 private:
  void take(const std::string& country, ByteView document);
  void refuse(const std::string& country, std::string_view what);

  Options options_;
  std::mutex mutex_;
  Bytes own_;
  std::unique_ptr<net::Client> client_;
};

}  // namespace lintas::node
