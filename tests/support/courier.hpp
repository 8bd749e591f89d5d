#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "core/workflow/domain.hpp"

/// A small business to prove the loop with, before and beside the real one: parcels between nodes. It has
/// what transit has: an account with a limit that uses of it move, commands that follow from events, messages
/// whose order matters, clocks, refusals that carry events, and two ways to hit a bug.
///
///   booked --hold reserved--> sent (three letters) --three acknowledgements--> closed, hold freed
///          --hold refused---> refused
namespace lintas::test::courier {

using workflow::CommandType;
using workflow::EventType;
using workflow::PayloadKind;
using workflow::StreamKind;

inline constexpr StreamKind parcel_out{1};
inline constexpr StreamKind parcel_in{2};
inline constexpr StreamKind account{3};  ///< keeps its state: holds move it
inline constexpr StreamKind hold{4};

inline constexpr CommandType open_account{64};
inline constexpr CommandType send_parcel{65};
inline constexpr CommandType reserve{66};
inline constexpr CommandType hold_answer{67};
inline constexpr CommandType free_hold{68};
inline constexpr CommandType letter{69};           ///< from the sender's node
inline constexpr CommandType acknowledgement{70};  ///< from the receiver's node
inline constexpr CommandType stumble{71};          ///< trips a require
inline constexpr CommandType overdraw{72};         ///< an event that breaks a law

inline constexpr CommandType hollow{73};  ///< claims a key for a stream that has no event

inline constexpr EventType account_opened{64};
inline constexpr EventType parcel_booked{65};
inline constexpr EventType parcel_sent{66};
inline constexpr EventType parcel_refused{67};
inline constexpr EventType parcel_acknowledged{68};
inline constexpr EventType parcel_closed{69};
inline constexpr EventType parcel_overdue{70};
inline constexpr EventType letter_received{71};
inline constexpr EventType hold_reserved{72};
inline constexpr EventType hold_refused{73};
inline constexpr EventType hold_freed{74};

inline constexpr PayloadKind letter_document{64};
inline constexpr PayloadKind acknowledgement_document{65};

/// A state that no parcel goes through.
inline constexpr std::string_view off_the_route = "KH";

inline constexpr std::uint32_t letters_per_parcel = 3;
inline constexpr std::chrono::hours overdue_after{1};

/// Content of send_parcel, open_account, and of the events that carry a parcel.
struct Parcel {
  std::string number;
  std::string account;
  std::string to;  ///< country
  std::int64_t amount = 0;

  static constexpr std::string_view record = "courier.parcel";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &Parcel::number}, Field{2, "account", &Parcel::account},
                  Field{3, "to", &Parcel::to}, Field{4, "amount", &Parcel::amount}};
  }
  friend bool operator==(const Parcel&, const Parcel&) = default;
};

/// Content of a letter and of an acknowledgement, as it travels.
struct Letter {
  std::string number;  ///< of the parcel
  std::uint32_t k = 0;

  static constexpr std::string_view record = "courier.letter";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &Letter::number}, Field{2, "k", &Letter::k}};
  }
};

struct HoldAnswer {
  workflow::StreamId parcel{};
  bool reserved = false;

  static constexpr std::string_view record = "courier.hold_answer";
  static constexpr auto fields() {
    return Fields{Field{1, "parcel", &HoldAnswer::parcel}, Field{2, "reserved", &HoldAnswer::reserved}};
  }
};

struct HoldRequest {
  workflow::StreamId parcel{};
  Parcel of;

  static constexpr std::string_view record = "courier.hold_request";
  static constexpr auto fields() {
    return Fields{Field{1, "parcel", &HoldRequest::parcel}, Field{2, "of", &HoldRequest::of}};
  }
};

enum class ParcelStatus : std::uint16_t { none, booked, sent, refused, closed };

struct ParcelState {
  Parcel parcel;
  ParcelStatus status = ParcelStatus::none;
  std::uint32_t done = 0;  ///< letters acknowledged, or received
  bool overdue = false;
  std::optional<Instant> due;
};

struct AccountState {
  std::string name;
  std::int64_t limit = 0;
  std::int64_t reserved = 0;
  std::int64_t open_holds = 0;

  static constexpr std::string_view record = "courier.account";
  static constexpr auto fields() {
    return Fields{Field{1, "name", &AccountState::name}, Field{2, "limit", &AccountState::limit},
                  Field{3, "reserved", &AccountState::reserved},
                  Field{4, "open_holds", &AccountState::open_holds}};
  }
  friend bool operator==(const AccountState&, const AccountState&) = default;
};

struct HoldState {
  std::string account;
  std::string parcel;
  std::int64_t amount = 0;
  bool open = false;
};

[[nodiscard]] workflow::Key parcel_key(std::string_view direction, std::string_view number);
[[nodiscard]] workflow::Key account_key(std::string_view name);
[[nodiscard]] workflow::Key hold_key(std::string_view account, std::string_view parcel);

class Courier final : public workflow::Domain {
 public:
  /// `home`: the country of the node.
  explicit Courier(std::string home) : home_(std::move(home)) {}

  [[nodiscard]] workflow::Located locate(const workflow::Command& command) const override;
  [[nodiscard]] std::span<const access::Grant> grants() const override;
  [[nodiscard]] access::Relations relations(const workflow::Command& command,
                                            const workflow::Situation& situation) const override;
  [[nodiscard]] workflow::Outcome decide(const workflow::Command& command,
                                         const workflow::Situation& situation) const override;
  [[nodiscard]] workflow::State initial(StreamKind kind) const override;
  [[nodiscard]] workflow::State evolve(StreamKind kind, const workflow::State& state,
                                       const workflow::Happened& event) const override;
  [[nodiscard]] std::optional<std::string> violated(const workflow::Step& step) const override;
  [[nodiscard]] std::vector<workflow::Derived> follow(StreamKind kind, const workflow::State& after,
                                                      const workflow::Happened& event) const override;
  [[nodiscard]] Bytes name_for_partner(const workflow::Command& waiting) const override;
  [[nodiscard]] Bytes name_for_receiver(StreamKind kind, ByteView document) const override;
  [[nodiscard]] workflow::Summary summary(StreamKind kind, const workflow::State& state) const override;
  [[nodiscard]] bool keeps_state(StreamKind kind) const override { return kind == account; }
  [[nodiscard]] Bytes encode_state(StreamKind kind, const workflow::State& state) const override;
  [[nodiscard]] std::optional<workflow::State> decode_state(StreamKind kind, ByteView bytes) const override;
  [[nodiscard]] Bytes followed_keys(StreamKind kind, const std::string& ref) const override;

  /// A newer program: kept states of older ones are not understood and have to be folded again.
  std::uint8_t state_version = 1;

 private:
  std::string home_;
};

/// The command that a document from a partner asks for.
[[nodiscard]] CommandType command_of(PayloadKind kind);

}  // namespace lintas::test::courier
