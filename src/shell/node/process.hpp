#pragma once

#include <csignal>
#include <iosfwd>
#include <string>

/// What `lintas node`, `lintas config check`, `lintas init` and `lintas audit verify` do. Each answers 0 when
/// all is well, 1 when what was asked about is wrong, 2 when a file cannot be used; `err` gets the reasons.
namespace lintas::node {

/// Runs the node of a configuration file until SIGTERM or SIGINT, reloads it on SIGHUP, logs to standard
/// output. Ends the process at once, without an answer to anybody, when the store can no longer be trusted
/// (exit code 70): whoever supervises it starts it anew.
[[nodiscard]] int run(const std::string& config_file, std::ostream& err);

/// From now on this process leaves no image of its memory behind, in which its keys would lie readable, and
/// nobody else than root may look into it: neither a crash nor a signal writes a core, nor gives one to a
/// program that collects them. What the process starts writes none, either. Before a key is read.
void leave_no_core();

/// Signals to end and to read the configuration again come to whoever waits for them, not to a thread that
/// happens to run. Before any thread is made.
[[nodiscard]] sigset_t hold_signals();

/// Every key with its value and where it comes from; the files that it names are opened, and all that a start
/// would refuse of them is told. 2 only where the configuration itself cannot be read.
[[nodiscard]] int check(const std::string& config_file, std::ostream& out, std::ostream& err);

/// Goes through the store that a configuration names, whether its node runs or not, and says what contradicts
/// what; `json`: as one line of JSON.
[[nodiscard]] int verify(const std::string& config_file, bool json, std::ostream& out, std::ostream& err);

}  // namespace lintas::node
