#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <expected>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/as4/spool.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "tests/support/as4_partners.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/sink.hpp"
#include "wire/as4/suite.hpp"

/// An access point of ours without a node around it, for talks with those of others: what comes goes into a
/// folder, what its input says is sent. Run by interop.py; it stores nothing safely and remembers nothing.
///
///     interop_point KEYS FOLDER
///
/// Party a of both profiles, under /1.x and /2.0 of a free port, which it says first: "= ready PORT". Then a
/// line of input is a message to send, fields apart by tabulators, and is answered by a line that begins with
/// "= ": "receipt", "error CODE…" or "doubtful WHY".
namespace lintas {
namespace {

namespace fs = std::filesystem;
using as4::Suite;

constexpr std::size_t payload_bytes_max = 256UL * 1024 * 1024;
constexpr std::size_t body_bytes_max = payload_bytes_max;
constexpr std::chrono::minutes patience{5};

Instant now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

std::string read_file(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) throw std::runtime_error{format("{} cannot be read", path.string())};
  return {std::istreambuf_iterator<char>{in}, {}};
}
void write_file(const fs::path& path, ByteView bytes) {
  std::ofstream out{path, std::ios::binary};
  const std::string_view text = as_text(bytes);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}
void append_line(const fs::path& path, std::string_view line) {
  std::ofstream{path, std::ios::app} << line << '\n';
}

Suite suite_of(std::string_view profile) { return profile == "1.x" ? Suite::rsa : Suite::edwards; }

as4::Partner partner_b(Suite suite, const fs::path& keys) {
  as4::Partner made =
      test::partner_of(suite, 'a', 'b', [&](const std::string& name) { return read_file(keys / name); });
  made.mode.payload_bytes_max = payload_bytes_max;
  return made;
}

// ---- what comes

class FileSink final : public as4::Sink {
 public:
  explicit FileSink(const fs::path& path) : out_(path, std::ios::binary) {}
  std::expected<void, as4::Refused> take(ByteView piece) override {
    const std::string_view text = as_text(piece);
    out_.write(text.data(), static_cast<std::streamsize>(text.size()));
    return {};
  }
  std::expected<void, as4::Refused> close() override {
    out_.close();
    if (!out_) throw std::runtime_error{"a payload cannot be written"};
    return {};
  }

 private:
  std::ofstream out_;
};

/// One profile's inbox.
class Inbox {
 public:
  /// A message that is being opened.
  struct Opening {
    Opening(const Inbox& inbox, std::string_view content_type)
        : contents(inbox.spool_),
          reception(inbox.directory_, content_type, now(),
                    [this](const as4::UserMessage&, const as4::PartInfo&) { return contents.add(); }) {}
    as4::Contents contents;
    as4::Reception reception;
  };

  Inbox(as4::Partner partner, fs::path folder)
      : directory_(std::make_shared<const as4::Directory>(std::vector{std::move(partner)})),
        folder_(std::move(folder)) {
    fs::create_directories(folder_);
    spool_ = std::make_shared<as4::Spool>(
        folder_, entropy_,
        as4::SpoolLimits{.message_bytes = payload_bytes_max, .file_bytes = 2 * payload_bytes_max});
  }

  [[nodiscard]] net::Response receive(Opening& opening) {
    auto received = opening.reception.close();
    if (!received) return refuse(received.error());
    return net::text_response(200, as4::soap_type, receipt_of(*received, opening.contents));
  }

 private:
  struct Known {
    std::vector<as4::Reference> references;
    std::string receipt;
  };

  [[nodiscard]] net::Response refuse(const as4::Refusal& refusal) {
    const std::string_view code = as4::code_of(refusal.refused.error);
    append_line(folder_ / "refused", format("{} {}", code, refusal.refused.why));
    const std::string id = new_id();
    if (refusal.partner == nullptr)
      return net::text_response(200, as4::soap_type, as4::make_error_for_strangers(id, now()));
    return net::text_response(
        200, as4::soap_type,
        as4::make_error(*refusal.partner, refusal.ref_to_message, refusal.refused.error, id, now()).value());
  }
  /// The same message once more has the same receipt, and is delivered once.
  [[nodiscard]] std::string receipt_of(const as4::Received& received, const as4::Contents& contents) {
    const std::string& id = received.message.info.id;
    const auto known = known_.find(id);
    if (known != known_.end() && known->second.references == received.references)
      return known->second.receipt;
    deliver(received, contents);
    auto receipt = as4::make_receipt(*received.partner, id, received.references, new_id(), now()).value();
    known_.insert_or_assign(id, Known{.references = received.references, .receipt = receipt});
    return receipt;
  }
  void deliver(const as4::Received& received, const as4::Contents& contents) {
    const as4::UserMessage& message = received.message;
    if (received.is_test) return;
    const fs::path place = folder_ / message.info.id;
    fs::create_directories(place);
    // Parts may come in another order than they are announced in; a partner that differs is seen so.
    for (std::size_t i = 0; i < contents.count(); ++i) {
      FileSink file{place / format("{}", i + 1)};
      if (!contents.give(i, file)) throw std::runtime_error{"a payload cannot be delivered"};
    }
    append_line(place / "message", format("signed=true\tref={}\tconversation={}\taction={}",
                                          message.info.ref_to_message, message.conversation, message.action));
  }
  [[nodiscard]] std::string new_id() { return format("answer-{}@lintas", ++answers_); }

  std::shared_ptr<const as4::Directory> directory_;
  fs::path folder_;
  crypto::SystemEntropy entropy_;
  std::shared_ptr<as4::Spool> spool_;  ///< shared with the messages that are being opened
  std::map<std::string, Known> known_;
  int answers_ = 0;
};

// ---- what goes

/// One line of input.
struct Order {
  std::map<std::string, std::string, std::less<>> options;
  std::vector<std::pair<std::string, std::string>> parts;  ///< type and path

  [[nodiscard]] static Order parse(std::string_view line) {
    Order order;
    std::istringstream fields{std::string{line}};
    for (std::string field; std::getline(fields, field, '\t');) {
      const auto equals = field.find('=');
      const std::string name = field.substr(0, equals);
      const std::string value = field.substr(equals + 1);
      const auto colon = value.find(':');
      if (name == "part")
        order.parts.emplace_back(value.substr(0, colon), value.substr(colon + 1));
      else
        order.options[name] = value;
    }
    return order;
  }
  [[nodiscard]] bool has(std::string_view name) const { return options.contains(name); }
  [[nodiscard]] std::string value(std::string_view name, std::string_view otherwise = {}) const {
    const auto found = options.find(name);
    return found == options.end() ? std::string{otherwise} : found->second;
  }
};

/// Changes one octet of what is named so; the signature is then somebody else's.
void damage(as4::Outgoing& message, std::string_view what) {
  std::string_view text = as_text(message.body);
  std::size_t at = std::string_view::npos;
  if (what == "messaging") at = text.find("<eb:ConversationId>") + 20;
  if (what == "body") at = text.find("wsu:Id=\"body\"") + 11;
  if (what == "signature") at = text.find("<ds:SignatureValue>") + 40;
  if (what == "payload") at = text.rfind("\r\n--") - 40;
  if (at >= text.size()) throw std::runtime_error{format("there is no {} to damage", what)};
  std::byte& octet = message.body.at(at);
  octet = octet == std::byte{'A'} ? std::byte{'B'} : std::byte{'A'};
}

std::string text_of(const as4::Answer& answer) {
  if (answer.kind == as4::Answer::Kind::receipt) return "receipt";
  std::string codes;
  for (const as4::ErrorLine& line : answer.errors) codes += ' ' + line.code;
  if (answer.kind == as4::Answer::Kind::error) return "error" + codes;
  return format("doubtful {}{}", answer.why, codes);
}

class Outbox {
 public:
  Outbox(net::Loop& loop, fs::path keys) : client_(loop), keys_(std::move(keys)) {}

  [[nodiscard]] std::string send(const Order& order) {
    if (order.has("again")) return post(order);
    partner_ = partner_b(suite_of(order.value("profile")), keys_);
    partner_.mode.compresses = !order.has("plain");
    const std::string naming = order.value("naming", "token");
    if (naming == "issuer-serial") partner_.mode.naming = as4::Naming::issuer_serial;
    if (naming == "key-identifier") partner_.mode.naming = as4::Naming::key_identifier;

    as4::UserMessage message = order.has("test") ? test_message(partner_.mode) : addressed(partner_.mode);
    if (!order.has("test")) message.action = "declare";
    message.info = {.id = order.value("id"), .at = now(), .ref_to_message = order.value("ref")};
    message.conversation = order.value("conversation");
    message.properties = {{.name = "originalSender", .value = "somebody"},
                          {.name = "finalRecipient", .value = "somebody"}};
    // What nobody agreed on, to see it refused.
    std::erase_if(message.properties,
                  [&](const as4::Property& one) { return one.name == order.value("without"); });
    message.to.id.value = order.value("to", message.to.id.value);
    message.agreement.value = order.value("agreement", message.agreement.value);
    std::vector<std::string> contents;
    contents.reserve(order.parts.size());
    std::vector<as4::OutgoingPayload> payloads;
    for (const auto& [type, path] : order.parts) {
      contents.push_back(read_file(path));
      payloads.push_back({.content_id = format("{}-{}", contents.size(), message.info.id),
                          .type = type,
                          .content = as_bytes(contents.back())});
    }
    sent_ = make_outgoing(partner_, message, payloads, now(), entropy_).value();
    if (order.has("damage")) damage(sent_, order.value("damage"));
    return post(order);
  }

 private:
  [[nodiscard]] std::string post(const Order& order) {
    net::ClientRequest request{.method = net::Method::post,
                               .url = net::parse_url(order.value("url")).value(),
                               .headers = {{"Content-Type", sent_.content_type}},
                               .body = sent_.body,
                               .time_max = patience,
                               .response_bytes_max = 4UL * 1024 * 1024};
    const auto answer = client_.ask(std::move(request));
    if (!answer) return format("doubtful {}", answer.error().what);
    if (order.has("record")) {
      const std::string name = order.value("record");
      write_file(name + ".request.body", sent_.body);
      write_file(name + ".request.content-type", as_bytes(sent_.content_type));
      write_file(name + ".answer.xml", answer->body);
    }
    return text_of(read_answer(partner_, sent_.message_id, sent_.references,
                               answer->headers.find("Content-Type").value_or(""), answer->body, now()));
  }

  net::Client client_;
  fs::path keys_;
  as4::Partner partner_;
  as4::Outgoing sent_;
  crypto::SystemEntropy entropy_;
};

/// A message that is too long to be held, opened as it comes: on the loop's thread, for nobody else waits.
class Arrival final : public net::Incoming {
 public:
  Arrival(Inbox& inbox, const net::Request& head, net::Responder respond)
      : inbox_(inbox),
        opening_(inbox, head.headers.find("Content-Type").value_or("")),
        respond_(std::move(respond)) {}
  void take(Bytes piece, Next next) override {
    static_cast<void>(opening_.reception.take(piece));  // a refusal is told at the end
    next(opening_.reception.kept_bytes());
  }
  void end() override { respond_(inbox_.receive(opening_)); }

 private:
  Inbox& inbox_;
  Inbox::Opening opening_;
  net::Responder respond_;
};

class Door final : public net::Handler {
 public:
  Door(const fs::path& keys, const fs::path& folder)
      : rsa_(partner_b(Suite::rsa, keys), folder / "1.x"),
        edwards_(partner_b(Suite::edwards, keys), folder / "2.0") {}

  [[nodiscard]] net::Admission admit(net::Request& /*head*/) override {
    net::Admitted admitted{body_bytes_max};
    admitted.whole_bytes_max = as4::bounds::whole_body_bytes_max;
    return admitted;
  }
  void handle(net::Request request, net::Responder respond) override {
    Inbox& inbox = inbox_of(request);
    Inbox::Opening opening{inbox, request.headers.find("Content-Type").value_or("")};
    static_cast<void>(opening.reception.take(request.body));  // a refusal is told at the end
    respond(inbox.receive(opening));
  }
  [[nodiscard]] std::shared_ptr<net::Incoming> stream(net::Request head, net::Responder respond) override {
    return std::make_shared<Arrival>(inbox_of(head), head, std::move(respond));
  }

 private:
  [[nodiscard]] Inbox& inbox_of(const net::Request& request) {
    return request.target == "/1.x" ? rsa_ : edwards_;
  }

  Inbox rsa_;
  Inbox edwards_;
};

void run(const fs::path& keys, const fs::path& folder) {
  net::Loop loop;
  Door door{keys, folder};
  net::Server server{
      loop, door, {.listeners = {{.name = "as4"}}, .limits = {.request = patience, .answer = patience}}};
  Outbox outbox{loop, keys};
  std::cout << "= ready " << server.port(0) << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    try {
      std::cout << "= " << outbox.send(Order::parse(line)) << std::endl;
    } catch (const std::exception& failed) {
      std::cout << "= doubtful " << failed.what() << std::endl;
    }
  }
}

}  // namespace
}  // namespace lintas

int main(int argc, char** argv) {
  const std::span arguments{argv, static_cast<std::size_t>(argc)};
  if (arguments.size() != 3) {
    std::cerr << "interop_point KEYS FOLDER\n";
    return 64;
  }
  try {
    lintas::run(arguments[1], arguments[2]);
  } catch (const std::exception& failed) {
    std::cerr << failed.what() << '\n';
    return 1;
  }
  return 0;
}
