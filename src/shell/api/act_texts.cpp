#include "shell/api/act_texts.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/require.hpp"
#include "shell/api/example_files.hpp"

namespace lintas::api {

namespace {

constexpr std::array texts{
    ActText{"departure.accept_proof",
            "Accepts another proof that the movement ended well, and writes it off."},
    ActText{"departure.ask_amendment", "Asks the trader to amend the declaration."},
    ActText{"departure.close_recommendation",
            "Finds no ground for an enquiry; the movement goes back to where it was."},
    ActText{"departure.decide_cancellation", "Grants or refuses the cancellation that the trader asked for.",
            R"({"mrn":"26SG0000010000A1J0","grant":true})"},
    ActText{"departure.decide_control", "Has documents or goods controlled; the trader is told.",
            R"({"mrn":"26SG0000010000A1J0","of_goods":true})"},
    ActText{"departure.extend_limit", "Gives goods on the way a later day to arrive by.",
            R"({"mrn":"26SG0000010000A1J0","limit":"2026-12-31","reason":"The bridge is closed"})"},
    ActText{"departure.invalidate",
            "Ends a movement on customs' own initiative; after its release a second officer has to agree."},
    ActText{"departure.record_control_result", "What the control at departure found."},
    ActText{"departure.refuse_release", "Does not let the goods leave."},
    ActText{"departure.release",
            "Lets the goods leave, if permits, cards and guarantees do; reserves the guarantee."},
    ActText{"departure.resolve_discrepancies",
            "Takes what destination found as explained, and writes the movement off."},
    ActText{"departure.withdraw_request", "Does without the amendment that was asked for."},
    ActText{"passage.ask_again", "Asks departure once more for a record that it refused."},
    ActText{"passage.complete", "No further office of this state will be used."},
    ActText{"passage.confirm_held", "Accounts for the offices before, so that a passage out of order counts.",
            R"({"mrn":"26SG0000010000A1J0","office":"SGTUS001","passed_on_the_tad":["SGWDL001"]})"},
    ActText{"passage.end_in_territory",
            "The goods were seized, taken over by another regime or sent back in this state."},
    ActText{"passage.lift_stop", "Lets stopped goods go on."},
    ActText{"passage.pass_on_the_tad", "Lets goods pass on their document alone, without a record."},
    ActText{"passage.present_goods",
            "Goods stand at the office, and there is no record of them: it is asked for."},
    ActText{"passage.record_incident", "What befell the goods on the way, reported by the carrier or found."},
    ActText{"passage.record_passage", "The goods pass the office."},
    ActText{"passage.refuse", "Refuses stopped goods for good."},
    ActText{"passage.stop_goods", "Stops the goods, and tells departure why."},
    ActText{"passage.turn_back", "Goods whose record was refused go back where they came from."},
    ActText{"destination.accept_on_the_tad",
            "Takes goods as arrived on their document alone, for departure does not answer."},
    ActText{"destination.accept_remarks", "Finds the discrepancies of the unloading remarks minor."},
    ActText{"destination.decide_control", "Has the goods controlled."},
    ActText{"destination.decide_nationally",
            "Decides about discrepancies that departure does not answer, or whose debt is taken here."},
    ActText{"destination.grant_permission", "Permits unloading before the waiting period is over."},
    ActText{"destination.record_arrival", "The goods have arrived."},
    ActText{"destination.record_result", "What the control at destination found."},
    ActText{"destination.release_uncontrolled", "Releases the goods without control, as satisfactory."},
    ActText{"destination.take_over", "The office unloads and looks itself."},
    ActText{"guarantee.change", "Changes amounts and terms of a guarantee.",
            R"({"grn":"26SG0000000000771","reference_amount":{"amount":"596800.00","currency":"SGD"},)"
            R"("guaranteed_amount":{"amount":"596800.00","currency":"SGD"}})"},
    ActText{"guarantee.claim", "Asks the guarantor to pay, for the principal did not; needs four eyes."},
    ActText{"guarantee.give_notice",
            "Ends the undertaking after the time of the notice; what is used by then stays covered."},
    ActText{"guarantee.liberate",
            "Frees the guarantor, or pays a deposit back, when nothing is open any more."},
    ActText{"guarantee.lift_suspension", "Makes a suspended guarantee good for movements again."},
    ActText{"guarantee.record_payment", "The guarantor paid the claim."},
    ActText{"guarantee.register", "Registers a guarantee; needs four eyes.", guarantee_example},
    ActText{"guarantee.replace_access_codes", "New access codes in place of those there are.",
            R"({"grn":"26SG0000000000771","access_codes":["C3D4"]})"},
    ActText{"guarantee.suspend", "Makes a guarantee good for nothing new until it is lifted."},
    ActText{"guarantee.unlock_sender",
            "Lets a sender try again whom wrong access codes had locked out; needs four eyes."},
    ActText{"guarantee.withdraw_claim", "Takes a claim back, for the transit ended well."},
    ActText{"registers.resume", "Makes a suspended entry hold again."},
    ActText{"registers.suspend", "Makes an entry hold for nothing new until it is resumed."},
    ActText{"registers.withdraw",
            "Ends an entry for good; of a trader and of an authorisation it needs four eyes, unless the "
            "holder asks."},
    ActText{
        "codes.resume",
        "Has status lists signed again after a loss: what was lost has been gone through, and each movement "
        "stands here as it stands outside; needs four eyes.",
        R"({"reason":"All movements since the backup were compared with MY and TH"})"},
    ActText{"exchange.discard", "Gives up a message that its partner refused for good."},
    ActText{"exchange.drop", "Takes a partner's waiting message out of its lane."},
    ActText{"exchange.revive", "Has a message sent once more that its partner refused for good."}};

}  // namespace

const ActText& text_of_act(std::string_view name) {
  const auto* found = std::ranges::find(texts, name, &ActText::name);
  require(found != texts.end(), "every act has a text");
  return *found;
}

}  // namespace lintas::api
