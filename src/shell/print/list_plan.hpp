#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/paper/sheet.hpp"
#include "shell/print/canvas.hpp"

/// Which part of the list of items stands on which sheet.
namespace lintas::print {

/// Lines of a cell that stand on one sheet.
struct Part {
  std::size_t first = 0;
  std::size_t count = 0;
};

/// A row, or as much of it as a sheet takes.
struct Piece {
  const paper::Row* row = nullptr;
  double y = 0;
  double height = 0;
  std::vector<Part> parts;   ///< of each cell
  bool opens_block = false;  ///< the first piece of its block on this sheet
  bool house = false;
  bool continued = false;       ///< the row began on a sheet before
  std::string_view block = {};  ///< whose block goes on here, at the head of a sheet; else empty
};

using Sheet = std::vector<Piece>;

/// What the list has of a sheet, in points.
struct Bounds {
  double top = 0;
  double bottom = 0;
};

/// What it has of the first sheet and of all further ones, and how much of a row is above its texts.
struct Room {
  Bounds first;
  Bounds further;
  double above_text = 0;
};

/// How a cell of the list is set; the same for measuring and for drawing.
struct CellType {
  static constexpr Type label{.size = 5, .bold = false};
  static Type text(const paper::Cell& cell) { return {.size = 7, .bold = cell.bold}; }
  static constexpr double padding = 2.4;
  static constexpr double label_height = 7.8;
};

/// Blocks stay together where a sheet can hold them, a house consignment with its first item; rows are parted
/// between two lines where a sheet cannot. There is a first sheet, whatever stands on it.
[[nodiscard]] std::vector<Sheet> plan(const std::vector<paper::Block>& blocks, const Room& room,
                                      Canvas& canvas);

}  // namespace lintas::print
