#include "shell/node/process.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <ostream>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/node/config.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/log.hpp"
#include "shell/node/node.hpp"
#include "shell/node/secrets.hpp"

namespace lintas::node {

namespace {

constexpr int ok = 0;
constexpr int wrong = 1;
constexpr int unusable = 2;
constexpr int store_lost = 70;

void print(std::ostream& err, const std::vector<ConfigError>& errors) {
  for (const ConfigError& error : errors) err << error.str() << '\n';
}

void reload(Node& node, const std::string& config_file, Log& log) {
  const auto config = load_config(config_file);
  if (!config) {
    for (const ConfigError& error : config.error())
      log.write(LogEvent::configuration_refused, "", {{"what", error.str()}});
    return;
  }
  const auto done = node.reload(*config);
  if (!done) {
    log.write(LogEvent::configuration_refused, "", {{"what", done.error()}});
  } else {
    log.write(LogEvent::configuration_reloaded, "",
              {{"partners", static_cast<std::int64_t>(config->partners.size())}});
    std::string keys;
    for (const std::string& key : *done) keys += (keys.empty() ? "" : " ") + key;
    if (!keys.empty()) log.write(LogEvent::configuration_waits, "", {{"keys", keys}});
  }
}

}  // namespace

sigset_t hold_signals() {
  sigset_t awaited;
  sigemptyset(&awaited);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&awaited, signal);
  pthread_sigmask(SIG_BLOCK, &awaited, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // a peer that hung up is an error of one call
  return awaited;
}

int run(const std::string& config_file, std::ostream& err) {
  const auto config = load_config(config_file);
  if (!config) {
    print(err, config.error());
    return unusable;
  }
  if (config->is_sandbox) {
    err << config_file
        << ": node.purpose is sandbox: run it by `lintas sandbox`, or make a node by `lintas init`\n";
    return unusable;
  }
  const sigset_t awaited = hold_signals();
  Log log{STDOUT_FILENO, config->log_level,
          [] { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }};
  try {
    Node node{{.config = *config, .log = &log, .failed = [](const std::string&) { std::_Exit(store_lost); }}};
    for (;;) {
      int signal = 0;
      if (sigwait(&awaited, &signal) != 0) continue;
      if (signal == SIGHUP) {
        reload(node, config_file, log);
        continue;
      }
      log.write(LogEvent::node_stopping, "", {{"reason", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
      return node.stop() ? ok : wrong;
    }
  } catch (const StartFailure& failure) {
    err << config_file << ": " << failure.what() << '\n';
  } catch (const app::StoreFailure& failure) {
    err << config->store_folder << ": " << failure.what() << '\n';
  } catch (const std::exception& failure) {
    err << "lintas node: a mistake of the program: " << failure.what() << '\n';
  }
  return unusable;
}

int check(const std::string& config_file, std::ostream& out, std::ostream& err) {
  const auto config = load_config(config_file);
  if (!config) {
    print(err, config.error());
    return wrong;
  }
  std::size_t width = 0;
  for (const Setting& setting : config->settings) width = std::max(width, setting.key.size());
  for (const Setting& setting : config->settings)
    out << format("{:<{}}  {}  ({})\n", setting.key, width, setting.value, setting.origin);
  try {
    (void)links_of(*config);
    (void)partners_tls(*config);
    (void)api_tls(*config);
    (void)certificate_ends(*config);
  } catch (const StartFailure& failure) {
    err << config_file << ": " << failure.what() << '\n';
    return wrong;
  }
  if (const auto secrets = read_secrets(*config); !secrets) {
    err << config_file << ": " << secrets.error() << '\n';
    return wrong;
  }
  return ok;
}

}  // namespace lintas::node
