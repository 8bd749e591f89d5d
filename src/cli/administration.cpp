#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <ios>
#include <limits>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "core/access/key_hash.hpp"
#include "shell/net/http.hpp"

/// Registers and keys: what an administration sets up.
namespace lintas::cli {

namespace {

Exit print_answer(const Session& session, const Json& answer) {
  if (session.json()) {
    session.streams().out << json_line(answer);
  } else {
    print_record(session.streams().out, answer, {}, session.streams().width);
  }
  return Exit::ok;
}

// ---- registers

constexpr std::array import_operands{
    Operand{.name = "FILE", .meaning = "table (CSV) as examples/registers.csv; - for the standard input"}};
constexpr std::array key_only{idempotency_option};

Exit registers_import(const Given& given, const Streams& streams) {
  auto bytes = read_file(given.operand(0), streams.in);
  if (!bytes) {
    streams.err << "lintas registers import: " << bytes.error() << '\n';
    return Exit::unreadable;
  }
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto answer = session->ask_json({.method = net::Method::post,
                                         .path = "/v1/registers",
                                         .content_type = "text/csv",
                                         .body = *std::move(bytes),
                                         .idempotency_key = session->idempotency_key()});
  if (!answer) return answer.error();
  if (session->json()) return print_answer(*session, *answer);
  static constexpr std::array rows{Shown{.pointer = "/new", .label = "new"},
                                   Shown{.pointer = "/changed", .label = "changed"},
                                   Shown{.pointer = "/unchanged", .label = "unchanged"},
                                   Shown{.pointer = "/refused", .label = "refused"},
                                   Shown{.pointer = "/trace_id", .label = "trace"},
                                   Shown{.pointer = "/accepted", .label = ""}};
  print_record(streams.out, *answer, rows, streams.width);
  return Exit::ok;
}

constexpr std::array register_operands{
    Operand{.name = "KIND", .meaning = "trader, mandate, declarant, authorisation, permit or insurance"}};
constexpr std::array limit_only{limit_option};

Exit registers_show(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  static constexpr std::array columns{Shown{.pointer = "/key", .label = "key"},
                                      Shown{.pointer = "/state", .label = "state"},
                                      Shown{.pointer = "/valid_from", .label = "valid from"},
                                      Shown{.pointer = "/valid_until", .label = "last day"}, all_others};
  return session->print_list(path_of("/v1/registers/", given.operand(0)), {}, columns);
}

// ---- keys

constexpr std::array issue_options{
    Option{.name = "--role",
           .value = "ROLE",
           .meaning =
               "as trader or officer_of_departure; one that is none is refused with the list of all; needed"},
    Option{.name = "--party", .value = "TIN", .meaning = "whom the key is for, of a trader or guarantor"},
    Option{.name = "--person",
           .value = "ACCOUNT",
           .meaning = "account within the party or office, never a name: it stays in the log"},
    Option{.name = "--office",
           .value = "OFFICE",
           .meaning = "of an officer, and of whoever authorises operators"},
    Option{.name = "--expires",
           .value = "DATE",
           .meaning = "last day, as 2027-11-23; never if left out",
           .kind = Kind::day},
    Option{.name = "--to",
           .value = "FILE",
           .meaning = "write the key to a new file that only you may read, instead of the screen"}};

/// A new file for a secret: made empty and closed to others before anything is in it.
std::string make_secret_file(const std::string& name) {
  using std::filesystem::perms;
  if (std::filesystem::exists(name)) return name + ": is there already";
  const std::ofstream file{name, std::ios::binary};
  if (!file) return name + ": cannot be written";
  std::error_code error;
  std::filesystem::permissions(name, perms::owner_read | perms::owner_write, error);
  return error ? name + ": cannot be closed to others" : std::string{};
}

/// Of a hash, so much is shown; to withdraw the key it is enough.
constexpr std::size_t hash_shown = 12;

/// Whom the key is for, until when, and how it is withdrawn; the key itself only if it stands in no file.
Exit print_issued(const Session& session, Json answer) {
  if (session.json()) return print_answer(session, answer);
  static constexpr std::array rows{Shown{.pointer = "/key", .label = "key"},
                                   Shown{.pointer = "/written_to", .label = "written to"},
                                   Shown{.pointer = "/role", .label = "role"},
                                   Shown{.pointer = "/party", .label = "party"},
                                   Shown{.pointer = "/person", .label = "person"},
                                   Shown{.pointer = "/office", .label = "office"},
                                   Shown{.pointer = "/hash", .label = "hash begins"},
                                   Shown{.pointer = "/created", .label = "created"},
                                   Shown{.pointer = "/expires", .label = "expires"},
                                   Shown{.pointer = "/withdrawn", .label = ""},
                                   Shown{.pointer = "/by_operator", .label = ""}};
  if (answer.contains("hash")) answer["hash"] = text_of(answer["hash"]).substr(0, hash_shown);
  if (answer.contains("expires") && answer["expires"].is_null()) answer["expires"] = "never";
  print_record(session.streams().out, answer, rows, session.streams().width);
  return Exit::ok;
}

Exit keys_issue(const Given& given, const Streams& streams) {
  if (!given.has("--role")) return refuse(given, streams, "--role is needed");
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  Json body = Json::object();
  for (const char* name : {"role", "party", "person", "office", "expires"}) {
    const auto value = given.value(std::string{"--"} + name);
    if (!value) continue;
    body[name] =
        std::string_view{name} == "expires" ? std::string{*value} + "T23:59:59Z" : std::string{*value};
  }
  const std::string file{given.value("--to").value_or("")};
  if (!file.empty()) {
    if (const auto fault = make_secret_file(file); !fault.empty()) {
      streams.err << "lintas keys issue: " << fault << '\n';
      return Exit::unreadable;
    }
  }
  auto answer = session->ask_json({.method = net::Method::post,
                                   .path = "/v1/keys",
                                   .content_type = "application/json",
                                   .body = body.dump()});
  if (!answer) {
    std::error_code ignored;
    if (!file.empty()) std::filesystem::remove(file, ignored);
    return answer.error();
  }
  if (!file.empty() && answer->contains("key")) {
    const auto written = write_file(file, text_of((*answer)["key"]) + '\n');
    if (!written) {
      streams.err << "lintas keys issue: " << written.error()
                  << "; the key is lost, withdraw it: its hash is " << text_of(answer->value("hash", Json{}))
                  << '\n';
      return Exit::unreadable;
    }
    answer->erase("key");
    (*answer)["written_to"] = file;
  }
  if (answer->value("registered", Json{}) == false) {
    streams.err << wrapped(
        format("lintas keys issue: {} has no entry that holds today in the register of "
               "traders of this node: until it has, its declarations are refused; arrivals "
               "that it notifies are taken. `lintas "
               "registers import` brings it in.\n",
               text_of(answer->value("party", Json{}))),
        streams.width);
  }
  return print_issued(*session, *std::move(answer));
}

constexpr std::array key_columns{
    Shown{.pointer = "/hash", .label = "hash"},           Shown{.pointer = "/role", .label = "role"},
    Shown{.pointer = "/party", .label = "party"},         Shown{.pointer = "/person", .label = "person"},
    Shown{.pointer = "/office", .label = "office"},       Shown{.pointer = "/expires", .label = "expires"},
    Shown{.pointer = "/withdrawn", .label = "withdrawn"}, all_others};

Exit keys_list(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  return session->print_list("/v1/keys", {}, key_columns);
}

constexpr std::array withdraw_operands{
    Operand{.name = "HASH",
            .meaning = "start of the key's hash, at least 8 characters, as `lintas keys list` shows it"}};

static_assert(access::key_hash_chars_min == 8, "the meaning of HASH says so");

bool is_start_of_hash(std::string_view text) {
  return text.size() >= access::key_hash_chars_min && text.size() <= access::key_hash_chars &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Why the start of a hash names no key that could be withdrawn.
Exit no_such_key(const Streams& streams, std::string_view start, const Json& withdrawn, const Json& good) {
  streams.err << "lintas keys withdraw: ";
  if (!good.empty()) {
    streams.err << "several keys begin with " << start << "; give more of the hash. They are\n";
    print_table(streams.err, good, key_columns);
  } else if (!withdrawn.empty()) {
    streams.err << "this key is withdrawn already\n";
    print_table(streams.err, withdrawn, key_columns);
  } else {
    streams.err << "no key has a hash that begins with " << start << "; `lintas keys list` shows all\n";
  }
  return Exit::invalid;
}

Exit keys_withdraw(const Given& given, const Streams& streams) {
  const auto start = given.operand(0);
  if (!is_start_of_hash(start)) {
    return refuse(
        given, streams,
        format("'{}' is no start of a hash: {} to {} digits 0-9 and a-f, as `lintas keys list` shows "
               "them",
               printable(start), access::key_hash_chars_min, access::key_hash_chars));
  }
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  Json good = Json::array();
  Json withdrawn = Json::array();
  const Exit listed =
      session->each_item("/v1/keys", {}, std::numeric_limits<std::size_t>::max(), [&](const Json& key) {
        if (!text_of(key.value("hash", Json{})).starts_with(start)) return;
        (key.value("withdrawn", Json{}).is_null() ? good : withdrawn).push_back(key);
      });
  if (listed != Exit::ok) return listed;
  if (good.size() != 1) return no_such_key(streams, start, withdrawn, good);
  const auto answer = session->ask_json(
      {.method = net::Method::remove, .path = path_of("/v1/keys/", text_of(good.front()["hash"]))});
  return answer ? print_answer(*session, *answer) : answer.error();
}

// ---- partners

constexpr std::array partner_operands{Operand{.name = "CC", .meaning = "the partner's country, as MY"}};

Exit partner_test(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto answer = session->ask_json(
      {.method = net::Method::post, .path = path_of("/v1/exchange/partners/", given.operand(0), "/test")});
  if (!answer) return answer.error();
  static constexpr std::array rows{
      Shown{.pointer = "/partner", .label = "partner"}, Shown{.pointer = "/answered", .label = "answered"},
      Shown{.pointer = "/why", .label = "why"}, Shown{.pointer = "/ms", .label = "milliseconds"}};
  if (session->json()) {
    streams.out << json_line(*answer);
  } else {
    print_record(streams.out, *answer, rows, streams.width);
  }
  return answer->value("answered", false) ? Exit::ok : Exit::invalid;
}

}  // namespace

constexpr Command registers_import_command{
    .name = "registers import",
    .summary = "bring traders, mandates, permits, insurance and authorisations in",
    .about =
        "All faults of the form are told at once, each with line and column; then nothing is taken. A row "
        "that "
        "a\nrule refuses is left out, and the others are taken. The summary counts rows: new, changed, "
        "unchanged (they\nstood so in the register), refused.\n",
    .operands = import_operands,
    .options = key_only,
    .asks_node = true,
    .example = "lintas registers import examples/registers.csv",
    .run = &registers_import};

constexpr Command registers_show_command{.name = "registers show",
                                         .summary = "list the entries of one register",
                                         .operands = register_operands,
                                         .options = limit_only,
                                         .asks_node = true,
                                         .example = "lintas registers show permit",
                                         .run = &registers_show};

constexpr Command keys_issue_command{
    .name = "keys issue",
    .summary = "make an API key for a party or an officer",
    .about =
        "The key is shown once, or stands in the file of --to alone; the node keeps its hash only, by which "
        "`lintas\nkeys withdraw` finds it. A key for an office that the reference data do not know is "
        "refused. "
        "A trader may be\nregistered later: that it is not yet is told.\n",
    .options = issue_options,
    .asks_node = true,
    .example = "lintas keys issue --role trader --party SG201912345K --to trader.key",
    .run = &keys_issue};

constexpr Command keys_list_command{.name = "keys list",
                                    .summary = "list the API keys of the node",
                                    .options = limit_only,
                                    .asks_node = true,
                                    .example = "lintas keys list",
                                    .run = &keys_list};

constexpr Command keys_withdraw_command{.name = "keys withdraw",
                                        .summary = "make an API key worthless at once",
                                        .operands = withdraw_operands,
                                        .asks_node = true,
                                        .example = "lintas keys withdraw 9f3a61c0",
                                        .run = &keys_withdraw};

constexpr Command partner_test_command{
    .name = "partner test",
    .summary = "send a partner a test message through the running node",
    .about =
        "The partner answers with a receipt and gives the message to nobody. So address, certificates at "
        "both "
        "ends and what was\nagreed on are tried before the first movement. Says what stands in the way "
        "otherwise, and ends with 1. For administrators.\n",
    .operands = partner_operands,
    .asks_node = true,
    .example = "lintas partner test MY",
    .run = &partner_test};

}  // namespace lintas::cli
