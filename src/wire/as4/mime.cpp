#include "wire/as4/mime.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "wire/as4/content_type.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"

namespace lintas::as4 {

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view hyphens = "--";
constexpr std::string_view soap_type = "application/soap+xml";

bool is_boundary_character(char c) {
  constexpr std::string_view others = "'()+_,-./:=? ";
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || others.contains(c);
}

bool is_id_character(char c) { return c > ' ' && c <= '~' && c != '<' && c != '>'; }

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= bounds::id_chars_max && std::ranges::all_of(text, is_id_character);
}

/// Of a header or of `start`: an id in angle brackets or without any.
std::optional<std::string_view> id_of(std::string_view value) {
  if (value.starts_with('<') && value.ends_with('>')) value = value.substr(1, value.size() - 2);
  if (!is_id(value)) return std::nullopt;
  return value;
}

bool is_soap(const ContentType& type) {
  return type.name() == soap_type && lower_case(type.parameter("charset").value_or("utf-8")) == "utf-8";
}

/// The headers of a part that are read, by their place in `Headers`.
constexpr std::string_view read_names[] = {"content-type", "content-id", "content-transfer-encoding"};

struct Headers {
  std::optional<std::string> type;
  std::optional<std::string> id;
  std::optional<std::string> encoding;

  [[nodiscard]] std::optional<std::string>* slot(std::string_view name) {
    std::optional<std::string>* const slots[] = {&type, &id, &encoding};
    const auto* const found = std::ranges::find(read_names, name);
    return found == std::end(read_names) ? nullptr : slots[found - std::begin(read_names)];
  }
};

/// Takes a header with its continued lines off the front, without its line ends.
std::string take_header(std::string_view& block) {
  std::string header;
  do {
    const std::string_view line = block.substr(0, block.find(line_end));
    header += line;
    block.remove_prefix(line.size() + line_end.size());
  } while (block.starts_with(' ') || block.starts_with('\t'));
  return header;
}

bool is_control(char c) { return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7F'; }

/// Of a block in which each line ends with CRLF.
std::expected<Headers, const char*> read_headers(std::string_view block) {
  Headers headers;
  for (std::size_t count = 1; !block.empty(); ++count) {
    if (count > bounds::part_headers_max) return std::unexpected("a part has too many headers");
    const std::string header = take_header(block);
    if (std::ranges::any_of(header, is_control))
      return std::unexpected("a header of a part has a control character, or a line end other than CRLF");
    const std::string_view line = header;
    const std::string_view name = line.substr(0, line.find(':'));
    if (name.empty() || name.size() == line.size() || name.find_first_of(" \t") != std::string_view::npos)
      return std::unexpected("a header of a part is not name: value");
    std::optional<std::string>* const slot = headers.slot(lower_case(name));
    if (slot == nullptr) continue;
    if (slot->has_value()) return std::unexpected("a header stands twice in a part");
    *slot = without_blanks(line.substr(name.size() + 1));
  }
  return headers;
}

bool changes_octets(const std::optional<std::string>& encoding) {
  if (!encoding) return false;
  const std::string name = lower_case(*encoding);
  return name != "binary" && name != "8bit" && name != "7bit";
}

}  // namespace

std::optional<Boundary> Boundary::parse(std::string_view text) {
  if (text.empty() || text.size() > bounds::boundary_chars_max || text.ends_with(' ')) return std::nullopt;
  if (!std::ranges::all_of(text, is_boundary_character)) return std::nullopt;
  return Boundary{text};
}

std::optional<std::string_view> referred_id(std::string_view href) {
  constexpr std::string_view scheme = "cid:";
  if (!href.starts_with(scheme) || !is_id(href.substr(scheme.size()))) return std::nullopt;
  return href.substr(scheme.size());
}

// ---- reading

std::expected<MultipartReader, Refused> MultipartReader::of(std::string_view content_type) {
  LINTAS_TRY(type, ContentType::parse(content_type));
  if (is_soap(type)) {
    MultipartReader reader{std::string{}, std::string{}};
    reader.state_ = State::soap_alone;
    reader.head_ = PartHead{std::move(type), {}};
    return reader;
  }
  const bool is_of_soap = lower_case(type.parameter("type").value_or("")) == soap_type;
  if (type.name() != "multipart/related" || !is_of_soap)
    return refused(Error::mime_inconsistency, "the body is neither SOAP in UTF-8 nor related to it");
  const std::optional<Boundary> boundary = Boundary::parse(type.parameter("boundary").value_or(""));
  if (!boundary) return refused(Error::mime_inconsistency, "there is no boundary as RFC 2046 has it");
  const std::optional<std::string_view> start = type.parameter("start");
  const std::optional<std::string_view> start_id = start ? id_of(*start) : "";
  if (!start_id) return refused(Error::mime_inconsistency, "the parameter start is no Content-ID");
  std::string delimiter{line_end};
  delimiter += hyphens;
  delimiter += boundary->str();
  MultipartReader reader{std::move(delimiter), std::string{*start_id}};
  // The body begins as after a line end, which may also be there.
  reader.matched_ = line_end.size();
  return reader;
}

void MultipartReader::take(ByteView piece) {
  require(rest_.empty() && !closed_, "a piece is taken when the reader is hungry, and none after the end");
  rest_ = as_text(piece);
}

void MultipartReader::close() {
  require(rest_.empty() && !closed_, "a body ends once, and what was taken is read before");
  closed_ = true;
}

const PartHead& MultipartReader::head() const {
  const PartHead* const head = head_ ? &*head_ : nullptr;
  require(head != nullptr, "a part began");
  return *head;
}

std::expected<MultipartReader::Event, Refused> MultipartReader::next() {
  while (!refused_) {
    if (const std::optional<Event> event = step(); event) return *event;
  }
  return std::unexpected(*refused_);
}

/// The next event, or nothing where the state has changed without one.
std::optional<MultipartReader::Event> MultipartReader::step() {
  switch (state_) {
    case State::opening: return open();
    case State::line: return read_line();
    case State::head: return read_head();
    case State::content: return matched_ > 0 ? continue_match() : read_content();
    case State::end: state_ = delimiter_.empty() ? State::done : State::line; return Event::end;
    case State::epilogue: return pass_epilogue();
    case State::soap_alone:
      state_ = State::soap;
      parts_ = 1;
      return Event::begin;
    case State::soap: return read_soap_alone();
    case State::done: return Event::done;
  }
  std::unreachable();
}

std::optional<MultipartReader::Event> MultipartReader::refuse(std::string why) {
  refused_ = Refused{Error::mime_inconsistency, std::move(why)};
  rest_ = {};
  return std::nullopt;
}

std::optional<MultipartReader::Event> MultipartReader::need_more(const char* why) {
  if (closed_) return refuse(why);
  return Event::hungry;
}

std::optional<MultipartReader::Event> MultipartReader::open() {
  const bool has_line_end = matched_ == line_end.size() && held_.empty() && rest_.starts_with('\r');
  if (has_line_end) {
    matched_ = 0;
    held_ = line_end;  // so that there is one at most
  }
  while (matched_ < delimiter_.size()) {
    if (rest_.empty()) return need_more("the first boundary is missing");
    if (rest_.front() != delimiter_[matched_]) return refuse("the body does not begin with its boundary");
    rest_.remove_prefix(1);
    ++matched_;
  }
  held_.clear();
  state_ = State::line;
  return std::nullopt;
}

/// Behind a boundary: the line ends, or two hyphens say that it was the last.
std::optional<MultipartReader::Event> MultipartReader::read_line() {
  for (; held_.size() < 2; rest_.remove_prefix(1)) {
    if (rest_.empty()) return need_more("the last boundary is missing");
    held_ += rest_.front();
  }
  if (held_ == hyphens) {
    if (parts_ == 0) return refuse("there is no part");
    held_.clear();
    state_ = State::epilogue;
    return std::nullopt;
  }
  if (held_ != line_end) return refuse("a boundary is the beginning of a longer line");
  if (parts_ == bounds::parts_max + 1) return refuse("there are too many parts");
  state_ =
      State::head;  // `held_` keeps the line end: the block of headers ends with an empty line, none or not
  return std::nullopt;
}

std::optional<MultipartReader::Event> MultipartReader::read_head() {
  while (!rest_.empty()) {
    const std::size_t feed = rest_.find('\n');
    const std::string_view line = feed == std::string_view::npos ? rest_ : rest_.substr(0, feed + 1);
    if (held_.size() + line.size() > bounds::part_header_bytes_max)
      return refuse("the head of a part is too long");
    held_ += line;
    rest_.remove_prefix(line.size());
    if (held_.ends_with("\r\n\r\n")) return begin_part();
  }
  return need_more("a part ends within its head");
}

std::optional<MultipartReader::Event> MultipartReader::begin_part() {
  const std::string_view block =
      std::string_view{held_}.substr(line_end.size(), held_.size() - (2 * line_end.size()));
  auto headers = read_headers(block);
  if (!headers) return refuse(headers.error());
  auto type = ContentType::parse(headers->type.value_or("text/plain"));
  if (!type) return refuse(std::move(type).error().why);
  if (type->name().starts_with("multipart/")) return refuse("there are parts within a part");
  if (changes_octets(headers->encoding)) return refuse("the transfer encoding of a part changes its octets");
  const std::optional<std::string_view> id = headers->id ? id_of(*headers->id) : "";
  if (!id) return refuse("a part has a Content-ID that is none");

  const bool is_first = parts_ == 0;
  if (is_first && !is_soap(*type)) return refuse("the first part is not SOAP in UTF-8");
  if (is_first && !start_.empty() && *id != start_)
    return refuse("the first part is not the one to start with");
  if (!is_first && id->empty()) return refuse("a part has no Content-ID");
  if (!id->empty() && !ids_.emplace(*id).second) return refuse("two parts have the same Content-ID");

  head_ = PartHead{*std::move(type), std::string{*id}};
  held_.clear();
  ++parts_;
  // The boundary after an empty part may share the line end that closed the head.
  matched_ = line_end.size();
  borrowed_ = line_end.size();
  state_ = State::content;
  return Event::begin;
}

/// What was read so far ends like the delimiter begins: does it go on so? A carriage return stands in the
/// delimiter only in front, so where it does not, the search begins anew with this piece.
std::optional<MultipartReader::Event> MultipartReader::continue_match() {
  const std::string_view wanted = std::string_view{delimiter_}.substr(matched_);
  const std::string_view seen = rest_.substr(0, wanted.size());
  if (wanted.starts_with(seen)) {
    rest_.remove_prefix(seen.size());
    matched_ += seen.size();
    if (seen.size() < wanted.size()) return need_more("the last boundary is missing");
    matched_ = borrowed_ = 0;
    state_ = State::end;
    return std::nullopt;
  }
  const std::string_view was_content = std::string_view{delimiter_}.substr(borrowed_, matched_ - borrowed_);
  matched_ = borrowed_ = 0;
  return give(was_content);
}

std::optional<MultipartReader::Event> MultipartReader::read_content() {
  if (rest_.empty()) return need_more("the last boundary is missing");
  const std::size_t found = rest_.find(delimiter_);
  std::string_view content = rest_.substr(0, found);
  if (found != std::string_view::npos) {
    rest_.remove_prefix(found + delimiter_.size());
    state_ = State::end;
    return give(content);
  }
  const std::size_t last = rest_.rfind('\r');
  if (last != std::string_view::npos && std::string_view{delimiter_}.starts_with(rest_.substr(last))) {
    matched_ = rest_.size() - last;
    content = rest_.substr(0, last);
  }
  rest_ = {};
  return give(content);
}

std::optional<MultipartReader::Event> MultipartReader::give(std::string_view content) {
  if (content.empty()) return std::nullopt;
  if (parts_ == 1) soap_bytes_ += content.size();
  if (soap_bytes_ > bounds::soap_bytes_max) return refuse("the SOAP part is too long");
  content_ = content;
  return Event::content;
}

std::optional<MultipartReader::Event> MultipartReader::pass_epilogue() {
  for (; !rest_.empty(); rest_.remove_prefix(1)) {
    held_ += rest_.front();
    if (!line_end.starts_with(held_)) return refuse("the body goes on after its last boundary");
  }
  if (!closed_) return Event::hungry;
  if (held_.size() == 1) return refuse("the body ends within a line end");
  state_ = State::done;
  return std::nullopt;
}

std::optional<MultipartReader::Event> MultipartReader::read_soap_alone() {
  if (closed_) {
    state_ = State::end;
    return std::nullopt;
  }
  if (rest_.empty()) return Event::hungry;
  return give(std::exchange(rest_, {}));
}

std::expected<std::vector<PartView>, Refused> split(std::string_view content_type, ByteView body) {
  using Event = MultipartReader::Event;
  LINTAS_TRY(reader, MultipartReader::of(content_type));
  std::vector<PartView> parts;
  reader.take(body);
  for (bool is_done = false; !is_done;) {
    LINTAS_TRY(event, reader.next());
    switch (event) {
      case Event::hungry: reader.close(); break;
      case Event::begin: parts.push_back({.head = reader.head(), .content = {}}); break;
      // A body that comes at once gives each content at once: nothing of an earlier piece is looked back at.
      case Event::content: parts.back().content = reader.content(); break;
      case Event::end: break;
      case Event::done: is_done = true; break;
    }
  }
  return parts;
}

// ---- writing

std::string multipart_type(const Boundary& boundary, std::string_view start) {
  require(is_id(start), "an id of ours is a Content-ID");
  std::string type = "multipart/related; boundary=\"";
  type += boundary.str();
  type += "\"; type=\"";
  type += soap_type;
  type += "\"; start=\"<";
  type += start;
  type += ">\"";
  return type;
}

std::string part_head(const Boundary& boundary, const OutgoingPart& part) {
  require(is_id(part.id), "an id of ours is a Content-ID");
  require(ContentType::parse(part.type).has_value(), "a type of ours is type/subtype");
  std::string head{line_end};
  head += hyphens;
  head += boundary.str();
  head += "\r\nContent-Type: ";
  head += part.type;
  head += "\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <";
  head += part.id;
  head += ">\r\n\r\n";
  return head;
}

std::string multipart_end(const Boundary& boundary) {
  std::string end{line_end};
  end += hyphens;
  end += boundary.str();
  end += hyphens;
  end += line_end;
  return end;
}

}  // namespace lintas::as4
