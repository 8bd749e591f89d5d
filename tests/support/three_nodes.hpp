#pragma once

#include <arpa/inet.h>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <future>
#include <gtest/gtest.h>
#include <iterator>
#include <map>
#include <memory>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/node/config.hpp"
#include "shell/node/init.hpp"
#include "shell/node/log.hpp"
#include "shell/node/node.hpp"
#include "shell/node/partners.hpp"
#include "tests/support/temporary_folder.hpp"

/// Three national nodes, each with its own database, over HTTPS with client certificates on loopback.
namespace lintas::test {

inline std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  (void)::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address);
  socklen_t size = sizeof address;
  (void)::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(socket);
  return ntohs(address.sin_port);
}

inline std::string text_of(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// Keys, certificates and configuration of three states, or of those that are named, in a folder.
class Corridor {
 public:
  explicit Corridor(const std::vector<std::string>& countries = {"SG", "MY", "TH"}) {
    for (const std::string& country : countries) prepare(country);
    for (const std::string& country : countries) configure(country);
  }
  void start(const std::string& country, node::Log* log = nullptr) {
    nodes_[country] = std::make_unique<node::Node>(node::Node::Options{
        .config = configs_.at(country), .log = log, .failed = [](const std::string& what) {
          ADD_FAILURE() << what;
        }});
  }
  void stop(const std::string& country) { nodes_.at(country).reset(); }
  node::Node& node(const std::string& country) { return *nodes_.at(country); }
  const node::Config& config(const std::string& country) { return configs_.at(country); }
  const crypto::Certificate& certificate(const std::string& country) { return *certificates_.at(country); }

  template <class Content>
  workflow::Reply ask(const std::string& country, const access::Actor& actor, workflow::CommandType type,
                      const Content& content, std::vector<workflow::Payload> payloads = {}) {
    workflow::HttpCommandId id;
    crypto::SystemEntropy{}.fill(id.id);
    std::promise<workflow::Reply> answered;
    auto reply = answered.get_future();
    node(country).ask({.id = id,
                       .type = type,
                       .at = {},
                       .actor = actor,
                       .content = to_cbor(content),
                       .payloads = std::move(payloads)},
                      [&](workflow::Reply given) { answered.set_value(std::move(given)); });
    return reply.get();
  }

  /// State of a stream as its events tell it: what a page would show.
  template <class State>
  std::optional<State> look(const std::string& country, const workflow::Slot& slot) {
    std::promise<std::optional<State>> answered;
    auto found = answered.get_future();
    const workflow::National& domain = node(country).domain();
    const bool posted = node(country).read(app::Share::people, [&](app::Reader& reader) {
      const auto id = std::holds_alternative<workflow::Key>(slot.by)
                          ? reader.find(std::get<workflow::Key>(slot.by))
                          : reader.numbered(std::get<workflow::Slot::Number>(slot.by).n);
      if (!id) return answered.set_value(std::nullopt);
      const auto row = reader.stream(*id);
      if (domain.keeps_state(row->kind)) {
        const auto kept = domain.decode_state(row->kind, row->state);
        return answered.set_value(kept ? std::optional{kept->as<State>()} : std::nullopt);
      }
      workflow::State state = domain.initial(row->kind);
      for (const app::EventRow& event : reader.history(row->head)) {
        if (std::to_underlying(event.type) < workflow::first_machine_event) continue;
        const auto body = from_cbor<workflow::EventBody>(event.body);
        state = domain.evolve(row->kind, state,
                              {.stream = *id,
                               .version = event.version,
                               .type = event.type,
                               .type_version = event.type_version,
                               .at = event.at,
                               .body = body->fields_of_type});
      }
      answered.set_value(state.as<State>());
    });
    EXPECT_TRUE(posted);
    return found.get();
  }

 private:
  void prepare(const std::string& country) {
    const auto folder = folder_.path() / country;
    const Instant now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
    const auto made = node::init({.folder = folder,
                                  .country = country,
                                  .partners_port = free_port(),
                                  .now = now,
                                  .is_sandbox = false});
    ASSERT_TRUE(made) << made.error().what;
    roots_[country] = *made;
    auto certificate = crypto::Certificate::from_pem(text_of((folder / "tls.pem").string()));
    certificates_.emplace(country, std::make_unique<crypto::Certificate>(std::move(certificate.value())));
  }
  void configure(const std::string& country) {
    const std::string file = (folder_.path() / country / "lintas.toml").string();
    for (const auto& [other, root] : roots_) {
      if (other == country) continue;
      const auto taken =
          node::take_partner({.config_file = file,
                              .document_file = (folder_.path() / other / "identity.lintas").string(),
                              .root = root,
                              .url = {},
                              .now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()),
                              .environment = {}});
      ASSERT_TRUE(taken) << taken.error().what;
    }
    node::Config config = node::parse_config(text_of(file), file, {}).value();
    config.api.port = config.operations.port = 0;
    config.limits.connections = config.limits.connections_per_address = 64;
    config.limits.receiving_mib = 16;
    config.limits.request_time = config.limits.answer_time = config.limits.idle_time =
        std::chrono::seconds{30};
    config.limits.stop_grace = std::chrono::seconds{2};
    configs_[country] = std::move(config);
  }

  TemporaryFolder folder_;
  std::map<std::string, std::unique_ptr<crypto::Certificate>> certificates_;
  std::map<std::string, std::string> roots_;  ///< as people read them to each other
  std::map<std::string, node::Config> configs_;
  std::map<std::string, std::unique_ptr<node::Node>> nodes_;
};

template <class Condition>
bool eventually(Condition condition) {
  for (int i = 0; i < 300; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  return false;
}

inline std::string administrator_key_of(Corridor& corridor, const std::string& country = "SG") {
  const auto folder = std::filesystem::path{corridor.config(country).keys_file}.parent_path();
  std::string key = text_of((folder / "administrator.key").string());
  while (key.ends_with('\n')) key.pop_back();
  return key;
}

}  // namespace lintas::test
