#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/messages/program.hpp"

/// What the columns of a table of documents are called: by where their values stand in the message.
namespace lintas::csv {

/// What is wrong with a table itself, in words; what is wrong with a message of it is a Finding.
struct Fault {
  std::size_t line = 0;    ///< counted from 1
  std::size_t column = 0;  ///< likewise; 0: the line as a whole
  std::string text;

  friend bool operator==(const Fault&, const Fault&) = default;
};

/// An element on the way to a value.
struct Step {
  const message::Node* node = nullptr;
  std::size_t place = 0;  ///< of an element that repeats, counted from 1; 0: not said

  friend bool operator==(const Step&, const Step&) = default;
};

/// From below the root to a value.
using Way = std::vector<Step>;

/// All values of a message that a table can hold, in the order of the message: all but messageType, which is
/// the name of the root.
[[nodiscard]] std::vector<Way> ways_of(const message::Program& program);

/// "Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]/SequenceNumeric", the places that are said.
[[nodiscard]] std::string path_of(const Way& way);

/// For each of the ways the shortest end of its path that is the end of no other's: what its column is best
/// called.
[[nodiscard]] std::vector<std::string> short_names(std::span<const Way> ways);

/// The way that a column's name says: a whole path, or an end of the path of one of `ways` alone, with places
/// in brackets behind elements that repeat ("AdditionalInformation[2]/StatementText"). Else why there is
/// none.
[[nodiscard]] std::expected<Way, std::string> find_way(std::span<const Way> ways, std::string_view name);

/// Whether a message without this value is none, as far as the elements around it are there.
[[nodiscard]] bool is_required(const Way& way);

}  // namespace lintas::csv
