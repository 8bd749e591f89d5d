#include "shell/sandbox/ground.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <expected>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <ios>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/records.hpp"
#include "core/code/trust.hpp"
#include "core/model/values/country.hpp"
#include "core/seed/seed.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/node/config.hpp"
#include "shell/node/files.hpp"
#include "shell/node/init.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/log.hpp"
#include "shell/node/node.hpp"
#include "shell/node/partners.hpp"

namespace lintas::sandbox {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::days keys_life{730};
constexpr std::size_t listeners_of_a_node = 3;

std::size_t place_of(const Ground& ground, const std::string& state) {
  const auto found = std::ranges::find(ground.states, state);
  require(found != ground.states.end(), "a node of the ground");
  return static_cast<std::size_t>(found - ground.states.begin());
}

std::uint16_t port_of(const Ground& ground, const std::string& state, std::size_t listener) {
  return static_cast<std::uint16_t>(ground.port + (listener * ground.states.size()) +
                                    place_of(ground, state));
}

std::string joined(const std::vector<std::string>& states) {
  std::string text;
  for (const std::string& state : states) text.append(text.empty() ? "" : ",").append(state);
  return text;
}

// ---- a folder that is there

/// Of a sandbox that was made before.
std::expected<Ground, std::string> found(const GroundOptions& options) {
  Ground ground{.folder = options.folder, .states = {}, .port = 0, .settled = {}, .fresh = false};
  const auto path = ground.description();
  const auto no_sandbox = [&] {
    return std::unexpected(format("{} is not what a sandbox writes", path.string()));
  };
  LINTAS_TRY(text, node::read_file(path.string(), node::Secrecy::open));
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("nodes") || !json["nodes"].is_array()) return no_sandbox();
  const auto day = parse_day(json.value("day", ""));
  const auto port = json.value("port", std::int64_t{0});
  if (!day || !std::in_range<std::uint16_t>(port)) return no_sandbox();
  ground.settled = *day;
  ground.port = static_cast<std::uint16_t>(port);
  for (const auto& one : json["nodes"]) ground.states.push_back(one.value("country", ""));
  const bool same = (options.states.empty() || options.states == ground.states) &&
                    options.port.value_or(ground.port) == ground.port;
  if (!same) {
    return std::unexpected(
        format("the sandbox in {} is of {} from port {} on; leave --states and --port out, "
               "or give another folder",
               options.folder.string(), joined(ground.states), ground.port));
  }
  return ground;
}

// ---- a new one

/// Keys for codes on documents, and a sheet that names them: signed by the root of the state.
std::expected<void, std::string> make_document_key(const fs::path& folder, const std::string& state,
                                                   Instant now) {
  crypto::SystemEntropy entropy;
  LINTAS_TRY(root, crypto::read_signing_key((folder / "root.key").string()));
  LINTAS_TRY(key, crypto::make_signing_key((folder / "document.key").string(), entropy));
  const auto country = Country::parse(state);
  require(country.has_value(), "a state with a law is a country");
  const Instant until = now + keys_life;
  const code::TrustSheet sheet{
      .version = code::current_version,
      .issuer = *country,
      .number = 1,
      .issued = now,
      .until = until,
      .root = {root.public_key()},
      .keys = {{.key = {key.public_key()}, .from = now, .until = until, .since = std::nullopt}}};
  const Bytes bytes =
      code::sign_sheet(sheet, crypto::sha256, [&](ByteView content) { return root.sign(content); });
  return node::write_new(folder / "trust.sheet", as_text(bytes), node::open_mode);
}

std::expected<std::string, std::string> make_node(const Ground& ground, const std::string& state,
                                                  Instant now) {
  const fs::path folder = ground.of(state);
  const auto made = node::init({.folder = folder,
                                .country = state,
                                .api_port = ground.api_of(state),
                                .partners_port = ground.partners_of(state),
                                .operations_port = ground.operations_of(state),
                                .now = now,
                                .is_sandbox = true});
  if (!made) return std::unexpected(made.error().what);
  if (auto key = make_document_key(folder, state, now); !key) return std::unexpected(std::move(key.error()));
  return *made;
}

/// Fingerprints of the roots by their states.
using Roots = std::map<std::string, std::string>;

/// What the nodes have to be told of each other and of their documents, once all of them are there.
std::expected<void, std::string> introduce(const Ground& ground, const Roots& roots, Instant now) {
  for (const std::string& state : ground.states) {
    const fs::path folder = ground.of(state);
    std::ofstream config{ground.config_of(state), std::ios::app | std::ios::binary};
    config << format(
        "\n[documents]\nkey_file = {}\ntrust_sheet_file = {}\n\n[webhooks]\naddresses = \"any\"\n",
        node::toml_quoted((folder / "document.key").string()),
        node::toml_quoted((folder / "trust.sheet").string()));
    if (!config.flush()) return std::unexpected(format("{} cannot be written", ground.config_of(state)));
    config.close();
    for (const auto& [other, root] : roots) {
      if (other == state) continue;
      const auto taken = node::take_partner({.config_file = ground.config_of(state),
                                             .document_file = (ground.of(other) / "identity.lintas").string(),
                                             .root = root,
                                             .url = {},
                                             .now = now,
                                             .environment = {}});
      if (!taken) return std::unexpected(taken.error().what);
    }
  }
  return {};
}

std::expected<Ground, std::string> made(const GroundOptions& options) {
  Ground ground{.folder = options.folder,
                .states = options.states.empty() ? usual_states() : options.states,
                .port = options.port.value_or(usual_port),
                .settled = std::chrono::floor<std::chrono::days>(options.now),
                .fresh = true};
  for (const std::string& state : ground.states) {
    const bool known = std::ranges::find(seed::states(), state) != seed::states().end();
    if (!known || std::ranges::count(ground.states, state) != 1) {
      return std::unexpected(
          format("--states {}: give states that have a law in data/states, each once, as {}",
                 joined(ground.states), joined(usual_states())));
    }
  }
  const std::size_t last = ground.port + (listeners_of_a_node * ground.states.size()) - 1;
  if (!std::in_range<std::uint16_t>(last)) {
    return std::unexpected(format("--port {} leaves no room: {} ports are taken from it on", ground.port,
                                  listeners_of_a_node * ground.states.size()));
  }
  Roots roots;
  for (const std::string& state : ground.states) {
    LINTAS_TRY(root, make_node(ground, state, options.now));
    roots.emplace(state, std::move(root));
  }
  if (auto done = introduce(ground, roots, options.now); !done) return std::unexpected(done.error());
  return ground;
}

}  // namespace

const std::vector<std::string>& usual_states() {
  static const std::vector<std::string> states{"SG", "MY", "TH"};
  return states;
}

fs::path Ground::of(const std::string& state) const {
  std::string name = state;
  for (char& c : name) c = static_cast<char>(c - 'A' + 'a');
  return folder / name;
}
std::string Ground::config_of(const std::string& state) const { return (of(state) / "lintas.toml").string(); }
std::uint16_t Ground::api_of(const std::string& state) const { return port_of(*this, state, 0); }
std::uint16_t Ground::partners_of(const std::string& state) const { return port_of(*this, state, 1); }
std::uint16_t Ground::operations_of(const std::string& state) const { return port_of(*this, state, 2); }
fs::path Ground::description() const { return folder / "sandbox.json"; }

std::expected<Ground, std::string> prepare(const GroundOptions& given) {
  GroundOptions options = given;
  std::error_code error;
  options.folder = fs::absolute(given.folder, error);
  const Ground here{.folder = options.folder, .states = {}, .port = 0, .settled = {}, .fresh = false};
  if (fs::exists(here.description(), error)) return found(options);
  if (fs::exists(options.folder, error) && !fs::is_empty(options.folder, error)) {
    return std::unexpected(format("{} is not empty, and no sandbox that was ever ready; give a new folder",
                                  options.folder.string()));
  }
  return made(options);
}

// ---- nodes

struct Nodes::One {
  explicit One(const Ground& ground, const std::string& state)
      : file(::open((ground.of(state) / "node.log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                    node::open_mode)),
        log(file, node::Level::info,
            [] { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }) {
    const std::string path = ground.config_of(state);
    const auto text = node::read_file(path, node::Secrecy::open);
    if (!text) throw node::StartFailure(text.error());
    // The environment of this process is meant for another node.
    auto config = node::parse_config(*text, path, {});
    if (!config) throw node::StartFailure(config.error().front().str());
    if (!config->is_sandbox) throw node::StartFailure(format("{}: node.purpose is not sandbox", path));
    running = std::make_unique<node::Node>(
        node::Node::Options{.config = *std::move(config), .log = &log, .failed = [](const std::string&) {
                              std::_Exit(static_cast<int>(store_lost));
                            }});
  }
  ~One() {
    running.reset();
    ::close(file);
  }
  One(const One&) = delete;
  One& operator=(const One&) = delete;

  static constexpr int store_lost = 70;

  int file;
  node::Log log;
  std::unique_ptr<node::Node> running;
};

Nodes::Nodes(const Ground& ground) {
  for (const std::string& state : ground.states) all_.push_back(std::make_unique<One>(ground, state));
}
Nodes::~Nodes() = default;

bool Nodes::stop() {
  bool clean = true;
  for (const auto& one : all_) clean = one->running->stop() && clean;
  return clean;
}

}  // namespace lintas::sandbox
