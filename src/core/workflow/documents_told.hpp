#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/decide.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/ruling.hpp"
#include "core/documents/verification/decide.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// From what the machines of documents say to what the loop writes: shared by all commands about
/// certificates.
namespace lintas::workflow {

[[nodiscard]] documents::Letter letter_of_command(const Command& command);

// ---- messages

/// A message, and what it is to a machine.
template <class Machine>
struct MessageTrigger {
  documents::MessageNumber number;
  typename Machine::Trigger trigger;
};
/// Each message of a machine has its trigger, and each such trigger a message.
template <class Machine>
[[nodiscard]] consteval bool has_every_message(const auto& triggers) {
  return std::ranges::all_of(Machine::triggers, [&](const auto& facts) {
    const bool listed =
        std::ranges::any_of(triggers, [&](const auto& one) { return one.trigger == facts.trigger; });
    return listed == facts.is_message();
  });
}
/// Nothing if the message is none of the machine's.
template <class Machine>
[[nodiscard]] std::optional<typename Machine::Trigger> trigger_in(const auto& triggers,
                                                                  documents::MessageNumber number) {
  const auto found = std::ranges::find(triggers, number, &MessageTrigger<Machine>::number);
  return found == triggers.end() ? std::nullopt : std::optional{found->trigger};
}

/// Adds what the machines say to the outcome; certificates and requests go on from there.
class DocumentsTold : public DocumentsTelling {
 public:
  using DocumentsTelling::DocumentsTelling;

  /// The limits are those of the day of issue; of what is not issued, of today.
  [[nodiscard]] documents::Context context(const std::optional<Day>& issued) const;

  /// R-ASW-102: whether a message about certificates of a kind goes as data, today. An acknowledgement goes
  /// where a message came from: a letter is answered by letter.
  [[nodiscard]] bool goes_as_data(documents::Kind kind, documents::MessageNumber number, Country issuer,
                                  Country importer) const;

  /// The events are of the slot's stream.
  void add(std::size_t slot, Issued& issued, const documents::issue_side::Ruling& ruling);
  /// `from`: the state that asked, nothing for a letter; `certificate`: as whoever asked, or acts, names it.
  void add(std::size_t slot, Issued& issued, const std::optional<Country>& from,
           const documents::DocumentId& request, const documents::Reference& certificate,
           const documents::verification::Ruling& ruling);
  void add(std::size_t slot, documents::import_side::Certificate& certificate,
           const documents::Reference& reference, const documents::import_side::Ruling& ruling);

  [[nodiscard]] Outcome finish(const Issued& issued) &&;
  [[nodiscard]] Outcome finish(const documents::Reference& certificate,
                               const documents::import_side::Certificate& imported) &&;

 private:
  /// To each of the states; `again`: octet by octet what was sent before under that number.
  void send(NewEvent& made, documents::MessageNumber number, documents::Letter letter,
            const std::vector<Country>& to, std::optional<documents::MessageNumber> again);

  /// By letter goes what the two states do not exchange as data.
  template <class Event>
  void divide_of(Event& event, documents::Kind kind, Country issuer, Country importer) const;
};

}  // namespace lintas::workflow
