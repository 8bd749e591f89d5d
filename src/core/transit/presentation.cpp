#include "core/transit/presentation.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/model/groups.hpp"
#include "core/model/same.hpp"
#include "core/model/scalars.hpp"
#include "core/transit/movement.hpp"

namespace lintas::transit {

namespace {

/// A part of a declaration that a presentation may bring: it is said whole, or not at all.
struct Part {
  bool (*is_said)(const message::Message& message);
  void (*take)(const message::Message& from, message::Message& into);
};

bool says(const std::string& text) { return !text.empty(); }
template <class Group>
bool says(const message::One<Group>& group) {
  return static_cast<bool>(group);
}
template <class Group>
bool says(const message::Many<Group>& groups) {
  return !groups.empty();
}

message::Consignment& consignment_of(message::Message& message) {
  return message.consignment ? *message.consignment : message.consignment.emplace();
}

template <auto member>
consteval Part part_of_consignment() {
  return {.is_said =
              [](const message::Message& message) {
                return message.consignment && says(*message.consignment.*member);
              },
          .take = [](const message::Message& from,
                     message::Message& into) { consignment_of(into).*member = *from.consignment.*member; }};
}

bool proposes_limit(const message::Message& message) {
  return message.transit_operation && message.transit_operation->limit_date.has();
}

void take_limit(const message::Message& from, message::Message& into) {
  if (!into.transit_operation) into.transit_operation.emplace();
  into.transit_operation->limit_date = from.transit_operation->limit_date;
}

bool names_means(const message::Message& message) {
  if (!message.consignment) return false;
  const message::Consignment& consignment = *message.consignment;
  return !consignment.departure_transport_means.empty() ||
         std::ranges::any_of(consignment.house_consignment, [](const message::HouseConsignment& house) {
           return !house.departure_transport_means.empty();
         });
}

/// The means stand at the level where they are given, and at no other.
void take_means(const message::Message& from, message::Message& into) {
  const message::Consignment& given = *from.consignment;
  message::Consignment& declared = consignment_of(into);
  declared.departure_transport_means = given.departure_transport_means;
  for (message::HouseConsignment& house : declared.house_consignment) {
    house.departure_transport_means.clear();
    for (const message::HouseConsignment& presented : given.house_consignment) {
      if (presented.sequence_number.value == house.sequence_number.value)
        house.departure_transport_means = presented.departure_transport_means;
    }
  }
}

constexpr std::array parts_presented{
    Part{.is_said = proposes_limit, .take = take_limit},
    part_of_consignment<&message::Consignment::container_indicator>(),
    part_of_consignment<&message::Consignment::inland_mode_of_transport>(),
    part_of_consignment<&message::Consignment::mode_of_transport_at_the_border>(),
    part_of_consignment<&message::Consignment::transport_equipment>(),
    part_of_consignment<&message::Consignment::active_border_transport_means>(),
    part_of_consignment<&message::Consignment::location_of_goods>(),
    part_of_consignment<&message::Consignment::place_of_loading>(),
    Part{.is_said = names_means, .take = take_means}};

/// The message with nothing but the part; its houses with nothing but their numbers.
message::Message alone(const Part& part, const message::Message& message) {
  message::Message only;
  if (!part.is_said(message)) return only;
  if (message.consignment) {
    for (const message::HouseConsignment& house : message.consignment->house_consignment)
      consignment_of(only).house_consignment.emplace_back().sequence_number = house.sequence_number;
  }
  part.take(message, only);
  return only;
}

bool is_of_guarantees(const message::Message& amendment) {
  return amendment.transit_operation &&
         amendment.transit_operation->amendment_type_flag == flag_guarantees_only;
}

}  // namespace

message::Message completed_by(const message::Message& presentation, const message::Message& lodged) {
  message::Message whole = lodged.clone();
  for (const Part& part : parts_presented) {
    if (part.is_said(presentation)) part.take(presentation, whole);
  }
  return whole;
}

PresentedDeclaration presented(message::Message lodged, message::Message presentation) {
  message::Message whole = completed_by(presentation, lodged);
  return {.whole = std::move(whole), .declared = std::move(lodged), .presentation = std::move(presentation)};
}

message::Message amended_behind(const PresentedDeclaration& standing, const message::Message& amendment) {
  message::Message whole = amendment.clone();
  for (const Part& part : parts_presented) {
    if (!part.is_said(standing.presentation)) continue;
    const bool says_no_other =
        !part.is_said(amendment) ||
        (is_of_guarantees(amendment) &&
         message::says_the_same(alone(part, amendment), alone(part, standing.declared)));
    if (says_no_other) part.take(standing.whole, whole);
  }
  return whole;
}

}  // namespace lintas::transit
