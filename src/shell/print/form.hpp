#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/paper/sheet.hpp"
#include "shell/print/canvas.hpp"
#include "shell/print/list_plan.hpp"

/// What all printed forms have in common: boxes with their texts, rows of a list, a mark above and a line
/// below each page.
namespace lintas::print {

struct Pen {
  static constexpr double thin = 0.4;
  static constexpr double thick = 1.2;
};

/// What boxes show that is not in their own text.
struct Shown {
  std::string_view number = {};  ///< Look::number
  std::string_view check = {};   ///< Look::check
  std::size_t form = 1;          ///< Look::forms, of so many
  std::size_t forms = 1;
};

/// A page after another. For one thread.
class Press {
 public:
  /// `mark`: above every page, may be empty. Throws PrintFailure.
  Press(const Properties& properties, std::string mark);

  [[nodiscard]] Canvas& canvas() noexcept { return canvas_; }

  void draw_boxes(const std::vector<paper::Filled>& boxes, const Shown& shown);
  /// `above_text`: as it was planned with. Cells of rows that have no room for labels have none; one whose
  /// block goes on from the sheet before says so in its first cell.
  void draw_piece(const Piece& piece, double above_text);
  /// In the middle below the last row, where a list ends or goes on.
  void draw_below(std::string_view text, double y);
  /// `foot`: in the line below, beside the number of the page.
  void end_page(std::string_view foot, std::size_t pages);

  [[nodiscard]] std::string finish() { return canvas_.finish(); }

 private:
  void draw_box(const paper::Filled& one, const Shown& shown);
  void draw_label(std::string_view number, std::string_view text, double x, double y, double width);
  const Lines& label(const std::string& text, double width);

  Canvas canvas_;
  std::string mark_;
  std::map<std::pair<std::string, double>, Lines> labels_;
  std::size_t page_ = 0;
};

}  // namespace lintas::print
