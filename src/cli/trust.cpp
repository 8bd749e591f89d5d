#include "core/code/trust.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "cli/arguments.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "core/code/cose.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/csv.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/crypto/signing.hpp"

namespace lintas::cli {

namespace {

constexpr std::array new_key_operands{
    Operand{.name = "FILE", .meaning = "made by the command, for its owner only; must not be there"}};
constexpr std::array sheet_operands{
    Operand{.name = "KEYS",
            .meaning = "a CSV file of the state's document keys, old ones too: key,from,until,status,since"}};
constexpr std::array shown_operands{Operand{.name = "SHEET", .meaning = "a trust sheet"}};
constexpr std::array sheet_options{
    Option{.name = "--root", .value = "FILE", .meaning = "the key of the state's root; needed"},
    Option{.name = "--country", .value = "CODE", .meaning = "whose sheet it is, as SG; needed"},
    Option{.name = "--number",
           .value = "N",
           .meaning = "above that of the sheet before; needed",
           .kind = Kind::number},
    Option{.name = "--until",
           .value = "TIME",
           .meaning = "when it is out of date: there is a newer one by then; needed",
           .kind = Kind::time},
    Option{
        .name = "--at", .value = "TIME", .meaning = "when it is issued; now if left out", .kind = Kind::time},
    Option{.name = "--out", .value = "FILE", .meaning = "the file to write; needed"}};
constexpr std::array shown_options{
    Option{.name = "--json", .meaning = "print the sheet as JSON", .kind = Kind::flag}};

Exit unreadable(const Given& given, const Streams& streams, std::string_view why) {
  streams.err << "lintas " << given.command->name << ": " << why << '\n';
  return Exit::unreadable;
}

std::string key_id_text(const code::PublicKey& key) {
  return to_hex(code::key_id_of(key, crypto::sha256).bytes);
}

// ---- keys

Exit make_root(const Given& given, const Streams& streams) {
  crypto::SystemEntropy entropy;
  const auto key = crypto::make_signing_key(std::string{given.operand(0)}, entropy);
  if (!key) return unreadable(given, streams, key.error());
  streams.out << "fingerprint  " << code::fingerprint_of({key->public_key()}, crypto::sha256) << '\n';
  return Exit::ok;
}

Exit make_key(const Given& given, const Streams& streams) {
  crypto::SystemEntropy entropy;
  const auto key = crypto::make_signing_key(std::string{given.operand(0)}, entropy);
  if (!key) return unreadable(given, streams, key.error());
  streams.out << "key     " << to_hex(key->public_key()) << "\nkey id  " << key_id_text({key->public_key()})
              << '\n';
  return Exit::ok;
}

// ---- the sheet

/// A cell of the file of keys and what is wrong with it.
std::string wrong(const refdata::CsvRow& row, std::string_view column, std::string_view expected) {
  return format("line {}: {}: give {}", row.line, column, expected);
}

std::expected<code::TrustedKey, std::string> key_in(const refdata::CsvRow& row) {
  constexpr std::string_view time = "an instant as 2026-11-23T08:00:00Z, or a day";
  code::TrustedKey key;
  const auto bytes = from_hex(row.cells[0]);
  if (!bytes || bytes->size() != key.key.bytes.size())
    return std::unexpected(wrong(row, "key", "64 hexadecimal digits, as `lintas trust key` prints them"));
  std::ranges::copy(*bytes, key.key.bytes.begin());
  const auto from = parse_time(row.cells[1]);
  if (!from) return std::unexpected(wrong(row, "from", time));
  key.from = *from;
  const auto until = parse_time(row.cells[2]);
  if (!until) return std::unexpected(wrong(row, "until", time));
  key.until = *until;
  const auto status = read_word<code::KeyStatus>(row.cells[3]);
  if (!status) return std::unexpected(wrong(row, "status", "live, retired or revoked"));
  key.status = *status;
  key.since = parse_time(row.cells[4]);
  if (!key.since && !row.cells[4].empty()) return std::unexpected(wrong(row, "since", time));
  return key;
}

std::expected<std::vector<code::TrustedKey>, std::string> keys_in(std::string_view text) {
  const std::vector<std::string> columns{"key", "from", "until", "status", "since"};
  const auto csv = refdata::Csv::parse(text, limits::trust_sheet_keys_max);
  if (!csv) return std::unexpected(format("line {}: {}", csv.error().line, csv.error().what));
  if (csv->columns() != columns)
    return std::unexpected(std::string{"line 1: the heading is key,from,until,status,since"});
  std::vector<code::TrustedKey> keys;
  for (const refdata::CsvRow& row : csv->rows()) {
    LINTAS_TRY(key, key_in(row));
    keys.push_back(key);
  }
  return keys;
}

Exit sign_sheet(const Given& given, const Streams& streams) {
  for (const std::string_view needed : {"--root", "--country", "--number", "--until", "--out"})
    if (!given.has(needed)) return refuse(given, streams, format("{} is needed", needed));
  const auto country = Country::parse(given.needed("--country"));
  if (!country) return refuse(given, streams, "--country is two capital letters, as SG");
  const auto number = certain(given.number("--number"), "an option that is needed was asked for");
  if (number == 0 || number > std::numeric_limits<std::uint32_t>::max())
    return refuse(given, streams, "--number is 1 or more");
  const auto text = read_file(given.operand(0), streams.in);
  if (!text) return unreadable(given, streams, text.error());
  auto keys = keys_in(*text);
  if (!keys) return unreadable(given, streams, format("{}: {}", given.operand(0), keys.error()));
  const auto root = crypto::read_signing_key(std::string{given.needed("--root")});
  if (!root) return unreadable(given, streams, root.error());
  const Instant now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  const auto at = given.value("--at");
  const code::TrustSheet sheet{
      .version = code::current_version,
      .issuer = *country,
      .number = static_cast<std::uint32_t>(number),
      .issued = at ? certain(parse_time(*at), "the time was read with the arguments") : now,
      .until = certain(parse_time(given.needed("--until")), "the time was read with the arguments"),
      .root = {root->public_key()},
      .keys = *std::move(keys)};
  if (const auto fault = code::fault_of(sheet)) return refuse(given, streams, *fault);
  const Bytes bytes =
      code::sign_sheet(sheet, crypto::sha256, [&](ByteView content) { return root->sign(content); });
  if (const auto written = write_file(std::string{given.needed("--out")}, as_text(bytes)); !written)
    return unreadable(given, streams, written.error());
  streams.out << "fingerprint  " << code::fingerprint_of(sheet.root, crypto::sha256) << '\n';
  return Exit::ok;
}

// ---- looking at one

Json json_of(const code::TrustSheet& sheet) {
  Json json{{"issuer", sheet.issuer.str()},
            {"number", sheet.number},
            {"issued", to_text(sheet.issued)},
            {"until", to_text(sheet.until)},
            {"root", code::fingerprint_of(sheet.root, crypto::sha256)},
            {"keys", Json::array()}};
  for (const code::TrustedKey& key : sheet.keys) {
    Json one{{"key", to_hex(key.key.bytes)},
             {"id", key_id_text(key.key)},
             {"from", to_text(key.from)},
             {"until", to_text(key.until)},
             {"status", word_of(key.status)}};
    if (key.since) one["since"] = to_text(*key.since);
    json["keys"].push_back(std::move(one));
  }
  return json;
}

Exit show_sheet(const Given& given, const Streams& streams) {
  const auto bytes = read_file(given.operand(0), streams.in);
  if (!bytes) return unreadable(given, streams, bytes.error());
  const auto sheet = code::read_sheet(as_bytes(*bytes), crypto::sha256, crypto::verify);
  if (!sheet) {
    const message::Rule* rule = message::find_rule(sheet.error().rule);
    require(rule != nullptr, "every finding has a rule in data/rules.csv");
    streams.err << format("lintas trust show: {}: {} {} {}\n", given.operand(0), rule->id, rule->text,
                          rule->remedy);
    return Exit::invalid;
  }
  Json json = json_of(*sheet);
  if (given.has("--json")) {
    streams.out << json_line(json);
    return Exit::ok;
  }
  const Json keys = std::exchange(json["keys"], nullptr);
  print_record(streams.out, json, {}, streams.width);
  streams.out << '\n';
  for (const Json& key : keys) {
    print_record(streams.out, key, {}, streams.width);
    streams.out << '\n';
  }
  return Exit::ok;
}

}  // namespace

constexpr Command trust_root_command{
    .name = "trust root",
    .summary = "make the root of a state: the key that signs its trust sheets",
    .about =
        "On a machine without a line; the file goes into a safe, a copy into another one. Prints the "
        "fingerprint, which\ntwo people of two administrations read to each other. The key itself is never "
        "printed.\n",
    .operands = new_key_operands,
    .example = "lintas trust root sg-root.key",
    .run = &make_root};

constexpr Command trust_key_command{
    .name = "trust key",
    .summary = "make a document key: what a node signs codes and status lists with",
    .about =
        "Prints the public key for the file of keys (`trust sheet`). The node is told of both files in "
        "[documents] of\nits configuration. No other key of the node will do.\n",
    .operands = new_key_operands,
    .example = "lintas trust key sg/document.key",
    .run = &make_key};

constexpr Command trust_sheet_command{
    .name = "trust sheet",
    .summary = "sign the trust sheet of a state with its root",
    .about =
        "A key stays in the file of keys as long as documents are on the road that it signed. `from` is the "
        "first instant\nat which it may sign, `until` the first at which it may not any more: what is signed "
        "outside, readers refuse, and\nits node signs nothing then. When the goods were released does not "
        "matter. A key is live, retired (signs no more\nsince), or revoked (somebody else may have had it "
        "since; what it signed before stands, so put `since` at its\nbeginning if nobody knows). Prints the "
        "fingerprint of the root.\n",
    .operands = sheet_operands,
    .options = sheet_options,
    .example =
        "lintas trust sheet keys.csv --root sg-root.key --country SG --number 3 --until 2027-06-30 --out "
        "sg.sheet",
    .run = &sign_sheet};

constexpr Command trust_show_command{
    .name = "trust show",
    .summary = "show a trust sheet and the fingerprint of its root",
    .about =
        "Whether the root is that of the state, only its administration can say: compare the fingerprint.\n",
    .operands = shown_operands,
    .options = shown_options,
    .example = "lintas trust show sg.sheet",
    .run = &show_sheet};

}  // namespace lintas::cli
