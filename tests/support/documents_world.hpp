#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/import/commands.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/letter.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/import/commands.hpp"
#include "core/awsc/import/state.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/exchange/partner.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/commands.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/origin_part.hpp"
#include "core/workflow/part.hpp"
#include "shell/app/mail.hpp"
#include "tests/support/memory_files.hpp"
#include "tests/support/national_node.hpp"

/// National nodes that exchange certificates: Malaysia issues, Thailand imports, Viet Nam issues what
/// Malaysia sends on. Each message waits until the test delivers it.
namespace lintas::test {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;
namespace ver = documents::verification;

/// A message on its way.
struct Carried {
  std::string from;
  std::string to;
  documents::MessageNumber number = 0;  ///< 0: it asks again for what is missing in a lane
  std::uint32_t n = 0;
  std::string id;        ///< a message that comes twice has the same
  Bytes document;        ///< as it is stored
  app::Written wire;     ///< and as it leaves
  std::int64_t row = 0;  ///< of the sender's outbox
};

class DocumentsWorld {
 public:
  explicit DocumentsWorld(Instant now, const std::vector<std::string>& states = {"MY", "TH", "VN"});
  ~DocumentsWorld();
  DocumentsWorld(const DocumentsWorld&) = delete;
  DocumentsWorld& operator=(const DocumentsWorld&) = delete;

  NationalNode& node(const std::string& state);
  /// The octets that lie there.
  MemoryFiles& files(const std::string& state) { return files_[state]; }
  void set_time(Instant now);
  void ring();

  /// "ok", or the rules of the refusal.
  template <class Act>
  std::string ask(const std::string& state, const access::Actor& actor, std::uint16_t block,
                  std::size_t place, const Act& act) {
    return ask(state, node(state).command(actor, workflow::command_in(block, place), act));
  }
  std::string ask(const std::string& state, const workflow::Command& command);
  template <class Act>
  std::string issue(const std::string& state, const access::Actor& actor, const Act& act) {
    return ask(state, actor, workflow::issue_block, place_in<iss::Act, Act>(), act);
  }
  template <class Act>
  std::string import(const std::string& state, const access::Actor& actor, const Act& act) {
    return ask(state, actor, workflow::import_block, place_in<imp::Act, Act>(), act);
  }
  template <class Act>
  std::string verify(const std::string& state, const access::Actor& actor, const Act& act) {
    return ask(state, actor, workflow::verification_block, place_in<ver::Act, Act>(), act);
  }
  /// A letter of a partner outside the lanes, as its gateway's receipt; or under a number of its lane.
  std::string hear(const std::string& state, const std::string& from, documents::MessageNumber number,
                   const documents::Letter& letter, std::uint32_t n = 0);
  std::string hear_acdd(const std::string& state, const std::string& from, documents::MessageNumber number,
                        const acdd::Letter& letter);
  template <class Letter>
  std::string hear_of(const std::string& state, const std::string& from, documents::MessageNumber number,
                      const Letter& letter, std::uint32_t n) {
    NationalNode& to = node(state);
    const std::string id = next_id();
    workflow::Command command = to.command({.role = access::Role::partner_node, .party = from},
                                           workflow::command_of_message(number), letter);
    command.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, from, id)};
    command.lane = workflow::LanePosition{*exchange::Partner::parse(from), n, id};
    return ask(state, command);
  }

  /// "CO.ISSUE>TH CO.CANCEL>TH": what is on its way, in the order in which it was sent.
  [[nodiscard]] std::string on_the_way() const;
  [[nodiscard]] const std::deque<Carried>& way() const { return way_; }
  /// Loses the oldest.
  void lose();
  /// The oldest on its way arrives; "ok", or the rules of the refusal.
  std::string deliver() { return deliver(0); }
  /// Or another one, which overtakes; `keep`: it will come once more.
  std::string deliver(std::size_t which, bool keep = false);
  /// A message with other octets than those that were sent: "ok", or the rule under which nobody takes it.
  std::string arrive(const Carried& one, ByteView body);
  void deliver_all();

  // ---- customs declaration documents

  /// The ACDD that says it, as the national customs system sends it.
  [[nodiscard]] static std::string form(const acdd::Contents& what);
  /// An act that brings its document: a release or an amendment.
  template <class Act>
  std::string with_form(const std::string& state, const Act& act) {
    return with_form(state, act, form(act.contents));
  }
  /// What it says, is read from the document.
  template <class Act>
  std::string with_form(const std::string& state, Act act, const std::string& text) {
    const auto made = read_form(state, text);
    if (!made) return made.error();
    act.contents = made->contents;
    auto command = node(state).command(
        declarations(),
        workflow::command_in(workflow::acdd_export_block, place_in<acdd::export_side::Act, Act>()), act);
    command.payloads = {made->payload};
    return ask(state, command);
  }
  template <class Act>
  std::string at_export(const std::string& state, const Act& act) {
    return ask(state, declarations(), workflow::acdd_export_block, place_in<acdd::export_side::Act, Act>(),
               act);
  }
  template <class Act>
  std::string at_import(const std::string& state, const Act& act) {
    return ask(state, declarations(), workflow::acdd_import_block, place_in<acdd::import_side::Act, Act>(),
               act);
  }
  [[nodiscard]] acdd::export_side::Document exported(const acdd::Permit& permit);
  [[nodiscard]] acdd::import_side::Document declared(const std::string& state, const acdd::Permit& permit);
  /// "SENT AVAILABLE": at export customs and, where it has one, at import customs.
  [[nodiscard]] std::string stand(const acdd::Permit& permit, const std::string& importer);
  // ---- the register of certified exporters

  /// The authority at the office writes the record of this text.
  std::string record_exporter(const std::string& office, const std::string& text);
  std::string record_exporter(const std::string& state, const access::Actor& actor, const std::string& text);
  template <class Act>
  std::string at_register(const std::string& office, const Act& act) {
    return ask(office.substr(0, 2), authority(office), workflow::exporter_block,
               place_in<awsc::exporter_side::Act, Act>(), act);
  }
  [[nodiscard]] awsc::exporter_side::Exporter exporter_at(const std::string& state,
                                                          const awsc::ExporterReference& reference);

  /// Customs there is presented the declaration of this text.
  std::string present(const std::string& office, const std::string& text);
  template <class Act>
  std::string at_origin(const std::string& office, const Act& act) {
    return ask(office.substr(0, 2), customs(office), workflow::origin_block,
               place_in<awsc::import_side::Act, Act>(), act);
  }
  [[nodiscard]] awsc::import_side::Declaration presented(const std::string& state,
                                                         const awsc::DeclarationReference& reference);
  /// What others asked the state about one of its exporters.
  [[nodiscard]] workflow::Issued asked_about(const awsc::DeclarationReference& reference);

  // ---- lists of authorised operators

  /// The operator agrees that other states are told of it as this text says.
  std::string agree(const access::Actor& actor, const std::string& text);
  /// In the list of its state, or in a copy of it.
  [[nodiscard]] aeo::listed::Operator listed_at(const std::string& state,
                                                const aeo::listed::Reference& reference);

  // ---- documents of kinds that are data

  /// An authority issues the document of this text.
  std::string issue_doc(const std::string& office, const std::string& text);
  template <class Act>
  std::string at_doc_issue(const std::string& office, const Act& act) {
    return ask(office.substr(0, 2), authority(office), workflow::doc_issue_block,
               place_in<kinds::issue_side::Act, Act>(), act);
  }
  template <class Act>
  std::string at_doc_import(const std::string& state, const access::Actor& actor, const Act& act) {
    return ask(state, actor, workflow::doc_import_block, place_in<kinds::import_side::Act, Act>(), act);
  }
  [[nodiscard]] kinds::issue_side::Document doc_issued(const kinds::Reference& reference);
  [[nodiscard]] kinds::import_side::Document doc_received(const std::string& state,
                                                          const kinds::Reference& reference);
  /// "TAKEN AVAILABLE": where it is issued, and where it is received.
  [[nodiscard]] std::string stand(const kinds::Reference& reference, const std::string& receiver);

  /// The daily lists go apart, so that each story is about its certificates. All that wait arrive, and are
  /// receipted: how many there were.
  std::size_t deliver_lists();
  [[nodiscard]] const std::deque<Carried>& lists() const { return lists_; }
  /// What is on its way is lost behind its receipts: its senders believe that it has arrived.
  void lose_all();

  /// As `deliver`, and its sender has the receipt: nobody is taken for silent.
  std::string deliver_with_receipt(std::size_t which = 0);
  void deliver_all_with_receipts();

  // ---- how things stand

  [[nodiscard]] workflow::Issued issued(const std::string& state, const std::string& document);
  [[nodiscard]] imp::Certificate imported(const std::string& state, const documents::Reference& certificate);
  /// Id of the state, "ISSUED".
  [[nodiscard]] std::string at_issue(const std::string& state, const std::string& document);
  [[nodiscard]] std::string at_import(const std::string& state, const documents::Reference& certificate);

  // ---- who acts

  [[nodiscard]] static access::Actor exporter(const std::string& tin);
  [[nodiscard]] static access::Actor authority(const std::string& office);
  [[nodiscard]] static access::Actor customs(const std::string& office);
  [[nodiscard]] static access::Actor declarations();

  // ---- the beginning of most stories

  static constexpr const char* of_malaysia = "MYPKG001";
  static constexpr const char* of_thailand = "THBKK001";
  static constexpr const char* of_viet_nam = "VNHPH001";
  static constexpr const char* tin = "MY199801023456";

  [[nodiscard]] static documents::DocumentId id(const std::string& text);
  [[nodiscard]] static documents::Reference reference(const std::string& office, const std::string& number);
  /// Of 100 and 50 KGM; options as in the scenarios.
  [[nodiscard]] static documents::Contents contents(const std::string& office, const std::string& importer,
                                                    const std::string& options = "");
  /// The e-Form D that says it, as an exporter sends it.
  [[nodiscard]] static std::string form(const documents::Contents& what);
  std::string draft(const std::string& office, const std::string& document, documents::Contents what,
                    const std::string& application = "-");
  std::string submit(const std::string& office, const std::string& document);
  std::string approve(const std::string& office, const std::string& document, const std::string& number,
                      std::vector<documents::Reference> originals = {});
  std::string transmit(const std::string& office, const std::string& document);
  /// Drafted, submitted, approved and sent: nothing has arrived yet.
  documents::Reference send(const std::string& office, const std::string& document, const std::string& number,
                            documents::Contents what);
  std::string claim(const std::string& office, const documents::Reference& certificate,
                    std::vector<documents::Line> lines = {{1, Decimal::of(100)}, {2, Decimal::of(50)}});

 private:
  struct Form {
    acdd::Contents contents;
    workflow::Payload payload;
  };
  /// Or the rule by which it is refused, and its place.
  [[nodiscard]] std::expected<Form, std::string> read_form(const std::string& state, const std::string& text);
  template <class Acts, class Act, std::size_t I = 0>
  static constexpr std::size_t place_in() {
    if constexpr (std::is_same_v<std::variant_alternative_t<I, Acts>, Act>) {
      return I;
    } else {
      return place_in<Acts, Act, I + 1>();
    }
  }
  /// Nothing that is asked or delivered hits a bug, whether or not the test looks at the answer: a message
  /// that is held by one is answered like one that is taken.
  std::string words_of(const std::string& state, const workflow::Reply& reply);
  std::string next_id() { return std::to_string(++messages_); }
  void collect();

  std::vector<const workflow::Part*> parts_{
      &workflow::documents_part(),   &workflow::acdd_part(),     &workflow::kinds_part(),
      &workflow::attachments_part(), &workflow::manifest_part(), &workflow::awsc_part(),
      &workflow::origin_part(),      &workflow::aeo_part(),      &workflow::aeo_list_part()};
  PlainPacker packer_;
  std::map<std::string, MemoryFiles> files_;
  std::map<std::string, std::unique_ptr<NationalNode>> nodes_;
  std::map<std::string, std::unique_ptr<app::Mail>> mails_;
  std::deque<Carried> way_;
  std::deque<Carried> lists_;
  std::uint64_t messages_ = 0;
};

/// The hour and the offices with which most stories begin.
namespace scene {
inline const Instant morning = *parse_instant("2026-03-02T04:00:00Z");
inline const std::string port = DocumentsWorld::of_malaysia;
inline const std::string bangkok = DocumentsWorld::of_thailand;
inline const std::string haiphong = DocumentsWorld::of_viet_nam;
}  // namespace scene

}  // namespace lintas::test
