#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/refdata/snapshot.hpp"

/// A new declaration out of one that was made: for the same journey again, or for the way back.
namespace lintas::transit {

enum class Way : std::uint8_t {
  again,  ///< the same journey
  back,   ///< from its end to its beginning
};

struct CopyWish {
  Way way = Way::again;
  bool goods = true;           ///< else the items are the declarant's to enter
  std::string lrn;             ///< of the new declaration; empty: the declarant's to enter
  std::string identification;  ///< messageIdentification, never used before
  Instant now;
};

/// What the declarant has to do to a copy.
struct CopyNote {
  bool missing = false;  ///< it has to be filled in; else somebody should look whether it still fits
  std::string pointer;   ///< as findings have it: "/CC015C/TransitOperation/LRN"
  std::string text;      ///< for a person
};

struct Copy {
  message::Document document;   ///< a declaration (IE015); it need not be what the schema accepts
  std::vector<CopyNote> notes;  ///< what is to be filled in, and then what is to be looked at
};

/// The copy has no MRN, no access code, no seals, no limit date, and none of the documents of the goods' last
/// journey (previous documents, transport documents, UCR): those are of one journey. On the way back offices,
/// countries and the parts of the itinerary (AL002) stand in the opposite order, consignor and consignee have
/// changed places, and posts of exit are named that went unnamed on the way out, for there they are entries;
/// authorisations and national permits (AN01), which are for one direction, are left out. What the reference
/// data say against the new way is among the notes. Source: docs/domain/copies.md.
/// Precondition: a declaration or an amendment of one (IE015, IE013). Pure; safe from any thread.
[[nodiscard]] Copy copy_of(const message::Document& declared, const CopyWish& wish,
                           const refdata::View& reference);

}  // namespace lintas::transit
