#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/gateway/links.hpp"
#include "shell/gateway/octets.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/server.hpp"
#include "shell/net/tls.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "shell/node/lines.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/sink.hpp"

/// In the place of a node, with its keys: does to a partner what a node of ours never does by itself.
///
///     api_neighbour CONFIG refuse DETAIL
///     api_neighbour CONFIG send COUNTRY ID LANE ACTION FILE
///
/// `refuse` answers each message at the node's port for partners with a signed error of this detail; it says
/// "ready" first, and ends with its input. `send` posts a file, and says "receipt", "error CODE DETAIL" or
/// "doubtful WHY".
namespace lintas {
namespace {

Instant now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

struct Nobody final : as4::Sink {
  std::expected<void, as4::Refused> take(ByteView /*piece*/) override { return {}; }
  std::expected<void, as4::Refused> close() override { return {}; }
};

/// Any message is refused, for good.
class Refusing final : public net::Handler {
 public:
  Refusing(const node::Agreements& agreements, std::string detail) : detail_(std::move(detail)) {
    std::vector<as4::Partner> partners;
    for (const node::Agreement& one : agreements.all) partners.push_back(*one.as4);
    directory_ = std::make_shared<const as4::Directory>(std::move(partners));
  }
  [[nodiscard]] net::Admission admit(net::Request& /*head*/) override { return limits::http_body_bytes_max; }
  void handle(net::Request request, net::Responder responder) override {
    as4::Reception reception{
        directory_, request.headers.find("Content-Type").value_or(""), now(),
        [](const as4::UserMessage&, const as4::PartInfo&) { return std::make_unique<Nobody>(); }};
    if (!reception.take(request.body)) return responder(net::Response{.status = 400});
    const auto received = reception.close();
    if (!received) return responder(net::Response{.status = 400});
    const std::string& id = received->message.info.id;
    const auto error =
        as4::make_error(*received->partner, id, as4::Error::other, "refusal-of-" + id, now(), detail_);
    if (!error) return responder(net::Response{.status = 500});
    responder(net::text_response(200, as4::soap_type, *error));
  }

 private:
  std::string detail_;
  std::shared_ptr<const as4::Directory> directory_;
};

int refuse(const node::Config& config, const node::Agreements& agreements, const std::string& detail) {
  const auto tls = net::ServerTls::make(node::partners_tls(config, agreements).value());
  if (!tls) throw std::runtime_error{tls.error().what};
  net::Loop loop;
  Refusing handler{agreements, detail};
  const net::Server server{loop,
                           handler,
                           {.listeners = {{.name = "partners",
                                           .address = config.partners_listen.address,
                                           .port = config.partners_listen.port,
                                           .tls = *tls}}}};
  std::cout << "ready" << std::endl;  // NOLINT(performance-avoid-endl): somebody waits for it
  std::string line;
  while (std::getline(std::cin, line)) continue;
  return EXIT_SUCCESS;
}

struct Sent {
  exchange::Partner to;
  std::string id;
  std::uint32_t lane = 0;
  std::string action;
  Bytes body;
};

int send(const node::Config& config, const node::Agreements& agreements, const Sent& sent) {
  const auto links = node::links_of(config, agreements);
  const auto link = std::ranges::find(links, sent.to, &gateway::PartnerLink::partner);
  if (link == links.end()) throw std::runtime_error{"no such partner in the configuration"};
  crypto::SystemEntropy entropy;
  const auto octets =
      gateway::make_octets({.row = {.id = 16, .partner = sent.to, .lane = app::StreamId{1}, .n = sent.lane},
                            .id = sent.id,
                            .written = {.content_type = "application/xml",
                                        .type = sent.action,
                                        .mrn = std::nullopt,
                                        .at = now(),
                                        .body = sent.body}},
                           exchange::Partner::parse(config.country).value(), link->agreement, now(), entropy);
  if (!octets) throw std::runtime_error{octets.error().why};
  const as4::Outgoing& message = (*octets)->message;
  net::Loop loop;
  net::Client client{loop};
  net::ClientRequest request{
      .method = net::Method::post, .url = link->url, .body = message.body, .tls = link->tls};
  request.headers.add("Content-Type", message.content_type);
  const auto response = client.ask(std::move(request));
  if (!response) throw std::runtime_error{response.error().what};
  const as4::Answer answer =
      as4::read_answer(*link->agreement, message.message_id, message.references,
                       response->headers.find("Content-Type").value_or(""), response->body, now());
  if (answer.kind == as4::Answer::Kind::receipt)
    std::cout << "receipt\n";
  else if (answer.kind == as4::Answer::Kind::error)
    std::cout << "error " << answer.errors.front().code << ' ' << answer.errors.front().detail << '\n';
  else
    std::cout << "doubtful " << answer.why << '\n';
  return EXIT_SUCCESS;
}

Bytes content_of(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) throw std::runtime_error{path + " cannot be read"};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  return copy_of(as_bytes(text));
}

std::uint32_t number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw std::runtime_error{"a lane is a number"};
  return value;
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() < 3) throw std::runtime_error{"CONFIG refuse DETAIL, or CONFIG send …"};
  const auto config = node::load_config(arguments[0]);
  if (!config) throw std::runtime_error{config.error().front().str()};
  const node::Agreements agreements = node::agreements_in(*config, now());
  if (arguments[1] == "refuse") return refuse(*config, agreements, arguments[2]);
  if (arguments[1] != "send" || arguments.size() != 7)
    throw std::runtime_error{"CONFIG send COUNTRY ID LANE ACTION FILE"};
  const auto to = exchange::Partner::parse(arguments[2]);
  if (!to) throw std::runtime_error{"a country is two capital letters"};
  return send(*config, agreements,
              {.to = *to,
               .id = arguments[3],
               .lane = number(arguments[4]),
               .action = arguments[5],
               .body = content_of(arguments[6])});
}

}  // namespace
}  // namespace lintas

int main(int argc, char** argv) try {
  const std::span all{argv, static_cast<std::size_t>(argc)};
  return lintas::run({all.begin() + 1, all.end()});
} catch (const std::exception& failure) {
  std::cerr << failure.what() << '\n';
  return EXIT_FAILURE;
}
