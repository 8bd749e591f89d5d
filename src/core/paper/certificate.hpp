#pragma once

#include <string>
#include <vector>

#include "core/model/document_groups.hpp"
#include "core/paper/sheet.hpp"
#include "core/paper/standing.hpp"
#include "core/refdata/snapshot.hpp"

/// A certificate of origin as the boxes of Form D (asw.md 4.1, 4.2; ATIGA Annex 7), with its items overleaf
/// as far as the front has no room for them. Made from the stored e-Form D.
namespace lintas::paper {

/// From where to where on a sheet items stand, in tenths of a millimetre.
struct Extent {
  int from = 0;
  int to = 0;
};

struct CertificatePaper {
  std::string title;  ///< of the file
  std::string foot;   ///< below every page: which certificate it is
  std::string day;    ///< of issue, "2026-11-23"
  std::string check;  ///< text of the QR code; none where no code is signed
  std::string mark;   ///< above every page
  std::vector<Filled> front;
  Extent front_items;
  std::vector<Filled> overleaf;  ///< on each further sheet
  Extent overleaf_items;
  std::vector<Block> items;
  std::string items_end;  ///< below the last item, so that none can be added
};

/// `check`: what stands in the QR code; empty where none is signed, which the page says. Precondition: an
/// e-Form D that was issued, valid by its schema. Pure; safe from any thread.
[[nodiscard]] CertificatePaper certificate_paper(const message::wco::Declaration& certificate,
                                                 const Standing& standing, const refdata::View& reference,
                                                 std::string check);

}  // namespace lintas::paper
