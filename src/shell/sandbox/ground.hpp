#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "shell/node/log.hpp"
#include "shell/node/node.hpp"

/// The folder of a sandbox: a node for each state with keys of its own, which know each other and nobody
/// else.
namespace lintas::sandbox {

struct GroundOptions {
  std::filesystem::path folder;       ///< a new or empty one, or that of a sandbox
  std::vector<std::string> states;    ///< empty: those of the folder, or `usual_states`
  std::optional<std::uint16_t> port;  ///< nothing: that of the folder, or `usual_port`
  Instant now;
};
[[nodiscard]] const std::vector<std::string>& usual_states();
inline constexpr std::uint16_t usual_port = 8080;

/// What a folder is for, once it is made.
struct Ground {
  std::filesystem::path folder;
  std::vector<std::string> states;
  std::uint16_t port = 0;  ///< the API of the first state; the others follow, then partners and operations
  Day settled;             ///< what the registers hold begins about this day
  bool fresh = false;      ///< nobody has an account yet

  [[nodiscard]] std::filesystem::path of(const std::string& state) const;
  [[nodiscard]] std::string config_of(const std::string& state) const;
  [[nodiscard]] std::uint16_t api_of(const std::string& state) const;
  [[nodiscard]] std::uint16_t partners_of(const std::string& state) const;
  [[nodiscard]] std::uint16_t operations_of(const std::string& state) const;
  /// What software reads of the sandbox; the folder is one of a sandbox once this is there.
  [[nodiscard]] std::filesystem::path description() const;
};

/// Makes the folder, or finds what it is. Refuses one that holds something else, and options that differ from
/// those it was made with: the error is a sentence.
[[nodiscard]] std::expected<Ground, std::string> prepare(const GroundOptions& options);

/// The nodes of a ground, running. Each logs to node.log in its folder.
class Nodes {
 public:
  /// Throws node::StartFailure and app::StoreFailure.
  explicit Nodes(const Ground& ground);
  ~Nodes();
  Nodes(const Nodes&) = delete;
  Nodes& operator=(const Nodes&) = delete;

  /// True if nothing had to be cut off.
  bool stop();

 private:
  struct One;
  std::vector<std::unique_ptr<One>> all_;
};

}  // namespace lintas::sandbox
