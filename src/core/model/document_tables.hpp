#pragma once

#include <span>

#include "core/model/field.hpp"

/// The tables of document_groups.hpp, a source of their own. Names of groups are unique among all: these
/// begin with "wco.", for an address of the WCO Data Model is not one of NCTS. Elements have no prefix.
namespace lintas::message::wco {

extern const Group declaration_group;
extern const Group response_group;

/// Members before the groups that contain them.
[[nodiscard]] std::span<const Group* const> groups();

}  // namespace lintas::message::wco
