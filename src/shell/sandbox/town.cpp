#include "shell/sandbox/town.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/guarantee/names.hpp"  // IWYU pragma: keep, the words of its enumerations
#include "core/guarantee/profile.hpp"
#include "core/messages/document.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/refdata/tables.hpp"
#include "core/sandbox/examples.hpp"
#include "core/sandbox/offices.hpp"
#include "core/seed/seed.hpp"
#include "shell/net/client.hpp"
#include "shell/node/config.hpp"
#include "shell/node/files.hpp"
#include "shell/node/secrets.hpp"
#include "shell/sandbox/client.hpp"
#include "shell/sandbox/ground.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::sandbox {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view keeper = "keeper";
constexpr std::string_view auditor = "auditor";

/// Officers of an office, by the roles that it has in the reference data. A guarantee needs four eyes, and so
/// does an invalidation behind the release.
struct Post {
  refdata::OfficeRole office;
  std::string_view role;
  std::string_view desk;
  int officers;
};
constexpr std::array posts{
    Post{refdata::OfficeRole::departure, "officer_of_departure", "departure", 2},
    Post{refdata::OfficeRole::transit, "officer_of_transit", "transit", 1},
    Post{refdata::OfficeRole::destination, "officer_of_destination", "destination", 1},
    Post{refdata::OfficeRole::guarantee, "officer_of_guarantee", "guarantee", 2},
};

// ---- trades

/// The amount with its decimals, so many percent of it.
std::string share(const std::string& amount, unsigned percent) {
  const auto point = amount.find('.');
  const std::size_t places = point == std::string::npos ? 0 : amount.size() - point - 1;
  std::string digits = amount;
  if (places > 0) digits.erase(point, 1);
  std::int64_t minor = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), minor);
  require(error == std::errc{} && end == digits.data() + digits.size(), "an example names an amount");
  std::string out = format("{:0{}}", minor * percent / 100, places + 1);
  if (places > 0) out.insert(out.size() - places, 1, '.');
  return out;
}

std::string text_of(const message::Number& number, std::string_view text, std::string_view element) {
  require(number.has(), "an example names an amount");
  const std::string open = format("<{}>", element);  // with the decimals that it is written with
  const auto begin = text.find(open) + open.size();
  return std::string{text.substr(begin, text.find('<', begin) - begin)};
}

/// The declaration as it is written in the file; nothing if its route leaves the states.
std::optional<Trade> trade_in(const File& file, const std::vector<std::string>& states) {
  const auto document = xml::read(file.text);
  require(document.has_value(), "an example can be read");
  const message::Message& told = document->message;
  Trade trade{.file = std::string{file.name}, .text = std::string{file.text}};
  trade.sender = told.message_sender;
  trade.holder = told.holder_of_the_transit_procedure->identification_number;
  trade.departure = told.customs_office_of_departure->reference_number;
  trade.destination = told.customs_office_of_destination_declared->reference_number;
  for (const auto& office : told.customs_office_of_transit_declared)
    trade.transit.push_back(office.reference_number);
  const message::Consignment& goods = *told.consignment;
  trade.consignee = goods.consignee ? goods.consignee->identification_number
                                    : goods.house_consignment[0].consignee->identification_number;
  const auto& line = told.guarantee[0].guarantee_reference[0];
  trade.amount = text_of(line.amount_to_be_covered, file.text, "amountToBeCovered");
  trade.currency = line.currency;
  trade.access_code = line.access_code;
  trade.state = trade.departure.substr(0, 2);
  const auto is_here = [&](const std::string& office) {
    return std::ranges::find(states, office.substr(0, 2)) != states.end();
  };
  const bool here =
      is_here(trade.departure) && is_here(trade.destination) && std::ranges::all_of(trade.transit, is_here);
  return here ? std::optional{std::move(trade)} : std::nullopt;
}

/// "26SGSANDBOX00011" with its digit: the example's place, and that of the undertaking.
std::string grn_of(const std::string& state, Day settled, std::size_t example, std::size_t undertaking) {
  const auto country = Country::parse(state);
  require(country.has_value(), "a state is a country");
  const auto grn = Grn::issue(std::chrono::year_month_day{settled}.year(), *country,
                              format("SANDBOX{:04}{}", example, undertaking));
  require(grn.has_value(), "twelve letters and digits");
  return std::string{grn->str()};
}

std::vector<Guarantee> guarantees_of(const Trade& trade, std::size_t example, Day settled) {
  std::vector<Guarantee> all;
  for (const Undertaking& row : undertakings()) {
    const std::size_t n = all.size() + 1;
    const bool deposit = row.type == '3';
    all.push_back({.type = row.type,
                   .grn = grn_of(trade.state, settled, example, n),
                   .receipt = deposit ? format("SANDBOX-{:04}{}", example, n) : std::string{},
                   .amount = share(trade.amount, row.percent),
                   .currency = trade.currency,
                   .access_code = deposit ? std::string{} : trade.access_code,
                   .good_for = row.good_for});
  }
  return all;
}

/// As if it had been written today, with a guarantee of the sandbox. What it names of the registers is dated
/// as they are. The proposed limit is left out: without it the route decides.
std::string ready(const Trade& trade, Day settled, Day today) {
  constexpr std::array<std::string_view, 2> written{"<preparationDateAndTime>",
                                                    "<arrivalDateAndTimeEstimated>"};
  constexpr std::array<std::string_view, 1> registered{";"};
  std::string text = moved(trade.text, written, today - examples_written);
  text = moved(text, registered, settled - examples_written);
  text = without(text, "limitDate");
  text = put(text, "LRN", lrn_of_trades);
  text = put(text, "messageIdentification", lrn_of_trades);
  text = put(text, "guaranteeType", std::string(1, trade.guarantees.front().type));
  return put(text, "GRN", trade.guarantees.front().grn);
}

void write(const fs::path& path, std::string_view text) {
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file << text;
  if (!file.flush()) throw Unsettled(format("{} cannot be written", path.string()));
}

Json shown(const Account& account) {
  Json json{{"country", account.state}, {"role", account.role}, {"key_file", account.key_file}};
  if (!account.party.empty()) json["party"] = account.party;
  if (!account.person.empty()) json["person"] = account.person;
  if (!account.office.empty()) json["office"] = account.office;
  return json;
}

Json shown(const Trade& trade) {
  Json guarantees = Json::array();
  for (const Guarantee& one : trade.guarantees) {
    Json line{{"type", std::string(1, one.type)},
              {"amount", one.amount},
              {"currency", one.currency},
              {"good_for", one.good_for}};
    if (one.receipt.empty()) {
      line["grn"] = one.grn;
      line["access_code"] = one.access_code;
    } else {
      line["receipt"] = one.receipt;
    }
    guarantees.push_back(std::move(line));
  }
  return {{"file", trade.file},
          {"country", trade.state},
          {"lrn", lrn_of_trades},
          {"sender", trade.sender},
          {"holder", trade.holder},
          {"consignee", trade.consignee},
          {"departure", trade.departure},
          {"transit", trade.transit},
          {"destination", trade.destination},
          {"guarantees", std::move(guarantees)}};
}

Json shown(const Scenario& scenario) {
  return {{"beginning", scenario.beginning},
          {"befalls", scenario.befalls},
          {"yours", scenario.yours},
          {"told", scenario.told},
          {"ends", scenario.ends}};
}

}  // namespace

Town::Town(Ground ground, net::Client& http, Day today)
    : ground_(std::move(ground)),
      http_(http),
      today_(today),
      reference_(seed::reference(Country::parse(ground_.states.front()).value())) {
  std::size_t example = 0;
  for (const File& file : examples()) {
    ++example;  // of all, so that the same one has the same guarantees whichever states there are
    auto trade = trade_in(file, ground_.states);
    if (!trade) continue;
    trade->guarantees = guarantees_of(*trade, example, ground_.settled);
    trades_.push_back(*std::move(trade));
  }
  if (trades_.empty()) throw Unsettled("no example goes between these states alone; give more of them");
}

Client Town::client(const std::string& state) const { return Client{http_, ground_.api_of(state)}; }

const Account* Town::account(std::string_view state, std::string_view whose) const {
  const auto found = std::ranges::find_if(accounts_, [&](const Account& one) {
    return one.state == state && one.office.empty() && (one.party == whose || one.person == whose);
  });
  return found == accounts_.end() ? nullptr : &*found;
}

const Account* Town::officer(std::string_view office, std::string_view role, bool second) const {
  const auto is_it = [&](const Account& one) { return one.office == office && one.role == role; };
  auto found = std::ranges::find_if(accounts_, is_it);
  if (second && found != accounts_.end()) found = std::find_if(found + 1, accounts_.end(), is_it);
  return found == accounts_.end() ? nullptr : &*found;
}

// ---- who is there

std::vector<Account> Town::inhabitants() const {
  std::vector<Account> all;
  const auto add = [&](Account account, const std::string& file) {
    account.key_file = (ground_.of(account.state) / "keys" / (file + ".key")).string();
    all.push_back(std::move(account));
  };
  std::set<std::pair<std::string, std::string>> firms;
  for (const Trade& trade : trades_) {
    firms.insert({trade.state, trade.sender});
    firms.insert({trade.state, trade.holder});
    firms.insert({trade.destination.substr(0, 2), trade.consignee});
  }
  for (const std::string& state : ground_.states) {
    for (const auto& [person, role] :
         {std::pair{auditor, "auditor"}, std::pair{keeper, "reference_data_keeper"}}) {
      add({.state = state, .role = role, .party = {}, .person = std::string{person}, .office = {}},
          std::string{person});
    }
    for (const auto& row : reference_.tables().offices.rows()) {
      const std::string office{row.key.str()};
      if (!office.starts_with(state) || !row.holds_on(ground_.settled)) continue;
      for (const Post& post : posts) {
        for (int n = 1; row.value.has(post.office) && n <= post.officers; ++n) {
          const std::string person = format("{}-{}", post.desk, n);
          add({.state = state,
               .role = std::string{post.role},
               .party = {},
               .person = person,
               .office = office},
              format("{}-{}", office, person));
        }
      }
    }
  }
  for (const auto& [state, firm] : firms)
    add({.state = state, .role = "trader", .party = firm, .person = {}, .office = {}}, firm);
  return all;
}

void Town::hire(Account account) {
  if (ground_.fresh) {
    const auto administrator =
        node::read_file((ground_.of(account.state) / "administrator.key").string(), node::Secrecy::secret);
    if (!administrator) throw Unsettled(administrator.error());
    Json wanted{{"role", account.role}};
    for (const auto& [member, value] :
         {std::pair{"party", &account.party}, std::pair{"person", &account.person},
          std::pair{"office", &account.office}})
      if (!value->empty()) wanted[member] = *value;
    const std::string key = administrator->substr(0, administrator->find('\n'));
    const auto answer = client(account.state).post(key, "/v1/keys", wanted.dump());
    if (!answer.done()) throw Unsettled(format("no key for {}: {}", account.key_file, answer.why()));
    account.key = answer.json.at("key").get<std::string>();
    const auto kept = node::write_new(account.key_file, account.key + "\n", node::secret_mode);
    if (!kept) throw Unsettled(kept.error());
  } else {
    const auto key = node::read_file(account.key_file, node::Secrecy::secret);
    if (!key) throw Unsettled(key.error());
    account.key = key->substr(0, key->find('\n'));
  }
  accounts_.push_back(std::move(account));
}

void Town::bring_in_registers(const std::string& state) {
  constexpr std::array<std::string_view, 1> marks{","};
  const std::string table = moved(registers(), marks, ground_.settled - examples_written);
  const auto answer = client(state).post(
      account(state, keeper)->key, "/v1/registers", table,
      {{.name = "Content-Type", .value = "text/csv"}, {.name = "Idempotency-Key", .value = "sandbox"}});
  if (!answer.done()) throw Unsettled(format("{}: registers: {}", state, answer.why()));
}

// ---- guarantees

Json Town::terms_of(const Trade& trade, const Guarantee& guarantee) const {
  const auto country = Country::parse(trade.state);
  const refdata::View view = reference_.at(ground_.settled);
  const auto* law = country ? view.profile(*country) : nullptr;
  require(law != nullptr && !law->guarantee.guarantors.empty(), "a law says who may guarantee");
  const auto kind = guarantee::GuarantorKind{std::to_underlying(law->guarantee.guarantors.front())};
  const Json guarantor{{"tin", trade.state + "BANK"}, {"approved", true}, {"kind", word_of(kind)}};
  if (guarantee.type == '3') return {{"cash_deposit", {{"receipt", guarantee.receipt}}}};
  if (guarantee.type == '2') return {{"single_journey", {{"guarantor", guarantor}}}};
  // What a week brings is at most what the example is about.
  const std::string weekly = share(trade.amount, 50);
  return {{"multiple_journeys",
           {{"guarantor", guarantor},
            {"percent", 100},
            {"standing", {{"clean_years", 3}, {"arrears_days", 0}, {"years_without_enforcement", 3}}},
            {"weekly_debt", {{"amount", weekly}, {"currency", trade.currency}}}}}};
}

void Town::register_guarantee(const Trade& trade, const Guarantee& guarantee, bool suspended) {
  const auto* first = officer(trade.departure, "officer_of_guarantee", false);
  const auto* second = officer(trade.departure, "officer_of_guarantee", true);
  require(first != nullptr && second != nullptr, "an office of departure of an example takes guarantees");
  Json content{{"grn", guarantee.grn},
               {"holder", trade.holder},
               {"office", trade.departure},
               {"reference_amount", {{"amount", guarantee.amount}, {"currency", guarantee.currency}}},
               {"valid_from", to_text(ground_.settled)},
               {"terms", terms_of(trade, guarantee)}};
  if (!guarantee.access_code.empty()) content["access_codes"] = {guarantee.access_code};
  const auto ask = [&](const char* act, const Json& what) {
    const auto answer = client(trade.state)
                            .post(first->key, format("/v1/acts/{}", act), what.dump(),
                                  {{.name = "Idempotency-Key", .value = format("{}/{}", act, guarantee.grn)},
                                   {.name = "Lintas-Second", .value = second->key}});
    if (!answer.done()) throw Unsettled(format("{} {}: {}", act, guarantee.grn, answer.why()));
  };
  ask("guarantee.register", content);
  if (suspended) ask("guarantee.suspend", {{"grn", guarantee.grn}});
}

void Town::register_guarantees(const Trade& trade) {
  for (std::size_t i = 0; i < trade.guarantees.size(); ++i)
    register_guarantee(trade, trade.guarantees[i], undertakings()[i].suspended);
}

// ---- all of it

void Town::settle() {
  std::error_code error;
  const fs::path ready_ones = ground_.folder / "try";
  fs::create_directories(ready_ones, error);
  for (const std::string& state : ground_.states) fs::create_directories(ground_.of(state) / "keys", error);
  for (Account& one : inhabitants()) hire(std::move(one));
  if (ground_.fresh) {
    for (const std::string& state : ground_.states) bring_in_registers(state);
    for (const Trade& trade : trades_) register_guarantees(trade);
  }
  for (Trade& trade : trades_) {
    const fs::path path = ready_ones / trade.file;
    trade.text = ready(trade, ground_.settled, today_);
    trade.file = path.string();
    write(path, trade.text);
  }
}

void Town::describe(double speed) const {
  Json nodes = Json::array();
  for (const std::string& state : ground_.states) {
    nodes.push_back({{"country", state},
                     {"api", format("http://127.0.0.1:{}", ground_.api_of(state))},
                     {"operations", format("http://127.0.0.1:{}", ground_.operations_of(state))},
                     {"config", ground_.config_of(state)}});
  }
  Json json{{"sandbox", true},           {"day", to_text(ground_.settled)},
            {"port", ground_.port},      {"speed", speed},
            {"nodes", std::move(nodes)}, {"accounts", Json::array()},
            {"examples", Json::array()}, {"scenarios", Json::array()}};
  for (const Account& one : accounts_) json["accounts"].push_back(shown(one));
  for (const Trade& one : trades_) json["examples"].push_back(shown(one));
  for (const Scenario& one : scenarios()) json["scenarios"].push_back(shown(one));
  const auto done = node::replace_durably(ground_.description().string(), json.dump(1) + "\n");
  if (!done) throw Unsettled(done.error());
}

}  // namespace lintas::sandbox
