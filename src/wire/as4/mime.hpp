#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "wire/as4/content_type.hpp"
#include "wire/as4/errors.hpp"

/// SOAP with attachments as AS4 puts it into HTTP: `multipart/related` of a SOAP part and one part for each
/// payload, or the SOAP part alone as `application/soap+xml`. Sources: RFC 2046, section 5.1; RFC 2387; the
/// packaging of the eDelivery AS4 profile. Written and read is a strict subset, since what two readers divide
/// in two ways is signed in one and understood in the other.
namespace lintas::as4 {

/// What separates parts: up to bounds::boundary_chars_max characters of RFC 2046, no blank at the end.
class Boundary {
 public:
  [[nodiscard]] static std::optional<Boundary> parse(std::string_view text);
  [[nodiscard]] std::string_view str() const noexcept { return text_; }

 private:
  explicit Boundary(std::string_view valid) : text_(valid) {}
  std::string text_;
};

/// The Content-ID that a reference `cid:…` names; nothing for any other reference. Compared as it is written,
/// in its case: a percent sign is a percent sign, since peers disagree about what it would be.
[[nodiscard]] std::optional<std::string_view> referred_id(std::string_view href);

// ---- reading

/// What stands before the content of a part. Headers that AS4 gives no meaning are passed over.
struct PartHead {
  ContentType type;  ///< without one it is text/plain, RFC 2045, section 5.2
  std::string id;    ///< Content-ID without its angle brackets, which may be missing; empty only for SOAP
};

/// Takes a body apart as it comes, in pieces of any size; what the parts are does not depend on the pieces.
/// Held are the head of one part, the ids, and of the content nothing: a view goes into the piece that was
/// taken, or into the boundary where what looked like one began in an earlier piece.
///
///     reader.take(piece);  // each piece of the body, in the end reader.close()
///     for (auto event = reader.next(); event != Event::hungry; event = reader.next()) {
///       if (!event) return std::unexpected{event.error()};
///       …  // begin: reader.head(); content: reader.content(); after closing, until done
///     }
///
/// Refused with EBMS:0007, and then for good: what is neither of the two types; a boundary or a `start` that
/// does not fit; anything before the first boundary or after the last but one line end; a missing last
/// boundary; a boundary that is the beginning of a longer line; line ends other than CRLF in a head; a first
/// part that is not SOAP in UTF-8; parts within parts, transfer encodings that change octets, one of the
/// three headers that are read twice in a part; a Content-ID that is missing, or that two parts have; more
/// than limits.hpp allows of anything.
class MultipartReader {
 public:
  enum class Event : std::uint8_t {
    hungry,   ///< take the next piece, or close
    begin,    ///< of a part: head()
    content,  ///< of the part, the next octets: content(), never none
    end,      ///< of the part
    done,     ///< all parts were there; again and again
  };

  /// By the Content-Type of the body.
  [[nodiscard]] static std::expected<MultipartReader, Refused> of(std::string_view content_type);

  /// Precondition: `next` was hungry, or nothing was taken yet. The piece is not copied, and lives until
  /// `next` is hungry again.
  void take(ByteView piece);
  /// The body is over. Precondition as for `take`.
  void close();
  [[nodiscard]] std::expected<Event, Refused> next();

  /// Of the part that began last.
  [[nodiscard]] const PartHead& head() const;
  /// Valid until the next call of `next`.
  [[nodiscard]] ByteView content() const noexcept { return as_bytes(content_); }

 private:
  enum class State : std::uint8_t { opening, line, head, content, end, epilogue, soap_alone, soap, done };

  MultipartReader(std::string delimiter, std::string start)
      : delimiter_(std::move(delimiter)), start_(std::move(start)) {}

  [[nodiscard]] std::optional<Event> step();
  [[nodiscard]] std::optional<Event> open();
  [[nodiscard]] std::optional<Event> read_line();
  [[nodiscard]] std::optional<Event> read_head();
  [[nodiscard]] std::optional<Event> read_content();
  [[nodiscard]] std::optional<Event> continue_match();
  [[nodiscard]] std::optional<Event> begin_part();
  [[nodiscard]] std::optional<Event> give(std::string_view content);
  [[nodiscard]] std::optional<Event> need_more(const char* why);
  [[nodiscard]] std::optional<Event> pass_epilogue();
  [[nodiscard]] std::optional<Event> read_soap_alone();
  std::optional<Event> refuse(std::string why);

  std::string delimiter_;  ///< with the line end before it and the two hyphens; empty for SOAP alone
  std::string start_;      ///< the Content-ID that the first part has to have; empty for none
  State state_ = State::opening;
  std::string_view rest_;  ///< of the piece
  bool closed_ = false;
  std::size_t matched_ = 0;   ///< characters of the delimiter that ended what is read so far
  std::size_t borrowed_ = 0;  ///< of these, the ones that are no content: the line end of the head before
  std::string held_;          ///< of a line or a head, what there is
  std::optional<PartHead> head_;
  std::string_view content_;
  std::size_t parts_ = 0;
  std::size_t soap_bytes_ = 0;
  std::set<std::string, std::less<>> ids_;
  std::optional<Refused> refused_;
};

/// A part of a body that is in memory.
struct PartView {
  PartHead head;
  ByteView content;
};

/// All parts of a whole body, by the same reader. At least one: the first is SOAP.
[[nodiscard]] std::expected<std::vector<PartView>, Refused> split(std::string_view content_type,
                                                                  ByteView body);

// ---- writing

/// A body is the head and the content of each part, SOAP first, then the end: its length is their sum, known
/// before the first octet leaves, and no content is copied for it. Our boundaries are random, so that no
/// content can have one.
struct OutgoingPart {
  std::string_view type;
  std::string_view id;
};

/// The Content-Type of the body. `start` is the id of its SOAP part.
[[nodiscard]] std::string multipart_type(const Boundary& boundary, std::string_view start);
/// Precondition: printable ASCII without angle brackets, for the id without blanks.
[[nodiscard]] std::string part_head(const Boundary& boundary, const OutgoingPart& part);
[[nodiscard]] std::string multipart_end(const Boundary& boundary);

}  // namespace lintas::as4
