#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "base/bytes.hpp"

/// How many documents are at the press for one API key: none keeps the others from printing.
namespace lintas::api {

/// Safe from any thread.
class PrintPlaces {
  struct Taken {
    std::mutex mutex;
    std::map<Hash256, std::size_t> by_key;
  };

 public:
  /// Of a document that waits for the press or is on it. Given back when this goes, wherever it goes: the
  /// work may be dropped without having run. It may outlive the places.
  class Place {
   public:
    Place(std::shared_ptr<Taken> taken, const Hash256& key) : taken_(std::move(taken)), key_(key) {}
    ~Place() { give_back(); }
    Place(Place&& other) noexcept = default;
    Place& operator=(Place&& other) noexcept = delete;
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    /// Before the answer goes out, so that whoever has it may ask for the next one.
    void give_back() noexcept;

   private:
    std::shared_ptr<Taken> taken_;  ///< the second owner, beside the places; null once it was given back
    Hash256 key_;
  };

  /// Nothing where limits::printing_per_key_max documents of this key are at the press.
  [[nodiscard]] std::optional<Place> take(const Hash256& key);

 private:
  std::shared_ptr<Taken> taken_ = std::make_shared<Taken>();
};

}  // namespace lintas::api
