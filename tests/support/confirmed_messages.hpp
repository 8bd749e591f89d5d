#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "core/messages/document.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/part.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/gateway/names.hpp"
#include "shell/gateway/octets.hpp"
#include "tests/support/as4_nodes.hpp"
#include "wire/as4/suite.hpp"

/// What Singapore's node tells Malaysia and hears from it, with envelopes and receipts as their gateways make
/// them, and no line between them.
namespace lintas::test {

struct Exchanged {
  workflow::Setting setting;
  app::Packer& packer;
  app::Entropy& entropy;

  [[nodiscard]] app::Mail::Options mail() const {
    return {.home = singapore,
            .reference = [this]() -> const refdata::Snapshot& { return *setting.reference; },
            .packer = [this]() -> app::Packer& { return packer; },
            .sha256 = setting.sha256};
  }

  /// Malaysia has confirmed the letter.
  [[nodiscard]] app::SentRow confirmed(const app::OutboxRow& row, app::Reader& reader) const {
    const std::string id = app::MessageNames{singapore}.of(row.id);
    app::Mail written{mail()};
    const auto made =
        gateway::make_octets({.row = row, .id = id, .written = written.write(row, id, reader)}, singapore,
                             shared_agreement(singapore), time_of_recording(), entropy);
    require(made.has_value(), "the certificates of the recording are valid at its time");
    const as4::Outgoing& message = (*made)->message;
    const auto receipt =
        as4::make_receipt(agreement(malaysia), message.message_id, message.references,
                          gateway::as4_id(malaysia, "receipt-of-" + id), time_of_recording());
    require(receipt.has_value(), "and those of the other side, too");
    return {.id = row.id,
            .partner = malaysia,
            .at = time_of_recording(),
            .message = message.message_id,
            .envelope = app::pack_evidence(packer, as_bytes(message.soap)),
            .receipt = app::pack_evidence(packer, as_bytes(*receipt)),
            .proof = app::ProofKind::receipt};
  }

  /// The same of several that went as one.
  [[nodiscard]] std::vector<app::SentRow> confirmed_as_one(const std::vector<app::OutboxRow>& rows,
                                                           app::Reader& reader) const {
    app::Mail mail_of_node{mail()};
    std::vector<gateway::ToSend> messages;
    for (const app::OutboxRow& row : rows) {
      const std::string id = app::MessageNames{singapore}.of(row.id);
      messages.push_back({.row = row, .id = id, .written = mail_of_node.write(row, id, reader)});
    }
    const auto made = gateway::make_bundle(std::move(messages), singapore, bundling_agreement(singapore),
                                           time_of_recording(), entropy);
    require(made.has_value(), "the certificates of the recording are valid at its time");
    const as4::Outgoing& message = (*made)->message;
    const auto receipt = as4::make_receipt(agreement(malaysia), message.message_id, message.references,
                                           gateway::as4_id(malaysia, "receipt-of-all"), time_of_recording());
    require(receipt.has_value(), "and those of the other side, too");
    std::vector<app::SentRow> proofs;
    for (const gateway::Octets::Message& one : (*made)->messages)
      proofs.push_back({.id = one.row.id,
                        .partner = malaysia,
                        .at = time_of_recording(),
                        .message = one.name,
                        .envelope = app::pack_evidence(packer, as_bytes(message.soap)),
                        .receipt = app::pack_evidence(packer, as_bytes(*receipt)),
                        .proof = app::ProofKind::receipt,
                        .carrier = message.message_id});
    return proofs;
  }

  /// What Singapore asks its writer when Malaysia tells all of these as one.
  [[nodiscard]] workflow::Command told_as_one(const std::vector<Passage>& passages) const {
    const auto sent = bundle_of(passages, bundling_agreement(malaysia), entropy);
    const as4::Outgoing& message = sent->message;
    workflow::Command bundle;
    for (const Passage& passage : passages)
      bundle.parts.push_back(told(passage, message, as4::Suite::edwards, {}));
    const auto carrier = bundle.parts.front().wire;
    bundle.id = workflow::DerivedCommandId{carrier->content};
    bundle.type = workflow::command_bundle;
    bundle.actor = bundle.parts.front().actor;
    bundle.lane = workflow::LanePosition{.partner = malaysia, .message_id = message.message_id};
    bundle.wire = carrier;
    for (std::size_t i = 0; i < passages.size(); ++i) {
      bundle.parts[i].wire = std::make_shared<const workflow::WireProof>(
          workflow::WireProof{.message = gateway::as4_id(malaysia, passages[i].id), .carrier = carrier});
    }
    return bundle;
  }

  /// What Singapore asks its writer when Malaysia tells this.
  [[nodiscard]] workflow::Command told(const Passage& passage) const {
    return told(passage, octets_of(passage, shared_agreement(malaysia), entropy)->message,
                as4::Suite::edwards, {});
  }
  /// The same from a program of another make.
  [[nodiscard]] workflow::Command told_by_another_program(const Passage& passage, as4::Suite suite) const {
    const std::string xml = passage.body.value_or(passage_xml(passage));
    return told(passage, sent_by_another_program(passage, agreement(malaysia, suite), entropy), suite,
                packed_otherwise(as_bytes(xml)));
  }

 private:
  [[nodiscard]] workflow::Command told(const Passage& passage, const as4::Outgoing& message, as4::Suite suite,
                                       Bytes as_signed) const {
    const auto receipt =
        as4::make_receipt(agreement(singapore, suite), message.message_id, message.references,
                          gateway::as4_id(singapore, "receipt-of-" + passage.id), time_of_recording());
    require(receipt.has_value(), "the certificates of the recording are valid at its time");
    const std::string xml = passage.body.value_or(passage_xml(passage));
    auto read = app::Mail{mail()}.read({.from = malaysia,
                                        .id = passage.id,
                                        .lane = passage.n,
                                        .content_type = "application/xml",
                                        .body = as_bytes(xml)},
                                       passage.at);
    require(read.has_value(), "Malaysia writes what can be read");
    workflow::Command command = std::move(read->command);
    command.wire = std::make_shared<const workflow::WireProof>(
        workflow::WireProof{.message = message.message_id,
                            .content = {},
                            .envelope = app::pack_evidence(packer, as_bytes(message.soap)),
                            .receipt = app::pack_evidence(packer, as_bytes(*receipt)),
                            .as_signed = std::move(as_signed)});
    return command;
  }
};

}  // namespace lintas::test
