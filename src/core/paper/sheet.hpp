#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/paper/content.hpp"

/// A document to be printed, as plain values: what stands where. Setting it in type is the shell's.
namespace lintas::paper {

/// A place on a sheet of A4, in tenths of a millimetre from its upper left corner.
struct Frame {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;

  friend bool operator==(const Frame&, const Frame&) = default;
};

inline constexpr Frame a4{.x = 0, .y = 0, .width = 2100, .height = 2970};
/// What may be printed on: 10 mm are left on each side, 8 mm of the foot are for the line below.
inline constexpr Frame printed{.x = 100, .y = 100, .width = 1900, .height = 2750};

/// How a box shows its text.
enum class Look : std::uint8_t {
  text,     ///< small, from the upper left on; smaller where it does not fit, then shortened
  value,    ///< a code or number, bold
  tick,     ///< a square, ticked where the text is not empty
  forms,    ///< "1/3": this form of how many; known once the list of items is set
  title,    ///< bold capitals; the label is the text
  heading,  ///< the same, smaller
  corner,   ///< the same at the right end of its frame
  number,   ///< the MRN in letters and as Code 128
  check,    ///< what the paper is checked by, as QR code, as large as its frame lets it
  blank,    ///< to be written in by hand
  column,   ///< the heading of a column, in a few small lines
};

enum class Border : std::uint8_t { thin, thick };

/// A box of a printed form: its place and size never change.
struct Box {
  std::string_view number;  ///< of the data element, "17 04"; empty where it has none
  std::string_view label;
  Frame frame;
  Look look = Look::text;
  Border border = Border::thin;

  friend bool operator==(const Box&, const Box&) = default;
};

/// A box with what stands in it.
struct Filled {
  Box box;
  Series text;
};

/// A cell of a row that grows downwards; all of its text is shown.
struct Cell {
  std::string_view number;
  std::string_view label;
  int width = 0;  ///< tenths of a millimetre; those of a row make the width of the sheet
  std::string text;
  bool bold = false;  ///< what others name the block by
};
using Row = std::vector<Cell>;

/// Rows that belong together: those of a house consignment, or those of an item.
struct Block {
  bool house = false;
  std::string name;  ///< "item 2/1", for a sheet on which it goes on
  std::vector<Row> rows;
};

/// Columns under one line of labels.
struct Table {
  Row labels;  ///< without texts
  std::vector<std::vector<std::string>> rows;
};

/// What to do on the way.
struct Advice {
  std::string when;
  std::vector<std::string> steps;
  std::string always;
};

/// The accompanying document of a movement with its list of items.
struct Paper {
  std::string mrn;
  std::string check;     ///< text of the QR code; whoever prints may put a signed one here
  std::string released;  ///< the day, "2026-11-23": date of the document
  std::vector<Filled> front;
  std::vector<Filled> back;
  Table route;                    ///< on the back: whom to ask on the way
  Advice advice;                  ///< on the back: what to do if something happens
  std::vector<Filled> list_head;  ///< on each sheet of the list of items
  std::vector<Block> list;
  std::string list_end;  ///< below the last row, so that none can be added
  std::string mark{};    ///< above every page, where the document is not what it looks like
};

}  // namespace lintas::paper
