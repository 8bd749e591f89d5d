#include "shell/gateway/receiving.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/claims.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/as4/spool.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/gateway/links.hpp"
#include "shell/gateway/names.hpp"
#include "shell/gateway/sending.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/signed_form.hpp"
#include "wire/as4/sink.hpp"

namespace lintas::gateway {

namespace {

/// Of documents, as the evidence makes what was signed from them again.
constexpr std::string_view document_type = "application/xml";

constexpr std::string_view another_content = "Another content was taken under this id.";

net::Response problem(std::uint16_t status, std::string_view rule, std::string_view detail) {
  return net::text_response(status, "application/problem+json",
                            format(R"({{"status":{},"code":"{}","detail":"{}"}})", status, rule, detail));
}

/// Nothing of AS4 in it: whoever gets it tries again.
net::Response busy() {
  net::Response answer = problem(503, "NET-006", "Too much waits here. Send it again later.");
  answer.headers.add("Retry-After", std::to_string(limits::partner_retry_after.count()));
  return answer;
}

net::Response fault_of_ours() {
  return problem(500, "EXC-012", "The message is kept and looked at by people. Send it again later.");
}

net::Response soap(std::uint16_t status, std::string_view text) {
  return net::text_response(status, as4::soap_type, text);
}

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Over everything that the signature covers: two programs may name it in another order.
Hash256 content_of(std::vector<as4::Reference> references, Sha256 sha256) {
  std::ranges::sort(references, {}, &as4::Reference::uri);
  std::string text;
  for (const as4::Reference& one : references) text += format("{} {}\n", to_hex(one.digest.bytes), one.uri);
  const std::array<ByteView, 1> parts{as_bytes(text)};
  return sha256(parts);
}

/// A payload as it was signed.
struct AsSigned {
  Bytes octets;
  bool follows = false;  ///< from what it says, as this node makes it again
};

/// Reception has proved that these octets are what was signed.
AsSigned as_signed(ByteView content, const as4::Contents& octets, std::size_t place) {
  Bytes room;
  const ByteView as_they_came = octets.at(place, room);
  const bool follows = as4::follows_from(content, document_type, as_they_came);
  return {.octets = copy_of(as_they_came), .follows = follows};
}

/// A message of business that was read: the one that came, or one of a bundle.
struct Part {
  std::string name;  ///< its MessageId, or the one that it would have alone
  app::Read read;
  AsSigned as_signed;
};

using Readable = std::expected<Part, app::Unreadable>;
using AllReadable = std::expected<std::vector<Part>, app::Unreadable>;

std::unexpected<app::Unreadable> refuse(std::string rule, std::string detail) {
  return std::unexpected(app::Unreadable{.rule = std::move(rule), .detail = std::move(detail)});
}

/// What header or properties of a payload say of a message.
struct Announced {
  std::string_view name;
  std::string_view action;
  const std::vector<as4::Property>& properties;
  std::string_view type;  ///< of the payload
};

/// Payloads as they were opened, which is in the order of the parts and not in that of the header.
struct Opened {
  const as4::Contents& contents;
  const as4::Contents& octets;  ///< of the same, as they were signed
  const std::vector<std::string>& ids;

  [[nodiscard]] std::size_t place_of(std::string_view content_id) const {
    const auto found = std::ranges::find(ids, content_id);
    require(found != ids.end(), "each payload of a message that was proved was opened");
    return static_cast<std::size_t>(found - ids.begin());
  }
};

/// The business of an authentic message, after every check that needs no store.
Readable read_one(const app::Mail& mail, const PartnerLink& link, const Announced& announced,
                  const Opened& opened, std::size_t place, Instant now) {
  constexpr std::size_t longest = 35;  // messageIdentification is an..35
  const std::string_view id = as4::value_of(announced.properties, names::tracking_property);
  const std::string_view lane = as4::value_of(announced.properties, names::lane_property);
  const auto n = lane.empty() ? std::optional<std::uint32_t>{0} : number(lane);
  if (id.empty() || id.size() > longest || !n) {
    return refuse("EXC-013", format("{} of at most {} characters is required, and {} is a number.",
                                    names::tracking_property, longest, names::lane_property));
  }
  Bytes room;
  const ByteView content = opened.contents.at(place, room);
  auto made = mail.read(
      {.from = link.partner, .id = id, .lane = *n, .content_type = announced.type, .body = content}, now);
  if (!made) return std::unexpected(std::move(made.error()));
  if (made->type != announced.action)
    return refuse("EXC-015", format("The action is not that of the message, {}.", made->type));
  return Part{.name = std::string{announced.name},
              .read = *std::move(made),
              .as_signed = as_signed(content, opened.octets, place)};
}

bool is_bundle(const as4::UserMessage& message) { return message.action == names::bundle_action; }

bool fits_in_bundle(std::size_t parts) { return parts >= 2 && parts <= limits::bundle_messages_max; }

/// What its messages say is more than a bundle may have: it will be refused, whatever comes behind that.
bool is_too_long(const as4::Contents& contents) { return contents.bytes() > limits::bundle_bytes_max; }

/// Whether anybody will read what it brings.
bool is_readable(const as4::UserMessage& message) {
  if (as4::is_test(message)) return false;
  return is_bundle(message) ? fits_in_bundle(message.parts.size()) : message.parts.size() == 1;
}

/// The form of a bundle is closed: whatever else its sender signs would be read by nobody.
const as4::Property* other_than(const std::vector<as4::Property>& properties,
                                std::initializer_list<std::string_view> known) {
  const auto found = std::ranges::find_if(properties, [&](const as4::Property& one) {
    return std::ranges::find(known, one.name) == known.end();
  });
  return found == properties.end() ? nullptr : &*found;
}

AllReadable read_bundle(const app::Mail& mail, const PartnerLink& link, const as4::Received& received,
                        const Opened& opened, Instant now) {
  const std::size_t count = received.payloads.size();
  if (!fits_in_bundle(count))
    return refuse("EXC-025", format("A bundle has 2 to {} messages.", limits::bundle_messages_max));
  if (is_too_long(opened.contents)) {
    return refuse("EXC-025", format("The messages of a bundle have {} bytes at most, all of them together.",
                                    limits::bundle_bytes_max));
  }
  if (const as4::Property* const other = other_than(
          received.message.properties, {as4::original_sender_property, as4::final_recipient_property}))
    return refuse("EXC-025", format("A bundle has no property {}.", other->name));
  const std::vector<std::string>& agreed = received.partner->mode.taken;
  std::vector<Part> parts;
  for (const as4::Payload& payload : received.payloads) {
    const std::string_view action = as4::value_of(payload.properties, names::action_property);
    const auto of_it = [&](std::string_view rule, std::string_view detail) {
      return refuse(std::string{rule}, format("{}: {}", payload.content_id, detail));
    };
    if (action == names::bundle_action || std::ranges::find(agreed, action) == agreed.end())
      return of_it("EXC-025", format("{} is none that was agreed on.", names::action_property));
    if (const as4::Property* const other =
            other_than(payload.properties, {names::action_property, names::tracking_property,
                                            names::lane_property, as4::character_set_property}))
      return of_it("EXC-025", format("A message of a bundle has no property {}.", other->name));
    // A message has one name, whichever way it comes.
    const std::string_view id = as4::value_of(payload.properties, names::tracking_property);
    if (payload.content_id != as4_id(link.partner, id))
      return of_it("EXC-025", format("The Content-ID is not that of {}.", names::tracking_property));
    auto part = read_one(mail, link,
                         {.name = payload.content_id,
                          .action = action,
                          .properties = payload.properties,
                          .type = payload.type},
                         opened, opened.place_of(payload.content_id), now);
    if (!part) return of_it(part.error().rule, part.error().detail);
    parts.push_back(*std::move(part));
  }
  return parts;
}

AllReadable read(const app::Mail& mail, const PartnerLink& link, const as4::Received& received,
                 const Opened& opened, Instant now) {
  const as4::UserMessage& message = received.message;
  if (is_bundle(message)) return read_bundle(mail, link, received, opened, now);
  if (received.payloads.size() != 1) return refuse("EXC-014", "A message has one payload.");
  auto one = read_one(mail, link,
                      {.name = message.info.id,
                       .action = message.action,
                       .properties = message.properties,
                       .type = received.payloads.front().type},
                      opened, 0, now);
  if (!one) return std::unexpected(std::move(one.error()));
  std::vector<Part> parts;
  parts.push_back(*std::move(one));
  return parts;
}

/// Proved like any other, and read by nobody.
class Unkept final : public as4::Sink {
 public:
  std::expected<void, as4::Refused> take(ByteView /*piece*/) override { return {}; }
  std::expected<void, as4::Refused> close() override { return {}; }
};

/// Of a bundle, until it is too long. What comes behind that is proved like the rest, and kept nowhere.
class UntilTooLong final : public as4::Sink {
 public:
  UntilTooLong(std::unique_ptr<as4::Sink> place, const as4::Contents& contents)
      : place_(std::move(place)), contents_(contents) {}
  std::expected<void, as4::Refused> take(ByteView piece) override {
    return is_too_long(contents_) ? std::expected<void, as4::Refused>{} : place_->take(piece);
  }
  std::expected<void, as4::Refused> close() override { return place_->close(); }

 private:
  std::unique_ptr<as4::Sink> place_;
  const as4::Contents& contents_;
};

}  // namespace

struct Receiving::Opening {
  Opening(const LinkTable& table, std::string_view content_type, const Common& common)
      : contents(common.spool),
        octets(common.spool),
        reception(table.directory(), content_type, common.options.clock(), place_in(contents, contents, &ids),
                  place_in(octets, contents, nullptr), as4::Reception::Opens::when_told) {}

  [[nodiscard]] bool lacked_room() const noexcept { return contents.lacked_room() || octets.lacked_room(); }
  [[nodiscard]] std::size_t kept_bytes() const noexcept {
    return reception.kept_bytes() + contents.memory_bytes() + octets.memory_bytes();
  }

  as4::Contents contents;
  as4::Contents octets;          ///< of the same, as they were signed
  std::vector<std::string> ids;  ///< of both
  as4::Reception reception;

 private:
  /// Of a bundle, what the contents come to decides for both: as it was signed, a payload may be longer or
  /// shorter.
  static as4::Reception::MakeSink place_in(as4::Contents& place, const as4::Contents& contents,
                                           std::vector<std::string>* ids) {
    return [&place, &contents, ids](const as4::UserMessage& message,
                                    const as4::PartInfo& info) -> std::unique_ptr<as4::Sink> {
      if (!is_readable(message) || (is_bundle(message) && is_too_long(contents)))
        return std::make_unique<Unkept>();
      if (ids != nullptr) ids->push_back(info.content_id);
      auto sink = place.add(message.from.id.value);
      if (!is_bundle(message)) return sink;
      return std::make_unique<UntilTooLong>(std::move(sink), contents);
    };
  }
};

struct Receiving::Call {
  net::Request request;
  net::Responder responder;
  app::Share share;  ///< in which its next step waits
  std::shared_ptr<const LinkTable> table = nullptr;
  const PartnerLink* link = nullptr;  ///< of the table; once the message is proved to be this partner's
  as4::Received received = {};
  Hash256 content = {};
  std::unique_ptr<Opening> opening = nullptr;  ///< of what it brings, until all of it was taken
  std::vector<Part> parts = {};
  std::optional<std::size_t> at_fault = std::nullopt;  ///< which of a bundle's, where one is not taken
  std::string type = {};
  std::optional<Mrn> mrn = std::nullopt;
  std::string receipt = {};
  bool is_unrelated = false;  ///< it says that it answers a message, and that is none of ours for its sender

  [[nodiscard]] const std::string& message() const { return received.message.info.id; }
  [[nodiscard]] const std::string& name_at_fault() const {
    return at_fault ? parts.at(*at_fault).name : message();
  }
  /// Names the message of a bundle that this is about.
  [[nodiscard]] std::string of_fault(std::string_view detail) const {
    return at_fault ? format("{}: {}", name_at_fault(), detail) : std::string{detail};
  }
};

/// While a piece is worked on, the call is the work's alone: should that fail, or be dropped, its responder
/// goes with it, which answers.
class Receiving::Stream final : public net::Incoming, public std::enable_shared_from_this<Stream> {
 public:
  Stream(std::shared_ptr<Receiving> receiving, CallPtr call)
      : receiving_(std::move(receiving)), call_(std::move(call)) {}

  void take(Bytes piece, Next next) override {
    post([self = shared_from_this(), piece = std::move(piece), next = std::move(next)](CallPtr call) mutable {
      self->open(std::move(call), std::move(piece), std::move(next));
    });
  }
  void end() override {
    post([self = shared_from_this()](const CallPtr& call) {
      if (self->refusal_) return self->receiving_->turn_down(*call, *self->refusal_);
      // What was agreed on with its sender may have ended while it came, which takes minutes: it comes again,
      // and is judged by now.
      if (!self->receiving_->is_judged_so_now(*call)) return call->responder(busy());
      if (self->before_) return self->receiving_->repeat(*call, *self->before_);
      self->receiving_->end(call);
    });
  }

 private:
  template <class Work>
  void post(Work work) {
    const CallPtr call = std::exchange(call_, nullptr);
    const bool has_room = receiving_->service_.post(
        call->share, [work = std::move(work), mine = call]() mutable { work(std::move(mine)); });
    if (!has_room) call->responder(busy());
  }

  /// A stranger is answered at once; a partner's message is read to its end before, since an answer to a
  /// body that still comes may be lost.
  void open(CallPtr call, Bytes piece, Next next) {
    if (refusal_ || before_) return go_on(std::move(call), std::move(next));
    if (!call->opening) receiving_->begin(*call);
    as4::Reception& reception = call->opening->reception;
    const auto taken = reception.take(piece);
    if (!is_taken(*call, taken)) return;
    if (!reception.waits()) return go_on(std::move(call), std::move(next));
    receiving_->look_up(call, [self = shared_from_this(), call, piece = std::move(piece),
                               next = std::move(next)](std::optional<app::ReceivedRow> before) mutable {
      if (before) {
        self->before_ = std::move(before);
      } else if (const auto opened = call->opening->reception.open(); !self->is_taken(*call, opened)) {
        return;
      }
      piece = {};
      self->go_on(std::move(call), std::move(next));
    });
  }
  void go_on(CallPtr call, Next next) {
    // Of what is refused or was taken before nothing more is read, and nothing is kept.
    if (refusal_ || before_) call->opening = nullptr;
    const std::size_t kept_bytes = call->opening ? call->opening->kept_bytes() : 0;
    call_ = std::move(call);
    next(kept_bytes);
  }
  /// False when it was answered.
  [[nodiscard]] bool is_taken(Call& call, const std::expected<void, as4::Refusal>& taken) {
    if (call.opening->lacked_room()) {
      call.responder(busy());
      return false;
    }
    if (taken) return true;
    if (taken.error().partner != nullptr) {
      refusal_ = taken.error();
      return true;
    }
    receiving_->turn_down(call, taken.error());
    return false;
  }

  const std::shared_ptr<Receiving> receiving_;
  CallPtr call_;                            ///< while no piece is worked on
  std::optional<as4::Refusal> refusal_;     ///< of a partner's message, told when the body is over
  std::optional<app::ReceivedRow> before_;  ///< it was taken before, which is told then, too
};

Receiving::Receiving(app::Service& service, std::shared_ptr<Common> common)
    : service_(service), common_(std::move(common)), names_(common_->options.home, common_->options.losses) {}

app::Share Receiving::share_of(const net::Peer& peer) const {
  const auto table = common_->links.now();
  const bool is_known = std::ranges::any_of(
      table->all(), [&](const PartnerLink& link) { return link.is_known_by_line() && link.admits(peer); });
  return is_known ? app::Share::partners : app::Share::strangers;
}

void Receiving::receive(net::Request request, net::Responder responder) {
  const app::Share share = share_of(request.peer);
  const auto call = std::make_shared<Call>(
      Call{.request = std::move(request), .responder = std::move(responder), .share = share});
  if (!service_.post(share, [self = shared_from_this(), call] { self->open(call); })) call->responder(busy());
}

std::shared_ptr<net::Incoming> Receiving::stream(net::Request head, net::Responder responder) {
  const app::Share share = share_of(head.peer);
  return std::make_shared<Stream>(
      shared_from_this(),
      std::make_shared<Call>(
          Call{.request = std::move(head), .responder = std::move(responder), .share = share}));
}

void Receiving::begin(Call& call) {
  call.table = common_->links.now();
  call.opening = std::make_unique<Opening>(*call.table,
                                           call.request.headers.find("Content-Type").value_or(""), *common_);
}

void Receiving::open(const CallPtr& call) {
  begin(*call);
  const auto taken = call->opening->reception.take(call->request.body);
  if (!taken) return turn_down(*call, taken.error());
  if (call->opening->reception.waits()) return open_if_new(call);
  end(call);
}

void Receiving::end(const CallPtr& call) {
  const auto ended = call->opening->reception.end();
  if (!ended) return turn_down(*call, ended.error());
  if (call->opening->reception.waits()) return open_if_new(call);
  close(call);
}

void Receiving::open_if_new(const CallPtr& call) {
  look_up(call, [self = shared_from_this(), call](const std::optional<app::ReceivedRow>& before) {
    if (before) return self->repeat(*call, *before);
    const auto opened = call->opening->reception.open();
    if (call->opening->lacked_room()) return call->responder(busy());
    if (!opened) return self->turn_down(*call, opened.error());
    self->close(call);
  });
}

bool Receiving::is_admitted(Call& call, const as4::Received& proved) {
  const PartnerLink& link = call.table->of(*proved.partner);
  if (!link.admits(call.request.peer)) {
    const std::string why =
        format("EXC-010: a connection of somebody else brings a message of {}", link.partner.str());
    unproven(call, {.code = "EXC-010", .claimed = proved.message.info.id, .why = why});
    return false;
  }
  call.link = &link;
  call.share = app::Share::partners;
  call.received = proved;
  call.content = content_of(proved.references, common_->options.sha256);
  return true;
}

bool Receiving::is_judged_so_now(const Call& call) const {
  const auto now = common_->links.now();
  if (call.table == now) return true;
  if (call.link == nullptr) return false;
  const PartnerLink* const link = now->find(call.link->partner);
  return link != nullptr && are_judged_alike(*call.link, *link);
}

/// What is told is of one state of the store, which is not held while payloads are opened.
void Receiving::look_up(const CallPtr& call, OnLookedUp then) {
  if (!is_admitted(*call, *call->opening->reception.proved())) return;
  if (call->received.is_test) return then(std::nullopt);  // claims nothing
  const auto shared = std::make_shared<OnLookedUp>(std::move(then));
  const bool looked =
      service_.read(app::Share::partners, [self = shared_from_this(), call, shared](app::Reader& reader) {
        call->is_unrelated = self->is_unrelated(*call, reader);
        // Of one that came in a bundle only, what it says tells whether it is the same: the writer asks.
        auto before = app::taken_before(reader, call->link->partner, call->message());
        const bool has_room = self->service_.post(
            app::Share::partners,
            [shared, before = std::move(before)]() mutable { (*shared)(std::move(before)); });
        if (!has_room) call->responder(busy());
      });
  if (!looked) call->responder(busy());
}

/// ebMS 3.0 Core, 5.2.2.1: RefToMessageId names a message to which this one relates, in a way that conforms
/// to the exchange pattern. That binds who sends; neither ebMS nor the profile has whoever receives refuse
/// it.
bool Receiving::is_unrelated(const Call& call, app::Reader& reader) const {
  const std::string& named = call.received.message.info.ref_to_message;
  if (named.empty() || call.received.partner->mode.mep != as4::Mep::two_way) return false;
  const exchange::Partner home = common_->options.home;
  const std::string_view identification = std::string_view{named}.substr(0, named.find('@'));
  const auto id = names_.outbox_id(identification);
  return !id || as4_id(home, identification) != named || app::recipient_of(reader, *id) != call.link->partner;
}

/// Of a message that was not taken before, as far as the store knew a moment ago: the writer asks once more.
void Receiving::close(const CallPtr& call) {
  const Gateway::Options& options = common_->options;
  const auto opening = std::move(call->opening);
  call->request.body = {};
  auto received = opening->reception.close();
  if (!received) return turn_down(*call, received.error());
  require(call->link != nullptr, "what is opened was looked up, and its connection may carry it");
  call->received = *std::move(received);
  if (call->received.is_test) return ask(call);
  auto parts =
      read(common_->mail, *call->link, call->received,
           {.contents = opening->contents, .octets = opening->octets, .ids = opening->ids}, options.clock());
  if (is_bundle(call->received.message)) call->type = names::bundle_action;
  if (!parts) return reject(*call, parts.error().rule, parts.error().detail);
  call->parts = *std::move(parts);
  if (!is_bundle(call->received.message)) {
    call->type = call->parts.front().read.type;
    call->mrn = call->parts.front().read.mrn;
  }
  ask(call);
}

namespace {

workflow::Command alone(Part& part, workflow::WireProof proof) {
  proof.as_signed = std::move(part.as_signed.octets);
  proof.follows_from_document = part.as_signed.follows;
  workflow::Command command = std::move(part.read.command);
  command.wire = std::make_shared<const workflow::WireProof>(std::move(proof));
  return command;
}

workflow::Command bundle_of(std::vector<Part>& parts, workflow::WireProof proof, exchange::Partner partner) {
  const auto carrier = std::make_shared<const workflow::WireProof>(std::move(proof));
  workflow::Command bundle{.id = workflow::DerivedCommandId{carrier->content},
                           .type = workflow::command_bundle,
                           .actor = parts.front().read.command.actor,
                           .lane = workflow::LanePosition{.partner = partner, .message_id = carrier->message},
                           .wire = carrier};
  for (Part& part : parts) {
    workflow::Command& command = bundle.parts.emplace_back(std::move(part.read.command));
    command.wire = std::make_shared<const workflow::WireProof>(
        workflow::WireProof{.message = part.name,
                            .content = carrier->content,
                            .envelope = {},
                            .receipt = {},
                            .as_signed = std::move(part.as_signed.octets),
                            .follows_from_document = part.as_signed.follows,
                            .carrier = carrier});
  }
  return bundle;
}

}  // namespace

/// The receipt is made before anything is written, so that it is written with it.
void Receiving::ask(const CallPtr& call) {
  const Gateway::Options& options = common_->options;
  const as4::Partner& partner = *call->received.partner;
  const Instant now = options.clock();
  auto receipt = as4::make_receipt(partner, call->message(), call->received.references, new_id(), now);
  if (!receipt) {  // an operator brings a certificate
    report(Outcome::rejected, *call, receipt.error().why);
    return call->responder(fault_of_ours());
  }
  call->receipt = *std::move(receipt);
  if (call->received.is_test) {
    report(Outcome::tested, *call, {});
    return confirm(*call, call->receipt);
  }
  app::Packer& packer = options.packer();
  workflow::WireProof proof{
      .message = call->message(),
      .content = call->content,
      .envelope = app::pack_evidence(packer, as_bytes(call->received.soap), call->received.certificates),
      .receipt = app::pack_evidence(packer, as_bytes(call->receipt), as4::own_certificates(partner, now))};
  workflow::Command command = is_bundle(call->received.message)
                                  ? bundle_of(call->parts, std::move(proof), call->link->partner)
                                  : alone(call->parts.front(), std::move(proof));
  service_.ask(std::move(command), [self = shared_from_this(), call](const workflow::Reply& reply) {
    self->decided(call, reply);
  });
}

void Receiving::decided(const CallPtr& call, const workflow::Reply& reply) {
  using enum workflow::Reply::Kind;
  switch (reply.kind) {
    case accepted:
    case refused: break;
    case busy:
      if (reply.parts.empty()) return call->responder(gateway::busy());
      // No more can wait in the lane of one of a bundle's, and the others need not wait for that.
      call->at_fault = reply.parts.size() - 1;
      return reject(*call, "EXC-025", call->of_fault("Its lane has no room now. Send them one by one."));
    case internal: return call->responder(fault_of_ours());
    case conflict:
    case stale: require(false, "only requests of the API carry a print or a version that could differ");
  }
  if (const workflow::NotTaken* const why = workflow::not_taken(reply)) {
    if (!reply.parts.empty()) call->at_fault = reply.parts.size() - 1;
    return not_taken(call, why->rule, why->detail);
  }
  if (reply.repeated) {  // it came twice at once, or under an identification that it had before
    const bool looked =
        service_.read(app::Share::partners, [self = shared_from_this(), call](app::Reader& reader) {
          const auto before = certain(app::taken_before(reader, call->link->partner, call->message()),
                                      "a message that was taken has its claim");
          self->repeat(*call, before);
        });
    if (!looked) call->responder(gateway::busy());
    return;
  }
  if (!reply.parts.empty()) {
    tell(*call, reply);
  } else if (reply.kind == refused) {
    report(Outcome::refused, *call, reply.findings.front().rule);
  } else {
    report(Outcome::received, *call, {});
  }
  if (call->is_unrelated) report(Outcome::unrelated, *call, call->received.message.info.ref_to_message);
  confirm(*call, call->receipt);
}

void Receiving::tell(const Call& call, const workflow::Reply& reply) const {
  for (std::size_t i = 0; i < reply.parts.size(); ++i) {
    const Part& part = call.parts.at(i);
    const workflow::Reply& one = reply.parts[i];
    const bool is_refused = one.kind == workflow::Reply::Kind::refused;
    const Outcome outcome = is_refused ? Outcome::refused : Outcome::received;
    common_->options.report({.outcome = one.repeated ? Outcome::repeated : outcome,
                             .partner = call.link->partner,
                             .type = part.read.type,
                             .message = part.name,
                             .mrn = part.read.mrn,
                             .why = is_refused && !one.repeated ? std::string_view{one.findings.front().rule}
                                                                : std::string_view{}});
  }
}

void Receiving::repeat(Call& call, const app::ReceivedRow& before) {
  call.type = call.received.message.action;  // nothing else of it was read
  if (const auto mrn = Mrn::parse(call.received.message.conversation)) call.mrn = *mrn;
  if (before.content != call.content) return contradict(call);
  const Bytes receipt = app::unpack_evidence(common_->options.packer(), before.receipt);
  report(Outcome::repeated, call, {});
  const as4::Partner& partner = *call.received.partner;
  const Instant now = common_->options.clock();
  if (as4::is_signed_as_now(partner, as_text(receipt), now)) return confirm(call, as_text(receipt));
  // Signed with a certificate of before, it would be nobody's receipt there, for ever. What it says is the
  // same: `content` has just proved that these are the digests of then. The first one stays the evidence.
  const auto anew = as4::make_receipt(partner, call.message(), call.received.references, new_id(), now);
  confirm(call, anew ? std::string_view{*anew} : as_text(receipt));
}

void Receiving::confirm(Call& call, std::string_view receipt) { call.responder(soap(200, receipt)); }

void Receiving::turn_down(Call& call, const as4::Refusal& refusal) {
  const Unproven what{
      .code = as4::code_of(refusal.refused.error), .claimed = refusal.claimed, .why = refusal.refused.why};
  if (refusal.partner == nullptr) return unproven(call, what);
  const PartnerLink& link = call.table->of(*refusal.partner);
  if (!link.admits(call.request.peer)) return unproven(call, what);
  const std::string why = format("{}: {}", as4::code_of(refusal.refused.error), refusal.refused.why);
  common_->options.report({.outcome = Outcome::rejected,
                           .partner = link.partner,
                           .type = {},
                           .message = refusal.ref_to_message,
                           .mrn = std::nullopt,
                           .why = why});
  answer_error(call, *refusal.partner, refusal.ref_to_message, refusal.refused.error, {});
}

/// Whoever it is learns nothing.
void Receiving::unproven(Call& call, const Unproven& what) {
  const Gateway::Options& options = common_->options;
  options.report({.outcome = Outcome::unproven,
                  .partner = {},
                  .type = {},
                  .message = {},
                  .mrn = std::nullopt,
                  .why = what.why,
                  .code = what.code,
                  .peer = call.request.peer.address,
                  .claimed = what.claimed});
  call.responder(soap(400, as4::make_error_for_strangers(new_id(), options.clock())));
}

void Receiving::not_taken(const CallPtr& call, std::string_view rule, std::string_view detail) {
  if (rule == "EXC-017") return contradict(*call);
  std::string named = call->of_fault(detail);
  if (rule != "EXC-016") return reject(*call, rule, named);
  // Of a name that was claimed in the other way, alone or in a bundle, that is another content as well.
  const bool looked = service_.read(app::Share::partners, [self = shared_from_this(), call, rule,
                                                           named = std::move(named)](app::Reader& reader) {
    const bool is_claimed = reader.received(call->link->partner, call->name_at_fault()).has_value();
    self->reject(*call, rule, named, is_claimed ? Outcome::contradicted : Outcome::rejected);
  });
  if (!looked) call->responder(busy());
}

void Receiving::reject(Call& call, std::string_view rule, std::string_view detail, Outcome outcome) {
  report(outcome, call, rule);
  answer_error(call, *call.received.partner, call.message(), as4::Error::other,
               format("{}: {}", rule, detail));
}

void Receiving::contradict(Call& call) {
  report(Outcome::contradicted, call, "EXC-017");
  answer_error(call, *call.received.partner, call.message(), as4::Error::value_inconsistent,
               format("EXC-017: {}", call.of_fault(another_content)));
}

void Receiving::answer_error(Call& call, const as4::Partner& partner, std::string_view message,
                             as4::Error error, std::string detail) {
  const auto signal =
      as4::make_error(partner, message, error, new_id(), common_->options.clock(), std::move(detail));
  call.responder(signal ? soap(200, *signal) : fault_of_ours());
}

void Receiving::report(Outcome outcome, const Call& call, std::string_view why) const {
  common_->options.report({.outcome = outcome,
                           .partner = call.link->partner,
                           .type = call.at_fault ? call.parts.at(*call.at_fault).read.type : call.type,
                           .message = call.name_at_fault(),
                           .mrn = call.at_fault ? call.parts.at(*call.at_fault).read.mrn : call.mrn,
                           .why = why});
}

std::string Receiving::new_id() const {
  std::array<std::byte, 16> random{};
  common_->options.entropy->fill(random);
  return as4_id(common_->options.home, to_hex(random));
}

}  // namespace lintas::gateway
