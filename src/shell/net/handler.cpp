#include <memory>
#include <optional>
#include <utility>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

/// What is handed between the server and whoever answers.
namespace lintas::net {

Responder::~Responder() {
  if (deliver_) std::exchange(deliver_, nullptr)(refusal(RefusalReason::handler_failed));
}

Responder& Responder::operator=(Responder&& other) noexcept {
  if (this != &other) {
    const Responder old{std::move(*this)};
    deliver_ = std::exchange(other.deliver_, nullptr);
  }
  return *this;
}

void Responder::operator()(Response response) {
  require(static_cast<bool>(deliver_), "a request is answered once");
  std::exchange(deliver_, nullptr)(std::move(response));
}

NextPiece::~NextPiece() {
  if (deliver_) std::exchange(deliver_, nullptr)(std::nullopt);
}

NextPiece& NextPiece::operator=(NextPiece&& other) noexcept {
  if (this != &other) {
    const NextPiece old{std::move(*this)};
    deliver_ = std::exchange(other.deliver_, nullptr);
  }
  return *this;
}

void NextPiece::operator()(Bytes piece) {
  require(static_cast<bool>(deliver_), "a piece is asked for once");
  std::exchange(deliver_, nullptr)(std::move(piece));
}

// By value, as whoever takes it in pieces needs them. NOLINTNEXTLINE(performance-unnecessary-value-param)
std::shared_ptr<Incoming> Handler::stream(Request /*head*/, Responder /*responder*/) {
  require(false, "whoever admits more than comes whole takes it in pieces");
  return nullptr;
}

}  // namespace lintas::net
