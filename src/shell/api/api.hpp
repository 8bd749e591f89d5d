#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/attachments/limits.hpp"
#include "core/code/records.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/forward.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/movement.hpp"
#include "core/webhooks/state.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/link_token.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/api/webhook_signing.hpp"
#include "shell/app/attachment_files.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "shell/net/target.hpp"

/// The interface of the node for software: /v1/… as GET /v1/openapi.json describes it. Errors are
/// problem+json with rule, field and remedy. Who may not see something is told that it is not there.
namespace lintas::api {

/// What is at risk of a declaration.
struct AtRisk {
  Findings findings;
  std::vector<std::string> explanation;  ///< lines for a person
};

/// What came of a post.
struct WebhookAnswer {
  std::optional<std::uint16_t> status;  ///< none where there was no answer
  /// Why there was none, in a word that the owner is shown. It says no more than that of hosts and networks.
  std::string why_none = "no_answer";
};

/// One event to one subscriber.
struct WebhookPost {
  net::Url url;
  net::Headers headers;
  Bytes body;
  /// Dropped, it counts as no answer.
  std::move_only_function<void(WebhookAnswer)> done;
};

struct WebhookPorts {
  /// Of a subscription and a name, always the same: no secret lies in the store.
  std::function<Bytes(std::string_view id, const webhooks::SecretName& name)> secret;
  Hmac hmac;
  /// With the key of the subscription: what one receiver is sent proves nothing to another one.
  std::function<Bytes(std::string_view id, ByteView content)> sign;
  std::function<Bytes(std::string_view id)> public_key;
  /// Plain HTTP, and addresses of this machine and of private networks, are taken.
  bool private_addresses = false;
  /// Posts, follows no redirect, and calls `done` once, on another thread or later.
  std::function<void(WebhookPost)> post;
};

/// A partner as the node deals with it, beside what the store knows.
struct PartnerLine {
  struct Silence {
    Instant since;    ///< of the first attempt in a row that came to nothing
    std::string why;  ///< of the last one, for people
  };
  struct Certificate {
    std::string_view use;  ///< one of `certificate_uses`
    std::string subject;
    Hash256 fingerprint;
    Instant until;
  };
  /// As whoever sends counts it: a look at the store would grow with it.
  struct Backlog {
    std::size_t waiting = 0;              ///< those under way included
    std::size_t dead = 0;                 ///< until an officer decides
    std::optional<app::Seq> oldest = {};  ///< the event of what waits longest
  };
  /// Its audit log, as far as its signed heads are kept here.
  struct Log {
    struct Head {
      std::uint64_t events;
      Instant signed_at;
    };
    std::optional<Head> head = {};  ///< the newest that is held
    std::string_view fault = {};    ///< one of `log_faults`; empty: none
  };
  exchange::Partner partner;
  bool is_configured = true;
  Backlog backlog = {};
  std::optional<Silence> silence = {};  ///< none where the last attempt was answered, or none was made
  std::vector<Certificate> certificates = {};
  Log log = {};
};
/// It has signed two heads of one size with two roots; it could not show that its log continues the head
/// held; its log is shorter than that, or it shows none any more. The first that holds is told.
inline constexpr std::array<std::string_view, 3> log_faults{"rewritten", "not_continued", "went_back"};
/// Of messages, and of the line: what this node shows there, and the authorities that a partner's is known
/// by.
inline constexpr std::array<std::string_view, 7> certificate_uses{
    "our_signing", "our_sealing",        "its_signing",    "its_sealing",
    "our_line",    "its_line_authority", "its_line_client"};

struct ExchangePorts {
  /// The AS4 MessageId of what a node sends under an identification.
  std::function<std::string(exchange::Partner sender, std::string_view identification)> message_id;
  /// Those that are configured, and those that messages wait for though none is.
  std::function<std::vector<PartnerLine>()> partners;
};

/// Safe from any thread, as everything here.
struct Ports {
  app::Service& service;
  const workflow::National& national;
  std::function<workflow::Setting()> setting;  ///< of the moment; what it points to outlives the request
  std::function<app::Packer&()> packer;        ///< of the present thread
  app::Entropy& entropy;
  std::function<Instant()> clock;
  transit::AccessCodeHasher hash;
  Keys& keys;
  /// Puts a line behind those of the keys file and takes it; false, and nothing done, if it is not durable.
  std::function<bool(std::string_view line)> keep_key;
  /// Fills the amount at risk into a declaration.
  std::function<AtRisk(transit::Declaration&, const message::Message&, const refdata::View&)> at_risk;
  std::vector<app::Loss> losses{};  ///< of the store, for the names of messages between nodes
  /// Runs what takes seconds, on threads that nothing else waits for. False if its queue is full: then it is
  /// not run. It may be dropped as the work of a pool may.
  std::function<bool(app::Share, std::move_only_function<void()> work)> print;
  /// What documents are signed with at the moment; null where this node signs none.
  std::function<std::shared_ptr<const DocumentKey>()> document_key;
  /// Of the reference number of a document: only this node can work it out.
  std::function<code::Handle(std::string_view reference)> code_handle;
  StatusLists* status_lists = nullptr;            ///< where this node signs documents
  CertificateLists* certificate_lists = nullptr;  ///< likewise
  /// Does the work after a pause. It must not wait, and is not done within the call.
  std::function<void(std::chrono::milliseconds pause, std::move_only_function<void()> work)> later;
  WebhookPorts webhooks;
  std::array<std::byte, 32> cursor_secret{};  ///< of this node: places in the log are never shown in clear
  /// The certificates of the node's listeners, and their last instants; null or empty where there are none.
  std::function<std::vector<std::pair<std::string, Instant>>()> certificates = {};
  /// Asks a partner whether the agreement with it works (the test service of AS4). `done` is told what is
  /// wrong, in words, or nothing, once, on another thread or later. Null where nothing is exchanged.
  std::function<void(exchange::Partner partner,
                     std::move_only_function<void(std::optional<std::string> fault)> done)>
      test_partner = {};
  Sealing link_sealing{};  ///< of this node: links for partners
  ExchangePorts exchange = {};
  app::AttachmentFiles* attachments = nullptr;  ///< never null
  /// Octets of files that one party may have, and one office.
  std::int64_t attachments_of_party_max = attachments::bounds::party_bytes_max;
  std::int64_t attachments_of_office_max = attachments::bounds::office_bytes_max;
  bool is_sandbox = false;  ///< nothing here is valid: whoever asks is told, and so says every document
};

class Core;

class Api {
 public:
  explicit Api(Ports ports);
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// The routes; they live as long as this.
  void add_to(net::Router& router);

  /// Something was written, or the node has just started: whoever follows the feed is told. Does not wait.
  void happened();
  /// Delivers nothing more, and has noted what was delivered: before the writer stops.
  void stop();
  /// How many follow it now.
  [[nodiscard]] std::size_t streams() const;
  struct Webhooks {
    std::size_t live = 0;
    std::size_t failing = 0;
    std::size_t stopped = 0;
  };
  [[nodiscard]] Webhooks webhooks() const;

 private:
  std::shared_ptr<Core> core_;
};

/// The description of the interface (OpenAPI 3.1) as JSON, from the rows beside routes, views and acts.
[[nodiscard]] std::string openapi(const workflow::National& national);

}  // namespace lintas::api
