#pragma once

#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/messages.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/wire.hpp"
#include "core/exchange/partner.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/messages/forward.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/mrn.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/attachment_files.hpp"
#include "shell/app/faulty_certificate.hpp"
#include "shell/app/fresh_letters.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"

/// Messages between national nodes as they go over the wire, whatever carries them: what the outbox holds as
/// bytes, and the bytes that came as a command, after every check that a receiver makes.
namespace lintas::app {

/// "NTA.MY"
[[nodiscard]] std::string node_name(exchange::Partner partner);

/// What kind of message it is: "IE050", "resend", "given-up". AS4 has it as the action.
[[nodiscard]] std::string message_type(workflow::PayloadKind kind);
/// Of everything that a node takes from another one.
[[nodiscard]] std::vector<std::string> message_types();

/// The stored document that a message is made of beside its letter, if there is one: a declaration, or a
/// certificate's application.
[[nodiscard]] std::optional<Hash256> made_of(workflow::PayloadKind kind, ByteView letter);

/// A message as it leaves.
struct Written {
  std::string_view content_type;
  std::string type;  ///< message_type
  std::optional<Mrn> mrn;
  Instant at;  ///< when what it tells happened: the same whenever it is written
  Bytes body;
  /// Identification of the message that it says it answers (correlationIdentifier); empty for none.
  std::string answers = {};
};

/// What comes with a message. The texts live for the call.
struct Arriving {
  exchange::Partner from;
  std::string_view id;
  std::uint32_t lane = 0;
  std::string_view content_type;
  ByteView body;
};

struct Read {
  workflow::Command command;  ///< its instant is set by the writer
  std::string type;
  std::optional<Mrn> mrn;
};

/// Why a message will never be taken.
struct Unreadable {
  std::string rule;
  std::string detail;
};

/// A file that a message speaks of cannot be read, or has no room: of this message alone, the store is well.
class AttachmentFailure : public StoreFailure {
 public:
  using StoreFailure::StoreFailure;
};

class Mail {
 public:
  struct Options {
    exchange::Partner home;
    std::function<const refdata::Snapshot&()> reference;
    std::function<Packer&()> packer;  ///< of the present thread
    Sha256 sha256 = nullptr;
    FreshLetters* letters = nullptr;         ///< of the writer; without them each is read from the store
    AttachmentFiles* attachments = nullptr;  ///< without them no file is sent or taken
  };
  explicit Mail(Options options) : options_(std::move(options)) {}

  /// Precondition: the row is of the store that is read. Any thread. Throws AttachmentFailure, and what the
  /// reader throws.
  [[nodiscard]] Written write(const OutboxRow& row, const std::string& id, Reader& reader);

  /// Refuses what its schema refuses by the rule of the first finding, but for a certificate, a customs
  /// declaration document or a document of a kind, that says which it is: that is taken with its faults, and
  /// answered by an L2; likewise one with codes that no list has on its day. What other rules say of it comes
  /// as remarks. EXC-014 a message that is none between offices of transit or windows, or speaks of no
  /// number, EXC-015 one whose sender or identification differ from those it came under, and by the rules of
  /// transit::read_letter values that cannot be read. Any thread.
  [[nodiscard]] std::expected<Read, Unreadable> read(const Arriving& arriving, Instant now) const;

 private:
  using Parsed = std::shared_ptr<const message::Message>;

  [[nodiscard]] FreshLetter letter_of(const OutboxRow& row, Reader& reader) const;
  [[nodiscard]] Written manifest(const OutboxRow& row, const std::string& id, ByteView content,
                                 Instant at) const;
  [[nodiscard]] Written document(const OutboxRow& row, const std::string& id, ByteView content, Instant at,
                                 Reader& reader);
  [[nodiscard]] Parsed declaration_of(StreamId lane, const Hash256& document, Reader& reader);
  [[nodiscard]] Parsed kept(const Hash256& document);
  void keep(const Hash256& document, Parsed parsed);
  [[nodiscard]] std::expected<Read, Unreadable> read_message(const Arriving& arriving, Instant now,
                                                             workflow::Command command) const;
  /// A message that its schema does not accept: what its sender is told is wrong, where there is a letter for
  /// that.
  [[nodiscard]] std::expected<Read, Unreadable> read_faulty(const message::Report& report,
                                                            const Arriving& arriving,
                                                            workflow::Command command) const;
  [[nodiscard]] std::expected<Read, Unreadable> read_document(const message::Document& document,
                                                              const Arriving& arriving,
                                                              workflow::Command command) const;
  [[nodiscard]] message::Document document_of(const OutboxRow& row, const std::string& id, ByteView content,
                                              Instant at, Reader& reader);
  [[nodiscard]] message::Document files_document(documents::MessageNumber number, ByteView content,
                                                 const documents::Head& head, exchange::Partner to) const;
  [[nodiscard]] std::expected<Read, Unreadable> read_files(const message::Document& document,
                                                           const Arriving& arriving,
                                                           workflow::Command command) const;
  [[nodiscard]] std::expected<Read, Unreadable> read_acdd(const message::Document& document,
                                                          const Arriving& arriving,
                                                          workflow::Command command) const;
  [[nodiscard]] Read acdd_command(acdd::MessageNumber number, const acdd::Letter& letter, ByteView body,
                                  workflow::Command command) const;
  [[nodiscard]] std::expected<Read, Unreadable> read_exporter(const message::Document& document,
                                                              const Arriving& arriving, Instant now,
                                                              workflow::Command command) const;
  [[nodiscard]] std::expected<Read, Unreadable> read_operator(const message::Document& document,
                                                              const Arriving& arriving, Instant now,
                                                              workflow::Command command) const;
  [[nodiscard]] std::expected<Read, Unreadable> read_doc(const message::Document& document,
                                                         const Arriving& arriving,
                                                         workflow::Command command) const;
  [[nodiscard]] kinds::Letter letter_of_document(const message::Document& document, const kinds::Kind& kind,
                                                 ByteView body) const;
  [[nodiscard]] Read doc_command(kinds::MessageNumber number, const kinds::Letter& letter, ByteView body,
                                 workflow::Command command) const;
  [[nodiscard]] Read document_command(documents::MessageNumber number, const documents::Letter& letter,
                                      ByteView body, workflow::Command command) const;
  [[nodiscard]] Read faulty(FaultyCertificate certificate, std::vector<documents::Fault> faults,
                            const Arriving& arriving, workflow::Command command) const;
  void judge(const message::Document& document, ByteView body, documents::Letter& letter) const;
  [[nodiscard]] Hash256 hash_of(ByteView bytes) const;

  Options options_;
  std::mutex mutex_;
  /// The last declarations that were parsed, by the hash of the document: the records of one movement go out
  /// together.
  std::deque<std::pair<Hash256, Parsed>> kept_;
};

}  // namespace lintas::app
