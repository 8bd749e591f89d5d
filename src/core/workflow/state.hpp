#pragma once

#include <memory>
#include <typeinfo>
#include <utility>

#include "base/require.hpp"

namespace lintas::workflow {

/// The state of some stream, as a value: immutable, shared by every overlay that did not change it.
/// The executor carries it without knowing it; the machine it belongs to takes it out by its type.
class State {
 public:
  State() = default;
  template <class T>
  [[nodiscard]] static State of(T value) {
    State state;
    state.value_ = std::make_shared<const T>(std::move(value));
    state.type_ = &typeid(T);
    return state;
  }

  template <class T>
  [[nodiscard]] const T& as() const {
    require(type_ != nullptr && *type_ == typeid(T), "a machine is given its own state");
    return *static_cast<const T*>(value_.get());
  }

 private:
  std::shared_ptr<const void> value_;  // shared with the cache, by design: a state never changes
  const std::type_info* type_ = nullptr;
};

}  // namespace lintas::workflow
