#include "shell/print/canvas.hpp"

#include <algorithm>
#include <array>
#include <cairo-pdf.h>
#include <cairo.h>
#include <cstddef>
#include <glib-object.h>
#include <memory>
#include <pango/pango-font.h>
#include <pango/pangocairo.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "base/unseen.hpp"
#include "core/paper/sheet.hpp"
#include "shell/print/breaks.hpp"
#include "shell/print/failure.hpp"
#include "shell/print/limits.hpp"
#include "shell/print/symbol.hpp"

namespace lintas::print {

namespace {

struct Unref {
  void operator()(void* object) const noexcept { g_object_unref(object); }
};
template <class Object>
using Owned = std::unique_ptr<Object, Unref>;

struct DestroySurface {
  void operator()(cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
};
struct DestroyDrawing {
  void operator()(cairo_t* drawing) const noexcept { cairo_destroy(drawing); }
};
struct DestroyOptions {
  void operator()(cairo_font_options_t* options) const noexcept { cairo_font_options_destroy(options); }
};
struct FreeFont {
  void operator()(PangoFontDescription* font) const noexcept { pango_font_description_free(font); }
};

/// In the order in which a character is looked for: with Noto Sans alone, Lao fell to another face and
/// Chinese to the Japanese one. The Debian packages are fonts-noto-core and, for the last, fonts-noto-cjk.
constexpr std::array faces{"Noto Sans",         "Noto Sans Thai",  "Noto Sans Lao",   "Noto Sans Khmer",
                           "Noto Sans Myanmar", "Noto Sans Tamil", "Noto Sans CJK SC"};

std::string list_of_faces() {
  std::string list;
  for (const char* face : faces) list += list.empty() ? std::string{face} : format(",{}", face);
  return list;
}

void require_faces(PangoFontMap* map) {
  for (const char* face : faces) {
    if (pango_font_map_get_family(map, face) == nullptr)
      throw PrintFailure(format("the font {} is not installed (fonts-noto-core, fonts-noto-cjk)", face));
  }
}

cairo_status_t append(void* file, const unsigned char* bytes, unsigned int count) noexcept {
  auto& text = *static_cast<std::string*>(file);
  if (text.size() + count > limits::printed_bytes_max) return CAIRO_STATUS_WRITE_ERROR;
  try {
    text.append(reinterpret_cast<const char*>(bytes), count);
  } catch (...) {
    return CAIRO_STATUS_NO_MEMORY;
  }
  return CAIRO_STATUS_SUCCESS;
}

struct FreeIterator {
  void operator()(PangoLayoutIter* iterator) const noexcept { pango_layout_iter_free(iterator); }
};
struct FreeAttributes {
  void operator()(PangoAttrList* list) const noexcept { pango_attr_list_unref(list); }
};

/// Above and below the baseline, in parts of the size: what Noto Sans asks for. What reaches farther than
/// that is kept clear of the next line.
constexpr double ascent = 1.069;
constexpr double descent = 0.293;
constexpr double clearance = 0.08;
/// Points; Pango counts in 1/1024 of one.
constexpr double rounding = 0.01;

/// A reference that has room on a line is not broken behind its slashes and dashes: 13/AP01/SG-CBP-000124.
std::unique_ptr<PangoAttrList, FreeAttributes> kept_whole(std::string_view text, Type type, double width) {
  constexpr double widest_letter = 0.7;  // nearly: W and M, in bold, are wider
  const auto letters_max = static_cast<std::size_t>(width / (type.size * widest_letter));
  std::unique_ptr<PangoAttrList, FreeAttributes> list{pango_attr_list_new()};
  for (const Range& word : unbroken(text, letters_max)) {
    PangoAttribute* whole = pango_attr_allow_breaks_new(FALSE);
    whole->start_index = static_cast<guint>(word.begin);
    whole->end_index = static_cast<guint>(word.end);
    pango_attr_list_insert(list.get(), whole);
  }
  return list;
}

double in_points(int pango_units) { return pango_units / static_cast<double>(PANGO_SCALE); }

PangoLayout* layout_in(void* layout) { return static_cast<PangoLayout*>(layout); }

}  // namespace

void Lines::Free::operator()(void* layout) const noexcept { g_object_unref(layout); }

struct Canvas::Surface {
  std::string file;
  std::unique_ptr<cairo_surface_t, DestroySurface> surface;
  std::unique_ptr<cairo_t, DestroyDrawing> drawing;
  Owned<PangoFontMap> fonts;
  Owned<PangoContext> context;
  std::string faces_in_order = list_of_faces();
};

Canvas::Canvas(const Properties& properties) : surface_(std::make_unique<Surface>()) {
  Surface& own = *surface_;
  own.surface.reset(cairo_pdf_surface_create_for_stream(&append, &own.file, points(paper::a4.width),
                                                        points(paper::a4.height)));
  cairo_surface_t* surface = own.surface.get();
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, properties.title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Lintas");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                 format("{}T00:00:00Z", properties.day).c_str());
  own.drawing.reset(cairo_create(surface));
  // Each canvas has its own fonts, for those of the library belong to a thread.
  own.fonts.reset(pango_cairo_font_map_new());
  require_faces(own.fonts.get());
  own.context.reset(pango_font_map_create_context(own.fonts.get()));
  constexpr double points_to_an_inch = 72;
  pango_cairo_context_set_resolution(own.context.get(), points_to_an_inch);
  pango_context_set_language(own.context.get(), pango_language_from_string("en"));
  pango_context_set_round_glyph_positions(own.context.get(), FALSE);
  const std::unique_ptr<cairo_font_options_t, DestroyOptions> options{cairo_font_options_create()};
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(own.context.get(), options.get());
}

Canvas::~Canvas() = default;

Lines Canvas::set(std::string_view text, Type type, double width) {
  Lines made;
  if (text.empty()) return made;
  made.layout_.reset(pango_layout_new(surface_->context.get()));
  PangoLayout* layout = layout_in(made.layout_.get());
  const std::unique_ptr<PangoFontDescription, FreeFont> font{pango_font_description_new()};
  pango_font_description_set_family_static(font.get(), surface_->faces_in_order.c_str());
  pango_font_description_set_size(font.get(), static_cast<int>(type.size * PANGO_SCALE));
  pango_font_description_set_weight(font.get(), type.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, font.get());
  pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  // A text is not to choose how what stands beside it reads: its paragraph is written from left to right,
  // and what would turn it, unseen, is shown (docs/adr/0053-characters-that-are-not-seen.md).
  pango_layout_set_auto_dir(layout, FALSE);
  const std::string breakable = with_breaks(with_marks_shown(text, "\uFFFD"));
  pango_layout_set_text(layout, breakable.data(), static_cast<int>(breakable.size()));
  pango_layout_set_attributes(layout, kept_whole(breakable, type, width).get());
  made.measure(type);
  if (made.width_ > width + rounding) {
    // One of them is wider than it looked.
    pango_layout_set_attributes(layout, nullptr);
    made.measure(type);
  }
  return made;
}

/// Lines stand as far apart as those of Latin need it, and farther only where marks above and below letters
/// reach out: the faces of Burmese and Khmer ask for up to twice of that.
void Lines::measure(Type type) {
  const double above = type.size * ascent;
  const double below = type.size * descent;
  const double clear = type.size * clearance;
  lines_.clear();
  width_ = 0;
  const std::unique_ptr<PangoLayoutIter, FreeIterator> iterator{
      pango_layout_get_iter(layout_in(layout_.get()))};
  double top = 0;
  do {
    PangoRectangle ink{};
    PangoRectangle extents{};
    pango_layout_iter_get_line_extents(iterator.get(), &ink, &extents);
    const int baseline = pango_layout_iter_get_baseline(iterator.get());
    const bool inked = ink.height > 0;
    const double up = inked ? std::max(above, in_points(baseline - ink.y) + clear) : above;
    const double down = inked ? std::max(below, in_points(ink.y + ink.height - baseline) + clear) : below;
    lines_.push_back({.top = top, .baseline = top + up, .bottom = top + up + down});
    top = lines_.back().bottom;
    width_ = std::max(width_, in_points(extents.width));
  } while (pango_layout_iter_next_line(iterator.get()) != FALSE);
}

void Canvas::draw(const Lines& lines, double x, double y) { draw(lines, 0, lines.lines().size(), x, y); }

void Canvas::draw(const Lines& lines, std::size_t first, std::size_t count, double x, double y) {
  if (count == 0) return;
  PangoLayout* layout = layout_in(lines.layout_.get());
  cairo_t* drawing = surface_->drawing.get();
  const double top = lines.lines()[first].top;
  const std::unique_ptr<PangoLayoutIter, FreeIterator> iterator{pango_layout_get_iter(layout)};
  for (std::size_t i = 0; i < first + count; ++i) {
    if (i >= first) {
      cairo_move_to(drawing, x, y + lines.lines()[i].baseline - top);
      pango_cairo_show_layout_line(drawing, pango_layout_iter_get_line_readonly(iterator.get()));
    }
    pango_layout_iter_next_line(iterator.get());
  }
}

void Canvas::frame(double x, double y, double width, double height, double pen) {
  cairo_t* drawing = surface_->drawing.get();
  cairo_set_line_width(drawing, pen);
  cairo_rectangle(drawing, x, y, width, height);
  cairo_stroke(drawing);
}

void Canvas::line(double x, double y, double to_x, double to_y, double pen) {
  cairo_t* drawing = surface_->drawing.get();
  cairo_set_line_width(drawing, pen);
  cairo_move_to(drawing, x, y);
  cairo_line_to(drawing, to_x, to_y);
  cairo_stroke(drawing);
}

void Canvas::symbol(const Symbol& symbol, double x, double y, double module, double module_height) {
  cairo_t* drawing = surface_->drawing.get();
  for (int row = 0; row < symbol.height; ++row) {
    for (int from = 0; from < symbol.width;) {
      int to = from;
      while (to < symbol.width && symbol.at(to, row) == symbol.at(from, row)) ++to;
      if (symbol.at(from, row)) {
        cairo_rectangle(drawing, x + (from * module), y + (row * module_height), (to - from) * module,
                        module_height);
      }
      from = to;
    }
  }
  cairo_fill(drawing);
}

void Canvas::end_page() { cairo_show_page(surface_->drawing.get()); }

std::string Canvas::finish() {
  cairo_surface_finish(surface_->surface.get());
  const cairo_status_t status = cairo_surface_status(surface_->surface.get());
  if (status != CAIRO_STATUS_SUCCESS) {
    throw PrintFailure(
        format("the document could not be written (cairo): {}", cairo_status_to_string(status)));
  }
  return std::move(surface_->file);
}

}  // namespace lintas::print
