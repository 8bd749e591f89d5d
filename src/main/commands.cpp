#include "main/commands.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "base/certain.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/arguments.hpp"
#include "cli/cli.hpp"
#include "shell/node/administrator_key.hpp"
#include "shell/node/backup.hpp"
#include "shell/node/config.hpp"
#include "shell/node/delegations.hpp"
#include "shell/node/diag.hpp"
#include "shell/node/init.hpp"
#include "shell/node/partners.hpp"
#include "shell/node/prints.hpp"
#include "shell/node/process.hpp"
#include "shell/sandbox/sandbox.hpp"

namespace lintas::main {

namespace {

using cli::Command;
using cli::Exit;
using cli::Given;
using cli::Kind;
using cli::Operand;
using cli::Option;
using cli::Streams;

constexpr Option config_option{
    .name = "--config", .value = "FILE", .meaning = "the node's lintas.toml; needed"};

/// The file of --config, empty if it is missing.
std::string config_of(const Given& given) { return std::string{given.value("--config").value_or("")}; }

Exit run_node(const Given& given, const Streams& streams) {
  if (!given.has("--config")) return cli::refuse(given, streams, "--config is needed");
  return static_cast<Exit>(node::run(config_of(given), streams.err));
}

Exit check_config(const Given& given, const Streams& streams) {
  if (!given.has("--config")) return cli::refuse(given, streams, "--config is needed");
  return static_cast<Exit>(node::check(config_of(given), streams.out, streams.err));
}

Exit verify_store(const Given& given, const Streams& streams) {
  if (!given.has("--config")) return cli::refuse(given, streams, "--config is needed");
  return static_cast<Exit>(node::verify(config_of(given), given.has("--json"), streams.out, streams.err));
}

Instant now() { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }

Exit back_up(const Given& given, const Streams& streams) {
  if (!given.has("--config")) return cli::refuse(given, streams, "--config is needed");
  return static_cast<Exit>(
      node::backup({.config_file = config_of(given), .folder = std::string{given.operand(0)}, .now = now()},
                   streams.out, streams.err));
}

Exit restore(const Given& given, const Streams& streams) {
  if (!given.has("--config")) return cli::refuse(given, streams, "--config is needed");
  if (given.has("--after-loss") == given.has("--nothing-lost")) {
    return cli::refuse(
        given, streams,
        "say one of both: --nothing-lost if the node was stopped at the backup and has not run "
        "since, --after-loss if it went on, or if you do not know");
  }
  return static_cast<Exit>(node::restore(
      {.config_file = config_of(given),
       .folder = std::string{given.operand(0)},
       .since = given.has("--after-loss") ? node::Since::events_were_lost : node::Since::nothing_happened,
       .now = now()},
      streams.out, streams.err));
}

Exit make_administrator_key(const Given& given, const Streams& streams) {
  for (const std::string_view needed : {"--config", "--person", "--to"})
    if (!given.has(needed)) return cli::refuse(given, streams, format("{} is needed", needed));
  return static_cast<Exit>(node::make_administrator_key({.config_file = config_of(given),
                                                         .person = std::string{given.needed("--person")},
                                                         .to = std::string{given.needed("--to")},
                                                         .now = now()},
                                                        streams.out, streams.err));
}

Exit take_signing_key(const Given& given, const Streams& streams) {
  if (!given.has("--config")) return cli::refuse(given, streams, "--config is needed");
  return static_cast<Exit>(node::take_signing_key(config_of(given), streams.out, streams.err));
}

Exit write_diag(const Given& given, const Streams& streams) {
  if (!given.has("--config")) return cli::refuse(given, streams, "--config is needed");
  return static_cast<Exit>(node::diag({.config_file = config_of(given),
                                       .to = std::string{given.value("--to").value_or("")},
                                       .log_file = std::string{given.value("--log").value_or("")},
                                       .now = now()},
                                      streams.out, streams.err));
}

Exit init_folder(const Given& given, const Streams& streams) {
  if (!given.has("--country")) return cli::refuse(given, streams, "--country is needed");
  node::InitOptions options{.folder = std::string{given.operand(0)},
                            .country = std::string{given.needed("--country")},
                            .now = now()};
  if (const auto host = given.value("--host")) options.host = *host;
  struct Port {
    std::string_view option;
    std::uint16_t& value;
  };
  for (const auto& [option, value] :
       {Port{"--api-port", options.api_port}, Port{"--partners-port", options.partners_port},
        Port{"--operations-port", options.operations_port}}) {
    const auto number = given.number(option);
    if (!number) continue;
    if (*number == 0 || *number > std::numeric_limits<std::uint16_t>::max())
      return cli::refuse(given, streams, format("{} is a port, 1 to 65535", option));
    value = static_cast<std::uint16_t>(*number);
  }
  const auto made = node::init(options);
  if (made) {
    streams.out << "root  " << *made << '\n';
    return Exit::ok;
  }
  if (made.error().is_options) return cli::refuse(given, streams, made.error().what);
  streams.err << "lintas init: " << made.error().what << '\n';
  return Exit::unreadable;
}

Exit add_partner(const Given& given, const Streams& streams) {
  if (!given.has("--config")) return cli::refuse(given, streams, "--config is needed");
  return static_cast<Exit>(node::add_partner({.config_file = config_of(given),
                                              .document_file = std::string{given.operand(0)},
                                              .root = std::string{given.value("--root").value_or("")},
                                              .url = std::string{given.value("--url").value_or("")},
                                              .now = now(),
                                              .environment = node::environment_of_process()},
                                             streams.out, streams.err));
}

Exit show_partners(const Given& given, const Streams& streams) {
  if (!given.has("--config")) return cli::refuse(given, streams, "--config is needed");
  return static_cast<Exit>(node::show_partners(
      {.config_file = config_of(given), .country = std::string{given.operand(0)}, .now = now()}, streams.out,
      streams.err));
}

Exit delegate_key(const Given& given, const Streams& streams) {
  for (const std::string_view needed : {"--root", "--country", "--number"})
    if (!given.has(needed)) return cli::refuse(given, streams, format("{} is needed", needed));
  const std::size_t number = certain(given.number("--number"), "an option that is needed was asked for");
  if (number == 0 || number > std::numeric_limits<std::uint32_t>::max())
    return cli::refuse(given, streams, "--number is 1 or more");
  const auto until = given.value("--until");
  return static_cast<Exit>(node::delegate_key({.root_file = std::string{given.needed("--root")},
                                               .country = std::string{given.needed("--country")},
                                               .number = static_cast<std::uint32_t>(number),
                                               .until = until ? cli::parse_time(*until) : std::nullopt,
                                               .to = std::string{given.operand(0)},
                                               .now = now()},
                                              streams.out, streams.err));
}

Exit renew_identity(const Given& given, const Streams& streams) {
  if (!given.has("--config")) return cli::refuse(given, streams, "--config is needed");
  if (given.has("--stolen") == given.has("--not-stolen")) {
    return cli::refuse(given, streams,
                       "say one of both: --stolen if somebody else may have a key of the node, or if you do "
                       "not know; --not-stolen if its key is lost, or its delegation ends");
  }
  return static_cast<Exit>(node::renew_identity(
      {.config_file = config_of(given),
       .file = std::string{given.operand(0)},
       .old_key = given.has("--stolen") ? node::OldKey::may_be_stolen : node::OldKey::is_gone,
       .now = now()},
      streams.out, streams.err));
}

/// How many times as fast as people the officers of a sandbox act.
constexpr std::size_t usual_speed = 600;
constexpr std::size_t speed_max = 1'000'000;

Exit play_sandbox(const Given& given, const Streams& streams) {
  sandbox::SandboxOptions options{.folder = std::string{given.value("--dir").value_or("")}};
  if (const auto port = given.number("--port")) {
    if (*port == 0 || *port > std::numeric_limits<std::uint16_t>::max())
      return cli::refuse(given, streams, "--port is a port, 1 to 65535");
    options.port = static_cast<std::uint16_t>(*port);
  }
  const std::size_t speed = given.number("--speed").value_or(usual_speed);
  if (speed == 0 || speed > speed_max)
    return cli::refuse(given, streams, format("--speed is 1 to {}", speed_max));
  options.speed = static_cast<double>(speed);
  std::string_view states = given.value("--states").value_or("");
  while (!states.empty()) {
    const auto end = std::min(states.find(','), states.size());
    options.states.emplace_back(states.substr(0, end));
    states.remove_prefix(std::min(end + 1, states.size()));
  }
  return static_cast<Exit>(sandbox::run(options, streams.out, streams.err));
}

Exit print_completion(const Given& given, const Streams& streams) {
  const auto script = cli::completion(given.operand(0), node_commands());
  if (!script)
    return cli::refuse(given, streams, format("'{}' is none of bash, zsh, fish", given.operand(0)));
  streams.out << *script;
  return Exit::ok;
}

Exit print_manual(const Given& /*given*/, const Streams& streams) {
  streams.out << cli::manual(LINTAS_VERSION, node_commands());
  return Exit::ok;
}

constexpr std::array completion_operands{Operand{.name = "SHELL", .meaning = "bash, zsh or fish"}};
constexpr std::array config_only{config_option};
constexpr std::array verify_options{
    config_option,
    Option{.name = "--json", .meaning = "print counts and violations as JSON", .kind = Kind::flag}};
constexpr std::array backup_operands{
    Operand{.name = "FOLDER", .meaning = "made by the command; must not be there"}};
constexpr std::array restore_operands{
    Operand{.name = "BACKUP", .meaning = "folder that `lintas backup` has made"}};
constexpr std::array restore_options{
    Option{.name = "--config",
           .value = "FILE",
           .meaning = "says where everything goes; where there is none the saved one is written; needed"},
    Option{.name = "--nothing-lost",
           .meaning = "the node was stopped at the backup and has not run since: the copy is the node",
           .kind = Kind::flag},
    Option{.name = "--after-loss",
           .meaning = "the node went on behind the backup, or may have: what it did is lost",
           .kind = Kind::flag}};
constexpr std::array administrator_options{
    config_option,
    Option{.name = "--person",
           .value = "ACCOUNT",
           .meaning = "account of who gets the key, never a name: it stays in the file of the keys; needed"},
    Option{.name = "--to",
           .value = "FILE",
           .meaning = "made by the command, for its owner only; must not be there; needed"}};
constexpr std::array diag_options{
    config_option,
    Option{.name = "--to", .value = "FILE", .meaning = "made by the command; else it is printed"},
    Option{.name = "--log",
           .value = "FILE",
           .meaning = "what the node has logged: how often what, and since when, goes with it"}};
constexpr std::array sandbox_options{
    Option{.name = "--dir",
           .value = "FOLDER",
           .meaning = "kept, and gone on with at the next start; else a passing one is made"},
    Option{.name = "--port",
           .value = "PORT",
           .meaning = "API of the first state, and the first of three ports for each; 8080 if left out",
           .kind = Kind::number},
    Option{.name = "--states",
           .value = "LIST",
           .meaning = "whose nodes there are, as SG,MY,TH, which it is if left out"},
    Option{.name = "--speed",
           .value = "X",
           .meaning = "how many times as fast as people and trucks; 600 if left out, 1 is as in life",
           .kind = Kind::number}};
constexpr std::array partner_operands{
    Operand{.name = "FILE", .meaning = "the partner's identity.lintas, however it came"}};
constexpr std::array partner_options{
    config_option,
    Option{.name = "--root",
           .value = "FINGERPRINT",
           .meaning = "of the root of its state, as its people read it to you; without it nothing is taken"},
    Option{.name = "--url",
           .value = "URL",
           .meaning = "where its node is reached, if not where its document says"}};
constexpr std::array shown_operands{
    Operand{.name = "CC",
            .meaning = "a partner's country, or the node's own; all partners if left out",
            .optional = true}};
constexpr std::array delegate_operands{
    Operand{.name = "FILE", .meaning = "made by the command, for its owner only; must not be there"}};
constexpr std::array delegate_options{
    Option{.name = "--root",
           .value = "FILE",
           .meaning = "the key of the state's root, root.key of `lintas init`; needed"},
    Option{.name = "--country", .value = "CODE", .meaning = "whose node it is for, as SG; needed"},
    Option{.name = "--number",
           .value = "N",
           .meaning = "above that of the delegation before, which `lintas partner show` of the node prints "
                      "before the point of `document`; needed",
           .kind = Kind::number},
    Option{.name = "--until",
           .value = "TIME",
           .meaning = "when the key may speak for the node no longer; in ten years if left out",
           .kind = Kind::time}};
constexpr std::array renew_operands{
    Operand{.name = "FILE", .meaning = "what `lintas identity delegate` has made beside the root"}};
constexpr std::array renew_options{
    config_option,
    Option{.name = "--stolen",
           .meaning = "somebody else may have a key of the node: what the key before vouched for counts no "
                      "more, and keys and certificates of messages are made anew",
           .kind = Kind::flag},
    Option{.name = "--not-stolen",
           .meaning = "the key is lost, or its delegation ends: certificates of messages stay as they are",
           .kind = Kind::flag}};
constexpr std::array init_operands{
    Operand{.name = "FOLDER", .meaning = "made by the command; must not be there, or be empty"}};
constexpr std::array init_options{
    Option{.name = "--country",
           .value = "CODE",
           .meaning = "whose node it is, as SG; a state with a national profile; needed"},
    Option{.name = "--host",
           .value = "NAME",
           .meaning = "name or address by which partners reach it; 127.0.0.1 if left out"},
    Option{.name = "--api-port",
           .value = "PORT",
           .meaning = "of the API; 8080 if left out",
           .kind = Kind::number},
    Option{.name = "--partners-port",
           .value = "PORT",
           .meaning = "for the partners' nodes; 8443 if left out",
           .kind = Kind::number},
    Option{.name = "--operations-port",
           .value = "PORT",
           .meaning = "of health and metrics; 9090 if left out",
           .kind = Kind::number}};

constexpr std::array commands{
    Command{
        .name = "init",
        .summary = "make the folder of a new node: keys, certificate, configuration",
        .about =
            "For a first day and for demonstrations: the certificates are the node's own. "
            "`identity.lintas` is for the partners,\ntheirs is for this node (`lintas partner add`). Prints "
            "the fingerprint of the root, which people read to each other;\n`root.key` itself is not needed "
            "to run: take it off the machine, into a safe. `administrator.key` is the first key of\nthe API; "
            "issue others with it (`keys issue`).\n",
        .operands = init_operands,
        .options = init_options,
        .example = "lintas init sg --country SG",
        .run = &init_folder},
    Command{
        .name = "config check",
        .summary = "read a configuration and show what holds",
        .about =
            "Every key with its value and where the value comes from; the files it names are opened. What a "
            "node would refuse to\nstart with, or what would keep it from a partner, is told, all at once. "
            "Ends with 1 then, with 2 if the configuration\nitself cannot be read.\n",
        .options = config_only,
        .example = "lintas config check --config sg/lintas.toml",
        .run = &check_config},
    Command{
        .name = "node",
        .summary = "run the node of an administration",
        .about =
            "Runs until SIGTERM or SIGINT, logs to the standard output. On SIGHUP it reads its configuration "
            "again: the log says\nwhich changed keys wait for a new start "
            "(docs/operations/configuration.md). Ends with 70 when its store can no longer be\ntrusted: let "
            "a supervisor start it anew.\n",
        .options = config_only,
        .example = "lintas node --config sg/lintas.toml",
        .run = &run_node},
    Command{
        .name = "partner add",
        .summary = "take the node of another state as a partner, or a newer document of it",
        .about =
            "Its identity document says where it is, by which certificates it is known and what it takes "
            "(docs/protocols/identity.md).\nWhoever gives it to you may have made it himself: two people "
            "who know each other read the fingerprint of the root to\neach other, once. The document is kept "
            "beside the configuration, which gets a [[partner]]. A running node takes both on\nSIGHUP. Ends "
            "with 1 if the document is not taken, with the rule and what to do.\n",
        .operands = partner_operands,
        .options = partner_options,
        .example = "lintas partner add my-identity.lintas --config sg/lintas.toml --root "
                   "3475-0f98-bd59-fcfc-946d-a45a-aabe-933b",
        .run = &add_partner},
    Command{
        .name = "partner show",
        .summary = "show what is known of a partner, or of the node itself",
        .about =
            "The fingerprint of the root, address, profiles, certificates and what it takes; of a partner "
            "also what is agreed\non with it, the pauses between attempts, what is revoked, which of our "
            "certificates "
            "has to be brought to it, and\nhow far its audit log is known and what is wrong with it.\n",
        .operands = shown_operands,
        .options = config_only,
        .example = "lintas partner show MY --config sg/lintas.toml",
        .run = &show_partners},
    Command{
        .name = "identity delegate",
        .summary = "make a new key for a node and sign with the state's root that it speaks for it",
        .about =
            "On the machine of the root, without a line, when a node's key is lost or stolen or its "
            "delegation ends. Nothing\nhas to come from the node. What is made has the key: carry it to the "
            "node, take it there (`lintas identity\nrenew`), and leave no copy.\n",
        .operands = delegate_operands,
        .options = delegate_options,
        .example = "lintas identity delegate sg-new.key --root root.key --country SG --number 2",
        .run = &delegate_key},
    Command{.name = "identity renew",
            .summary = "take the key that the root has signed anew, and sign the identity document with it",
            .about =
                "Beside a running node, which takes it on SIGHUP, or a stopped one. Partners believe the new "
                "document by themselves,\nfor the number of its delegation is higher, and none under the key "
                "before. Cut off it is called again. What to do when\nkeys are stolen: "
                "docs/operations/stolen-keys.md. Ends with 1 if what the root has signed does not fit.\n",
            .operands = renew_operands,
            .options = renew_options,
            .example = "lintas identity renew sg-new.key --config sg/lintas.toml --stolen",
            .run = &renew_identity},
    Command{
        .name = "sandbox",
        .summary = "run nodes whose officers are played, to test software alone",
        .about =
            "A node for each state on this machine, with a trader, a bank, guarantees, permits and "
            "declarations that are ready\nto be sent; it prints addresses and a key. Officers of every "
            "office "
            "are played: they accept, control, release, let pass\nand discharge by the same acts and rights "
            "as "
            "people. The beginning of the LRN chooses what befalls a movement\n(docs/sandbox.md). Nothing is "
            "valid: every answer and every document says so. Runs until SIGTERM or SIGINT.\n",
        .options = sandbox_options,
        .example = "lintas sandbox",
        .run = &play_sandbox},
    Command{.name = "audit verify",
            .summary = "go through a node's store and say what contradicts what",
            .about =
                "Works out anew what stands in the store twice: the audit tree and its signed heads from the "
                "events, each stream's\nrow and state from its history, the sums of each guarantee from its "
                "uses, the hash of each document; and that\nkeys and waiting messages lead to what is there. "
                "Reads one state of the store, beside a running node or without\none, and changes nothing. "
                "While it runs the node's log on the disk grows, so let it run at quiet hours.\nEnds with 1 "
                "if something is wrong: the first hundred of each kind are named, all are counted.\n",
            .options = verify_options,
            .example = "lintas audit verify --config sg/lintas.toml",
            .run = &verify_store},
    Command{
        .name = "backup",
        .summary = "copy a node's store, configuration and keys to a new folder",
        .about =
            "Copies one state of the store, beside a running node or without one, and lets SQLite check the "
            "copy; the\nconfiguration and every file that it names, secret ones too; and a list of it all "
            "with "
            "sizes and hashes. The folder\ntakes its name when everything in it is durable. While the store "
            "is "
            "copied the node's log on the disk grows.\nThe folder holds the node's secrets: keep it as safe "
            "as "
            "the node, on another machine. docs/operations/backup.md\nsays how often, and what a backup "
            "cannot "
            "bring back. Keys in the hands of people are not in it: the node has their hashes\nonly (`lintas "
            "keys administrator`).\n",
        .operands = backup_operands,
        .options = config_only,
        .example = "lintas backup --config sg/lintas.toml sg-backup",
        .run = &back_up},
    Command{
        .name = "restore",
        .summary = "put a backup in place as a node",
        .about =
            "Looks at every hash of the backup first. The store goes into the folder that the configuration "
            "names, which must\nbe empty or not there; each file to the path that its key names, unless the "
            "same "
            "is there already. Nothing is\nwritten over. Before the store takes its place it is gone through "
            "as by "
            "`audit verify`. Ends with 1 if the backup\nis damaged or does not fit.\n\n"
            "A node that comes back from a backup some hours old has forgotten what it did in these hours: "
            "with "
            "--after-loss\nno MRN and no name of a message is given twice, and what people have to look "
            "after is "
            "printed\n(docs/operations/backup.md).\n",
        .operands = restore_operands,
        .options = restore_options,
        .example = "lintas restore --config sg/lintas.toml --after-loss sg-backup",
        .run = &restore},
    Command{
        .name = "keys administrator",
        .summary = "make an administrator's key beside a stopped node, where all are lost",
        .about =
            "For who may use the node's files; the node has to be stopped. The key stands in the file of "
            "--to "
            "alone. The file\nof the keys keeps its hash, for whom and when it was made, and that the "
            "operator made it: `lintas keys list` shows\nthat (by_operator). No other key is withdrawn.\n",
        .options = administrator_options,
        .example = "lintas keys administrator --config sg/lintas.toml --person ops-2 --to administrator.key",
        .run = &make_administrator_key},
    Command{
        .name = "keys signing",
        .summary = "say, beside a stopped node, that its signing key was renewed on purpose",
        .about =
            "A node does not start with another key in the file of node.signing_key_file than its store "
            "knows: "
            "a mistake there\nwould make partners refuse the heads of its audit log. After this the store "
            "belongs "
            "to the key that the file has now\n(docs/operations/stolen-keys.md). Ends with 1 if the file of "
            "node.secret_file is not that of the store.\n",
        .options = config_only,
        .example = "lintas keys signing --config sg/lintas.toml",
        .run = &take_signing_key},
    Command{.name = "diag",
            .summary = "write one file for support, with nothing personal in it",
            .about = "Versions, machine, settings, modes and ages of the files, how much of what lies in the "
                     "store and waits "
                     "for whom, when\ncertificates end, and the figures of the node if it runs, as JSON "
                     "lines. No name, no "
                     "identifier of a movement, a firm or\na guarantee, no key, no path "
                     "(docs/operations/diag.md): read it "
                     "before you send it all the same.\n",
            .options = diag_options,
            .example = "lintas diag --config sg/lintas.toml --to sg-diag.jsonl",
            .run = &write_diag},
    Command{.name = "completion",
            .summary = "print what lets a shell complete commands and options",
            .about = "Load it with `source <(lintas completion bash)`, or keep it where the shell looks for "
                     "completions.\n",
            .operands = completion_operands,
            .example = "lintas completion bash",
            .run = &print_completion},
    Command{.name = "man",
            .summary = "print the manual page",
            .about =
                "Read it with `lintas man | man -l -`, or keep it as lintas.1 in a folder of manual pages.\n",
            .example = "lintas man",
            .run = &print_manual}};

}  // namespace

std::span<const Command> node_commands() { return commands; }

}  // namespace lintas::main
