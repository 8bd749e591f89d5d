#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace lintas::net {

/// The thread that does input and output, from construction to destruction. Servers and clients live on one
/// and are destroyed before it.
class Loop {
 public:
  using Work = std::move_only_function<void()>;
  struct Io;

  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Does the work on the loop's thread, later. From any thread. What is thrown there ends the process, for
  /// nobody could handle it.
  void post(Work work);
  /// The same after a pause. Work that is still waiting when the loop is destroyed is not done.
  void after(std::chrono::milliseconds pause, Work work);
  /// Does the work on the loop's thread and waits for it; what it throws comes out here.
  void call(Work work);

  [[nodiscard]] bool is_current_thread() const noexcept;
  [[nodiscard]] Io& io() const noexcept { return *io_; }
  /// For what may outlive the loop.
  [[nodiscard]] std::weak_ptr<Io> weak_io() const noexcept { return io_; }

 private:
  std::shared_ptr<Io> io_;
};

}  // namespace lintas::net
