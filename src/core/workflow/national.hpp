#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "core/access/access.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

/// The business of a national node: its parts together, under the setting of the moment. Dispatches by tables
/// and knows nothing else.
class National final : public Domain {
 public:
  /// The parts live as long as this. Their tables are checked once: no command, name or kind twice; each
  /// command is of a machine, complete and granted to somebody; no grant for a command that is not there;
  /// each kind complete. What is wrong is our mistake: Bug.
  National(std::span<const Part* const> parts, const Setting& setting);

  /// Between batches only: what is decided in one batch is decided under one setting.
  void set(const Setting& setting) { setting_ = setting; }
  [[nodiscard]] const Setting& setting() const noexcept { return setting_; }

  /// "guarantee.register"; none for a command that is not there.
  [[nodiscard]] const CommandEntry* command(CommandType type) const;
  /// By the type's number.
  [[nodiscard]] std::vector<const CommandEntry*> commands() const;
  [[nodiscard]] const KindEntry* kind(StreamKind kind) const;

  /// What ties the actor to a stream where it is asked about its messages to and from partners, under the
  /// setting that whoever asks has.
  [[nodiscard]] access::Relations ties_to_messages(const State& state, StreamKind kind,
                                                   const access::Actor& actor, const Setting& setting) const;

  [[nodiscard]] Located locate(const Command& command) const override;
  [[nodiscard]] std::span<const access::Grant> grants() const override { return grants_; }
  [[nodiscard]] access::Relations relations(const Command& command,
                                            const Situation& situation) const override;
  [[nodiscard]] Outcome decide(const Command& command, const Situation& situation) const override;
  [[nodiscard]] State initial(StreamKind kind) const override;
  [[nodiscard]] State evolve(StreamKind kind, const State& state, const Happened& event) const override;
  [[nodiscard]] std::optional<std::string> violated(const Step& step) const override;
  [[nodiscard]] std::vector<Derived> follow(StreamKind kind, const State& after,
                                            const Happened& event) const override;
  [[nodiscard]] Bytes name_for_partner(const Command& waiting) const override;
  [[nodiscard]] Bytes name_for_receiver(StreamKind kind, ByteView document) const override;
  [[nodiscard]] Summary summary(StreamKind kind, const State& state) const override;
  [[nodiscard]] bool keeps_state(StreamKind kind) const override;
  [[nodiscard]] Bytes encode_state(StreamKind kind, const State& state) const override;
  [[nodiscard]] std::optional<State> decode_state(StreamKind kind, ByteView bytes) const override;
  [[nodiscard]] Bytes followed_keys(StreamKind kind, const std::string& ref) const override;

 private:
  struct Known {
    const CommandEntry* entry = nullptr;
    const Part* part = nullptr;
  };

  void add(const Part& part);
  [[nodiscard]] const Known& known(CommandType type) const;
  [[nodiscard]] const KindEntry& known(StreamKind kind) const;
  [[nodiscard]] const Part& part_of(StreamKind kind) const;
  [[nodiscard]] Located locate_named(const Command& command, const std::optional<Bytes>& thing) const;

  std::vector<const Part*> parts_;
  std::map<CommandType, Known> commands_;
  std::map<StreamKind, const KindEntry*> kinds_;
  std::vector<access::Grant> grants_;
  Setting setting_;
};

}  // namespace lintas::workflow
