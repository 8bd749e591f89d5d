#include <algorithm>
#include <cctype>
#include <chrono>
#include <fstream>
#include <optional>
#include <utility>

#include "bench/doors.hpp"
#include "bench/pattern.hpp"
#include "bench/people.hpp"
#include "bench/station.hpp"

#include "base/require.hpp"
#include "base/time.hpp"
#include "shell/api/keys.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/node/config.hpp"
#include "shell/node/secrets.hpp"

namespace lintas::bench {

namespace {

Instant system_now() { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }

/// The nodes' own folders and keys, so that they find what was always theirs.
Corridor::Setting setting_of_nodes(const std::filesystem::path& folder) {
  Corridor::Setting setting{.places = {}, .now = system_now()};
  for (std::size_t i = 0; i < Corridor::states; ++i) {
    const node::Config config = config_of(folder, i);
    const auto secrets = node::read_secrets(config);
    require(secrets.has_value(), "lintas init wrote the secrets");
    setting.places.at(i) = {
        .folder = config.store_folder,
        .keys = {.mrn = secrets->mrn_key.reveal(), .hash = secrets->access_code_hasher()}};
  }
  return setting;
}

}  // namespace

std::filesystem::path home_of(const std::filesystem::path& folder, std::size_t state) {
  std::string name{Corridor::countries.at(state)};
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return folder / name;
}

std::filesystem::path key_file(const std::filesystem::path& folder, const Person& person) {
  return home_of(folder, person.state) / (std::string{person.name} + ".key");
}

node::Config config_of(const std::filesystem::path& folder, std::size_t state) {
  auto config = node::load_config((home_of(folder, state) / "lintas.toml").string());
  if (config) return *std::move(config);
  fail(config.error().front().str());
}

void issue_keys(const std::filesystem::path& folder, std::span<const Person> crowd) {
  crypto::SystemEntropy entropy;
  for (const Person& person : crowd) {
    const auto made = api::Keys{crypto::sha256}.draw(
        {.actor = person.actor(), .created = system_now(), .expires = std::nullopt}, entropy);
    std::ofstream{config_of(folder, person.state).keys_file, std::ios::app} << made.line;
    std::ofstream{key_file(folder, person)} << made.key << '\n';
  }
}

void prepare(const std::filesystem::path& folder, std::size_t prefill) {
  issue_keys(folder, people);
  const Corridor::Setting setting = setting_of_nodes(folder);
  {
    Meter meter;
    Corridor corridor{setting, meter};
    corridor.set_up();
    corridor.end_and_check();
  }
  if (prefill == 0) return;
  Corridor::Setting apart = setting;
  for (std::size_t i = 0; i < Corridor::states; ++i) {
    apart.places.at(i).folder = folder / "pattern" / Corridor::countries.at(i);
    std::filesystem::create_directories(apart.places.at(i).folder);
  }
  fill(play_one(apart), setting, prefill);
  std::filesystem::remove_all(folder / "pattern");
}

}  // namespace lintas::bench
