#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace whereas::command {

enum class Colour { automatic, always, never };

/// Where the program's words go: results to standard output, everything else to standard error. The only place that writes to either and
/// that decides on colour: a terminal, no NO_COLOR, and a TERM that is not `dumb`, unless the user says otherwise.
class Screen {
 public:
  explicit Screen(Colour colour = Colour::automatic);

  bool colours_results() const { return colours_results_; }
  bool colours_messages() const { return colours_messages_; }

  /// Throws CannotWrite where not all of it could be written.
  void result(std::string_view text);
  /// A message that cannot be written has nobody to tell: nothing happens.
  void message(std::string_view text);
  /// How far long work has come, in place of what was shown before; empty: nothing. Only a terminal shows it.
  void progress(std::string_view text);

 private:
  bool colours_results_ = false;
  bool colours_messages_ = false;
};

/// Standard output is closed, full or broken.
class CannotWrite : public std::runtime_error {
 public:
  CannotWrite(const std::string& why, bool reader_left) : std::runtime_error(why), reader_left_(reader_left) {}
  /// The reader of a pipe went away (`whereas run … | head`): it knows.
  bool reader_left() const { return reader_left_; }

 private:
  bool reader_left_;
};

}  // namespace whereas::command
