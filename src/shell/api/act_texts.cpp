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
    ActText{"departure.look_at",
            "Looked at what was reported: a passage refused for good, a report that says otherwise than is "
            "known, a message that another state refuses."},
    ActText{"departure.record_control_result", "What the control at departure found."},
    ActText{"departure.refuse_release", "Does not let the goods leave."},
    ActText{"departure.release",
            "Lets the goods leave, if permits, cards and guarantees do; reserves the guarantee."},
    ActText{
        "departure.resolve_discrepancies",
        "Takes what destination found as explained, and writes the movement off; of what was found behind "
        "its end, answers the office that found it."},
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
    ActText{"destination.report_onward",
            "The national customs system tells under which regime goods of the movement went on, by the "
            "declaration that took them; of one that is reported again the newer word counts.",
            R"({"mrn":"26SG0000010000A1J0","declaration":"D26-0000417","regime":"warehouse","items":[1,2]})"},
    ActText{"destination.withdraw_onward", "That declaration was cancelled, or is about other goods.",
            R"({"mrn":"26SG0000010000A1J0","declaration":"D26-0000417"})"},
    ActText{"destination.take_over", "The office unloads and looks itself."},
    ActText{
        "guarantee.change",
        "Changes amounts and terms of a guarantee. Of days and countries what is not said stays as it is.",
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
    ActText{"guarantee.withdraw_claim", "Takes a claim back, for the transit ended well; needs four eyes."},
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
    ActText{"issue.submit", "Submits an application that is whole: the issuing authority examines it."},
    ActText{"issue.delete", "Throws an application away that was not submitted."},
    ActText{"issue.refuse", "Refuses an application: the examination failed."},
    ActText{"issue.return", "Gives an application back to its exporter: something is missing."},
    ActText{
        "issue.approve",
        "Issues the certificate under a number of the office, for items that qualify each on its own; of a "
        "back-to-back certificate it draws on every original at once.",
        R"({"document":"CO-9f64a747e1b97f13","number":"MY-TH 26/00417","qualifying":[1,2]})"},
    ActText{"issue.transmit",
            "Sends the certificate to the importing state, where the exporter gave its word.",
            R"({"document":"CO-9f64a747e1b97f13","authorised":true})"},
    ActText{
        "issue.print",
        "The certificate goes on paper: no data are exchanged with that state, or for the technical failure "
        "that the reason names.",
        R"({"document":"CO-9f64a747e1b97f13","reason":"The line is down since this morning"})"},
    ActText{
        "issue.cancel",
        "Cancels the certificate; of one that was sent the importing customs is asked, which may have used "
        "it. One that is on paper alone has to be surrendered."},
    ActText{"issue.resend", "Sends the same version anew after the partner's check refused it."},
    ActText{"issue.switch_to_data", "Sends a certificate as data whose paper was surrendered.",
            R"({"document":"CO-9f64a747e1b97f13","surrendered":true})"},
    ActText{"issue.record_paper_result", "What the importing customs wrote on paper or in a letter.",
            R"({"document":"CO-9f64a747e1b97f13","results":[{"item":1,"result":"U1","quantity":"1200",)"
            R"("decided":"2026-11-23T18:32:00Z"}],"text":"Letter 88/2026"})"},
    ActText{"issue.withdraw_cancellation", "Takes a cancellation back that the partner never answered."},
    ActText{"issue.accept_use", "Accepts that the certificate was used, and gives its cancellation up."},
    ActText{"issue.clarify", "Answers the grounds on which importing customs refused items."},
    ActText{
        "issue.answered_by_letter",
        "What the importing customs wrote about a cancellation: that it is cancelled there too, or that the "
        "certificate is claimed or used. The answer to a message is a message, unless none came for days.",
        R"({"document":"CO-9f64a747e1b97f13","done":true,"text":"Letter 93/2026: it was not used"})"},
    ActText{"issue.keep_with_another",
            "Lets a back-to-back certificate live on another original in place of a cancelled one.",
            R"({"document":"CO-9f64a747e1b97f13",)"
            R"("cancelled":{"state":"MY","office":"MYPKG001","number":"MY-SG 26/00411","kind":"e_form_d"},)"
            R"("original":{"certificate":{"state":"MY","office":"MYPKG001","number":"MY-SG 26/00419",)"
            R"("kind":"e_form_d"},"issued":"2026-11-02","valid_until":"2027-11-02",)"
            R"("lines":[{"item":1,"quantity":"400"}]}})"},
    ActText{
        "verification.record",
        "Enters a request to verify that came by letter; the ninety days run from the day on which it came.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("request":"V26-0031","items":[1],"reason":"The seal differs","received_on":"2026-11-23"})"},
    ActText{
        "verification.answer", "Answers a request to verify a certificate.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("request":"V26-0031","text":"Seal and signature are ours"})"},
    ActText{
        "verification.answer_visit", "What the exporter says to the visit that customs announced.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("request":"V26-0031","consents":true,"text":"Any day of next week"})"},
    ActText{
        "import.claim", "An import declaration quotes the certificate and takes quantities of its items.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("declaration":"D26-0000417","invoices":["PGI/26/3391"],"lines":[{"item":1,"quantity":"1200"}],)"
        R"("office":"THBKK001"})"},
    ActText{
        "import.release_claim", "The declaration was cancelled, or quotes the certificate no more.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("declaration":"D26-0000417"})"},
    ActText{
        "import.utilise",
        "The declaration was released with preference: claims what it takes, unless it did before, accepts "
        "it, "
        "and tells the issuer. The same use told again is not counted again.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("declaration":"D26-0000417","invoices":["PGI/26/3391"],"lines":[{"item":1,"quantity":"1200"}],)"
        R"("office":"THBKK001"})"},
    ActText{
        "import.accept", "Gives preference to items.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("items":[1]})"},
    ActText{
        "import.refuse", "Refuses preference to items, all on one ground.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("items":[2],"result":"N2","reason":"The gloves are of vinyl, 39262090, not of rubber"})"},
    ActText{
        "import.classify_otherwise",
        "Releases items at the higher rate while their classification is settled.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("items":[1],"reason":"Coated fabric: 5906 or 4015"})"},
    ActText{
        "import.settle_classification", "Ends the question of classification, for the trader or against.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("in_favour":true,"reason":"The laboratory found rubber"})"},
    ActText{
        "import.check", "Asks the issuing authority to verify items.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("items":[1],"reason":"The seal differs from the specimen","request":"V26-0031"})"},
    ActText{
        "import.end_check", "The reply satisfies: what was checked gets its preference.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("text":"The reply satisfies"})"},
    ActText{
        "import.announce_visit", "Everybody who has to be told of a visit was told.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("all_notified":true})"},
    ActText{
        "import.keep_use", "Keeps the use of a certificate that its issuer cancelled.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("reason":"The goods were released in good faith"})"},
    ActText{
        "import.reverse_use", "Takes the use of a cancelled certificate back.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("reason":"The importer pays the difference"})"},
    ActText{
        "import.ask_again", "Asks the issuing state to send a certificate once more.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"}})"},
    ActText{
        "import.record_reply", "Enters a reply to a check that came by letter.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("request":"V26-0031","text":"Letter 88/2026: all is in order"})"},
    ActText{
        "import.record_paper",
        "Records a paper certificate that is presented; then it is claimed as one that came as data. Not one "
        "whose data are here, nor a page that is a copy by its own code.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("importer":"TH","issued":"2026-11-23","items":[{"number":1,"hs":"40151900","criterion":"WO",)"
        R"("quantity":"1200","unit":"KGM"}],"page_code":"none"})"},
    ActText{
        "import.take_data",
        "The data of a certificate differ from the page that was recorded, and hold: what was used on paper "
        "is used of them.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("reason":"The quantity was typed wrongly"})"},
    ActText{
        "import.keep_paper",
        "The data of a certificate differ from the page that was recorded, and the page holds until its "
        "issuer was asked.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("reason":"The page says so; the authority is asked"})"},
    ActText{
        "import.withdraw_page",
        "A page was recorded wrongly, and nothing of it was claimed, used or drawn: nothing of it is here "
        "any more, it can be recorded anew, and what it took the place of is what it was.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("reason":"The number was typed wrongly"})"},
    ActText{
        "import.record_cancellation", "Enters that the issuing authority cancelled a certificate by letter.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"},)"
        R"("text":"Letter 91/2026: issued in error"})"},
    ActText{
        "import.say_again",
        "Tells the issuing authority once more what was said of items, where it did not take it and can by "
        "now.",
        R"({"certificate":{"state":"MY","office":"MYPKG001","number":"MY-TH 26/00417","kind":"e_form_d"}})"},
    ActText{"acdd.send",
            "Sends a customs declaration document that was kept: the trader consents, or the states exchange "
            "such "
            "documents by now.",
            R"({"permit":{"state":"SG","number":"OX6K123456A"},"consent":true})"},
    ActText{"acdd.cancel",
            "The export declaration is cancelled: the importing state is asked to cancel its document.",
            R"({"permit":{"state":"SG","number":"OX6K123456A"},"reason":"The goods were not shipped"})"},
    ActText{
        "acdd.answered_by_letter",
        "Records what the partner answered by letter: it has the document, or cancelled what it was asked to "
        "cancel; or it does not.",
        R"({"permit":{"state":"SG","number":"OX6K123456A"},"done":false,)"
        R"("reason":"Letter 12 of 3 March: they cannot read it"})"},
    ActText{"acdd.resend", "Sends a document that the partner could not read once more, in the same version.",
            R"({"permit":{"state":"SG","number":"OX6K123456A"},"reason":"The mapping is repaired"})"},
    ActText{"acdd.look_at",
            "Customs looked at the alarm of a document that it released: it stands no more, until there is "
            "another.",
            R"({"permit":{"state":"SG","number":"OX6K123456A"},)"
            R"("reason":"They keep the old version: told them by telephone"})"},
    ActText{
        "acdd_import.report",
        "An import declaration refers to a customs declaration document, and is compared with it: a signal "
        "of risk, which grants and blocks nothing.",
        R"({"permit":{"state":"KH","number":"K-2026-0417"},"declaration":"D26-0000417",)"
        R"("exporter":"K001-100204","lines":[{"item":1,"hs":"08109010","quantity":"100","unit":"KGM"}]})"},
    ActText{"acdd_import.withdraw", "That declaration was cancelled, or refers to the document no more.",
            R"({"permit":{"state":"KH","number":"K-2026-0417"},"declaration":"D26-0000417"})"},
    ActText{
        "acdd_import.look_at",
        "Customs looked at the alarm of a document of another state: it stands no more, until a comparison "
        "comes out otherwise.",
        R"({"permit":{"state":"KH","number":"K-2026-0417"},"reason":"The goods were weighed: as exported"})"},
    ActText{"doc.send",
            "Sends a document of a kind that was issued and not sent: the two states exchange such documents "
            "by now.",
            R"({"reference":{"state":"TH","kind":"phyto","number":"TH-PC-2026-0041873"}})"},
    ActText{
        "doc.cancel",
        "Withdraws a document of a kind: the receiving state is asked to cancel it, and says whether it did.",
        R"({"reference":{"state":"TH","kind":"phyto","number":"TH-PC-2026-0041873"},)"
        R"("reason":"The goods were not shipped"})"},
    ActText{"doc.resend", "Sends a document of a kind that the partner could not read once more.",
            R"({"reference":{"state":"TH","kind":"phyto","number":"TH-PC-2026-0041873"},)"
            R"("reason":"Their list of units is repaired"})"},
    ActText{
        "doc.look_at",
        "The authority looked at the alarm of a document that it issued: it stands no more, until there is "
        "another.",
        R"({"reference":{"state":"TH","kind":"phyto","number":"TH-PC-2026-0041873"},)"
        R"("reason":"They used more than was left: their customs looks into it"})"},
    ActText{
        "doc_import.answer",
        "What the authority makes of a document of another state: it accepts it, or refuses it and says why.",
        R"({"reference":{"state":"VN","kind":"phyto","number":"VN-PC-26-00417"},"accept":true})"},
    ActText{
        "doc_import.use",
        "An import declaration uses a document of another state: as a whole, or of one that is consumed so "
        "much of "
        "which line.",
        R"({"reference":{"state":"VN","kind":"phyto","number":"VN-PC-26-00417"},"declaration":"D26-0000417"})"},
    ActText{"exporter.suspend",
            "No origin declaration of a certified exporter of this state counts from now on, until it is "
            "resumed.",
            R"({"reference":{"state":"MY","code":"0217/MY07"},"reason":"Records were not shown"})"},
    ActText{"exporter.resume", "Its origin declarations count from now on again.",
            R"({"reference":{"state":"MY","code":"0217/MY07"},"reason":"Records were shown"})"},
    ActText{"exporter.withdraw",
            "No origin declaration of it counts from now on, for good: who is certified again has another "
            "code.",
            R"({"reference":{"state":"MY","code":"0217/MY07"},"reason":"False declarations"})"},
    ActText{
        "exporter.tell_again",
        "Each partner is told anew how its record stands, as where its copy was found to say something else.",
        R"({"reference":{"state":"MY","code":"0217/MY07"},"reason":"Thailand has an older edition"})"},
    ActText{
        "origin.accept",
        "Preference is given for items of an origin declaration, of which exporter, signatory and product "
        "are in the register of its day; for all that nobody has decided on where none are named.",
        R"({"reference":{"state":"MY","code":"0217/MY07","document":"KLPG/26/11/0417"},"items":[1]})"},
    ActText{"origin.refuse", "Preference is refused for items of an origin declaration.",
            R"({"reference":{"state":"MY","code":"0217/MY07","document":"KLPG/26/11/0417"},"items":[2],)"
            R"("result":"N10","reason":"Not in the record of the exporter"})"},
    ActText{"origin.use", "An import declaration takes so much of which items.",
            R"({"reference":{"state":"MY","code":"0217/MY07","document":"KLPG/26/11/0417"},)"
            R"("declaration":"D26-0000417","lines":[{"number":1,"quantity":"1200","unit":"KGM"}]})"},
    ActText{
        "origin.reassess", "What was refused is decided on again: the exporter or its authority said more.",
        R"({"reference":{"state":"MY","code":"0217/MY07","document":"KLPG/26/11/0417"},"reason":"The authority corrected the record"})"},
    ActText{
        "origin.withdraw",
        "The presentation of an origin declaration is withdrawn, as long as nothing was used: it may be "
        "presented again.",
        R"({"reference":{"state":"MY","code":"0217/MY07","document":"KLPG/26/11/0417"},"reason":"Recorded wrongly"})"},
    ActText{
        "origin.check",
        "Asks the authority of the exporter's state to verify items; all that preference was not refused for "
        "where none are named. What nobody has decided on yet is among them.",
        R"({"reference":{"state":"MY","code":"0217/MY07","document":"KLPG/26/11/0417"},)"
        R"("reason":"The signature differs from earlier ones","request":"V26-0044"})"},
    ActText{"origin.end_check", "The reply satisfies: what was checked gets its preference.",
            R"({"reference":{"state":"MY","code":"0217/MY07","document":"KLPG/26/11/0417"},)"
            R"("text":"The reply satisfies"})"},
    ActText{"origin.announce_visit", "Everybody who has to be told of a visit was told.",
            R"({"reference":{"state":"MY","code":"0217/MY07","document":"KLPG/26/11/0417"},)"
            R"("all_notified":true})"},
    ActText{"origin.record_reply", "Enters a reply to a check that came by letter.",
            R"({"reference":{"state":"MY","code":"0217/MY07","document":"KLPG/26/11/0417"},)"
            R"("request":"V26-0044","text":"Letter 88/2026: the firm makes them"})"},
    ActText{"aeo.begin", "An operator writes its application to be authorised, or writes it anew.",
            R"({"application":{"reference":{"holder":"SG201912345K","number":"A-2026-1"},"programme)"
            R"(":"STP","level":"STP-Plus","roles":["exporter"]}})"},
    ActText{"aeo.submit",
            "It asks for a decision. As long as it is barred, since an authorisation of it was revoked, that "
            "ends it.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"}})"},
    ActText{"aeo.accept", "The application is complete: the time for the decision begins.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"basis":"Customs Act s. 8)"
            R"(9"})"},
    ActText{"aeo.return",
            "The application is incomplete: what is missing is told, with a day to complete it.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"reason":"Accounts of 202)"
            R"(5 are missing","until":"2030-12-31","basis":"Customs Act s. 89"})"},
    ActText{"aeo.validate", "The office begins to look at papers and premises.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"basis":"Customs Act s. 8)"
            R"(9"})"},
    ActText{"aeo.correct", "There are defects that can be repaired, until a day.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"reason":"No fence on the)"
            R"( west side","until":"2030-12-31","basis":"Customs Act s. 89"})"},
    ActText{"aeo.corrected", "The defects are repaired.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"basis":"Customs Act s. 8)"
            R"(9"})"},
    ActText{"aeo.refuse", "The conditions are not met.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"reason":"Offences in 202)"
            R"(5","basis":"Customs Act s. 89"})"},
    ActText{"aeo.authorise", "The conditions are met: the operator has the status and its code.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"code":"AEOSG123456789012)"
            R"(","until":"2030-12-31","basis":"Customs Act s. 89"})"},
    ActText{"aeo.suspend", "No benefits from now on, until it is restored.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"ground":"conditions_in_d)"
            R"(oubt","reason":"Seals were broken twice","until":"2030-12-31","basis":"Customs Act s)"
            R"(. 89"})"},
    ActText{"aeo.restore", "Benefits from now on again; behind its last day it is looked at anew first.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"reason":"Repaired","basi)"
            R"(s":"Customs Act s. 89"})"},
    ActText{"aeo.revoke",
            "No benefits from now on, for good, and no new application for a time: directly after a grave "
            "breach alone.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"ground":"grave_breach",")"
            R"(reason":"Smuggling","basis":"Customs Act s. 89"})"},
    ActText{"aeo.withdraw", "The operator takes its application back, or gives its authorisation up.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"}})"},
    ActText{"aeo.revalidate", "The conditions are looked at anew; benefits go on.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"basis":"Customs Act s. 8)"
            R"(9"})"},
    ActText{"aeo.pass", "The conditions are still met.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"basis":"Customs Act s. 8)"
            R"(9"})"},
    ActText{"aeo.change_code", "The operator has another code; the one before holds until a day.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"code":"AEOSG123456789013)"
            R"(","until":"2030-12-31","basis":"Customs Act s. 89"})"},
    ActText{"aeo.end", "Its last day is over, and nobody renews it: it ends, and no bar follows.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"basis":"Customs Act s. 8)"
            R"(9"})"},
    ActText{
        "aeo.withdraw_consent",
        "The operator agrees no more that other states are told of it: those who were told hear that it is "
        "listed no more, and nothing else. Its benefits there end; its authorisation goes on.",
        R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"}})"},
    ActText{"aeo.tell_again",
            "Each partner is told anew how an operator stands, under the next version: where one does not "
            "answer, or says something else.",
            R"({"reference":{"holder":"SG201912345K","number":"A-2026-1"},"reason":"Malaysia was re)"
            R"(stored"})"},
    ActText{"exchange.discard", "Gives up a message that lies among the dead letters."},
    ActText{"exchange.drop", "Takes a partner's waiting message out of its lane."},
    ActText{"exchange.revive", "Has a message sent once more that lies among the dead letters."}};

}  // namespace

const ActText& text_of_act(std::string_view name) {
  const auto* found = std::ranges::find(texts, name, &ActText::name);
  require(found != texts.end(), "every act has a text");
  return *found;
}

}  // namespace lintas::api
