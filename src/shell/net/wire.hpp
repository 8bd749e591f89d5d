#pragma once

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/optional/optional.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "shell/net/http.hpp"

/// What server and client share of the library's types.
namespace lintas::net {

/// A body as bytes with its largest size. Nothing is reserved for what a Content-Length only promises.
struct BytesBody {
  struct value_type {  // NOLINT(readability-identifier-naming): so the library names it
    Bytes bytes;
    std::size_t bytes_max = 0;
    /// Taken out of `bytes` so far.
    std::size_t bytes_gone = 0;

    [[nodiscard]] std::size_t bytes_so_far() const noexcept { return bytes_gone + bytes.size(); }
    [[nodiscard]] Bytes take() noexcept {
      bytes_gone += bytes.size();
      return std::exchange(bytes, {});
    }
  };

  class reader {  // NOLINT(readability-identifier-naming): likewise
   public:
    template <bool is_request, class Fields>
    explicit reader(boost::beast::http::header<is_request, Fields>& /*head*/, value_type& body)
        : body_(body) {}

    void init(const boost::optional<std::uint64_t>& /*length*/, boost::beast::error_code& error) {
      error = {};
    }

    template <class Buffers>
    std::size_t put(const Buffers& buffers, boost::beast::error_code& error) {
      const std::size_t size = boost::asio::buffer_size(buffers);
      if (size > body_.bytes_max - std::min(body_.bytes_so_far(), body_.bytes_max)) {
        error = boost::beast::http::error::body_limit;
        return 0;
      }
      const std::size_t before = body_.bytes.size();
      body_.bytes.resize(before + size);
      error = {};
      return boost::asio::buffer_copy(boost::asio::buffer(body_.bytes.data() + before, size), buffers);
    }

    void finish(boost::beast::error_code& error) { error = {}; }

   private:
    value_type& body_;
  };
};

/// Nothing when a name or value is not what it may be.
template <class Fields>
std::optional<Headers> headers_of(const Fields& fields) {
  Headers out;
  for (const auto& field : fields) {
    const std::string_view name{field.name_string().data(), field.name_string().size()};
    const std::string_view value{field.value().data(), field.value().size()};
    if (!is_token(name) || !is_field_value(value)) return std::nullopt;
    out.add(name, value);
  }
  return out;
}

}  // namespace lintas::net
