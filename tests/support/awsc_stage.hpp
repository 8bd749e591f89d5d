#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/decide.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/evolve.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

/// What the tests of self-certification have in common: a maker of gloves in Malaysia, and its declaration.
namespace lintas::test {

inline Hash256 name_print(int number) {
  Hash256 print;
  print.bytes[1] = static_cast<std::byte>(number);
  return print;
}

inline awsc::ExporterReference gloves_exporter() {
  return {.state = *Country::parse("MY"), .code = *awsc::AuthorisationCode::parse("0217/MY07")};
}

inline awsc::Record gloves_record() {
  return {.reference = gloves_exporter(),
          .holder = "MY201101012345",
          .valid_from = *parse_day("2026-01-05"),
          .valid_until = *parse_day("2028-01-04"),
          .products = {{.number = 1,
                        .description = "Examination gloves of vulcanised nitrile rubber",
                        .code = "401512",
                        .criteria = {"CTH"}},
                       {.number = 2,
                        .description = "Household gloves of vulcanised rubber",
                        .code = "401519",
                        .criteria = {}}},
          .signatories = {name_print(1), name_print(2)},
          .document = {}};
}

inline Instant noon(std::string_view day) { return *parse_instant(std::string{day} + "T04:00:00Z"); }

template <class Command>
void play_register(awsc::exporter_side::Exporter& exporter, const Command& command, Instant at,
                   bool of_another_state = false) {
  namespace exs = awsc::exporter_side;
  const auto ruling = exs::act(exporter, command,
                               {.at = at,
                                .by = PersonId::parse("OFFICER1").value(),
                                .form_of_codes = {},
                                .of_another_state = of_another_state});
  for (const exs::Event& event : ruling.events) exporter = exs::evolve(exporter, event);
}

/// In the register of Malaysia since the fifth of January.
inline awsc::exporter_side::Exporter gloves_in_the_register() {
  awsc::exporter_side::Exporter exporter;
  play_register(exporter, awsc::exporter_side::RecordExporter{.content = gloves_record()},
                noon("2026-01-05"));
  return exporter;
}

/// On an invoice of the twentieth of November: 2400 kg of examination gloves and 800 kg of household gloves.
inline awsc::DeclarationContents gloves_declaration() {
  const auto item = [](std::uint32_t number, std::string description, std::string code,
                       std::string_view quantity) {
    return awsc::DeclaredItem{.number = number,
                              .description = std::move(description),
                              .code = std::move(code),
                              .quantity = Decimal::parse(quantity).value(),
                              .unit = Unit::parse("KGM").value()};
  };
  return {.reference = {.state = *Country::parse("MY"),
                        .code = gloves_exporter().code,
                        .document = *awsc::CarrierNumber::parse("KLPG/26/11/0417")},
          .day = *parse_day("2026-11-20"),
          .signatory = name_print(1),
          .items = {item(1, "Examination gloves of vulcanised nitrile rubber, powder-free, size M",
                         "40151210", "2400"),
                    item(2, "Household gloves of vulcanised rubber, lined with cotton", "401519", "800")},
          .document = {}};
}

}  // namespace lintas::test
