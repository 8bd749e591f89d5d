#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/messages/forward.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/grn.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"

/// From the messages of a movement to the letters that its machines understand, and back. A letter has the
/// facts; the document that a message was made of, or is made from, has the rest.
namespace lintas::transit {

enum class Party : std::uint8_t { trader, departure, transit, destination };

/// One message of the normal procedure: who sends it to whom. Source: ncts.md 2.1 to 2.3, 2.7.
struct MessageOfMovement {
  Ie ie = 0;
  std::string_view root;
  Set<Party> from;
  Set<Party> to;
};

inline constexpr std::array messages_of_movement{
    MessageOfMovement{1, "CD001C", {Party::departure}, {Party::destination}},
    MessageOfMovement{2, "CD002C", {Party::destination}, {Party::departure}},
    MessageOfMovement{3, "CD003C", {Party::departure}, {Party::destination}},
    MessageOfMovement{4, "CC004C", {Party::departure}, {Party::trader}},
    MessageOfMovement{6, "CD006C", {Party::destination}, {Party::departure}},
    MessageOfMovement{7, "CC007C", {Party::trader}, {Party::destination}},
    MessageOfMovement{9, "CC009C", {Party::departure}, {Party::trader}},
    MessageOfMovement{10, "CD010C", {Party::departure}, {Party::transit, Party::destination}},
    MessageOfMovement{13, "CC013C", {Party::trader}, {Party::departure}},
    MessageOfMovement{14, "CC014C", {Party::trader}, {Party::departure}},
    MessageOfMovement{15, "CC015C", {Party::trader}, {Party::departure}},
    MessageOfMovement{18, "CD018C", {Party::destination}, {Party::departure}},
    MessageOfMovement{19, "CC019C", {Party::departure}, {Party::trader}},
    MessageOfMovement{22, "CC022C", {Party::departure}, {Party::trader}},
    MessageOfMovement{24, "CD024C", {Party::departure}, {Party::transit, Party::destination}},
    MessageOfMovement{25, "CC025C", {Party::destination}, {Party::trader}},
    MessageOfMovement{28, "CC028C", {Party::departure}, {Party::trader}},
    MessageOfMovement{29, "CC029C", {Party::departure}, {Party::trader}},
    MessageOfMovement{43, "CC043C", {Party::destination}, {Party::trader}},
    MessageOfMovement{44, "CC044C", {Party::trader}, {Party::destination}},
    MessageOfMovement{45, "CC045C", {Party::departure}, {Party::trader}},
    MessageOfMovement{49, "CD049C", {Party::departure}, {Party::destination}},
    MessageOfMovement{50, "CD050C", {Party::departure}, {Party::transit}},
    MessageOfMovement{51, "CC051C", {Party::departure}, {Party::trader}},
    MessageOfMovement{54, "CC054C", {Party::trader}, {Party::departure}},
    MessageOfMovement{55, "CC055C", {Party::departure}, {Party::trader}},
    MessageOfMovement{56, "CC056C", {Party::departure}, {Party::trader}},
    MessageOfMovement{57, "CC057C", {Party::destination}, {Party::trader}},
    MessageOfMovement{60, "CC060C", {Party::departure}, {Party::trader}},
    MessageOfMovement{114, "CD114C", {Party::transit}, {Party::departure}},
    MessageOfMovement{115, "CD115C", {Party::departure}, {Party::transit}},
    MessageOfMovement{118, "CD118C", {Party::transit}, {Party::departure}},
    MessageOfMovement{119, "CD119D", {Party::transit}, {Party::departure}},
    MessageOfMovement{170, "CC170C", {Party::trader}, {Party::departure}},
    MessageOfMovement{180, "CD180C", {Party::transit, Party::destination}, {Party::departure}},
    MessageOfMovement{181, "CD181C", {Party::departure}, {Party::transit, Party::destination}},
    MessageOfMovement{182, "CC182C", {Party::departure}, {Party::trader}},
    MessageOfMovement{906,
                      "CD906C",
                      {Party::departure, Party::transit, Party::destination},
                      {Party::departure, Party::transit, Party::destination}},
    MessageOfMovement{928, "CC928C", {Party::departure}, {Party::trader}},
    MessageOfMovement{ie_status_notice, "CX095A", {Party::departure}, {Party::transit, Party::destination}},
    MessageOfMovement{ie_status_request, "CX096A", {Party::transit, Party::destination}, {Party::departure}},
};

/// Nothing where no message of a movement has this root.
[[nodiscard]] std::optional<Ie> ie_of_root(std::string_view root);
/// Precondition: a message of the table.
[[nodiscard]] std::string_view root_of(Ie ie);
[[nodiscard]] const MessageOfMovement* find_message(Ie ie);

/// Whether `read_letter` takes it: what a trader sends or an office sends to an office.
[[nodiscard]] bool is_read(Ie ie);

/// Keeps a secret of the node out of the core: the keyed hash over GRN and access code.
using AccessCodeHasher = std::function<AccessCodeHash(const Grn&, const AccessCode&)>;

/// What reading needs beside the message. The reference data give the minor units of currencies and the
/// clocks of offices: local times of a message are those of the office that wrote it, or to which a trader
/// writes. An office that is not in them is taken to be at UTC.
struct ReadContext {
  Hash256 document;  ///< of the message as it is stored
  AccessCodeHasher hash;
  const refdata::View& reference;
};

/// What a valid message says. Refuses, all findings at once, what the schema lets through but no value of
/// ours holds: R-TRA-201 MRN, 202 GRN, 203 office, 204 TIN, 205 access code, 206 amounts, currencies and
/// masses, 207 a code of ACTS that is not in its form, 208 a limit date given by a trader as if it were
/// binding, 209 goods code, 210 LRN, 211 no holder.
///
/// Where a fact has no field of its own in the letter:
///   IE013  reason: amendmentTypeFlag; "1" means that only the guarantees changed
///   IE014, 054, 170  declaration: LRN, holder, representative and departure only; 170 also vehicles and
///          seals, and limit is the trader's proposal. Its declaration is whole where what completed_by made
///          of the lodged one is read instead
///   IE013, 015  new_seals: the special seals, where C523 is named; not of customs' seals
///   IE044  positive: conforms and seals are in order; reason: unloadingCompletion, "1" when all is unloaded
///   IE118, 119, X095 passages: a day in the message, its first instant at the office in the letter
///   IE001, 050, 003, 115  limit: AL001, else ControlResult/date, which is no day of control (G0127)
///   IE180, 181  new_seals, vehicle: of the equipment and the transhipment of the incident
///   IE003, 115  incidents are not read: they stand in the record as it is kept
///   a guarantee without GRN (a deposit) has the default one
/// Precondition: is_read. Pure; safe from any thread.
[[nodiscard]] std::expected<Letter, Findings> read_letter(const message::Document& document,
                                                          const ReadContext& context);

/// What stands at the top of a message.
struct Head {
  std::string sender;
  std::string recipient;
  Instant prepared;
  std::string identification;
  std::optional<std::string> correlation;  ///< before that of the letter
  const refdata::View& reference;          ///< for the clock of the office that writes
};

/// The message that says what the letter says, valid by its schema. `declaration` is the declaration, or the
/// record made from it, as it is stored: the goods are taken from there, and the names of parties; it may be
/// missing where the message shows neither. What the message has to say and neither gives is filled so that
/// it stays valid: names by the TIN, a place of loading by the office.
///
/// Where a fact has no field of its own in the letter:
///   IE009  an answer to a request if it has a correlation, else customs' own initiative
///   IE025  reason: releaseIndicator; 1, all goods, where there is none
///   IE055  declaration: its guarantees, a deposit with the GRN of its account. A fault's pointer tells the
///          guarantee: "lines[2]/…" as in the command, or a GRN; its rule gives the code of CL252
///   IE056, 057  reason: the refused message ("015", "007")
///   IE060  reason: notificationType; text: what is to be controlled
///   IE180, 181, 182, 003, 115  of an incident what its code has place for (C0240): with 1 and 5 nothing,
///          else the seals that were put on, and with 3 and 6 the vehicle
///   records  ControlResult/code: control_code, "A2" where the letter has none
/// Precondition: a message of the table that an office sends, with the facts that it requires.
[[nodiscard]] message::Document write_letter(Ie ie, const Letter& letter, const Head& head,
                                             const message::Message* declaration);

/// Takes the access codes out of a message that will be kept.
void mask_access_codes(message::Message& message);

/// A rule as an error reason of seven characters, "R-ACTS-027" as "ACTS027"; "N/A" for one that is longer.
[[nodiscard]] std::string reason_of_rule(std::string_view rule);
/// Our rule of that reason, else the reason itself; empty for "N/A".
[[nodiscard]] std::string rule_of_reason(std::string_view reason);

}  // namespace lintas::transit
