#pragma once

#include <iosfwd>
#include <string>

#include "base/time.hpp"

/// `lintas keys administrator`: the way back of an operator whose administrators have all lost their keys.
/// Who may use the files of a node may make one; it takes the place of no other.
namespace lintas::node {

struct AdministratorKeyOptions {
  std::string config_file;
  std::string person;  ///< account of who gets it, never a name
  std::string to;      ///< made, for its owner only
  Instant now;
};

/// Puts a key of an administrator behind the others, marked as made by the operator: everybody who may list
/// the keys sees that. The node has to be stopped. Answers 0 when it is done, 2 when a file cannot be used or
/// the node runs, 64 when the person is no account; `err` gets the reasons.
[[nodiscard]] int make_administrator_key(const AdministratorKeyOptions& options, std::ostream& out,
                                         std::ostream& err);

}  // namespace lintas::node
