#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/state.hpp"
#include "core/messages/document.hpp"
#include "core/model/groups.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/state.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/transit/presentation.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/registers_part.hpp"
#include "core/workflow/uses.hpp"
#include "core/workflow/webhooks_part.hpp"
#include "shell/api/released.hpp"
#include "shell/app/store_failure.hpp"
#include "tests/sim/feed_readers.hpp"
#include "tests/sim/node_interface.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/sim/states.hpp"
#include "tests/sim/status_list_readers.hpp"
#include "tests/sim/webhook_subscribers.hpp"
#include "tests/support/amendment.hpp"
#include "tests/support/declaration.hpp"
#include "tests/support/entries.hpp"
#include "tests/support/store_reader.hpp"
#include "wire/xml/xml_reader.hpp"

/// Trucks go from Singapore through Malaysia to Bangkok, or on to Laos. Some are controlled, cross where they
/// had not declared to, arrive elsewhere, have an incident on the way and get a later limit, pass an office
/// twice, cross on the TAD because no record has come, are unloaded by an authorised consignee, or are looked
/// for; one is invalidated behind its release, others are amended, cancelled or refused before it, or
/// declared before their goods are there and presented, some on a guarantee that does not do, while nodes
/// die, lines break and messages are lost, repeated and reordered; then all is well for some days; then the
/// laws have to hold in all states of the roads.
namespace lintas::sim {
namespace {

using namespace std::chrono_literals;
using access::Role;
using workflow::Command;
using workflow::CommandType;
using workflow::Reply;
namespace dep = transit::departure;
namespace pas = transit::passage;
namespace des = transit::destination;

/// Arrives behind so many offices of the road at one that was not declared.
struct OtherEnd {
  std::size_t passes = 0;
  std::string_view office;
};
/// Where trucks go: all from Woodlands.
struct Road {
  std::vector<std::string_view> transit;
  std::string_view destination;
  std::vector<OtherEnd> other_ends;
};
const Road to_bangkok{{"MYJHB001", "MYBKH001", "THSDO001"}, "THBKK001", {{3, "THLCB001"}, {1, "MYPKG001"}}};
const Road to_thanaleng{
    {"MYJHB001", "MYBKH001", "THSDO001", "THNKH001", "LAFBR001"}, "LATNL001", {{3, "THLCB001"}}};

/// The other road from Malaysia into Thailand, by Padang Besar.
std::string_view other_post(std::string_view office) {
  if (office == "MYBKH001") return "MYPBS001";
  return office == "THSDO001" ? "THPDB001" : office;
}

/// What happens before its goods are released, or in place of that.
enum class Before : std::uint8_t {
  nothing,
  finds_no_room,              ///< its guarantee is used up: it is amended, and names another one
  is_cancelled,               ///< the trader asks for it, and it is granted
  is_kept,                    ///< the trader asks for it in vain
  is_refused,                 ///< its goods may not leave
  is_presented,               ///< it is declared before the goods are there, without a vehicle
  is_presented_without_room,  ///< likewise, on the guarantee that is used up
};
constexpr std::uint64_t kinds_of_before = 7;

bool names_the_used_up_one(Before before) {
  return before == Before::finds_no_room || before == Before::is_presented_without_room;
}
bool is_declared_before(Before before) {
  return before == Before::is_presented || before == Before::is_presented_without_room;
}

/// What becomes of one truck.
struct Trip {
  std::vector<std::string_view> passes;  ///< where it crosses
  std::string_view arrives_at;
  bool is_controlled = false;          ///< at departure
  bool passes_on_the_tad = false;      ///< at its first office: the line to departure is down
  bool has_incident = false;           ///< behind its first office
  bool is_given_longer = false;        ///< its limit is extended while it is held up there
  bool is_stopped = false;             ///< at its first office, and let go on
  bool passes_again = false;           ///< held up behind its last office of Malaysia, it passes there twice
  bool is_unloaded_by_trader = false;  ///< IE007 and IE044 by an authorised consignee
  std::string_view found;              ///< by the control at destination; empty: there is none
  Before before = Before::nothing;
  enum class Lost : std::uint8_t { never, long_on_the_way, for_good } lost = Lost::never;

  [[nodiscard]] bool passes_at(std::string_view office) const {
    return std::ranges::find(passes, office) != passes.end();
  }
  [[nodiscard]] bool passes_through(const std::string& country) const {
    return std::ranges::any_of(passes, [&](std::string_view office) { return office.starts_with(country); });
  }
};

Trip plain_trip(const Road& road) { return {.passes = road.transit, .arrives_at = road.destination}; }

Trip any_trip(const Road& road, test::Random& random) {
  Trip trip = plain_trip(road);
  if (random.chance(40)) {
    const OtherEnd& end = road.other_ends.at(random.below(road.other_ends.size()));
    trip.passes.resize(end.passes);
    trip.arrives_at = end.office;
  }
  if (random.chance(30)) std::ranges::transform(trip.passes, trip.passes.begin(), other_post);
  trip.is_controlled = random.chance(30);
  trip.passes_on_the_tad = random.chance(25);
  trip.has_incident = random.chance(30);
  trip.is_unloaded_by_trader = trip.arrives_at.starts_with("TH") && random.chance(40);
  constexpr std::string_view results[] = {"A1", "A5", "B1"};
  if (random.chance(50)) trip.found = results[random.below(std::size(results))];
  return trip;
}

/// What may befall it beside.
void choose_troubles(Trip& trip, test::Random& random) {
  trip.is_given_longer = random.chance(60);
  trip.passes_again = random.chance(30);
  trip.is_stopped = random.chance(25);
}

/// In turn, so that a few runs have all of them. The first two trucks go whatever the seed is.
Before before_of(int truck, std::uint64_t seed) {
  if (truck < 2) return Before::nothing;
  return static_cast<Before>((static_cast<std::uint64_t>(truck) + seed) % kinds_of_before);
}

std::string country_of(std::string_view office) { return std::string{office.substr(0, 2)}; }

/// Beside Singapore, which all roads leave.
std::set<std::string> states_of(const Road& road) {
  std::set<std::string> states{country_of(road.destination)};
  for (const auto office : road.transit) states.insert(country_of(office));
  return states;
}
std::vector<std::string> countries_of(const std::vector<Road>& roads) {
  std::set<std::string> all{"SG"};
  for (const Road& road : roads) all.merge(states_of(road));
  return {all.begin(), all.end()};
}

constexpr std::string_view holder = "SG200012345K";
/// May unload at its own premises in Thailand.
constexpr std::string_view consignee = "TH0105551234567";
constexpr std::string_view its_authorisation = "ATT-TH-0012";
constexpr std::string_view its_premises = "LCB1";
constexpr std::int64_t amount_each = 1'000'00;
/// Behind the limit date and all that is waited for after it.
constexpr std::chrono::hours days_lost = 12 * 24h;

OfficeId at(std::string_view code) { return OfficeId::parse(code).value(); }

std::unique_ptr<workflow::Domain> business_of(const std::string& country) {
  static const std::vector<const workflow::Part*> parts{
      &workflow::registers_part(), &workflow::guarantee_part(), &workflow::departure_part(),
      &workflow::journey_part(),   &workflow::manifest_part(),  &workflow::webhooks_part()};
  return std::make_unique<StateBusiness>(
      country, std::make_shared<const refdata::Snapshot>(seed::reference(Country::parse(country).value())),
      parts);
}

/// The tractor and the trailer of a truck, with their papers.
struct Papers {
  explicit Papers(int truck)
      : tractor(format("XE{:04}K", truck)),
        trailer(format("TRB{:03}A", truck)),
        permit_of_tractor(format("SG-CBP-1{:05}", truck)),
        permit_of_trailer(format("SG-CBP-2{:05}", truck)),
        card(format("BC-SG-{:04}", truck)) {}

  std::string tractor;
  std::string trailer;
  std::string permit_of_tractor;
  std::string permit_of_trailer;
  std::string card;
};
constexpr std::string_view carrier = "SG200055555T";

/// The declaration that a truck's goods are shown by: the office of departure has it as it came.
std::string declaration_of(int truck, std::string_view lrn, const Road& road) {
  std::string xml{test::declaration};
  const auto replace = [&](std::string_view what, std::string_view by) {
    xml = test::replaced(std::move(xml), what, by);
  };
  const Papers papers{truck};
  replace("EX-2026-0001", lrn);
  replace("THBKK001", road.destination);
  replace("XE1234K", papers.tractor);
  replace("TRB567A", papers.trailer);
  replace("SG-CBP-000123", papers.permit_of_tractor);
  replace("SG-CBP-000124", papers.permit_of_trailer);
  std::string states;
  for (const std::string& state : states_of(road)) states += (states.empty() ? "" : " ") + state;
  replace("BC-SG-7788;MY TH", papers.card + ";" + states);
  const std::string_view end = "</CustomsOfficeOfTransitDeclared>";
  const auto first = xml.find("<CustomsOfficeOfTransitDeclared>");
  const auto last = xml.rfind(end);
  require(first != std::string::npos && last != std::string::npos, "the sample has offices of transit");
  std::string offices;
  for (std::size_t i = 0; i < road.transit.size(); ++i) {
    offices += format(
        "<CustomsOfficeOfTransitDeclared><sequenceNumber>{}</sequenceNumber><referenceNumber>{}"
        "</referenceNumber>{}",
        i + 1, road.transit[i], end);
  }
  return xml.replace(first, last + end.size() - first, offices);
}

/// As it is lodged before it is known which truck comes. Its papers are told already.
std::string without_means(std::string xml) {
  constexpr std::string_view end = "</DepartureTransportMeans>";
  const auto first = xml.find("<DepartureTransportMeans>");
  const auto last = xml.rfind(end);
  require(first != std::string::npos && last != std::string::npos, "the sample has means of transport");
  return xml.erase(first, last + end.size() - first);
}

/// Its goods are there: the tractor, without the trailer, and with seals.
std::string presentation_of(int truck, std::string_view lrn) {
  return format(
      R"(<n:CC170C xmlns:n="http://ncts.dgtaxud.ec" PhaseID="NCTS6"><messageSender>{0}</messageSender>)"
      "<messageRecipient>NTA.SG</messageRecipient>"
      "<preparationDateAndTime>2026-11-23T15:00:00</preparationDateAndTime>"
      "<messageIdentification>P-{1}</messageIdentification><messageType>CC170C</messageType>"
      "<TransitOperation><LRN>{1}</LRN></TransitOperation>"
      "<CustomsOfficeOfDeparture><referenceNumber>SGWDL001</referenceNumber></CustomsOfficeOfDeparture>"
      "<HolderOfTheTransitProcedure><identificationNumber>{0}</identificationNumber>"
      "</HolderOfTheTransitProcedure>"
      "<Consignment><TransportEquipment><sequenceNumber>1</sequenceNumber><numberOfSeals>1</numberOfSeals>"
      "<Seal><sequenceNumber>1</sequenceNumber><identifier>SG-{2}</identifier></Seal></TransportEquipment>"
      "<LocationOfGoods><typeOfLocation>A</typeOfLocation>"
      "<qualifierOfIdentification>V</qualifierOfIdentification>"
      "<CustomsOffice><referenceNumber>SGWDL001</referenceNumber></CustomsOffice></LocationOfGoods>"
      "<DepartureTransportMeans><sequenceNumber>1</sequenceNumber>"
      "<typeOfIdentification>30</typeOfIdentification><identificationNumber>{3}</identificationNumber>"
      "<nationality>SG</nationality></DepartureTransportMeans>"
      "<HouseConsignment><sequenceNumber>1</sequenceNumber></HouseConsignment></Consignment></n:CC170C>",
      holder, lrn, truck, Papers{truck}.tractor);
}

message::Document parsed(std::string_view xml) {
  auto document = xml::read(xml);
  require(document.has_value(), "what traders of the simulator send is valid");
  return *std::move(document);
}

/// What the interface makes of a message: the load that the movement is decided by.
transit::Declaration load_in(const message::Document& document) {
  static const refdata::Snapshot reference = seed::reference(Country::parse("SG").value());
  const auto view = reference.at(*parse_day("2026-11-23"));
  const auto letter =
      transit::read_letter(document, {.document = {},
                                      .hash = [](const Grn&, const AccessCode&) { return AccessCodeHash{}; },
                                      .reference = view});
  require(letter.has_value() && letter->declaration, "what traders of the simulator declare can be read");
  return *letter->declaration;
}

/// Of all trucks; of those that found no room on theirs; and one on which nothing fits.
constexpr unsigned common = 1;
constexpr unsigned spare = 2;
constexpr unsigned used_up = 3;
constexpr unsigned guarantees[] = {common, spare, used_up};

Grn guarantee(unsigned n) {
  return Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), format("00000000000{}", n))
      .value();
}

/// Whom Singapore's node tells: of all, of what is its own, and of what its office did.
std::vector<WebhookSubscribers::Wish> wishes() {
  using Temper = WebhookSubscribers::Temper;
  return {{.name = "auditor",
           .owner = {.role = Role::auditor, .person = "auditor-1"},
           .events = {},
           .temper = Temper::failing},
          {.name = "holder",
           .owner = {.role = Role::trader, .party = std::string{holder}},
           .events = {},
           .temper = Temper::faithful},
          {.name = "office",
           .owner = {.role = Role::officer_of_departure, .person = "officer-1", .office = "SGWDL001"},
           .events = {"departure.submitted", "departure.released", "departure.passage_reported",
                      "departure.arrival_reported", "departure.result_reported"},
           .temper = Temper::moody}};
}

/// Who follows the feed of Singapore's node: a firm that sends no truck among them.
constexpr std::string_view neighbour = "SG200098765Z";
std::vector<FeedReaders::Wish> followers() {
  return {{.name = "holder", .owner = {.role = Role::trader, .party = std::string{holder}}},
          {.name = "neighbour", .owner = {.role = Role::trader, .party = std::string{neighbour}}},
          {.name = "office",
           .owner = {.role = Role::officer_of_departure, .person = "officer-1", .office = "SGWDL001"}},
          {.name = "auditor", .owner = {.role = Role::auditor, .person = "auditor-2"}}};
}

class CorridorRun {
 public:
  /// The trucks take the roads in turn.
  CorridorRun(std::uint64_t seed, const World::MakeDisk& make_disk, Faults faults, int trucks,
              std::vector<Road> roads = {to_bangkok}, Trip::Lost lost = Trip::Lost::never)
      : roads_(std::move(roads)),
        world_(seed,
               {.domain = business_of,
                .carried = [this](Node& from, const std::string& to, const app::OutboxRow& row,
                                  const std::string& id) { return post_.carry(world_, from, to, row, id); }},
               countries_of(roads_), make_disk, faults),
        trucks_(trucks),
        interface_(world_, "SG", static_cast<const StateBusiness&>(world_.node("SG").domain()).national(),
                   faults.tick) {
    // One of those that name the first finds no room at first.
    register_guarantee(common, amount_each * (trucks - 1));
    register_guarantee(spare, amount_each * trucks);
    register_guarantee(used_up, amount_each - 1);
    register_firms();
    register_consignee();
    for (int i = 0; i < trucks; ++i) register_papers(i);
    test::Random choices{seed};
    test::Random troubles{seed + 1'000'000};  // of their own, so that one more changes no road
    for (int i = 0; i < trucks; ++i) {
      trips_.push_back(comes_back(i) ? plain_trip(road_of(i)) : any_trip(road_of(i), choices));
      if (!comes_back(i)) {
        choose_troubles(trips_.back(), troubles);
        trips_.back().before = before_of(i, seed);
      }
      trips_.back().lost = lost;
      world_.after(std::chrono::milliseconds{120'000 + world_.random().below(3'600'000)},
                   [this, i] { declare(i); });
    }
    watch();
  }

  std::vector<std::string> play() {
    world_.run_for(20h);
    world_.heal();
    subscribers_.calm();
    readers_.calm();
    world_.run_for(30h);
    return broken_laws();
  }
  /// The same over days, and the nodes are not started anew.
  std::vector<std::string> play_days(std::chrono::hours trouble, std::chrono::hours calm) {
    world_.run_for(trouble);
    world_.calm();
    subscribers_.calm();
    readers_.calm();
    world_.run_for(calm);
    return broken_laws();
  }
  /// Planted: what is kept of a presentation is that of another truck.
  void keep_another_presentation() { keeps_another_ = true; }
  World& world() { return world_; }
  WebhookSubscribers& subscribers() { return subscribers_; }
  FeedReaders& followers_of_the_feed() { return followers_; }
  StatusListReaders& readers() { return readers_; }
  [[nodiscard]] std::size_t discharged() const { return discharged_; }
  [[nodiscard]] std::size_t invalidated() const { return invalidated_; }
  [[nodiscard]] std::size_t cancelled() const { return cancelled_; }
  [[nodiscard]] std::size_t refused() const { return refused_; }
  [[nodiscard]] std::size_t ended() const { return discharged_ + invalidated_ + cancelled_ + refused_; }
  /// Those of the trucks that were discharged.
  [[nodiscard]] const std::vector<Trip>& trips() const { return done_; }
  [[nodiscard]] std::size_t passed_on_the_tad() const { return passed_on_the_tad_; }
  [[nodiscard]] std::size_t passed_again() const { return passed_again_; }
  [[nodiscard]] std::size_t given_longer() const { return given_longer_; }
  /// Those that were held against what was presented.
  [[nodiscard]] std::size_t records() const { return records_; }
  /// Which statuses were compared between nodes.
  [[nodiscard]] const std::set<std::string, std::less<>>& compared() const { return statuses_; }
  /// How often a signed code of a truck on the road was checked and held.
  [[nodiscard]] std::size_t codes_that_held() const { return readers_.codes_that_held(); }

 private:
  std::vector<std::string> broken_laws() {
    check_subscribers();
    settled_.clear();
    compare_statuses();
    followers_.look_at_the_end();
    for (const std::string& one : followers_.broken()) law(false, one);
    for (const std::string& one : broken_laws_of_all(world_, post_, desks_)) law(false, one);
    for (int i = 0; i < trucks_; ++i) check_truck(i);
    check_amendments();
    for (const unsigned n : guarantees) check_account(n);
    check_status_lists();
    return broken_;
  }
  // ---- people at desks

  void register_guarantee(unsigned n, std::int64_t amount) {
    guarantee::RegisterGuarantee command;
    command.approval.second = PersonId::parse("officer-8").value();
    command.grn = guarantee(n);
    command.holder = Tin::parse(holder).value();
    command.office = at("SGWDL001");
    const Currency sgd = Currency::parse("SGD").value();
    command.reference_amount = {amount, sgd};
    command.valid_from = *parse_day("2026-01-01");
    command.access_codes = {AccessCodeHash{}};
    command.terms = guarantee::MultipleJourneys{
        .guarantor = {.tin = Tin::parse("SGBANK").value(), .approved = true}, .weekly_debt = {100, sgd}};
    desks_.ask("SG", {.role = Role::officer_of_guarantee, .person = "officer-9", .office = "SGWDL001"},
               workflow::register_guarantee, command, format("guarantee {}", n), [](const Reply&) {});
  }
  [[nodiscard]] bool has_guarantees() const {
    return std::ranges::all_of(guarantees,
                               [&](unsigned n) { return desks_.is_done(format("guarantee {}", n)); });
  }

  void register_firms() {
    desks_.ask("SG", test::keeper, workflow::record_entry, test::firm(holder), "firm", [](const Reply&) {});
    desks_.ask("SG", test::keeper, workflow::record_entry, test::firm(neighbour), "neighbour",
               [](const Reply&) {});
  }

  void register_consignee() {
    const Tin tin = Tin::parse(consignee).value();
    record("TH",
           registers::Trader{.tin = tin, .legal_person = true, .roles = {registers::TraderRole::consignee}},
           "consignee");
    record("TH",
           registers::Authorisation{.number = registers::EntryNumber::parse(its_authorisation).value(),
                                    .holder = tin,
                                    .rights = {registers::Right::simplified_arrival},
                                    .offices = {at("THBKK001"), at("THLCB001")},
                                    .premises = {registers::EntryNumber::parse(its_premises).value()},
                                    .seals = {},
                                    .goods_excluded = {},
                                    .unloading_wait_minutes = 45},
           "authorisation");
  }

  void record(const std::string& country, const registers::Facts& facts, const std::string& name,
              std::optional<Day> until = std::nullopt) {
    desks_.ask(country, test::keeper, workflow::record_entry,
               registers::Register{.content = {.facts = facts,
                                               .valid_from = *parse_day("2026-04-01"),
                                               .valid_until = until,
                                               .details = {}}},
               name, [](const Reply&) {});
  }

  /// In each state of the roads, as the states tell each other.
  void register_papers(int truck) {
    const Papers papers{truck};
    const Country home = Country::parse("SG").value();
    const auto permit = [&](const std::string& number, const std::string& plate, registers::UnitKind unit) {
      return registers::Permit{.number = registers::EntryNumber::parse(number).value(),
                               .issued_by = home,
                               .unit = unit,
                               .plate = registers::Plate::parse(plate).value(),
                               .carrier = Tin::parse(carrier).value(),
                               .states = {}};
    };
    registers::Insurance card{.number = registers::EntryNumber::parse(papers.card).value(),
                              .issued_by = home,
                              .plate = registers::Plate::parse(papers.tractor).value(),
                              .insurer = registers::EntryNumber::parse("BUREAU-SG").value(),
                              .states = {},
                              .carrier = {}};
    const std::vector<std::string> countries = countries_of(roads_);
    for (const std::string& country : countries)
      if (country != "SG") card.states.push_back(Country::parse(country).value());
    for (const std::string& country : countries) {
      record(country, permit(papers.permit_of_tractor, papers.tractor, registers::UnitKind::prime_mover),
             format("permit of tractor in {} {}", country, truck), *parse_day("2027-03-31"));
      record(country, permit(papers.permit_of_trailer, papers.trailer, registers::UnitKind::semi_trailer),
             format("permit of trailer in {} {}", country, truck), *parse_day("2027-03-31"));
      record(country, card, format("card in {} {}", country, truck), *parse_day("2027-01-15"));
    }
  }
  /// At the office of departure, which asks for them.
  [[nodiscard]] bool has_papers(int truck) const {
    return std::ranges::all_of(
        std::array{"permit of tractor", "permit of trailer", "card"},
        [&](const char* paper) { return desks_.is_done(format("{} in SG {}", paper, truck)); });
  }

  static std::string lrn_of(int truck) { return format("L-{}", truck); }

  /// As the trader has it, who sends it again as an amendment.
  [[nodiscard]] std::string lodged_by(int truck) const {
    std::string xml = declaration_of(truck, lrn_of(truck), road_of(truck));
    return is_declared_before(trip_of(truck).before) ? without_means(std::move(xml)) : xml;
  }
  /// The declaration once its goods are presented.
  [[nodiscard]] transit::PresentedDeclaration presented(int truck) const {
    return transit::presented(parsed(lodged_by(truck)).message.clone(),
                              parsed(presentation_of(truck, lrn_of(truck))).message.clone());
  }

  /// The facts of a declaration, or of an amendment of it, that names this guarantee. `whole`: as it reads.
  transit::Letter letter_about(int truck, unsigned guarantee_named, const Hash256& document,
                               const message::Document& whole) const {
    transit::Letter letter;
    auto& declared = letter.declaration.emplace();
    const Currency sgd = Currency::parse("SGD").value();
    const Road& road = road_of(truck);
    const transit::Declaration load = load_in(whole);
    declared.document = document;
    declared.lrn = Lrn::parse(lrn_of(truck)).value();
    declared.holder = Tin::parse(holder).value();
    declared.pre_lodged = is_declared_before(trip_of(truck).before);
    declared.vehicles = load.vehicles;
    declared.seals = load.seals;
    declared.route.departure = at("SGWDL001");
    for (const auto office : road.transit) declared.route.transit.push_back(at(office));
    declared.route.destination = at(road.destination);
    declared.guarantees = {{.type = "1",
                            .grn = guarantee(guarantee_named),
                            .access_code = AccessCodeHash{},
                            .amount = {amount_each, sgd}}};
    declared.at_risk = Money{amount_each, sgd};
    return letter;
  }
  static workflow::Payload packed(transit::Ie ie, const std::string& xml) {
    test::PlainPacker packer;
    return packer.pack(workflow::payload_of_message(ie), as_bytes(xml));
  }

  void declare(int truck) {
    if (!has_guarantees() || !has_papers(truck)) {  // else it would find none at all
      world_.after(10min, [this, truck] { declare(truck); });
      return;
    }
    const Before before = trip_of(truck).before;
    const std::string xml = lodged_by(truck);
    const auto document = packed(15, xml);
    const unsigned named = names_the_used_up_one(before) ? used_up : common;
    lodged_[truck] = document.hash;
    desks_.ask("SG", trader_, workflow::command_of_message(15),
               letter_about(truck, named, document.hash, parsed(xml)), format("declare {}", truck),
               [this, truck, before, named](const Reply& reply) {
                 if (is_declared_before(before))
                   return later([this, truck, named] { present_at_departure(truck, named); });
                 accepted(truck, workflow::read_content<workflow::MovementReply>(reply.content).mrn.value());
               },
               {document});
  }
  void present_at_departure(int truck, unsigned guarantee_named) {
    message::Document whole = parsed(lodged_by(truck));
    whole.message = presented(truck).whole.clone();
    transit::Letter letter = letter_about(truck, guarantee_named, lodged_.at(truck), whole);
    letter.office = at(departing_.office);
    desks_.ask("SG", trader_, workflow::command_of_message(170), letter, format("present goods {}", truck),
               [this, truck](const Reply& reply) {
                 accepted(truck, workflow::read_content<workflow::MovementReply>(reply.content).mrn.value());
               },
               {packed(170, presentation_of(keeps_another_ ? truck + trucks_ : truck, lrn_of(truck)))});
  }
  void accepted(int truck, const Mrn& mrn) {
    mrns_[truck] = mrn;
    const auto next = [this, truck, mrn] { go_on(truck, mrn); };
    if (movement(mrn).state != dep::State::guarantee_problem) return later(next);
    later([this, truck, mrn, next] { amend(truck, mrn, next); });
  }
  void go_on(int truck, const Mrn& mrn) {
    switch (trip_of(truck).before) {
      case Before::is_cancelled:
      case Before::is_kept: return ask_cancellation(truck, mrn);
      case Before::is_refused: return refuse_release(truck, mrn);
      case Before::nothing:
      case Before::finds_no_room:
      case Before::is_presented:
      case Before::is_presented_without_room: return control(truck, mrn);
    }
  }

  /// There was no room on its guarantee: it names another one, and goes. The trader repeats what it lodged,
  /// whatever was presented since.
  void amend(int truck, const Mrn& mrn, const std::function<void()>& then) {
    amended_.insert(truck);
    const std::string xml = test::amendment_of(lodged_by(truck), mrn.str(), "1");
    const auto document = packed(13, xml);
    message::Document whole = parsed(xml);
    const bool was_presented = is_declared_before(trip_of(truck).before);
    if (was_presented) whole.message = transit::amended_behind(presented(truck), whole.message);
    transit::Letter letter = letter_about(truck, spare, document.hash, whole);
    if (was_presented) letter.completed_by = lodged_.at(truck);
    lodged_[truck] = document.hash;
    letter.mrn = mrn;
    letter.reason = std::string{transit::flag_guarantees_only};
    desks_.ask("SG", trader_, workflow::command_of_message(13), letter, format("amend {}", truck),
               [this, then](const Reply&) { later(then); }, {document});
  }

  void ask_cancellation(int truck, const Mrn& mrn) {
    transit::Letter request;
    request.mrn = mrn;
    request.text = "the order was withdrawn";
    desks_.ask(
        "SG", trader_, workflow::command_of_message(14), request, format("ask to cancel {}", truck),
        [this, truck, mrn](const Reply&) { later([this, truck, mrn] { decide_cancellation(truck, mrn); }); });
  }
  void decide_cancellation(int truck, const Mrn& mrn) {
    const bool grant = trip_of(truck).before == Before::is_cancelled;
    desks_.ask("SG", departing_, workflow::command_in(workflow::departure_block, 6),
               dep::DecideCancellation{.mrn = mrn, .grant = grant, .reason = "the goods are sealed"},
               format("decide about {}", truck), [this, truck, mrn, grant](const Reply&) {
                 if (!grant) later([this, truck, mrn] { control(truck, mrn); });
               });
  }
  void refuse_release(int truck, const Mrn& mrn) {
    desks_.ask("SG", departing_, workflow::command_in(workflow::departure_block, 3),
               dep::RefuseRelease{.mrn = mrn, .reason = "what is in the boxes is forbidden"},
               format("refuse release {}", truck), [](const Reply&) {});
  }

  const access::Actor trader_{.role = Role::trader, .party = std::string{holder}};
  const access::Actor departing_{
      .role = Role::officer_of_departure, .person = "officer-1", .office = "SGWDL001"};

  void control(int truck, const Mrn& mrn) {
    if (!trip_of(truck).is_controlled) return release(truck, mrn);
    desks_.ask(
        "SG", departing_, workflow::command_in(workflow::departure_block, 0), dep::DecideControl{.mrn = mrn},
        format("control {}", truck),
        [this, truck, mrn](const Reply& reply) {
          // What is refused is released uncontrolled.
          if (reply.kind != Reply::Kind::accepted) return release(truck, mrn);
          later([this, truck, mrn] { record_result(truck, mrn); });
        },
        {}, Desks::Until::answered);
  }
  void record_result(int truck, const Mrn& mrn) {
    desks_.ask("SG", departing_, workflow::command_in(workflow::departure_block, 1),
               dep::RecordControlResult{.mrn = mrn, .code = "A1"}, format("controlled {}", truck),
               [this, truck, mrn](const Reply&) { later([this, truck, mrn] { release(truck, mrn); }); });
  }

  void release(int truck, const Mrn& mrn, std::string_view name = "release") {
    const Trip& trip = trip_of(truck);
    // Before anybody is told of the release.
    if (trip.passes_on_the_tad) world_.part("MY", "SG", 3h);
    std::optional<Day> limit;
    if (trip.lost != Trip::Lost::never) limit = std::chrono::floor<std::chrono::days>(world_.now() + 8h);
    desks_.ask("SG", departing_, workflow::command_in(workflow::departure_block, 2),
               dep::Release{.mrn = mrn, .limit = limit}, format("{} {}", name, truck),
               [this, truck, mrn](const Reply&) {
                 const dep::State state = movement(mrn).state;
                 if (state == dep::State::guarantee_problem) {
                   return later([this, truck, mrn] {
                     amend(truck, mrn, [this, truck, mrn] { release(truck, mrn, "release at last"); });
                   });
                 }
                 if (state != dep::State::released) return;
                 readers_.released(mrn);
                 later([this, truck, mrn] {
                   if (comes_back(truck)) return invalidate(truck, mrn);
                   if (trip_of(truck).passes_on_the_tad) return present(truck, mrn);
                   pass(truck, mrn, 0);
                 });
               });
  }

  /// It stands in the yard, and its goods were released: they go nowhere.
  void invalidate(int truck, const Mrn& mrn) {
    readers_.arriving(mrn);
    desks_.ask(
        "SG", {.role = Role::supervisor, .person = "officer-7", .office = "SGWDL001"},
        workflow::command_in(workflow::departure_block, 7),
        dep::Invalidate{.mrn = mrn, .reason = "sold at home", .second = PersonId::parse("officer-8").value()},
        format("invalidate {}", truck), [](const Reply&) {});
  }

  static access::Actor officer_at(Role role, const OfficeId& office, const char* person) {
    return {.role = role, .person = person, .office = std::string{office.str()}};
  }

  /// The goods stand at the first office, which has no record of them: it asks, and has the TAD before it.
  /// Where the record has come after all they pass as others do.
  void present(int truck, const Mrn& mrn) {
    const OfficeId office = at(trip_of(truck).passes.front());
    const access::Actor officer = officer_at(Role::officer_of_transit, office, "officer-2");
    const std::string country = country_of(office.str());
    desks_.ask(
        country, officer, workflow::command_in(workflow::passage_block, 0),
        pas::PresentGoods{.mrn = mrn, .office = office}, format("present {}", truck),
        [this, truck, mrn, officer, office, country](const Reply& reply) {
          if (reply.kind != Reply::Kind::accepted) return pass(truck, mrn, 0);
          pas::PassOnTheTad on_the_tad{.mrn = mrn,
                                       .office = office,
                                       .inspection = {},
                                       .reason = "no answer for hours",
                                       .second = {},
                                       .ahead = {},
                                       .limit = {},
                                       .departure = at(departing_.office)};
          for (const std::string_view next : road_of(truck).transit)
            if (next.starts_with(country) && at(next) != office) on_the_tad.ahead.push_back(at(next));
          desks_.ask(
              country, officer, workflow::command_in(workflow::passage_block, 2), on_the_tad,
              format("tad {}", truck),
              [this, truck, mrn](const Reply& answer) {
                if (answer.kind != Reply::Kind::accepted) return pass(truck, mrn, 0);
                ++passed_on_the_tad_;
                passed(truck, mrn, 0);
              },
              {}, Desks::Until::answered);
        },
        {}, Desks::Until::answered);
  }

  void pass(int truck, const Mrn& mrn, std::size_t i) {
    const auto& offices = trip_of(truck).passes;
    if (i == offices.size()) return arrive(truck, mrn);
    const OfficeId office = at(offices[i]);
    if (i == 0 && trip_of(truck).is_stopped) return stop(truck, mrn, office);
    desks_.ask(country_of(office.str()), officer_at(Role::officer_of_transit, office, "officer-2"),
               workflow::command_in(workflow::passage_block, 1),
               pas::RecordPassage{.mrn = mrn, .office = office, .inspection = {}},
               format("pass {} {}", truck, offices[i]),
               [this, truck, mrn, i](const Reply&) { crossed(truck, mrn, i); });
  }
  /// At its first office; what was doubted proves to be in order.
  void stop(int truck, const Mrn& mrn, const OfficeId& office) {
    const access::Actor officer = officer_at(Role::officer_of_transit, office, "officer-2");
    desks_.ask(country_of(office.str()), officer, workflow::command_in(workflow::passage_block, 7),
               pas::StopGoods{.mrn = mrn, .office = office, .text = "the papers differ"},
               format("stop {}", truck), [this, truck, mrn, office](const Reply&) {
                 later([this, truck, mrn, office] { lift(truck, mrn, office); });
               });
  }
  void lift(int truck, const Mrn& mrn, const OfficeId& office) {
    desks_.ask(country_of(office.str()), officer_at(Role::officer_of_transit, office, "officer-2"),
               workflow::command_in(workflow::passage_block, 9),
               pas::LiftStop{.mrn = mrn, .office = office, .inspection = {}, .text = "they were explained"},
               format("lift {}", truck), [this, truck, mrn](const Reply&) { crossed(truck, mrn, 0); });
  }
  /// Behind an office of the state that was not used the crossing is held until somebody has said so.
  void crossed(int truck, const Mrn& mrn, std::size_t i) {
    const std::vector<OfficeId> unused = unused_before(truck, i);
    if (unused.empty()) return passed(truck, mrn, i);
    const OfficeId office = at(trip_of(truck).passes[i]);
    desks_.ask(country_of(office.str()), officer_at(Role::officer_of_transit, office, "officer-2"),
               workflow::command_in(workflow::passage_block, 5),
               pas::ConfirmHeld{.mrn = mrn, .office = office, .passed_on_the_tad = {}, .not_used = unused},
               format("confirm {} {}", truck, i),
               [this, truck, mrn, i](const Reply&) { passed(truck, mrn, i); });
  }
  [[nodiscard]] std::vector<OfficeId> unused_before(int truck, std::size_t i) const {
    const Trip& trip = trip_of(truck);
    const auto& declared = road_of(truck).transit;
    std::vector<OfficeId> unused;
    const auto here = std::ranges::find(declared, trip.passes[i]);
    if (here == declared.end()) return unused;
    for (auto office = declared.begin(); office != here; ++office)
      if (country_of(*office) == country_of(*here) && !trip.passes_at(*office)) unused.push_back(at(*office));
    return unused;
  }
  void passed(int truck, const Mrn& mrn, std::size_t i) {
    const Trip& trip = trip_of(truck);
    if (i == 0 && trip.has_incident) {
      have_incident(mrn, trip.passes.front(), format("incident {}", truck),
                    [this, truck, mrn] { later([this, truck, mrn] { give_longer(truck, mrn); }); });
    }
    if (trip.passes_again && is_last_of_malaysia(trip, i)) {
      return have_incident(mrn, trip.passes[i], format("held up {}", truck), [this, truck, mrn, i] {
        later([this, truck, mrn, i] { pass_again(truck, mrn, i); });
      });
    }
    later([this, truck, mrn, i] { pass(truck, mrn, i + 1); });
  }
  static bool is_last_of_malaysia(const Trip& trip, std::size_t i) {
    const auto in_malaysia = [&](std::size_t n) {
      return n < trip.passes.size() && trip.passes[n].starts_with("MY");
    };
    return in_malaysia(i) && !in_malaysia(i + 1);
  }
  void have_incident(const Mrn& mrn, std::string_view where, const std::string& name,
                     const std::function<void()>& then) {
    const OfficeId office = at(where);
    desks_.ask(country_of(where), officer_at(Role::officer_of_transit, office, "officer-2"),
               workflow::command_in(workflow::passage_block, 6),
               pas::RecordIncident{.mrn = mrn,
                                   .office = office,
                                   .incident = {.code = transit::IncidentCode::other,
                                                .text = "a tyre burst",
                                                .new_seals = {},
                                                .vehicle = {}}},
               name, [then](const Reply&) { then(); });
  }
  /// It goes back to the office that had let it out, and is let out once more. Where the state still waits
  /// for it elsewhere the office may not, and the truck goes on.
  void pass_again(int truck, const Mrn& mrn, std::size_t i) {
    const OfficeId office = at(trip_of(truck).passes[i]);
    desks_.ask(
        country_of(office.str()), officer_at(Role::officer_of_transit, office, "officer-2"),
        workflow::command_in(workflow::passage_block, 1),
        pas::RecordPassage{.mrn = mrn, .office = office, .inspection = {}}, format("pass again {}", truck),
        [this, truck, mrn, i](const Reply& reply) {
          if (reply.kind == Reply::Kind::accepted) ++passed_again_;
          later([this, truck, mrn, i] { pass(truck, mrn, i + 1); });
        },
        {}, Desks::Until::answered);
  }
  /// Whom the limit presses is lost as it is; what has arrived needs no more time.
  void give_longer(int truck, const Mrn& mrn) {
    if (!trip_of(truck).is_given_longer || trip_of(truck).lost != Trip::Lost::never) return;
    const Day limit = std::chrono::floor<std::chrono::days>(world_.now()) + std::chrono::days{20};
    desks_.ask(
        "SG", {.role = Role::supervisor, .person = "officer-7", .office = "SGWDL001"},
        workflow::command_in(workflow::departure_block, 8),
        dep::ExtendLimit{.mrn = mrn, .limit = limit, .reason = "a tyre burst"},
        format("give longer {}", truck),
        [this](const Reply& reply) {
          if (reply.kind == Reply::Kind::accepted) ++given_longer_;
        },
        {}, Desks::Until::answered);
  }

  void arrive(int truck, const Mrn& mrn) {
    const Trip& trip = trip_of(truck);
    if (trip.lost == Trip::Lost::for_good) return look_for(truck, mrn);
    if (trip.lost == Trip::Lost::long_on_the_way && late_.insert(truck).second) {
      world_.after(days_lost, [this, truck, mrn] { arrive(truck, mrn); });
      return;
    }
    readers_.arriving(mrn);
    if (trip.is_unloaded_by_trader) return notify(truck, mrn);
    const OfficeId office = at(trip.arrives_at);
    desks_.ask(country_of(office.str()), officer_at(Role::officer_of_destination, office, "officer-3"),
               workflow::command_in(workflow::destination_block, 0),
               des::RecordArrival{.mrn = mrn, .office = office, .trader = {}}, format("arrive {}", truck),
               [this, truck, mrn](const Reply&) { later([this, truck, mrn] { end(truck, mrn); }); });
  }
  void end(int truck, const Mrn& mrn) {
    const Trip& trip = trip_of(truck);
    const OfficeId office = at(trip.arrives_at);
    const access::Actor officer = officer_at(Role::officer_of_destination, office, "officer-3");
    const std::string country = country_of(office.str());
    if (trip.found.empty()) {
      desks_.ask(country, officer, workflow::command_in(workflow::destination_block, 4),
                 des::ReleaseUncontrolled{.mrn = mrn, .office = office, .inspection = {}},
                 format("result {}", truck), [](const Reply&) {});
      return;
    }
    des::RecordResult result{.mrn = mrn, .office = office, .code = std::string{trip.found}};
    if (trip.found != "A1") result.text = "two boxes are missing";
    desks_.ask(country, officer, workflow::command_in(workflow::destination_block, 3),
               des::DecideControl{.mrn = mrn, .office = office}, format("look into {}", truck),
               [this, truck, mrn, officer, country, result](const Reply&) {
                 desks_.ask(country, officer, workflow::command_in(workflow::destination_block, 7), result,
                            format("result {}", truck), [this, truck, mrn, code = result.code](const Reply&) {
                              if (code == "B1") later([this, truck, mrn] { resolve(truck, mrn); });
                            });
               });
  }
  /// What destination found to be wrong departure hears of, and explains.
  void resolve(int truck, const Mrn& mrn) {
    desks_.ask("SG", departing_, workflow::command_in(workflow::departure_block, 9),
               dep::ResolveDiscrepancies{.mrn = mrn, .reason = "they were never loaded"},
               format("resolve {}", truck), [](const Reply&) {});
  }

  // ---- an authorised consignee

  void notify(int truck, const Mrn& mrn) {
    transit::Letter arrival;
    arrival.mrn = mrn;
    arrival.office = at(trip_of(truck).arrives_at);
    arrival.trader = Tin::parse(consignee).value();
    arrival.simplified = true;
    arrival.authorisation = its_authorisation;
    arrival.premises = std::string{its_premises};
    const access::Actor trader{.role = Role::authorised_trader, .party = std::string{consignee}};
    desks_.ask("TH", trader, workflow::command_of_message(7), arrival, format("notify {}", truck),
               [this, truck, mrn, trader](const Reply&) {
                 transit::Letter remarks;
                 remarks.mrn = mrn;
                 desks_.ask("TH", trader, workflow::command_of_message(44), remarks,
                            format("unload {}", truck), [](const Reply&) {});
               });
  }

  // ---- who looks for goods that nobody saw arrive

  void look_for(int truck, const Mrn& mrn) {
    Node& node = world_.node("SG");
    if (!node.alive() || node.disk_is_down() || movement(mrn).state != dep::State::enquiry_recommended) {
      world_.after(6h, [this, truck, mrn] { look_for(truck, mrn); });
      return;
    }
    readers_.arriving(mrn);
    desks_.ask("SG", {.role = Role::enquiry_officer, .person = "officer-5", .office = "SGWDL001"},
               workflow::command_in(workflow::departure_block, 10),
               dep::AcceptProof{.mrn = mrn, .proof = "customs of Bangkok, certified copy"},
               format("proof {}", truck), [](const Reply&) {});
  }

  void later(std::function<void()> what) {
    world_.after(std::chrono::milliseconds{600'000 + world_.random().below(5'400'000)}, std::move(what));
  }

  // ---- the laws

  static bool is_readable(Node& node) { return node.alive() && !node.disk_is_down(); }
  void watch() {
    compare_statuses();
    world_.after(15min, [this] { watch(); });
  }
  /// Whatever is under way and whatever was lost: who has the newest notice of departure shows what departure
  /// shows.
  void compare_statuses() {
    for (const auto& [truck, mrn] : mrns_) {
      for (const std::string& state : states_of(road_of(truck)))
        if (!settled_.contains({truck, state})) compare_statuses(truck, mrn, state);
    }
  }
  void compare_statuses(int truck, const Mrn& mrn, const std::string& state) {
    if (!is_readable(world_.node("SG")) || !is_readable(world_.node(state))) return;
    try {
      const dep::Movement here = movement(mrn);
      const auto there = journey(state, mrn);
      const transit::Notice* newest = there ? there->sighting.newest() : nullptr;
      if (newest == nullptr || newest->number != here.notices) return;
      const Day today = std::chrono::floor<std::chrono::days>(world_.now());
      const std::string_view seen = transit::public_status(*newest, today);
      statuses_.emplace(seen);
      const bool has_ended = here.state == dep::State::written_off || here.state == dep::State::cancelled;
      if (has_ended) settled_.emplace(truck, state);
      if (seen == here.public_status(today)) return;
      if (!differs_.emplace(truck, state, newest->number).second) return;
      law(false, format("truck {}: by notice {} {} shows {}, and departure {}", truck, newest->number, state,
                        seen, here.public_status(today)));
    } catch (const app::StoreFailure&) {
      require(!is_readable(world_.node("SG")) || !is_readable(world_.node(state)),
              "a store fails with the power alone");  // the node's next step will notice
    }
  }

  void law(bool holds, const std::string& what) {
    if (!holds) broken_.push_back(what);
  }
  template <class T>
  T state(Node& node, workflow::StreamId id) {
    return node.executor().stream(id)->state.as<T>();
  }
  dep::Movement movement(const Mrn& mrn) {
    Node& node = world_.node("SG");
    const auto& setting = static_cast<const StateBusiness&>(node.domain()).setting();
    const auto slot = workflow::departure_slot(mrn, setting);
    const auto id = node.store().numbered(std::get<workflow::Slot::Number>(slot.by).n);
    return id ? state<dep::Movement>(node, *id) : dep::Movement{};
  }
  std::optional<workflow::Journey> journey(const std::string& country, const Mrn& mrn) {
    Node& node = world_.node(country);
    const auto id = node.store().find(std::get<workflow::Key>(workflow::journey_slot(mrn).by));
    return id ? std::optional{state<workflow::Journey>(node, *id)} : std::nullopt;
  }

  /// Of a movement its holder, of an entry for a firm that firm.
  std::optional<std::string> owner_of(const app::StreamRow& row) {
    Node& node = world_.node("SG");
    if (row.kind == workflow::departure_stream)
      return std::string{state<dep::Movement>(node, row.id).declaration.holder.str()};
    if (row.kind == workflow::account_stream)
      return std::string{state<guarantee::Header>(node, row.id).holder.str()};
    if (row.kind != workflow::register_stream) return std::nullopt;
    const auto entry = state<registers::Entry>(node, row.id);
    const auto* firm = std::get_if<registers::Trader>(&entry.facts);
    return firm == nullptr ? std::nullopt : std::optional{std::string{firm->tin.str()}};
  }

  void check_truck(int truck) {
    const std::string name = format("truck {}: ", truck);
    law(mrns_.contains(truck), name + "a declaration is answered in the end");
    if (!mrns_.contains(truck)) return;
    const Mrn mrn = mrns_.at(truck);
    const auto here = movement(mrn);
    law(here.mrn == mrn, name + "what was answered survives");
    for (const auto& [what, rule] : desks_.last_refusals()) {
      if (!desks_.is_done(what) && what.ends_with(format(" {}", truck)))
        law(false, name + what + " is refused for " + rule);
    }
    if (comes_back(truck)) return check_invalidated(name, here, road_of(truck));
    const Before before = trip_of(truck).before;
    if (before == Before::is_cancelled || before == Before::is_refused)
      return check_never_released(name, here, road_of(truck), before);
    law(here.state == dep::State::written_off,
        name + "every movement that was released ends, and is " + std::string{here.public_status()});
    if (here.state != dep::State::written_off) return;
    ++discharged_;
    const Road& road = road_of(truck);
    const Trip& trip = trip_of(truck);
    done_.push_back(trip);
    std::set<std::string_view> crossed;
    for (const transit::Crossing& crossing : here.crossings) crossed.insert(crossing.office.str());
    law(crossed == std::set<std::string_view>(trip.passes.begin(), trip.passes.end()) &&
            here.crossings.size() == trip.passes.size(),
        name + "departure knows each passage once");
    law(trip.lost == Trip::Lost::for_good || (here.arrival && here.arrival->office.str() == trip.arrives_at),
        name + "departure knows where it arrived");
    for (const std::string& state : states_of(road)) {
      const auto there = journey(state, mrn);
      const auto* newest = there ? there->sighting.newest() : nullptr;
      law(newest != nullptr && newest->status == "WOF" && newest->number == here.notices,
          name + "each state of the route sees what departure says");
      if (there && trip.lost != Trip::Lost::for_good) check_journey(name + state, state, *there, road, trip);
      check_record(name + state, state, mrn, truck);
    }
    const bool has_trailer = !is_declared_before(trip.before);
    law(here.declaration.vehicles.size() == (has_trailer ? 2U : 1U) &&
            here.declaration.vehicles.front().registration == Papers{truck}.tractor,
        name + "what was presented of it stands at departure, amended or not");
  }

  /// Whoever was told of the goods looks for the truck that they came with.
  void check_record(const std::string& name, const std::string& state, const Mrn& mrn, int truck) {
    Node& node = world_.node(state);
    test::StoreReader reader{node.store()};
    const auto id = node.store().find(std::get<workflow::Key>(workflow::journey_slot(mrn).by));
    if (!id) return;
    const Papers papers{truck};
    const bool has_trailer = !is_declared_before(trip_of(truck).before);
    test::PlainPacker packer;
    for (const app::EventRow& row : reader.history(reader.stream(*id)->head)) {
      const auto stored = reader.payload(row.payload);
      if (!stored || !is_record(stored->kind)) continue;
      const Bytes bytes = packer.unpack(*stored);
      const std::string_view text = as_text(bytes);
      const auto means = [](const std::string& plate) {
        return format("<identificationNumber>{}</identificationNumber>", plate);
      };
      if (text.contains("<requestRejectionReasonCode>")) continue;  // nothing was to be told yet
      law(text.contains(means(papers.tractor)) && text.contains(means(papers.trailer)) == has_trailer,
          name + " is told the truck as it was presented");
      ++records_;
    }
  }
  static bool is_record(workflow::PayloadKind kind) {
    return std::ranges::any_of(std::array<std::uint16_t, 4>{1, 3, 50, 115},
                               [&](std::uint16_t ie) { return kind == workflow::payload_of_message(ie); });
  }

  /// How it ended in one state: where it arrived the goods are released, and who waited for it waits no more.
  void check_journey(const std::string& name, const std::string& state, const workflow::Journey& there,
                     const Road& road, const Trip& trip) {
    const bool arrived_here = trip.arrives_at.starts_with(state);
    if (arrived_here)
      law(there.arrival.state == des::State::released, name + " has closed it");
    else if (state == country_of(road.destination))
      law(there.arrival.state == des::State::elsewhere, name + " knows that it arrived elsewhere");
    // What stays for long without a word is closed in a state that did not see it leave.
    const bool may_expire = trip.lost != Trip::Lost::never && there.passage.state == pas::State::closed;
    if (trip.passes_through(state))
      law(there.passage.state == pas::State::passed || may_expire, name + " has seen it pass");
    else if (!arrived_here)
      law(there.passage.state == pas::State::closed, name + " waits no more for it to pass");
  }

  void check_invalidated(const std::string& name, const dep::Movement& here, const Road& road) {
    law(here.state == dep::State::cancelled,
        name + "what is invalidated is cancelled, and is " + std::string{here.public_status()});
    if (here.state != dep::State::cancelled) return;
    ++invalidated_;
    for (const std::string& state : states_of(road)) {
      const auto there = journey(state, *here.mrn);
      const auto* newest = there ? there->sighting.newest() : nullptr;
      law(newest != nullptr && newest->status == "CAN" && newest->number == here.notices,
          name + state + " sees that it is cancelled");
    }
  }

  /// It stays where it is, and nobody abroad ever hears of it.
  void check_never_released(const std::string& name, const dep::Movement& here, const Road& road,
                            Before before) {
    const bool is_cancelled = before == Before::is_cancelled;
    law(here.state == (is_cancelled ? dep::State::cancelled : dep::State::not_released),
        name + "what may not leave does not, and is " + std::string{here.public_status()});
    law(here.notices == 0 && !here.uses_reserved, name + "what was never released holds no guarantee");
    for (const std::string& state : states_of(road))
      law(!journey(state, *here.mrn), name + state + " has heard of what was never released");
    ++(is_cancelled ? cancelled_ : refused_);
  }

  /// Those that name the used up one are amended; of the others, at most one finds no room.
  void check_amendments() {
    int raced = 0;
    for (int i = 0; i < trucks_; ++i) {
      const bool had_no_room = names_the_used_up_one(trip_of(i).before);
      law(!had_no_room || amended_.contains(i), format("truck {}: what is not covered is amended", i));
      if (!had_no_room && amended_.contains(i)) ++raced;
    }
    law(raced <= 1, format("the guarantee has room for all but one, and {} found none", raced));
  }

  void check_account(unsigned n) {
    Node& node = world_.node("SG");
    const auto id = node.store().find(workflow::account_key(guarantee(n)));
    law(id.has_value(), "the guarantee is there");
    if (!id) return;
    const auto header = state<guarantee::Header>(node, *id);
    std::int64_t open = 0;
    for (const auto& [truck, mrn] : mrns_) {
      const auto use = node.store().find(workflow::use_key(guarantee(n), mrn));
      if (!use) continue;
      open += guarantee::share_of(state<guarantee::Use>(node, *use)).reserved;
    }
    law(header.sums.reserved == open, "what is reserved is the sum over the open uses");
    law(open == 0, "what every discharged movement had reserved is free");
  }

  void check_status_lists() {
    bool all_ended = true;
    for (const auto& [truck, mrn] : mrns_) all_ended = all_ended && !api::is_on_the_road(movement(mrn).state);
    readers_.look_at_the_end(all_ended);
    law(readers_.given() > 1, "status lists were given out");
    for (const std::string& one : readers_.broken()) law(false, one);
  }

  void check_subscribers() {
    subscribers_.look_at_the_end();
    for (const std::string& one : subscribers_.broken()) law(false, one);
  }

  /// Every fourth truck is invalidated behind its release.
  static bool comes_back(int truck) { return truck % 4 == 3; }

  [[nodiscard]] const Trip& trip_of(int truck) const { return trips_[static_cast<std::size_t>(truck)]; }
  [[nodiscard]] const Road& road_of(int truck) const {
    return roads_[static_cast<std::size_t>(truck) % roads_.size()];
  }

  PostOffice post_;
  std::vector<Road> roads_;
  World world_;
  int trucks_;
  NodeInterface interface_;
  WebhookSubscribers subscribers_{world_, interface_, wishes()};
  FeedReaders followers_{world_, interface_, followers(),
                         [this](const app::StreamRow& row) { return owner_of(row); }};
  StatusListReaders readers_{world_};
  Desks desks_{world_};
  std::vector<Trip> trips_;
  std::vector<Trip> done_;
  std::set<int> late_;
  std::size_t passed_on_the_tad_ = 0;
  std::size_t passed_again_ = 0;
  std::size_t given_longer_ = 0;
  std::size_t records_ = 0;
  std::set<std::string, std::less<>> statuses_;  ///< that two nodes were seen to show
  std::set<std::tuple<int, std::string, std::uint32_t>> differs_;
  std::set<std::pair<int, std::string>> settled_;  ///< nothing more is told of it
  std::map<int, Mrn> mrns_;
  std::vector<std::string> broken_;
  std::size_t discharged_ = 0;
  std::size_t invalidated_ = 0;
  std::size_t cancelled_ = 0;  ///< before release, as the trader had asked
  std::size_t refused_ = 0;    ///< the release of it
  std::set<int> amended_;
  bool keeps_another_ = false;
  std::map<int, Hash256> lodged_;  ///< the declaration as it stands: the message that names it
};

/// How often a code was checked on the road: where days are lost, a single run may see none.
std::size_t expect_laws(std::uint64_t seed, const World::MakeDisk& make_disk, int trucks,
                        const std::vector<Road>& roads) {
  CorridorRun run{seed, make_disk, Faults{}, trucks, roads};
  expect_none(run.play(), seed);
  EXPECT_GT(run.discharged(), 0U);
  return run.codes_that_held();
}

/// The first so many seeds, or the one that is asked for.
void expect_laws_of(std::uint64_t many, const World::MakeDisk& make_disk, int trucks,
                    const std::vector<Road>& roads = {to_bangkok}) {
  if (one_seed()) {
    expect_laws(*one_seed(), make_disk, trucks, roads);
    return;
  }
  std::size_t codes = 0;
  for (std::uint64_t seed = 1; seed <= many && !::testing::Test::HasFailure(); ++seed)
    codes += expect_laws(seed, make_disk, trucks, roads);
  EXPECT_GT(codes, 0U) << "codes of trucks on the road were checked";
}

constexpr std::uint64_t ordinary_seeds = 6;

TEST(Corridor, ends_well_where_nothing_fails) {
  CorridorRun run{7, memory_disk, Faults::none(), 6};
  EXPECT_EQ(run.play(), std::vector<std::string>{});
  EXPECT_EQ(run.ended(), 6U) << "none is left behind";
  EXPECT_EQ(run.invalidated(), 1U);
  EXPECT_GT(run.codes_that_held(), 0U);
  EXPECT_GE(run.records(), run.discharged()) << "each state ahead was told the truck";
}

TEST(Corridor, keeps_the_laws_whatever_fails) { expect_laws_of(seeds(ordinary_seeds), memory_disk, 6); }

/// What trips a run has follows from its seed: one that has none of a kind proves nothing about it.
TEST(Corridor, every_kind_of_trip_ends_well_where_nothing_fails) {
  std::vector<Trip> done;
  std::size_t on_the_tad = 0;
  std::size_t again = 0;
  std::size_t longer = 0;
  std::size_t cancelled = 0;
  std::size_t refused = 0;
  std::set<std::string> compared;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CorridorRun run{seed, memory_disk, Faults::none(), 8, {to_bangkok, to_thanaleng}};
    EXPECT_EQ(run.play(), std::vector<std::string>{}) << "seed " << seed;
    done.insert(done.end(), run.trips().begin(), run.trips().end());
    on_the_tad += run.passed_on_the_tad();
    cancelled += run.cancelled();
    refused += run.refused();
    again += run.passed_again();
    longer += run.given_longer();
    compared.insert(run.compared().begin(), run.compared().end());
  }
  const auto some = [&](auto kind) { return std::ranges::any_of(done, kind); };
  EXPECT_TRUE(some([](const Trip& trip) { return trip.is_controlled; }));
  EXPECT_TRUE(some([](const Trip& trip) { return trip.has_incident; }));
  EXPECT_TRUE(some([](const Trip& trip) { return trip.is_unloaded_by_trader; }));
  EXPECT_TRUE(some([](const Trip& trip) { return trip.found == "B1" && !trip.is_unloaded_by_trader; }));
  EXPECT_TRUE(some([](const Trip& trip) { return trip.arrives_at == "MYPKG001"; }));
  EXPECT_TRUE(some([](const Trip& trip) { return trip.arrives_at == "THLCB001"; }));
  EXPECT_TRUE(some([](const Trip& trip) { return trip.passes_at("MYPBS001"); }));
  EXPECT_GT(on_the_tad, 0U);
  EXPECT_TRUE(some([](const Trip& trip) { return trip.is_stopped; }));
  for (const Before before :
       {Before::finds_no_room, Before::is_kept, Before::is_presented, Before::is_presented_without_room})
    EXPECT_TRUE(some([&](const Trip& trip) { return trip.before == before; })) << std::to_underlying(before);
  EXPECT_GT(cancelled, 0U);
  EXPECT_GT(refused, 0U);
  EXPECT_GT(again, 0U) << "some passed an office twice";
  EXPECT_GT(longer, 0U) << "some were given longer while they were held up";
  for (const char* status : {"released", "in_transit", "incident", "arrived", "discharged", "cancelled"})
    EXPECT_TRUE(compared.contains(status)) << status << " is compared between nodes, too";
}

TEST(Corridor, of_four_states_ends_well_where_nothing_fails) {
  CorridorRun run{7, memory_disk, Faults::none(), 6, {to_thanaleng, to_bangkok}};
  EXPECT_EQ(run.play(), std::vector<std::string>{});
  EXPECT_EQ(run.ended(), 6U) << "none is left behind";
  EXPECT_EQ(run.invalidated(), 1U);
  EXPECT_GT(run.codes_that_held(), 0U);
}

TEST(Corridor, of_four_states_keeps_the_laws_whatever_fails) {
  expect_laws_of((seeds(ordinary_seeds) + 3) / 4, memory_disk, 6, {to_thanaleng, to_bangkok});
}

TEST(Corridor, keeps_the_laws_on_sqlite_whose_power_fails) {
  expect_laws_of((seeds(ordinary_seeds) + 1) / 2, sqlite_disk, 4);
}

Faults silence() {
  Faults faults = Faults::none();
  faults.tick = 20s;
  return faults;
}

TEST(Corridor, days_without_a_line_are_healed_though_senders_forget) {
  Faults faults = silence();
  faults.forget_after = 12h;
  CorridorRun run{3, memory_disk, faults, 6};
  run.world().after(90min, [&] {
    run.world().part("MY", "SG", 4 * 24h);
    run.world().part("SG", "TH", 4 * 24h);
  });
  EXPECT_EQ(run.play_days(5 * 24h, 6 * 24h), std::vector<std::string>{});
  EXPECT_GT(run.discharged(), 0U);
}

TEST(Corridor, messages_that_were_lost_for_good_are_found_by_the_manifests) {
  // All through the day in which the trucks go; the first manifest comes when it is over.
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Faults faults = silence();
    faults.lose_rows = 25;
    CorridorRun run{seed, memory_disk, faults, 6};
    EXPECT_EQ(run.play_days(24h, 9 * 24h), std::vector<std::string>{}) << "seed " << seed;
    EXPECT_GT(run.discharged(), 0U);
  }
}

/// Long behind its limit date: what comes then is taken all the same, and what never comes is proved.
TEST(Corridor, an_enquiry_ends_by_a_late_arrival_or_by_a_proof) {
  for (const auto lost : {Trip::Lost::long_on_the_way, Trip::Lost::for_good}) {
    Faults faults;
    faults.tick = 20s;
    faults.misfortune_each = 20min;
    CorridorRun run{5, memory_disk, faults, 4, {to_bangkok}, lost};
    EXPECT_EQ(run.play_days(15 * 24h, 4 * 24h), std::vector<std::string>{});
    EXPECT_GT(run.discharged(), 0U);
  }
}

TEST(Corridor, the_laws_notice_another_truck_than_was_presented) {
  CorridorRun run{3, memory_disk, Faults::none(), 3};
  run.keep_another_presentation();
  const auto broken = run.play();
  EXPECT_TRUE(std::ranges::any_of(broken, [](const std::string& one) {
    return one.ends_with("is told the truck as it was presented");
  })) << "truck 2 was presented";
}

TEST(Corridor, the_laws_notice_a_sender_that_repeats_under_other_ids) {
  Faults faults;
  faults.fresh_message_ids = true;
  CorridorRun run{1, memory_disk, faults, 6};
  EXPECT_FALSE(run.play().empty());
}

TEST(Corridor, the_laws_notice_an_event_that_a_subscriber_never_got) {
  CorridorRun run{7, memory_disk, Faults::none(), 2};
  run.subscribers().lose_one();
  const auto broken = run.play();
  EXPECT_EQ(broken.size(), 1U);
  ASSERT_FALSE(broken.empty());
  EXPECT_TRUE(broken.front().ends_with("one was left out before it")) << broken.front();
}

/// What is told of a run where somebody who follows the feed does this wrong.
std::vector<std::string> told_of(std::string_view who, FeedReaders::Mistake mistake) {
  CorridorRun run{7, memory_disk, Faults::none(), 2};
  run.followers_of_the_feed().read_wrongly(who, mistake);
  return run.play();
}
bool is_among(const std::vector<std::string>& broken, std::string_view begin, std::string_view end) {
  return std::ranges::any_of(
      broken, [&](const std::string& one) { return one.starts_with(begin) && one.ends_with(end); });
}

TEST(Corridor, the_laws_notice_an_event_of_the_feed_that_came_twice) {
  const auto broken = told_of("holder", FeedReaders::Mistake::forgets_its_place);
  EXPECT_EQ(broken.size(), 1U);
  EXPECT_TRUE(is_among(broken, "holder: ", ": it had come before"));
}

TEST(Corridor, the_laws_notice_an_event_of_the_feed_that_was_left_out) {
  const auto broken = told_of("office", FeedReaders::Mistake::passes_one_over);
  EXPECT_EQ(broken.size(), 1U);
  EXPECT_TRUE(is_among(broken, "office: ", ": one was left out before it"));
}

TEST(Corridor, the_laws_notice_that_a_party_is_told_of_another_one) {
  const auto broken = told_of("neighbour", FeedReaders::Mistake::hears_another);
  EXPECT_TRUE(is_among(broken, "neighbour: ", ": it is not in the feed"));
  EXPECT_TRUE(is_among(broken, "neighbour: ", ": nothing of another party is told"));
}

TEST(Corridor, what_came_as_it_happened_is_held_against_the_feed) {
  using Event = FeedReaders::Event;
  const auto event = [](const char* cursor, const char* type = "departure.released") {
    return Event{.cursor = cursor, .type = type, .kind = "departure", .version = 1, .at = ""};
  };
  const std::vector<Event> feed{event("a"), event("b"), event("c")};
  const auto found = [&](const std::vector<Event>& taken) {
    return FeedReaders::what_is_wrong(feed, taken).value_or("");
  };
  EXPECT_EQ(found(feed), "");
  EXPECT_EQ(found({event("a"), event("b"), event("b"), event("c")}),
            "departure.released b: it had come before");
  EXPECT_EQ(found({event("a"), event("c"), event("b")}), "departure.released c: one was left out before it");
  EXPECT_EQ(found({event("a"), event("b")}), "2 of 3 have come");
  EXPECT_EQ(found({event("a"), event("d")}), "departure.released d: it is not in the feed");
  EXPECT_EQ(found({event("a", "departure.submitted")}),
            "departure.submitted a: the feed has another event there");
}

TEST(Corridor, the_laws_notice_a_status_list_that_goes_back) {
  CorridorRun run{7, memory_disk, Faults::none(), 2};
  run.readers().read_wrongly(StatusListReaders::Mistake::dated_before_the_last_one);
  EXPECT_EQ(run.play(), std::vector<std::string>{"a status list never goes back"});
}

/// Nothing goes back where no power fails, and the clock has to be behind when it comes back.
TEST(Corridor, the_laws_notice_a_status_list_that_is_not_kept_through_a_power_cut) {
  bool noticed = false;
  for (std::uint64_t seed = 1; seed <= 12 && !noticed; ++seed) {
    CorridorRun run{seed, memory_disk, Faults{}, 2};
    run.readers().read_wrongly(StatusListReaders::Mistake::keeps_nothing_through_a_power_cut);
    const auto broken = run.play();
    noticed = std::ranges::find(broken, "a status list never goes back") != broken.end();
  }
  EXPECT_TRUE(noticed);
}

TEST(Corridor, the_laws_notice_a_status_list_without_a_truck_that_is_on_the_road) {
  CorridorRun run{7, memory_disk, Faults::none(), 2};
  run.readers().read_wrongly(StatusListReaders::Mistake::nothing_holds);
  const auto broken = run.play();
  ASSERT_FALSE(broken.empty());
  EXPECT_TRUE(broken.front().ends_with("is on the road and not in the list")) << broken.front();
}

TEST(Corridor, the_laws_notice_a_code_that_holds_after_its_truck_had_arrived) {
  CorridorRun run{7, memory_disk, Faults::none(), 2};
  run.readers().read_wrongly(StatusListReaders::Mistake::an_ended_one_holds);
  const auto broken = run.play();
  const auto tells = [&](std::string_view end) {
    return std::ranges::any_of(broken, [&](const std::string& one) { return one.ends_with(end); });
  };
  EXPECT_TRUE(tells(" holds again after it had ended"));
  EXPECT_TRUE(tells(" holds after it had ended"));
}

TEST(Corridor, what_subscribers_took_is_held_against_the_feed) {
  using Event = WebhookSubscribers::Event;
  const auto event = [](const char* cursor, const char* type = "departure.released") {
    return Event{.cursor = cursor, .type = type, .kind = "departure", .version = 1, .at = ""};
  };
  const std::vector<Event> feed{event("a"), event("b"), event("c")};
  const auto found = [&](const std::vector<Event>& taken) {
    return WebhookSubscribers::what_is_wrong(feed, taken).value_or("");
  };
  EXPECT_EQ(found(feed), "");
  EXPECT_EQ(found({event("a"), event("b"), event("a"), event("b"), event("c")}), "") << "once more is well";
  EXPECT_EQ(found({event("a"), event("c"), event("b")}), "departure.released c: one was left out before it");
  EXPECT_EQ(found({event("a"), event("b")}), "2 of 3 have come");
  EXPECT_EQ(found({event("a"), event("d")}), "departure.released d: it is not in the feed");
  EXPECT_EQ(found({event("a", "departure.submitted")}),
            "departure.submitted a: the feed has another event there");
}

}  // namespace
}  // namespace lintas::sim
